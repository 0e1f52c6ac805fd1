"""What can be wrong with a request about visitors."""

from typing import ClassVar

from userview.errors import UserViewError


class NoCodeFree(UserViewError):
    """A visitor asked for a lookup code, and nearly all of the team's are in use."""

    code: ClassVar[str] = "not_ready"


class UnknownVisitor(UserViewError):
    """The team has no such visitor."""

    code: ClassVar[str] = "not_found"


class IdentityConflict(UserViewError):
    """The visitor has another `unique_id`; one value never becomes another (rule P4)."""

    code: ClassVar[str] = "conflict"
