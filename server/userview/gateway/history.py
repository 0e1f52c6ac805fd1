"""What pages tell of their history, on its way to the database: many at once, and nobody waits for it (rules J2, J3)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from typing_extensions import override

from userview.domains.visitors.history.model import Told
from userview.gateway.doors import Journal
from userview.gateway.limits import GatewayLimits
from userview.gateway.metrics import Counts
from userview.realtime.records import Change, NotedInHistory, SessionSpec, VisitorKey

_LOG: Final = logging.getLogger("userview.gateway")

AT_ONCE: Final = 200
"""Messages of one transaction: about a tenth of a second of SQLite's one writer."""


class NotingJournal(Journal):
    """A journal whose entries in visitors' history are told, once they are stored (rules J4, D2)."""

    def __init__(self, journal: Journal, told: Callable[[VisitorKey], None]) -> None:
        self._journal = journal
        self._told = told

    @override
    async def record(self, changes: Sequence[Change]) -> None:
        await self._journal.record(changes)
        for change in changes:
            if isinstance(change, NotedInHistory):
                self._told(change.visitor)

    @override
    async def open_sessions(self) -> list[SessionSpec]:
        return await self._journal.open_sessions()


class HistoryLane:
    """One lane for all visitors of a gateway: messages queue, and go to the database a moment later together."""

    def __init__(
        self,
        collect: Callable[[Sequence[Told]], Awaitable[set[VisitorKey]]],
        told: Callable[[VisitorKey], None],
        limits: GatewayLimits,
        counts: Counts,
    ) -> None:
        """`collect` keeps them; `told` is called for each visitor of whom something was kept."""
        self._collect = collect
        self._told = told
        self._limits = limits
        self._counts = counts
        self._waiting: list[tuple[Told, int]] = []
        self._bytes = 0
        self._task: asyncio.Task[None] | None = None

    def put(self, told: Told, size: int) -> bool:
        """Keep a message of `size` bytes soon; False when too many wait, and it is dropped."""
        if self._bytes + size > self._limits.history_waiting_bytes:
            self._counts.history_dropped += 1
            return False
        self._waiting.append((told, size))
        self._bytes += size
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())
        return True

    async def finish(self) -> None:
        """Returns when all that waits is kept."""
        while self._task is not None:
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        try:
            await asyncio.sleep(self._limits.history_seconds)
            while self._waiting:
                some = self._waiting[:AT_ONCE]
                await self._store([told for told, _ in some])
                del self._waiting[: len(some)]
                self._bytes -= sum(size for _, size in some)
        finally:
            self._task = None

    async def _store(self, told: Sequence[Told]) -> None:
        for delay in (*self._limits.store_delays_seconds, None):
            try:
                visitors = await self._collect(told)
            except Exception:  # noqa: BLE001 - whatever the store's trouble is, those behind must not wait for ever
                _LOG.exception("page views could not be stored")
            else:
                for visitor in visitors:
                    self._told(visitor)
                return
            if delay is not None:
                await asyncio.sleep(delay)
        self._counts.history_dropped += len(told)
