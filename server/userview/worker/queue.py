"""The queue of jobs: one table, the same on SQLite and Postgres.

A job is enqueued in the caller's transaction: it exists exactly when what it is about was committed.
A worker takes a job for a lease of some seconds and renews it while it works. A worker that dies
leaves a lease that runs out, and another takes the job over; its fence is then higher, so that the
first, should it still live, can no longer finish it or write anything in a transaction that asks
`still_held`. So a job is done at least once, and its own writes take effect once.
"""

import random
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Select, and_, delete, func, insert, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.errors import UserViewError
from userview.protocol.ids import new_id
from userview.tables import Transactions, moment, upsert
from userview.worker.tables import jobs

LEASE: Final = timedelta(seconds=30)
"""A job of a dead worker waits this long; a living one renews three times as often."""

MAX_ATTEMPTS: Final = 24
"""With the back-off below: 7 to 14 hours of trying, so that a night's outage heals by itself."""

FIRST_DELAY_SECONDS: Final = 5.0
LONGEST_DELAY_SECONDS: Final = 3600.0

KEPT_DONE: Final = timedelta(days=1)
"""Done jobs can be looked at for this long; dead ones stay until the session rows of that time go."""

KEPT_DEAD: Final = timedelta(days=400)


class LeaseLost(UserViewError):
    """Another worker has taken the job over; whatever this one was about to write must not be written."""

    code = "lease_lost"


@dataclass(frozen=True, slots=True)
class Job:
    """A job in the hands of a worker."""

    id: str
    kind: str
    payload: Mapping[str, Any]
    attempt: int
    """1 for the first."""
    fence: int
    worker: str


