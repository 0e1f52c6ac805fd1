"""Teams, their agents and their keys, as the rest of the server sees them: plain, immutable facts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from userview.domains.teams.settings import TeamSettings

Clock = Callable[[], float]
"""Gives the time in Unix seconds."""

Role = Literal["admin", "agent"]
"""`admin` may change the team, its agents and its keys; `agent` may watch and help."""

Scope = Literal["read", "sessions", "visitors:write", "visitors:delete", "admin"]
"""What a secret key may do: see rest.md in docs/reference, one scope per kind of operation."""

ALL_SCOPES: Final[tuple[Scope, ...]] = ("read", "sessions", "visitors:write", "visitors:delete", "admin")

ROLE_SCOPES: Final[dict[Role, frozenset[Scope]]] = {
    "admin": frozenset(ALL_SCOPES),
    "agent": frozenset(("read", "sessions", "visitors:write")),
}
"""What a signed-in member may do, in the words of keys."""


@dataclass(frozen=True, slots=True)
class Team:
    """Owner of visitors, sessions, agents and keys."""

    id: str
    name: str
    domain: str | None
    """The team's main web site, e.g. `example.com`; for people to read."""
    public_key: str
    settings: TeamSettings
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """What somebody signs in with: one per e-mail address and installation. Teams see members, and never the account."""

    id: str
    created_at: datetime
    password_by_team: bool = False
    """A link of a team's administrator has set the password: teams that did not ask for it are not opened by it."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in one of their teams. What a team sees of them is its own, and says nothing of other teams."""

    id: str
    """The agent's id in this team."""
    account_id: str
    """The same in all teams: for nobody to see."""
    email: str
    """As this team wrote it."""
    name: str | None
    team: Team
    role: Role
    password_opens: bool = True
    """The account's password opens this team. Not so when another team's administrator may know it."""
    confined: bool = False
    """Signed in by a link that opens this team alone."""
    hides_details: bool = False
    """The agent's permissions say `hide_private_details`; never of an admin, who can change them."""

    @property
    def nickname(self) -> str:
        """What others see: the name, else what stands before the `@`."""
        return self.name or self.email.partition("@")[0]


@dataclass(frozen=True, slots=True)
class ExternalAgent:
    """An agent whom an API caller named: `id` is ours, `external_id` the caller's; one per team and external id."""

    id: str
    external_id: str
    name: str
    email: str | None


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A secret key without its secret."""

    id: str
    team_id: str
    name: str
    scopes: tuple[Scope, ...]
    hint: str
    """The secret's last four characters, so that people can tell their keys apart."""
    created_at: datetime
    last_used_at: datetime | None
    """Exact to the minute."""
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class IdentitySecret:
    """What the team's own server signs identity tokens with: the text itself is the HMAC key, in ASCII."""

    secret: str
    created_at: datetime
    previous_until: datetime | None
    """Until when tokens of the secret before it count; None when they do not."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made; `secret` is known now and never again."""

    key: ApiKey
    secret: str
