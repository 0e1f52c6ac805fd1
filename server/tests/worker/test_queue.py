"""The queue of jobs: what was committed is done, once as far as its effects go, whoever dies in between."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.support.nouns import Clock
from userview.adapters.database import Database
from userview.worker.queue import (
    FIRST_DELAY_SECONDS,
    KEPT_DEAD,
    KEPT_DONE,
    LEASE,
    LONGEST_DELAY_SECONDS,
    MAX_ATTEMPTS,
    Job,
    JobQueue,
    LeaseLost,
    back_off,
)
from userview.worker.tables import jobs

LEASE_SECONDS = LEASE.total_seconds()


class Changed(Exception):
    """The caller changed its mind."""


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(database: Database, clock: Clock) -> JobQueue:
    return JobQueue(database, clock)


async def add(database: Database, queue: JobQueue, number: int = 1, **options: Any) -> str:
    async with database.transaction() as connection:
        return await queue.enqueue(connection, "count", {"number": number}, **options)


async def state(database: Database, job: str) -> str:
    async with database.reading() as connection:
        return (await connection.execute(select(jobs.c.state).where(jobs.c.id == job))).scalar_one()


async def test_a_job_is_given_to_one_worker_with_its_payload(database: Database, queue: JobQueue) -> None:
    added = await add(database, queue, 7)
    [job] = await queue.claim("ada", 10)
    assert job == Job(added, "count", {"number": 7}, attempt=1, fence=1, worker="ada")
    assert await queue.claim("bob", 10) == []


async def test_a_job_of_a_transaction_that_failed_does_not_exist(database: Database, queue: JobQueue) -> None:
    async def change_mind() -> None:
        async with database.transaction() as connection:
            await queue.enqueue(connection, "count", {})
            raise Changed

    with pytest.raises(Changed):
        await change_mind()
    assert await queue.claim("ada", 10) == []


async def test_jobs_wait_for_their_time_and_come_in_its_order(
    database: Database, queue: JobQueue, clock: Clock
) -> None:
    await add(database, queue, 2, run_at=clock.now + 20)
    await add(database, queue, 1, run_at=clock.now + 10)
    clock.tick(9.999)
    assert await queue.claim("ada", 10) == []
    clock.tick(10.001)
    assert [job.payload["number"] for job in await queue.claim("ada", 10)] == [1, 2]


async def test_no_more_are_given_than_asked_for(database: Database, queue: JobQueue) -> None:
    for number in range(5):
        await add(database, queue, number)
    assert len(await queue.claim("ada", 2)) == 2
    assert len(await queue.claim("bob", 10)) == 3


async def test_many_workers_at_once_never_get_the_same_job(database: Database, queue: JobQueue) -> None:
    for number in range(40):
        await add(database, queue, number)
    shares = await asyncio.gather(*(queue.claim(f"worker {number}", 10) for number in range(8)))
    given = Counter(job.id for share in shares for job in share)
    assert len(given) == 40
    assert set(given.values()) == {1}


async def test_while_one_waits_a_second_with_its_key_is_not_added(database: Database, queue: JobQueue) -> None:
    first = await add(database, queue, 1, dedupe_key="sweep")
    assert await add(database, queue, 2, dedupe_key="sweep") == first
    assert await add(database, queue, 3, dedupe_key="another") != first
    assert sorted(job.payload["number"] for job in await queue.claim("ada", 10)) == [1, 3]


async def test_keys_are_compared_however_often_a_connection_has_asked(database: Database, queue: JobQueue) -> None:
    async with database.transaction() as connection:
        for _ in range(20):
            await queue.enqueue(connection, "count", {}, dedupe_key="sweep")
    assert len(await queue.claim("ada", 100)) == 1


async def test_one_that_runs_already_does_not_stand_for_what_comes_now(database: Database, queue: JobQueue) -> None:
    first = await add(database, queue, 1, dedupe_key="sweep")
    [running] = await queue.claim("ada", 10)
    second = await add(database, queue, 2, dedupe_key="sweep")
    assert second != first
    assert not await queue.fail(running, "in vain")
    assert await state(database, first) == "done", "the one that waits stands for both"
    assert [job.id for job in await queue.claim("ada", 10)] == [second]


async def test_a_finished_job_is_not_given_again(database: Database, queue: JobQueue, clock: Clock) -> None:
    added = await add(database, queue)
    [job] = await queue.claim("ada", 1)
    await queue.finish(job)
    clock.tick(LEASE_SECONDS * 10)
    assert await queue.claim("bob", 1) == []
    assert await state(database, added) == "done"


async def test_the_job_of_a_dead_worker_is_taken_over_when_its_lease_ran_out(
    database: Database, queue: JobQueue, clock: Clock
) -> None:
    await add(database, queue)
    [first] = await queue.claim("ada", 1)
    clock.tick(LEASE_SECONDS)
    assert await queue.claim("bob", 1) == []
    clock.tick(0.001)
    [second] = await queue.claim("bob", 1)
    assert (second.id, second.attempt) == (first.id, 2)
    assert second.fence > first.fence


async def test_a_renewed_lease_lasts(database: Database, queue: JobQueue, clock: Clock) -> None:
    await add(database, queue)
    [job] = await queue.claim("ada", 1)
    clock.tick(LEASE_SECONDS - 1)
    assert await queue.renew(job)
    clock.tick(LEASE_SECONDS - 1)
    assert await queue.claim("bob", 1) == []


async def test_who_lost_the_lease_can_change_nothing_any_more(
    database: Database, queue: JobQueue, clock: Clock
) -> None:
    added = await add(database, queue)
    [late] = await queue.claim("ada", 1)
    clock.tick(LEASE_SECONDS + 1)
    [holder] = await queue.claim("bob", 1)
    assert not await queue.renew(late)
    assert not await queue.fail(late, "too late")
    await queue.finish(late)
    assert await state(database, added) == "running"
    with pytest.raises(LeaseLost):
        async with database.transaction() as connection:
            await queue.still_held(connection, late)
    async with database.transaction() as connection:
        await queue.still_held(connection, holder)
    await queue.finish(holder)
    assert await state(database, added) == "done"


async def test_a_failed_job_comes_again_later_and_later_until_it_is_dead(
    database: Database, queue: JobQueue, clock: Clock
) -> None:
    added = await add(database, queue)
    for attempt in range(1, MAX_ATTEMPTS):
        [job] = await queue.claim("ada", 1)
        assert job.attempt == attempt
        assert await queue.fail(job, "no answer", jitter=1.0)
        delay = back_off(attempt, 1.0)
        clock.tick(delay - 0.01)
        assert await queue.claim("ada", 1) == []
        clock.tick(0.02)
    [job] = await queue.claim("ada", 1)
    assert not await queue.fail(job, "no answer")
    clock.tick(LONGEST_DELAY_SECONDS * 10)
    assert await queue.claim("ada", 1) == []
    assert await state(database, added) == "dead"
    assert await queue.counts() == {"dead": 1}


async def test_a_job_that_kills_every_worker_is_dead_in_the_end(
    database: Database, queue: JobQueue, clock: Clock
) -> None:
    added = await add(database, queue)
    for _ in range(MAX_ATTEMPTS):
        assert len(await queue.claim("ada", 1)) == 1
        clock.tick(LEASE_SECONDS + 1)
    assert await queue.claim("ada", 1) == []
    assert await state(database, added) == "dead"


def test_delays_double_up_to_an_hour_and_are_spread() -> None:
    assert [back_off(attempt, 1.0) for attempt in (1, 2, 3)] == [FIRST_DELAY_SECONDS * factor for factor in (1, 2, 4)]
    assert back_off(MAX_ATTEMPTS, 1.0) == LONGEST_DELAY_SECONDS
    assert back_off(3, 0.0) == back_off(3, 1.0) / 2
    hours = [sum(back_off(attempt, chance) for attempt in range(1, MAX_ATTEMPTS)) / 3600 for chance in (0.0, 1.0)]
    assert 7 <= hours[0] < hours[1] <= 15


async def test_old_jobs_are_forgotten_and_those_to_be_done_are_not(
    database: Database, queue: JobQueue, clock: Clock
) -> None:
    await add(database, queue, 1)
    [done] = await queue.claim("ada", 1)
    await queue.finish(done)
    await add(database, queue, 2, run_at=clock.now + KEPT_DEAD.total_seconds() * 2)
    clock.tick(KEPT_DONE.total_seconds() + 1)
    assert await queue.forget_old() == 1
    async with database.transaction() as connection:
        await connection.execute(update(jobs).values(state="dead", finished_at=jobs.c.created_at))
    clock.tick(KEPT_DEAD.total_seconds() + 1)
    assert await queue.forget_old() == 1
