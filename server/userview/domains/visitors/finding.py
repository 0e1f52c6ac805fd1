"""Finding visitors fast, however many there are: the newest are looked at first, an index is asked when they are not enough.

What is frequent is found among the newest; what is not found there often enough is rare, and then an index leads to few.
Either way the answer is the same as that of reading the whole list.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, tuple_, union
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.visitors.search import NEWEST, SHORT_WORD, Dialect, Search, conditions, holds
from userview.domains.visitors.store import IDENTIFIED, visitor_activity, visitors, visitors_with_activity
from userview.domains.visitors.ways import BY_ITSELF, Way, by_text, plan_plainly

STEPS: Final = (500, 2000, 4000)
"""So many of the newest are looked at, a step at a time, as long as the last step promises to bring enough. Beyond it
(enough is then rarer than one in 150) an index leads to no more of 200,000 visitors than would have to be looked at."""

SAMPLE: Final = 500
"""So many of the newest are counted to tell what is frequent."""

FREQUENT: Final = 5
"""A text that one in so many visitors has is left to the exact check: going through the index of it takes too long."""

RARE: Final = 100
"""What less than one in so many visitors has is found sooner by its index than among or behind those who are online."""

FEW_ONLINE: Final = 500
"""So many are looked at one by one in some thousandths of a second, whatever else is asked."""

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
        steps: tuple[int, ...] = STEPS,
        whole: bool = True,
    ) -> None:
        """`newest`: among how many words of one and two letters are searched; `steps`: how many are looked at for others.

        `whole`: rows of `visitors_with_activity`; otherwise `number`, `short_id` and `last_seen_at` alone.
        """
        self._connection = connection
        self._team_id = team_id
        self._search = search
        self._online = online
        self._dialect: Dialect = dialect
        self._newest = newest
        self._steps = steps
        rows = visitors_with_activity()
        brief = rows.with_only_columns(visitors.c.number, visitors.c.short_id, visitor_activity.c.last_seen_at)
        self._selected = cast("Select[Any]", rows if whole else brief)

    async def rows(self, limit: int, after: Position | None) -> list[Row[Any]]:
        """At most so many visitors who fit, seen last first, of those behind `after`."""
        search = self._search
        if search.impossible or (search.countries is not None and not search.countries):
            return []
        await plan_plainly(self._connection, self._dialect)
        if search.is_pointed:
            return await self._led(BY_ITSELF, limit, after)
        if not search.narrows:
            return await self._walk(limit, after, None)
        if search.is_short:
            # Among the newest of all, not among the newest behind `after`.
            return await self._walk(limit, after, await self._edge(self._newest, None))
        found: list[Row[Any]] = []
        edge, looked_at = after, 0
        for step in await self._worthwhile():
            begin, edge = edge, await self._edge(step - looked_at, edge)
            found += await self._walk(limit - len(found), begin, edge)
            looked_at = step
            if edge is None or len(found) == limit:
                return found
            if len(found) * self._steps[-1] < limit * looked_at:
                break
        return await self._led(await self._way(), limit, after)

    async def _worthwhile(self) -> tuple[int, ...]:
        """The steps in which the newest are looked at. Who is online was seen last: those are in the way, or all that matter."""
        if self._search.online:
            return self._steps[:1]
        if self._search.online is None:
            return self._steps
        others = conditions(replace(self._search, online=None), self._team_id, (), self._dialect)
        count = (await self._counted({"": and_(*others)}))[""]
        return () if count * RARE < SAMPLE else (len(self._online) + self._steps[-1],)

    async def _walk(self, limit: int, after: Position | None, edge: Position | None) -> list[Row[Any]]:
        """Look at visitors one by one in their order, down to `edge` or to the last one, until there are enough."""
        fits = conditions(self._search, self._team_id, self._online, self._dialect, walking=True)
        statement = self._selected.where(visitor_activity.c.team_id == self._team_id, *fits)
        if edge is not None:
            statement = statement.where(_place >= (edge.last_seen_at, edge.number))
        if after is not None:
            statement = statement.where(_place < (after.last_seen_at, after.number))
        return list(await self._connection.execute(statement.order_by(*_order).limit(limit)))

    async def _led(self, way: Way, limit: int, after: Position | None) -> list[Row[Any]]:
        """Look at all visitors to whom an index leads, then read the rest of those who are shown."""
        c = visitor_activity.c
        at = select(c.last_seen_at).where(c.visitor_number == visitors.c.number).scalar_subquery()
        mine = select(visitors.c.number, at.label("last_seen_at")).where(visitors.c.team_id == self._team_id)
        fits = conditions(self._search, self._team_id, self._online, self._dialect)
        branches = [mine.where(one, *fits) for one in way]
        # A step of its own, in which the time is looked up: a planner that may join reads all visitors sooner or later.
        fitting = (branches[0] if len(branches) == 1 else union(*branches)).cte("fitting").prefix_with("MATERIALIZED")
        order = (fitting.c.last_seen_at.desc(), fitting.c.number.desc())
        shown = select(fitting.c.number).order_by(*order).limit(limit)
        if after is not None:
            shown = shown.where(tuple_(fitting.c.last_seen_at, fitting.c.number) < (after.last_seen_at, after.number))
        statement = self._selected.where(visitors.c.number.in_(shown)).order_by(*_order)
        return list(await self._connection.execute(statement))

    async def _edge(self, count: int, after: Position | None) -> Position | None:
        """The last of so many visitors; None when there are no more than those."""
        row = (await self._connection.execute(self._newest_first(after).offset(count - 1).limit(1))).one_or_none()
        return None if row is None else Position(row.last_seen_at, row.visitor_number)

    def _newest_first(self, after: Position | None = None) -> Select[datetime, int]:
        c = visitor_activity.c
        statement = select(c.last_seen_at, c.visitor_number).where(c.team_id == self._team_id).order_by(*_order)
        return statement if after is None else statement.where(_place < (after.last_seen_at, after.number))

    async def _way(self) -> Way:
        """What leads to the fewest, of what can lead to anybody."""
        search = self._search
        texts = [part for part in search.parts if len(part) > SHORT_WORD]
        by_column = self._by_column()
        if search.online and (len(self._online) <= FEW_ONLINE or not (texts or by_column)):
            return BY_ITSELF
        asked = {part: holds(visitors.c.search_text, part, self._dialect) for part in texts}
        asked |= by_column
        counted = await self._counted(asked) if search.online or len(asked) > 1 else dict.fromkeys(asked, 0)
        least = min(counted.values())
        if (search.online and least * RARE > SAMPLE) or any(counted[name] == least for name in by_column):
            return BY_ITSELF
        rare = [part for part in texts if counted[part] * FREQUENT < SAMPLE or counted[part] == least]
        return by_text(search, rare, self._dialect)

    def _by_column(self) -> dict[str, ColumnElement[bool]]:
        """What is asked of columns with an index, by names that no text has."""
        search, c = self._search, visitors.c
        asked: dict[str, ColumnElement[bool]] = {}
        if search.countries is not None:
            asked["\ncountry"] = c.location_country.in_(search.countries)
        if search.device is not None:
            asked["\ndevice"] = c.device_type == search.device
        if search.identified is not None:
            asked["\nidentified"] = IDENTIFIED if search.identified else ~IDENTIFIED
        return asked

    async def _counted(self, asked: Mapping[str, ColumnElement[bool]]) -> dict[str, int]:
        """How many of the newest fit each of these."""
        newest = self._newest_first().limit(SAMPLE).subquery()
        counts = (func.count().filter(condition) for condition in asked.values())
        statement = select(*counts).select_from(newest).join(visitors, visitors.c.number == newest.c.visitor_number)
        return dict(zip(asked, (await self._connection.execute(statement)).one(), strict=True))
