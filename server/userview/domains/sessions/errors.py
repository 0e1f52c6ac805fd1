"""What can be wrong with a request about sessions."""

from typing import ClassVar

from userview.errors import UserViewError


class UnknownSession(UserViewError):
    """The team has no such session."""

    code: ClassVar[str] = "not_found"


class SessionIsOver(UserViewError):
    """The session has ended; `retry_url` is where the link's maker wants people to go then, if known."""

    code: ClassVar[str] = "session_ended"


class NobodyWaits(UserViewError):
    """The visitor does not wait for this agent: another one was first, or it is over."""

    code: ClassVar[str] = "conflict"


class LinkExpired(UserViewError):
    """The watch link was used, is too old, or never existed; `retry_url` as in `SessionIsOver`."""

    code: ClassVar[str] = "link_expired"
