"""Usage, counted as it happens: sessions and their length by day, people once each.

People are kept as keyed hashes, so that erasing a visitor changes no count and leaves nobody behind.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.usage import store
from userview.domains.usage.model import Running, Used
from userview.realtime.records import VisitorKey
from userview.signing import Signer
from userview.tables import Transactions, moment

WINDOW_DAYS: Final = 30

KEPT_DAYS: Final = 400
"""As long as rows of sessions."""

STEP_SECONDS: Final = 60.0
"""A visitor who stays is noted once in this time, not every few seconds."""

REMEMBERED: Final = 50_000
"""Visitors whose last note is kept in mind (about 10 MB); beyond, they are noted once more."""

_DAY: Final = timedelta(days=1)


class Usage:
    """What is counted is counted in the caller's transaction: with what happened, or not at all."""

    def __init__(self, database: Transactions, signer: Signer, clock: Callable[[], float]) -> None:
        self._database = database
        self._signer = signer
        self._clock = clock
        self._noted: dict[VisitorKey, float] = {}

    async def visitors_seen(self, connection: AsyncConnection, seen: Iterable[tuple[VisitorKey, float]]) -> None:
        """These visitors were there at these times (Unix seconds)."""
        if len(self._noted) > REMEMBERED:
            self._noted.clear()
        news = [(key, at) for key, at in seen if at - self._noted.get(key, 0.0) >= STEP_SECONDS]
        rows = [
            {
                "team_id": key.team,
                "kind": "visitor",
                "person": self._person(key.team, key.short_id),
                "last_at": moment(at),
            }
            for key, at in sorted(news)
        ]
        await store.put_people(connection, rows)
        self._noted.update(news)

    async def agents_seen(self, connection: AsyncConnection, team: str, agents: Iterable[str], at: datetime) -> None:
        """These agents took part in a session at this time."""
        persons = sorted({self._person(team, agent) for agent in agents})
        rows = [{"team_id": team, "kind": "agent", "person": person, "last_at": at} for person in persons]
        await store.put_people(connection, rows)

    async def went_live(self, connection: AsyncConnection, team: str, at: datetime) -> None:
        """A session went live."""
        await store.add_to_day(connection, team, at.date(), sessions=1)

    async def lasted(self, connection: AsyncConnection, team: str, since: datetime, until: datetime) -> None:
        """A session was live from then till then; each day gets its part."""
        for day, milliseconds in _by_day(since, until):
            await store.add_to_day(connection, team, day, milliseconds=milliseconds)

    async def of_team(self, team: str, running: Running) -> Used:
        """All numbers of a team as they are now."""
        now = moment(self._clock())
        today = now.date()
        first = today - (WINDOW_DAYS - 1) * _DAY
        here = [self._person(team, agent) for agent in running.agents]
        async with self._database.reading() as connection:
            days = await store.days_since(connection, team, first)
            day_ago, midnight, month_ago = now - _DAY, _midnight(today), _midnight(first)
            visitors = [await store.count_people(connection, team, "visitor", at) for at in (day_ago, month_ago)]
            agents = [await store.count_people(connection, team, "agent", at, here) for at in (midnight, month_ago)]
        lasting = [part for since in running.live_since for part in _by_day(since, now)]
        parts = [(day, milliseconds) for day, _, milliseconds in days] + [part for part in lasting if part[0] >= first]
        return Used(
            visitors_last_24_hrs=visitors[0],
            visitors_last_30_days=visitors[1],
            agents_today=agents[0],
            agents_last_30_days=agents[1],
            sessions_today=sum(sessions for day, sessions, _ in days if day == today),
            sessions_last_30_days=sum(sessions for _, sessions, _ in days),
            seconds_today=sum(milliseconds for day, milliseconds in parts if day == today) // 1000,
            seconds_last_30_days=sum(milliseconds for _, milliseconds in parts) // 1000,
        )

    async def forget_old(self) -> int:
        """Remove what no answer needs any more; how many rows."""
        today = moment(self._clock()).date()
        async with self._database.transaction() as connection:
            return await store.forget(connection, _midnight(today - WINDOW_DAYS * _DAY), today - KEPT_DAYS * _DAY)

    def _person(self, team: str, name: str) -> str:
        return self._signer.opaque("usage", f"{team} {name}")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _by_day(since: datetime, until: datetime) -> Iterable[tuple[date, int]]:
    """The days in UTC of a stretch of time, and how many milliseconds of it are in each."""
    while since < until:
        end = min(until, _midnight(since.date() + _DAY))
        yield since.date(), round((end - since).total_seconds() * 1000)
        since = end
