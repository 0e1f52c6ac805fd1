"""The worker does what is due, survives what fails, and lets go when it is asked to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry, Counter
from sqlalchemy import select

from tests.support.nouns import Clock
from tests.support.waiting import until
from userview.adapters.database import Database
from userview.worker.loop import Handler, Worker
from userview.worker.queue import LEASE, Job, JobQueue
from userview.worker.schedule import Regular, Schedule
from userview.worker.tables import jobs

SOON = 20.0


class Hands:
    """Handlers that write down what they did."""

    def __init__(self) -> None:
        self.done: list[int] = []
        self.began = asyncio.Event()
        self.going_on = asyncio.Event()

    async def note(self, job: Job) -> None:
        self.done.append(int(job.payload.get("number", 0)))

    async def fail(self, job: Job) -> None:
        self.done.append(-int(job.payload.get("number", 0)))
        raise RuntimeError("the printer is on fire")

    async def hang(self, job: Job) -> None:
        self.began.set()
        await self.going_on.wait()
        await self.note(job)

    def did(self, count: int) -> Callable[[], Awaitable[bool]]:
        """Whether so many are done."""

        async def done() -> bool:
            return len(self.done) == count

        return done

    def handlers(self) -> dict[str, Handler]:
        return {"note": self.note, "fail": self.fail, "hang": self.hang}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(database: Database, clock: Clock) -> JobQueue:
    return JobQueue(database, clock)


def worker_of(database: Database, queue: JobQueue, clock: Clock, hands: Hands, *regular: Regular) -> Worker:
    return Worker(queue, Schedule(database, queue, clock, regular), hands.handlers())


async def add(database: Database, queue: JobQueue, kind: str, number: int = 1) -> str:
    async with database.transaction() as connection:
        return await queue.enqueue(connection, kind, {"number": number})


async def states(database: Database) -> dict[str, str]:
    async with database.reading() as connection:
        return {row.kind: row.state for row in await connection.execute(select(jobs.c.kind, jobs.c.state))}


async def test_all_that_is_due_is_done(database: Database, queue: JobQueue, clock: Clock) -> None:
    hands = Hands()
    for number in (1, 2, 3):
        await add(database, queue, "note", number)
    assert await worker_of(database, queue, clock, hands).run_due() == 3
    assert sorted(hands.done) == [1, 2, 3]
    assert await queue.counts() == {"done": 3}


async def test_a_job_that_fails_comes_again_and_stops_no_other(
    database: Database, queue: JobQueue, clock: Clock
) -> None:
    hands = Hands()
    outcomes = Counter("jobs", "", ("kind", "outcome"), registry=CollectorRegistry())
    worker = Worker(queue, Schedule(database, queue, clock, ()), hands.handlers(), outcomes)
    await add(database, queue, "fail", 1)
    await add(database, queue, "note", 2)
    await worker.run_due()
    assert sorted(hands.done) == [-1, 2]
    assert await states(database) == {"fail": "waiting", "note": "done"}
    clock.tick(3600)
    await worker.run_due()
    assert hands.done.count(-1) == 2
    assert outcomes.labels("fail", "retried")._value.get() == 2
    assert outcomes.labels("note", "done")._value.get() == 1


async def test_a_job_that_nobody_here_can_do_waits_for_somebody_who_can(
    database: Database, queue: JobQueue, clock: Clock
) -> None:
    await add(database, queue, "of a newer program")
    await worker_of(database, queue, clock, Hands()).run_due()
    async with database.reading() as connection:
        row = (await connection.execute(select(jobs))).one()
    assert row.state == "waiting"
    assert "of a newer program" in row.last_error


async def test_a_running_worker_does_what_comes_and_finishes_before_it_stops(
    database: Database, queue: JobQueue, clock: Clock
) -> None:
    hands = Hands()
    worker = worker_of(database, queue, clock, hands)
    running = asyncio.create_task(worker.run())
    await add(database, queue, "hang", 5)
    async with asyncio.timeout(SOON):
        await hands.began.wait()
        worker.stop()
        hands.going_on.set()
        await running
    assert hands.done == [5]
    assert await queue.counts() == {"done": 1}


async def test_a_job_that_is_cut_off_is_done_by_the_next_worker(
    database: Database, queue: JobQueue, clock: Clock
) -> None:
    hands = Hands()
    await add(database, queue, "hang", 5)
    cut_off = asyncio.create_task(worker_of(database, queue, clock, hands).run_due())
    async with asyncio.timeout(SOON):
        await hands.began.wait()
    cut_off.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cut_off
    clock.tick(LEASE.total_seconds() + 1)
    hands.going_on.set()
    assert await worker_of(database, queue, clock, hands).run_due() == 1
    assert hands.done == [5]


async def test_regular_jobs_are_done_once_per_interval_however_many_workers(
    database: Database, queue: JobQueue, clock: Clock
) -> None:
    hands = Hands()
    hourly = Regular("note", timedelta(hours=1))
    workers = [worker_of(database, queue, clock, hands, hourly) for _ in range(3)]
    for worker in workers:
        await worker.run_due()
    assert len(hands.done) == 1
    clock.tick(3599)
    await workers[0].run_due()
    assert len(hands.done) == 1
    clock.tick(1)
    await asyncio.gather(*(worker.run_due() for worker in workers))
    assert len(hands.done) == 2


async def test_what_was_missed_while_nobody_worked_is_done_once(
    database: Database, queue: JobQueue, clock: Clock
) -> None:
    hands = Hands()
    worker = worker_of(database, queue, clock, hands, Regular("note", timedelta(hours=1)))
    await worker.run_due()
    clock.tick(100 * 3600)
    await worker.run_due()
    await worker.run_due()
    assert len(hands.done) == 2


async def test_kinds_with_places_of_their_own_hold_up_no_others(
    database: Database, queue: JobQueue, clock: Clock
) -> None:
    hands = Hands()
    schedule = Schedule(database, queue, clock, ())
    worker = Worker(queue, schedule, hands.handlers(), apart={"hang": 2})
    running = asyncio.create_task(worker.run())
    for number in range(10, 20):
        await add(database, queue, "hang", number)
    async with asyncio.timeout(SOON):
        await hands.began.wait()
        for number in (1, 2, 3):
            await add(database, queue, "note", number)
        await until(hands.did(3))
        assert sorted(hands.done) == [1, 2, 3]
        assert (await queue.counts())["waiting"] == 8
        hands.going_on.set()
        await until(hands.did(13))
        worker.stop()
        await running
