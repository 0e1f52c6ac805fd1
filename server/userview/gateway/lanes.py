"""Effects of each session in order, none before the journal entry ahead of it is stored (rule S8).

A session without an entry under way has no lane: its effects are performed at once. From an entry on, what
follows waits in the lane until the entry is stored.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from userview.gateway.doors import Journal
from userview.realtime.effects import Effect, Record
from userview.realtime.records import Change

_LOG: Final = logging.getLogger("userview.gateway")

LATE_ATTEMPTS: Final = 5
"""How often the end of a session is tried to be stored after the session was given up."""


class Lane:
    """What waits for one session; a future among it is resolved when its turn comes."""

    __slots__ = ("given_up", "late", "waiting")

    def __init__(self) -> None:
        self.waiting: deque[Effect | asyncio.Future[None]] = deque()
        self.given_up = False
        self.late: list[Record] = []


class Lanes:
    """The lanes of all sessions."""

    def __init__(
        self,
        journal: Journal,
        perform: Callable[[Effect], None],
        failed: Callable[[str], None],
        delays_seconds: Sequence[float],
    ) -> None:
        """`perform` does an effect other than `Record`; `failed` is told of a session that could not be stored."""
        self._journal = journal
        self._perform = perform
        self._failed = failed
        self._delays = tuple(delays_seconds)
        self._lanes: dict[str, Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, effect: Effect) -> None:
        """Perform an effect, when its turn comes."""
        session = effect.session
        lane = None if session is None else self._lanes.get(session)
        if lane is not None:
            lane.waiting.append(effect)
        elif isinstance(effect, Record):
            self._open(effect)
        else:
            self._perform(effect)

    async def settled(self, session: str) -> None:
        """Returns when everything put for the session so far is done."""
        lane = self._lanes.get(session)
        if lane is not None:
            done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            lane.waiting.append(done)
            await done

    async def all_settled(self) -> None:
        """Returns when no lane is left."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _open(self, record: Record) -> None:
        lane = self._lanes[record.session] = Lane()
        lane.waiting.append(record)
        task = asyncio.get_running_loop().create_task(self._run(record.session, lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, session: str, lane: Lane) -> None:
        while lane.waiting:
            item = lane.waiting.popleft()
            if isinstance(item, asyncio.Future):
                if lane.late:
                    await self._store_late(lane)
                if not item.done():
                    item.set_result(None)
            elif not isinstance(item, Record):
                self._perform(item)
            elif lane.given_up:
                # The end is announced first here: sharing stops even when nothing can be stored.
                lane.late.append(item)
            elif not await self._stored(item.changes, self._delays):
                self._give_up(session, lane)
        del self._lanes[session]
        await self._store_late(lane)

    def _give_up(self, session: str, lane: Lane) -> None:
        """What waited would announce what is not stored: only those who wait for the lane's end are kept."""
        kept = [item for item in lane.waiting if isinstance(item, asyncio.Future)]
        lane.waiting.clear()
        lane.given_up = True
        self._failed(session)
        lane.waiting.extend(kept)

    async def _store_late(self, lane: Lane) -> None:
        late, lane.late = lane.late, []
        for record in late:
            delays = [self._delays[-1] * 2**attempt for attempt in range(LATE_ATTEMPTS)] if self._delays else []
            await self._stored(record.changes, delays)

    async def _stored(self, changes: Sequence[Change], delays: Sequence[float]) -> bool:
        for delay in (*delays, None):
            try:
                await self._journal.record(changes)
            except Exception:  # noqa: BLE001 - whatever the store's trouble is, the session must not hang
                _LOG.exception("changes of a session could not be stored")
            else:
                return True
            if delay is not None:
                await asyncio.sleep(delay)
        return False
