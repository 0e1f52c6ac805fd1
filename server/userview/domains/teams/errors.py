"""What can be wrong with teams, accounts and keys."""

from typing import ClassVar

from userview.errors import UserViewError


class EmailTaken(UserViewError):
    """The account exists and is in this team already."""

    code: ClassVar[str] = "conflict"


class UnusableValue(UserViewError):
    """A name, e-mail address or password that cannot be taken as it is."""

    code: ClassVar[str] = "invalid_request"


class AgentConflict(UserViewError):
    """A call name or external id that is taken, or a change that would leave a team without an administrator."""

    code: ClassVar[str] = "conflict"


class UnknownAgent(UserViewError):
    """The team has no such agent."""

    code: ClassVar[str] = "not_found"


class UnknownTeam(UserViewError):
    """There is no such team."""

    code: ClassVar[str] = "not_found"


class UnknownKey(UserViewError):
    """The team has no such key."""

    code: ClassVar[str] = "not_found"


class UnknownSearch(UserViewError):
    """The member has no such saved search, or may not change it."""

    code: ClassVar[str] = "not_found"


class TooManySearches(UserViewError):
    """A member keeps as many searches as anybody may."""

    code: ClassVar[str] = "conflict"


class WrongCredentials(UserViewError):
    """E-mail address or password are wrong; which of them is not said."""

    code: ClassVar[str] = "wrong_credentials"


class UnknownInvitation(UserViewError):
    """The team has no such open invitation."""

    code: ClassVar[str] = "not_found"


class InvitationUsed(UserViewError):
    """The link of an invitation was used, taken back, is too old, or never existed: one answer for all."""

    code: ClassVar[str] = "link_expired"

    def __init__(self) -> None:
        super().__init__("this link was used already, was taken back or is too old; ask for a new one")


class TooManyInvitations(UserViewError):
    """The team has as many open invitations as it may."""

    code: ClassVar[str] = "conflict"


class PasswordOfOthers(UserViewError):
    """The password opens other teams too, whose administrators did not ask for another one."""

    code: ClassVar[str] = "conflict"


class SignInLinkUsed(UserViewError):
    """The one-time link was used, is too old, or never existed."""

    code: ClassVar[str] = "link_expired"
