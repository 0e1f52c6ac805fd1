"""The worker: takes due jobs from the queue and has them done, several at once."""

import asyncio
import contextlib
import functools
import os
import secrets
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from typing import Final

import structlog
from prometheus_client import Counter
from sqlalchemy.exc import SQLAlchemyError

from userview.errors import UserViewError
from userview.worker.queue import LEASE, Job, JobQueue
from userview.worker.schedule import Schedule

Handler = Callable[[Job], Awaitable[None]]
"""Does a job; what it raises makes the job fail, and come again later."""

AT_ONCE: Final = 4
"""Jobs mostly wait for a disk or a network."""

POLL_SECONDS: Final = 1.0
"""How soon a job begins after it is due; one read of an indexed table."""

SCHEDULE_SECONDS: Final = 15.0

STOP_SECONDS: Final = 3.0
"""How long running jobs may take to finish when the worker stops; the rest are given back by their lease."""

log = structlog.stdlib.get_logger("userview.worker")


class Lane:
    """Places for jobs: of one kind that has its own, or of all kinds that have none."""

    def __init__(self, at_once: int, kind: str | None = None) -> None:
        self.at_once = at_once
        self.kind = kind
        self.running: set[asyncio.Task[None]] = set()

    @property
    def free(self) -> int:
        """How many more may begin."""
        return self.at_once - len(self.running)


class Worker:
    """One worker of an installation; any number may run at once on Postgres."""

    def __init__(
        self,
        queue: JobQueue,
        schedule: Schedule,
        handlers: Mapping[str, Handler],
        outcomes: Counter | None = None,
        *,
        apart: Mapping[str, int] | None = None,
    ) -> None:
        """`outcomes` counts jobs by `kind` and `outcome` (done, retried, dead).

        `apart`: kinds with places of their own, and how many; the others share `AT_ONCE`.
        """
        self._queue = queue
        self._schedule = schedule
        self._handlers = handlers
        self._outcomes = outcomes
        self._name = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
        self._apart = dict(apart or {})
        self._lanes = [Lane(AT_ONCE), *(Lane(at_once, kind) for kind, at_once in self._apart.items())]
        self._stop = asyncio.Event()
        self._wake = asyncio.Event()
        """Set when the worker stops, and when a lane that was full has a place again."""

    async def run(self) -> None:
        """Work until `stop`; then let running jobs finish for some seconds."""
        schedule_at = 0.0
        loop = asyncio.get_running_loop()
        while not self._stop.is_set():
            try:
                if loop.time() >= schedule_at:
                    await self._schedule.enqueue_due()
                    schedule_at = loop.time() + SCHEDULE_SECONDS
                took = await self._begin_due()
            except (UserViewError, OSError) as error:
                log.warning("the queue of jobs cannot be read; trying again", reason=str(error))
                took = 0
            except SQLAlchemyError:
                log.exception("the queue of jobs cannot be used; trying again")
                took = 0
            if not took:
                await self._wait(POLL_SECONDS)
        await self._finish()

    async def run_due(self) -> int:
        """Do everything that is due now, one round; how many jobs. For tests, and for commands that end."""
        await self._schedule.enqueue_due()
        took = await self._begin_due()
        await asyncio.gather(*self._running())
        return took

    def stop(self) -> None:
        """Take no more jobs; `run` returns soon."""
        self._stop.set()
        self._wake.set()

    def _running(self) -> list[asyncio.Task[None]]:
        return [task for lane in self._lanes for task in lane.running]

    async def _wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)
        if not self._stop.is_set():
            self._wake.clear()

    async def _begin_due(self) -> int:
        took = 0
        for lane in self._lanes:
            if lane.free <= 0:
                continue
            only, but = ((), self._apart) if lane.kind is None else ((lane.kind,), ())
            jobs = await self._queue.claim(self._name, lane.free, only=only, but=but)
            for job in jobs:
                task = asyncio.create_task(self._do(job))
                lane.running.add(task)
                task.add_done_callback(functools.partial(self._done, lane))
            took += len(jobs)
        return took

    def _done(self, lane: Lane, task: asyncio.Task[None]) -> None:
        if lane.free <= 0:
            self._wake.set()
        lane.running.discard(task)

    async def _finish(self) -> None:
        running = self._running()
        if running:
            await asyncio.wait(running, timeout=STOP_SECONDS)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _do(self, job: Job) -> None:
        handler = self._handlers.get(job.kind)
        try:
            if handler is None:
                await self._failed(job, f"no program here does jobs of the kind {job.kind!r}")
                return
            async with self._held(job) as lost:
                work = asyncio.ensure_future(handler(job))
                try:
                    await asyncio.wait({work, lost}, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    work.cancel()
                await work
            await self._queue.finish(job)
            self._count(job, "done")
        except asyncio.CancelledError:
            log.warning("a job was cut off; its lease runs out and it begins anew", kind=job.kind, job=job.id)
        except Exception as error:
            log.warning("a job failed", kind=job.kind, job=job.id, attempt=job.attempt, exc_info=error)
            await self._failed(job, f"{type(error).__name__}: {error}")

    async def _failed(self, job: Job, reason: str) -> None:
        try:
            again = await self._queue.fail(job, reason)
        except (SQLAlchemyError, UserViewError, OSError) as error:
            log.warning(
                "a failed job could not be put back; its lease runs out",
                job=job.id,
                reason=str(error).partition("\n")[0],
            )
            return
        self._count(job, "retried" if again else "dead")
        if not again:
            log.error("a job was given up", kind=job.kind, job=job.id, reason=reason)

    @contextlib.asynccontextmanager
    async def _held(self, job: Job) -> AsyncGenerator[asyncio.Task[None]]:
        lost = asyncio.create_task(self._keep(job))
        try:
            yield lost
        finally:
            lost.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await lost

    async def _keep(self, job: Job) -> None:
        """Renew the lease until cancelled; return when it is lost."""
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            try:
                if not await self._queue.renew(job):
                    return
            except (SQLAlchemyError, UserViewError, OSError) as error:
                log.warning(
                    "a lease could not be renewed; trying again", job=job.id, reason=str(error).partition("\n")[0]
                )

    def _count(self, job: Job, outcome: str) -> None:
        if self._outcomes is not None:
            self._outcomes.labels(job.kind, outcome).inc()
