"""Links by which somebody joins a team, or gets a new password; each is good once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from userview.domains.teams.model import Role, Team

InvitationKind = Literal["join", "password"]
"""What the link is for: becoming a member, or a member's new password."""

LIFETIMES: Final[dict[InvitationKind, timedelta]] = {
    "join": timedelta(days=7),
    "password": timedelta(hours=24),
}
"""People answer invitations within a working week; who has lost a password waits for the link."""

MOST_OPEN: Final = 200
"""Of a team, too old ones included until they are forgotten: more than a page of people can look through."""

KEPT_AFTER_EXPIRY: Final = timedelta(days=30)
"""For so long invitations that were too old are shown, so that they can be made anew."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """An open invitation, without its token."""

    id: str
    kind: InvitationKind
    email: str
    name: str | None
    role: Role
    """What the person becomes, or is."""
    agent_id: str | None
    """Whose password is to be set; None of who has yet to join."""
    invited_by: str
    """How the administrator was called."""
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """What whoever holds the link is told."""

    invitation: Invitation
    team: Team
    has_account: bool
    """The address has an account with a password, which joins the team; else one is set."""
