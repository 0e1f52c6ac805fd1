"""Agents of a team as its administrators and the API's callers see them: members, and those whom callers named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypedDict

from userview.domains.teams.model import Role
from userview.protocol.messages.agent import Availability

CALL_NAME_PATTERN: Final = r"^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$"
"""Goes into links as it is. Upper and lower case are the same."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a team keeps of an agent, member or external."""

    call_name: str | None = None
    """Unique in the team, lower case; for personal links."""
    permissions: Mapping[str, bool] | None = None
    """What the agent may do at most, by the names that links use; what is left out is allowed. None: nothing was said."""
    availability: Availability = "available"


@dataclass(frozen=True, slots=True)
class TeamAgent:
    """An agent of a team."""

    id: str
    name: str | None
    email: str | None
    external_id: str | None
    """The id that the API's caller gave; None for members."""
    role: Role | None
    """None for external agents, who cannot sign in."""
    created_at: datetime
    last_seen_at: datetime | None
    """When a member used the dashboard last, exact to a minute while they do; None before, and for external agents."""
    profile: Profile

    @property
    def nickname(self) -> str:
        """Name, else local part of the e-mail, else id."""
        return self.name or (self.email or "").partition("@")[0] or self.id


class AgentChange(TypedDict, total=False):
    """What is to be changed of an agent; what is left out stays."""

    name: str | None
    email: str | None
    """Of external agents alone: a member's address is the account's."""
    role: Role
    call_name: str | None
    permissions: Mapping[str, bool] | None
    availability: Availability


@dataclass(frozen=True, slots=True)
class AgentPosition:
    """Where a page of the list ended: the oldest come first."""

    created_at: datetime
    id: str