class JobQueue:
    """All statements on the table of jobs. `clock` gives Unix seconds."""

    def __init__(self, database: Transactions, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    async def enqueue(
        self,
        connection: AsyncConnection,
        kind: str,
        payload: Mapping[str, Any],
        *,
        run_at: float | None = None,
        dedupe_key: str | None = None,
    ) -> str:
        """Add a job in the caller's transaction; its id.

        `run_at` in Unix seconds, None for now. While a job with the same `dedupe_key` waits, no second
        one is added and that one's id is returned; one that runs already does not count, for it may
        have read what was there before.
        """
        now = moment(self._clock())
        job = new_id("job")
        values = {
            "id": job,
            "kind": kind,
            "payload": dict(payload),
            "dedupe_key": dedupe_key,
            "state": "waiting",
            "run_at": now if run_at is None else moment(run_at),
            "attempts": 0,
            "fence": 0,
            "created_at": now,
        }
        if dedupe_key is None:
            await connection.execute(insert(jobs).values(values))
            return job
        # In words, not as a parameter: Postgres recognises the index only by a condition that it can read when it plans.
        waiting = text("state = 'waiting'")
        statement = upsert(connection, jobs).values(values)
        # Touching the row that is there locks it: it cannot begin to run before the caller's transaction is through.
        statement = statement.on_conflict_do_update(
            index_elements=[jobs.c.dedupe_key], index_where=waiting, set_={"dedupe_key": jobs.c.dedupe_key}
        )
        return str((await connection.execute(statement.returning(jobs.c.id))).scalar_one())

    async def claim(
        self, worker: str, limit: int, *, only: Collection[str] = (), but: Collection[str] = ()
    ) -> list[Job]:
        """Take up to `limit` jobs that are due, those first that have waited longest.

        `only`: of these kinds (of all when empty); `but`: not of these. A job whose lease ran out too often is not given out again: it is dead.
        """
        now = moment(self._clock())
        async with self._database.reading() as connection:
            if (await connection.execute(_due(now, only, but).limit(1))).first() is None:
                return []
        async with self._database.transaction() as connection:
            exhausted = and_(jobs.c.state == "running", jobs.c.lease_until < now, jobs.c.attempts >= MAX_ATTEMPTS)
            await connection.execute(
                update(jobs)
                .where(exhausted)
                .values(
                    state="dead",
                    finished_at=now,
                    last_error="the worker died or hung each time",
                    worker=None,
                    lease_until=None,
                )
            )
            chosen = _due(now, only, but).limit(limit).with_for_update(skip_locked=True)
            taken = (
                update(jobs)
                .where(jobs.c.id.in_(chosen))
                .values(
                    state="running",
                    worker=worker,
                    lease_until=now + LEASE,
                    attempts=jobs.c.attempts + 1,
                    fence=jobs.c.fence + 1,
                )
                .returning(jobs.c.id, jobs.c.kind, jobs.c.payload, jobs.c.attempts, jobs.c.fence, jobs.c.run_at)
            )
            # An UPDATE returns its rows in any order.
            rows = sorted((await connection.execute(taken)).all(), key=lambda row: (row.run_at, row.id))
        return [Job(row.id, row.kind, row.payload, row.attempts, row.fence, worker) for row in rows]

    async def renew(self, job: Job) -> bool:
        """Keep the job for another lease; False when somebody else has it."""
        until = moment(self._clock()) + LEASE
        async with self._database.transaction() as connection:
            renewed = await connection.execute(update(jobs).where(_held(job)).values(lease_until=until))
        return renewed.rowcount == 1

    async def still_held(self, connection: AsyncConnection, job: Job) -> None:
        """To be asked in each transaction of a job that writes: nobody can take it over until that ends.

        Raises:
            LeaseLost: another worker has it.
        """
        row = (await connection.execute(select(jobs.c.id).where(_held(job)).with_for_update())).first()
        if row is None:
            raise LeaseLost(f"job {job.id} ({job.kind}) was taken over by another worker", job=job.id)

    async def finish(self, job: Job) -> None:
        """The job is done, and what it was about is forgotten. No effect when another worker has it."""
        now = moment(self._clock())
        done = (
            update(jobs)
            .where(_held(job))
            .values(state="done", finished_at=now, worker=None, lease_until=None, payload={}, last_error=None)
        )
        async with self._database.transaction() as connection:
            await connection.execute(done)

    async def fail(self, job: Job, reason: str, *, jitter: float | None = None) -> bool:
        """The job failed: it comes again after a delay that doubles, or is dead after the last attempt.

        `jitter` is 0 to 1, by default random. True when it comes again. Where a newer job with the same
        dedupe key waits already, that one stands for both.
        """
        now = moment(self._clock())
        chance = random.random() if jitter is None else jitter  # noqa: S311 - spreads load, hides nothing
        async with self._database.transaction() as connection:
            row = (await connection.execute(select(jobs.c.dedupe_key).where(_held(job)).with_for_update())).first()
            if row is None:
                return False
            values: dict[str, Any] = {"last_error": reason[:2000], "worker": None, "lease_until": None}
            waits = jobs.alias()
            twin = select(waits.c.id).where(waits.c.dedupe_key == row.dedupe_key, waits.c.state == "waiting")
            superseded = row.dedupe_key is not None and (await connection.execute(twin)).first() is not None
            if superseded:
                values |= {"state": "done", "finished_at": now}
            elif job.attempt >= MAX_ATTEMPTS:
                values |= {"state": "dead", "finished_at": now}
            else:
                values |= {"state": "waiting", "run_at": now + timedelta(seconds=back_off(job.attempt, chance))}
            await connection.execute(update(jobs).where(jobs.c.id == job.id).values(values))
        return values["state"] == "waiting"

    async def forget_old(self) -> int:
        """Remove jobs that were finished long ago; how many."""
        now = moment(self._clock())
        old = or_(
            and_(jobs.c.state == "done", jobs.c.finished_at < now - KEPT_DONE),
            and_(jobs.c.state == "dead", jobs.c.finished_at < now - KEPT_DEAD),
        )
        async with self._database.transaction() as connection:
            return (await connection.execute(delete(jobs).where(old))).rowcount

    async def counts(self) -> dict[str, int]:
        """How many jobs there are in each state."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(jobs.c.state, func.count()).group_by(jobs.c.state))
            return {row[0]: row[1] for row in rows}


def back_off(attempt: int, chance: float) -> float:
    """Seconds until the next attempt after the failure of `attempt`: doubling, half of it by chance (0 to 1)."""
    bound = min(FIRST_DELAY_SECONDS * 2.0 ** (attempt - 1), LONGEST_DELAY_SECONDS)
    return bound / 2 + bound / 2 * chance


def _due(now: Any, only: Collection[str], but: Collection[str]) -> Select[Any]:
    ripe = or_(
        and_(jobs.c.state == "waiting", jobs.c.run_at <= now),
        and_(jobs.c.state == "running", jobs.c.lease_until < now),
    )
    due = select(jobs.c.id).where(ripe).order_by(jobs.c.run_at, jobs.c.id)
    if only:
        due = due.where(jobs.c.kind.in_(only))
    return due.where(jobs.c.kind.not_in(but)) if but else due


def _held(job: Job) -> Any:
    return and_(jobs.c.id == job.id, jobs.c.fence == job.fence, jobs.c.state == "running")
