"""Page views and events: keeping what pages tell of them, giving them out, forgetting them.

Source: protocol/SPEC.md, rules J1-J5.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.visitors.history import store
from userview.domains.visitors.history.model import HistoryLimits, Pageview, Position, Told
from userview.domains.visitors.identity_words import stored_text
from userview.domains.visitors.model import Visitor
from userview.protocol.messages.history import HistoryEvent
from userview.realtime.records import VisitorKey
from userview.tables import Transactions, moment

OLDEST: Final = timedelta(days=7)
"""A tab may be open for days, and tell of it when its connection is back; who claims more is not believed."""

FORGOTTEN_AT_ONCE: Final = 200
"""Page views of one transaction: with 500 events each, SQLite's one writer is back within a second."""


class PageHistory:
    """Every method is one transaction, or, where it says so, many short ones."""

    def __init__(self, database: Transactions, limits: HistoryLimits | None = None) -> None:
        self._database = database
        self._limits = limits or HistoryLimits()

    async def collect(self, told: Sequence[Told]) -> set[VisitorKey]:
        """Keep what pages told; the visitors of whom something was kept. Those who are not known any more are left out.

        The caller sees to it that the teams want it (rule J1).
        """
        kept: set[VisitorKey] = set()
        async with self._database.transaction() as connection:
            numbers = await store.hold_visitors(connection, [one.visitor for one in told])
            for one in told:
                number = numbers.get(one.visitor)
                if number is not None:
                    await self._keep(connection, one, number)
                    kept.add(one.visitor)
        return kept

    async def page(
        self, visitor: Visitor, limit: int, after: Position | None
    ) -> tuple[list[Pageview], Position | None]:
        """Page views, newest first, and where the page ends (None at the end of the list)."""
        async with self._database.reading() as connection:
            found = await store.read_pageviews(connection, visitor.number, limit + 1, after)
        end = Position(found[limit - 1].at, found[limit - 1].number) if len(found) > limit else None
        return found[:limit], end

    async def teams(self) -> list[str]:
        """Every team of which page views are kept."""
        async with self._database.reading() as connection:
            return await store.teams_with_history(connection)

    async def forget_of_team(self, team: str, before: float) -> None:
        """Remove a team's page views of before this time (Unix seconds), in short transactions."""
        await self._repeat(lambda some: store.forget_of_team(some, team, moment(before), FORGOTTEN_AT_ONCE))

    async def forget_of_unseen(self, team: str, before: float) -> None:
        """Remove the page views of a team's visitors last seen before this time (Unix seconds), in short transactions."""
        await self._repeat(lambda some: store.forget_of_unseen(some, team, moment(before), FORGOTTEN_AT_ONCE))

    async def _repeat(self, forget: Callable[[AsyncConnection], Awaitable[int]]) -> None:
        count = FORGOTTEN_AT_ONCE
        while count == FORGOTTEN_AT_ONCE:
            async with self._database.transaction() as connection:
                count = await forget(connection)

    async def _keep(self, connection: AsyncConnection, told: Told, visitor: int) -> None:
        message, limits = told.message, self._limits
        age = min(timedelta(milliseconds=message.age_ms), OLDEST)
        began_at = max(moment(told.at) - age, moment(told.not_before))
        values = {
            "visitor_number": visitor,
            "team_id": told.visitor.team,
            "pageview_id": message.pageview,
            "url": stored_text(message.url),
            "title": stored_text(message.title),
            "ts": began_at,
            "seen_ms": min(message.seen_ms, age // timedelta(milliseconds=1)),
        }
        number, count = await store.keep_pageview(connection, values)
        if count == 0:
            await store.drop_oldest(connection, visitor, limits.pageviews_per_visitor)
        rows = [_row(event, told.at, age) for event in message.events[: max(0, limits.events_per_pageview - count)]]
        if rows:
            await store.add_events(connection, number, rows)


def _row(event: HistoryEvent, at: float, oldest: timedelta) -> dict[str, Any]:
    """An event did not happen before its page view."""
    return {
        "uuid": event.uuid,
        "kind": event.kind.value,
        "icon": event.icon.value if event.icon else None,
        "title": stored_text(event.title),
        "ts": moment(at) - min(timedelta(milliseconds=event.age_ms), oldest),
    }
