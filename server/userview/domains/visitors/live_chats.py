"""Which live chats stand on a team's pages: noted as visitors' pages tell of them (rule I6)."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import Column, ForeignKey, String, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.visitors.model import Clock
from userview.tables import Transactions, UTCDateTime, metadata, moment, upsert

live_chats: Final = Table(
    "live_chats",
    metadata,
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("integration", String(32), primary_key=True),
    Column("first_seen_at", UTCDateTime, nullable=False),
    Column("last_seen_at", UTCDateTime, nullable=False),
    Column("host", String(253), nullable=False),
)
"""One row for each chat that a team's pages had; `host`: of the page that told of it last."""

MOST: Final = 30
"""Chats of a team: twice as many as the SDK knows. Names come from pages, and a page may say anything."""

FRESH_SECONDS: Final = 60.0
"""What was noted is not noted again for so long: every page view tells of its chat."""

REMEMBERED: Final = 20_000
"""Chats that this process keeps in mind as noted (about 3 MB)."""


@dataclass(frozen=True, slots=True)
class FoundChat:
    """A live chat on a team's pages."""

    integration: str
    first_seen_at: datetime
    last_seen_at: datetime
    host: str
    """Of the page that told of it last; "" where its address has none."""


class LiveChats:
    """Every method is one transaction, or none."""

    def __init__(self, database: Transactions, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._noted: OrderedDict[tuple[str, str], float] = OrderedDict()

    async def note(self, team_id: str, integration: str, url: str) -> None:
        """A page of the team has this chat now."""
        now, key = self._clock(), (team_id, integration)
        if now - self._noted.get(key, 0.0) < FRESH_SECONDS:
            return
        self._noted[key] = now
        self._noted.move_to_end(key)
        if len(self._noted) > REMEMBERED:
            self._noted.popitem(last=False)
        async with self._database.transaction() as connection:
            await _note(connection, team_id, integration, now, _host(url))

    async def of_team(self, team_id: str) -> list[FoundChat]:
        """The team's chats, the one seen last first."""
        c = live_chats.c
        asked = select(live_chats).where(c.team_id == team_id).order_by(c.last_seen_at.desc(), c.integration)
        return [
            FoundChat(row.integration, row.first_seen_at, row.last_seen_at, row.host)
            for row in await self._database.ask(asked)
        ]


async def _note(connection: AsyncConnection, team_id: str, integration: str, now: float, host: str) -> None:
    c = live_chats.c
    others = select(func.count()).where(c.team_id == team_id, c.integration != integration)
    if (await connection.execute(others)).scalar_one() >= MOST:
        return
    values = {"team_id": team_id, "integration": integration, "first_seen_at": moment(now), "host": host}
    statement = upsert(connection, live_chats).values({**values, "last_seen_at": moment(now)})
    later = statement.excluded.last_seen_at
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["team_id", "integration"],
            set_={"last_seen_at": later, "host": host},
            where=c.last_seen_at < later,
        )
    )


def _host(url: str) -> str:
    """Of a page's address, with its port; "" where there is none."""
    try:
        found = urlsplit(url).netloc.rpartition("@")[2]
    except ValueError:
        return ""
    return found if len(found) <= 253 else ""
