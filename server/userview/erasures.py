"""Erasing all visitors who are offline: a work list in the database, done in the background, resumed after a crash."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    delete,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from userview.domains.sessions.store import sessions
from userview.domains.visitors.search import listed
from userview.domains.visitors.store import visitor_activity, visitors
from userview.erasing import Erasing
from userview.ports.erasure import Erasure, Erasures
from userview.protocol.ids import new_id
from userview.tables import Transactions, UTCDateTime, metadata, moment, upsert
from userview.worker.queue import MAX_ATTEMPTS, Job, JobQueue

ERASE_OFFLINE: Final = "visitors.erase_offline"
"""The job."""

AT_ONCE: Final = 20
"""Visitors of one transaction: others wait for SQLite's one writer some hundredths of a second."""

KEPT: Final = timedelta(days=30)
"""How long one can ask what became of it."""

_RUNNING: Final = text("finished_at IS NULL")

erasures: Final = Table(
    "erasures",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
    Column("state", String(10), nullable=False),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("started_at", UTCDateTime),
    Column("finished_at", UTCDateTime),
    Index("uq_erasures_one_per_team", "team_id", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
)

erasure_visitors: Final = Table(
    "erasure_visitors",
    metadata,
    Column("erasure_id", String(40), ForeignKey("erasures.id", ondelete="CASCADE"), primary_key=True),
    Column("short_id", String(18), primary_key=True),
)
"""Who is still to be erased."""


class BackgroundErasures(Erasures):
    """Every method is one transaction, but `work`, which is many."""

    def __init__(self, database: Transactions, erasing: Erasing, queue: JobQueue, clock: Callable[[], float]) -> None:
        self._database = database
        self._erasing = erasing
        self._queue = queue
        self._clock = clock

    @override
    async def erase(self, team: str, short_id: str) -> bool:
        return await self._erasing.erase(team, short_id)

    @override
    async def erase_offline(self, team: str, online: Collection[str]) -> Erasure:
        c = erasures.c
        values = {"team_id": team, "state": "waiting", "total": 0, "done": 0, "created_at": moment(self._clock())}
        async with self._database.transaction() as connection:
            made = upsert(connection, erasures).values(id=new_id("job"), **values).on_conflict_do_nothing()
            erasure = (await connection.execute(made.returning(c.id))).scalar_one_or_none()
            if erasure is None:
                running = select(erasures).where(c.team_id == team, c.finished_at.is_(None))
                return _as_erasure((await connection.execute(running)).one())
            total = await self._list(connection, erasure, team, online)
            await connection.execute(update(erasures).where(c.id == erasure).values(total=total))
            await self._queue.enqueue(connection, ERASE_OFFLINE, {"erasure": erasure})
            return _as_erasure((await connection.execute(select(erasures).where(c.id == erasure))).one())

    @override
    async def progress(self, team: str, erasure: str) -> Erasure | None:
        c = erasures.c
        async with self._database.reading() as connection:
            row = (await connection.execute(select(erasures).where(c.id == erasure, c.team_id == team))).one_or_none()
        return _as_erasure(row) if row else None

    async def work(self, job: Job) -> None:
        """The job: erase some in each transaction until nobody is left; begun anew, it goes on where it was."""
        try:
            while await self._erase_some(job):
                pass
        except Exception:
            if job.attempt >= MAX_ATTEMPTS:
                await self._end(str(job.payload["erasure"]), "failed")
            raise

    async def forget_old(self) -> int:
        """Remove what ended more than a month ago; how many."""
        old = delete(erasures).where(erasures.c.finished_at < moment(self._clock()) - KEPT)
        async with self._database.transaction() as connection:
            return (await connection.execute(old)).rowcount

    async def _erase_some(self, job: Job) -> bool:
        """False when nobody is left."""
        erasure: str = job.payload["erasure"]
        c, left = erasures.c, erasure_visitors.c
        await self._thin_some(job)
        async with self._database.transaction() as connection:
            await self._queue.still_held(connection, job)
            row = (await connection.execute(select(erasures).where(c.id == erasure).with_for_update())).one_or_none()
            if row is None or row.finished_at is not None:
                return False
            some = await _next(connection, erasure)
            noted = await self._erasing.erase_in(
                connection, row.team_id, await _still_away(connection, some, row.created_at)
            )
            now = moment(self._clock())
            await connection.execute(
                delete(erasure_visitors).where(left.erasure_id == erasure, left.short_id.in_(some))
            )
            progress = {"state": "running", "done": row.done + len(some), "started_at": row.started_at or now}
            await connection.execute(update(erasures).where(c.id == erasure).values(progress))
        noted()
        if len(some) < AT_ONCE:
            await self._end(erasure, "done")
            return False
        return True

    async def _thin_some(self, job: Job) -> None:
        """Most rows of those who are next, so that the transaction that erases them is short."""
        erasure: str = job.payload["erasure"]
        async with self._database.reading() as connection:
            row = (await connection.execute(select(erasures).where(erasures.c.id == erasure))).one_or_none()
            some = await _next(connection, erasure)
        if row is None:
            return

        async def still_away(connection: AsyncConnection) -> Sequence[str]:
            await self._queue.still_held(connection, job)
            return await _still_away(connection, some, row.created_at)

        await self._erasing.thin(row.team_id, still_away)

    async def _end(self, erasure: str, state: Literal["done", "failed"]) -> None:
        values = {"state": state, "finished_at": moment(self._clock())}
        async with self._database.transaction() as connection:
            await connection.execute(update(erasures).where(erasures.c.id == erasure).values(values))
            await connection.execute(delete(erasure_visitors).where(erasure_visitors.c.erasure_id == erasure))

    async def _list(self, connection: AsyncConnection, erasure: str, team: str, online: Collection[str]) -> int:
        """Write down whom to erase: everybody of whom anything is known, but those online. How many."""
        of_team = select(visitors.c.short_id).where(visitors.c.team_id == team)
        # Rows of sessions outlive their visitors.
        in_sessions = select(sessions.c.visitor_short_id.label("short_id")).where(sessions.c.team_id == team)
        known = of_team.union(in_sessions).subquery()
        away = select(literal(erasure), known.c.short_id)
        away = away.where(known.c.short_id.not_in(listed(online, self._database.dialect)))
        await connection.execute(insert(erasure_visitors).from_select(["erasure_id", "short_id"], away))
        mine = erasure_visitors.c.erasure_id == erasure
        return (await connection.execute(select(func.count()).where(mine))).scalar_one()


async def _next(connection: AsyncConnection, erasure: str) -> Sequence[str]:
    """Short ids of those who are to be erased next."""
    left = erasure_visitors.c
    listed = select(left.short_id).where(left.erasure_id == erasure).order_by(left.short_id).limit(AT_ONCE)
    return (await connection.execute(listed)).scalars().all()


async def _still_away(connection: AsyncConnection, short_ids: Sequence[str], since: datetime) -> Sequence[str]:
    """Those of them who have not come back since."""
    seen = visitor_activity.c
    back = select(visitors.c.short_id).join(visitor_activity, seen.visitor_number == visitors.c.number)
    back = back.where(visitors.c.short_id.in_(short_ids), seen.last_seen_at > since)
    here = set((await connection.execute(back)).scalars())
    return [short_id for short_id in short_ids if short_id not in here]


def _as_erasure(row: Row[Any]) -> Erasure:
    return Erasure(
        id=row.id,
        state=row.state,
        total=row.total,
        done=row.done,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
