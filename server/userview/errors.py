"""The root of every error that the server raises on purpose.

An error is a named fact: a class per cause, with a code that callers may rely on, one sentence for
people that says what was expected and what came, and its facts as fields. Statuses and close codes
exist at the edges only (`rest/errors.py`, `gateway/`).
"""

from typing import Any, ClassVar


class UserViewError(Exception):
    """Something that the caller, or whoever runs the server, can mend.

    `code` is part of the API; `message` is one sentence; `fields` are facts for programs and logs,
    and never hold secrets.
    """

    code: ClassVar[str] = "internal_error"

    def __init__(self, message: str, **fields: Any) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields


class StartRefused(UserViewError):
    """The server cannot start as it is set up; the sentence says what to do. The CLI exits with 2."""

    code: ClassVar[str] = "start_refused"


class DatabaseUnavailable(UserViewError):
    """The database does not answer; the message names it without its password."""

    code: ClassVar[str] = "database_unavailable"


class BusUnavailable(UserViewError):
    """The bus does not answer; the message names it without its password."""

    code: ClassVar[str] = "bus_unavailable"


class BlobsUnavailable(UserViewError):
    """The blob store did not do what it was asked; the message says which store and why."""

    code: ClassVar[str] = "blobs_unavailable"
