"""Finding visitors fast, however many there are: the newest are looked at first, the index is asked when they are not enough.

What is frequent is found among the newest; what is not found there often enough is rare, and then the index leads to few.
Either way the answer is the same as that of reading the whole list.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.visitors.search import NEWEST, SHORT_WORD, Dialect, Search, candidates, conditions, holds
from userview.domains.visitors.store import visitor_activity, visitors, visitors_with_activity

FREQUENT: Final = 5
"""A text that one in so many of the newest holds is left to the exact check: going through the index of it takes too long."""

_place: Final = tuple_(visitor_activity.c.last_seen_at, visitor_activity.c.visitor_number)
_order: Final = (visitor_activity.c.last_seen_at.desc(), visitor_activity.c.visitor_number.desc())


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page of the list ended: the order is that of being seen last."""

    last_seen_at: datetime
    number: int


class Finder:
    """One search of one team, over one connection."""

    def __init__(
        self,
        connection: AsyncConnection,
        team_id: str,
        search: Search,
        online: Collection[str],
        *,
        dialect: Dialect,
        newest: int = NEWEST,
    ) -> None:
        """`newest`: how many are looked at one by one."""
        self._connection = connection
        self._team_id = team_id
        self._search = search
        self._dialect: Dialect = dialect
        self._newest = newest
        self._fits = conditions(search, team_id, online, dialect)

    async def rows(self, limit: int, after: Position | None) -> list[Row[Any]]:
        """At most so many visitors who fit, seen last first, of those behind `after`."""
        search = self._search
        if search.impossible or (search.countries is not None and not search.countries):
            return []
        if search.is_pointed:
            return await self._read(visitors_with_activity().where(visitors.c.team_id == self._team_id), limit, after)
        # Words of one and two letters are searched among the newest of all, not among the newest behind `after`.
        edge = await self._edge(None if search.is_short else after)
        newest = visitors_with_activity().where(visitor_activity.c.team_id == self._team_id)
        if edge is not None:
            newest = newest.where(_place >= (edge.last_seen_at, edge.number))
        found = await self._read(newest, limit, after)
        if edge is None or search.is_short or len(found) == limit:
            return found
        return await self._read(await self._indexed(), limit, after)

    async def _read(self, statement: Select[Any], limit: int, after: Position | None) -> list[Row[Any]]:
        statement = statement.where(*self._fits).order_by(*_order).limit(limit)
        if after is not None:
            statement = statement.where(_place < (after.last_seen_at, after.number))
        return list(await self._connection.execute(statement))

    async def _edge(self, after: Position | None) -> Position | None:
        """The last of the newest visitors; None when there are no more than those."""
        c = visitor_activity.c
        statement = select(c.last_seen_at, c.visitor_number).where(c.team_id == self._team_id).order_by(*_order)
        if after is not None:
            statement = statement.where(_place < (after.last_seen_at, after.number))
        row = (await self._connection.execute(statement.offset(self._newest - 1).limit(1))).one_or_none()
        return None if row is None else Position(row.last_seen_at, row.visitor_number)

    async def _indexed(self) -> Select[Any]:
        """All visitors to whom the index leads, or all of the team where it helps nothing."""
        statement = visitors_with_activity().where(visitors.c.team_id == self._team_id)
        parts = [part for part in self._search.parts if len(part) > SHORT_WORD]
        rare = await self._rare(parts) if len(parts) > 1 else parts
        if not rare:
            return statement
        found = candidates(self._team_id, rare, self._dialect).cte("found").prefix_with("MATERIALIZED")
        return statement.where(visitors.c.number.in_(select(found.c.number)))

    async def _rare(self, parts: list[str]) -> list[str]:
        """Those of the texts that the index is asked for: the rare ones, at least the rarest."""
        c = visitor_activity.c
        newest = select(c.visitor_number).where(c.team_id == self._team_id).order_by(*_order).limit(self._newest)
        counts = (func.count().filter(holds(visitors.c.search_text, part, self._dialect)) for part in parts)
        statement = select(*counts).where(visitors.c.number.in_(newest))
        counted = dict(zip(parts, (await self._connection.execute(statement)).one(), strict=True))
        least = min(counted.values())
        return [part for part, count in counted.items() if count * FREQUENT < self._newest or count == least]
