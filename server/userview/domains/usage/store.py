"""Tables of what is counted. Each statement takes a connection: the caller's transaction."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Final, Literal

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, String, Table, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.tables import UTCDateTime, metadata, upsert

Kind = Literal["visitor", "agent"]

usage_days: Final = Table(
    "usage_days",
    metadata,
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("sessions", Integer, nullable=False),
    Column("session_milliseconds", BigInteger, nullable=False),
)
"""A team's day in UTC: sessions that went live in it, and for how long any were live in it."""

usage_people: Final = Table(
    "usage_people",
    metadata,
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("last_at", UTCDateTime, nullable=False, index=True),
    Index(None, "team_id", "kind", "last_at"),
)
"""Everybody once, as a keyed hash, with the last time they were there: enough for every window that ends now."""


async def add_to_day(
    connection: AsyncConnection, team_id: str, day: date, *, sessions: int = 0, milliseconds: int = 0
) -> None:
    """Count these to a day."""
    c = usage_days.c
    values = {"team_id": team_id, "day": day, "sessions": sessions, "session_milliseconds": milliseconds}
    more = {"sessions": c.sessions + sessions, "session_milliseconds": c.session_milliseconds + milliseconds}
    statement = upsert(connection, usage_days).values(values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["team_id", "day"], set_=more))


async def put_people(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Note when people were there last (`team_id`, `kind`, `person`, `last_at`); never back in time."""
    if not rows:
        return
    statement = upsert(connection, usage_people)
    later = statement.excluded.last_at
    statement = statement.on_conflict_do_update(
        index_elements=["team_id", "kind", "person"], set_={"last_at": later}, where=usage_people.c.last_at < later
    )
    await connection.execute(statement, list(rows))


async def count_people(
    connection: AsyncConnection, team_id: str, kind: Kind, since: datetime, here: Collection[str] = ()
) -> int:
    """How many were there since then; `here`: persons who are there now, whatever is stored of them."""
    c = usage_people.c
    mine = (c.team_id == team_id, c.kind == kind, c.last_at >= since)
    counted = (await connection.execute(select(func.count()).select_from(usage_people).where(*mine))).scalar_one()
    known = await connection.execute(select(func.count()).select_from(usage_people).where(*mine, c.person.in_(here)))
    return counted + len(set(here)) - known.scalar_one()


async def days_since(connection: AsyncConnection, team_id: str, first: date) -> Sequence[tuple[date, int, int]]:
    """Day, sessions and milliseconds of each day from `first` on."""
    c = usage_days.c
    statement = select(c.day, c.sessions, c.session_milliseconds).where(c.team_id == team_id, c.day >= first)
    return [(row[0], row[1], row[2]) for row in await connection.execute(statement)]


async def forget(connection: AsyncConnection, people_before: datetime, days_before: date) -> int:
    """Remove what no answer needs any more; how many rows."""
    people = await connection.execute(delete(usage_people).where(usage_people.c.last_at < people_before))
    days = await connection.execute(delete(usage_days).where(usage_days.c.day < days_before))
    return people.rowcount + days.rowcount
