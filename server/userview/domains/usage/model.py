"""How much a team used: plain numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Running:
    """What is going on in a team now, and counted when it ends."""

    live: int
    """Sessions that are live."""
    live_since: Sequence[datetime]
    """When each session that has not ended went live."""
    agents: Sequence[str]
    """Ids of agents who take part now."""


@dataclass(frozen=True, slots=True)
class Used:
    """Days are those of UTC; the last 30 days are today and the 29 before."""

    visitors_last_24_hrs: int
    visitors_last_30_days: int
    agents_today: int
    agents_last_30_days: int
    sessions_today: int
    sessions_last_30_days: int
    seconds_today: int
    seconds_last_30_days: int
