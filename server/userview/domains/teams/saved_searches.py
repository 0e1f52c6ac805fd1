"""Searches for visitors that members keep under a name, for themselves or for the whole team."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypedDict

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Row,
    String,
    Table,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.teams.errors import TooManySearches, UnknownSearch
from userview.domains.teams.model import Clock, Member
from userview.protocol.ids import new_id
from userview.tables import Transactions, UTCDateTime, metadata, moment

MAX_NAME: Final = 60
MAX_SEARCHES: Final = 50
"""So many a member may keep: more than fits beside a list."""

UNDO: Final = timedelta(hours=1)
"""What is deleted can be taken back for so long."""

saved_searches: Final = Table(
    "saved_searches",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
    Column("agent_id", String(40), nullable=False),
    Column("name", String(MAX_NAME), nullable=False),
    Column("search", String(200), nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("deleted_at", UTCDateTime),
    Index(None, "team_id", "agent_id"),
)
"""`agent_id`: the member who keeps it. Shared ones stay when that member leaves the team."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search under a name."""

    id: str
    agent_id: str
    name: str
    search: str
    """As one would type it, filters included."""
    shared: bool
    """The whole team sees it."""


class SearchChange(TypedDict, total=False):
    """What becomes different; what is left out stays."""

    name: str
    search: str
    shared: bool


class SavedSearches:
    """Every method is one transaction."""

    def __init__(self, database: Transactions, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, member: Member) -> list[SavedSearch]:
        """The member's own and those of the team, by name."""
        c = saved_searches.c
        seen = (c.team_id == member.team.id, c.deleted_at.is_(None), or_(c.agent_id == member.id, c.shared))
        async with self._database.reading() as connection:
            rows = await connection.execute(select(saved_searches).where(*seen).order_by(func.lower(c.name), c.id))
            return [_as_search(row) for row in rows]

    async def keep(self, member: Member, name: str, search: str, *, shared: bool) -> SavedSearch:
        """A new one.

        Raises:
            TooManySearches: the member keeps as many as anybody may.
        """
        made = SavedSearch(new_id("search"), member.id, name, search, shared)
        values = {"id": made.id, "name": name, "search": search, "shared": shared}
        at = moment(self._clock())
        async with self._database.transaction() as connection:
            await _forget_deleted(connection, member.team.id, at)
            await _check_room(connection, member.team.id, member.id)
            owner = {"team_id": member.team.id, "agent_id": member.id, "created_at": at}
            await connection.execute(insert(saved_searches).values(**values, **owner))
        return made

    async def change(self, member: Member, search_id: str, change: SearchChange) -> SavedSearch:
        """Change one's own; admins also those that are shared.

        Raises:
            UnknownSearch: there is none that the member may change.
        """
        async with self._database.transaction() as connection:
            row = await _changeable(connection, member, search_id)
            if change:
                await _set(connection, row.id, **change)
            return _as_search((await connection.execute(select(saved_searches).where(_is(row.id)))).one())

    async def delete(self, member: Member, search_id: str) -> None:
        """Delete one; it can be restored within an hour.

        Raises:
            UnknownSearch: there is none that the member may change.
        """
        at = moment(self._clock())
        async with self._database.transaction() as connection:
            await _forget_deleted(connection, member.team.id, at)
            await _set(connection, (await _changeable(connection, member, search_id)).id, deleted_at=at)

    async def restore(self, member: Member, search_id: str) -> SavedSearch:
        """Take back that it was deleted; fine when it was not.

        Raises:
            UnknownSearch: there is none that the member may change, or not any more.
            TooManySearches: whoever kept it has filled its place.
        """
        async with self._database.transaction() as connection:
            row = await _changeable(connection, member, search_id, deleted=True)
            if row.deleted_at is not None:
                await _check_room(connection, member.team.id, row.agent_id)
                await _set(connection, row.id, deleted_at=None)
        return _as_search(row)


def _is(search_id: str) -> Any:
    return saved_searches.c.id == search_id


async def _set(connection: AsyncConnection, search_id: str, **values: Any) -> None:
    await connection.execute(update(saved_searches).where(_is(search_id)).values(**values))


async def _changeable(
    connection: AsyncConnection, member: Member, search_id: str, *, deleted: bool = False
) -> Row[Any]:
    c = saved_searches.c
    mine = c.agent_id == member.id
    may = or_(mine, c.shared) if member.role == "admin" else mine
    there = () if deleted else (c.deleted_at.is_(None),)
    statement = select(saved_searches).where(_is(search_id), c.team_id == member.team.id, may, *there)
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise UnknownSearch(f"there is no saved search with the id {search_id[:40]!r} that you may change")
    return row


async def _check_room(connection: AsyncConnection, team_id: str, agent_id: str) -> None:
    c = saved_searches.c
    kept = (c.team_id == team_id, c.agent_id == agent_id, c.deleted_at.is_(None))
    count = (await connection.execute(select(func.count()).select_from(saved_searches).where(*kept))).scalar_one()
    if count >= MAX_SEARCHES:
        raise TooManySearches(f"expected at most {MAX_SEARCHES} saved searches of one member; delete one first")


async def _forget_deleted(connection: AsyncConnection, team_id: str, at: datetime) -> None:
    c = saved_searches.c
    await connection.execute(delete(saved_searches).where(c.team_id == team_id, c.deleted_at < at - UNDO))


async def forget_of(connection: AsyncConnection, team_id: str, agent_id: str) -> None:
    """The member leaves the team: what was not shared goes."""
    c = saved_searches.c
    mine = (c.team_id == team_id, c.agent_id == agent_id, ~c.shared)
    await connection.execute(delete(saved_searches).where(*mine))


def _as_search(row: Row[Any]) -> SavedSearch:
    return SavedSearch(row.id, row.agent_id, row.name, row.search, row.shared)
