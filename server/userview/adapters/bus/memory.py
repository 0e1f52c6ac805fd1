"""The bus of a server that is one process: queues and a table of leases, nothing to set up."""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Final

import structlog

from userview.ports.bus import Message, Receive

QUEUE_MESSAGES: Final = 1000
"""A listener that is this far behind is not handed more; the publisher sees it in the number returned."""

log = structlog.stdlib.get_logger("userview.bus")


class MemoryBus:
    """Everything is in this process and ends with it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._queues: defaultdict[str, list[asyncio.Queue[Message]]] = defaultdict(list)
        self._leases: dict[str, tuple[str, float]] = {}

    @property
    def is_shared(self) -> bool:
        """No other process can be on it."""
        return False

    async def publish(self, topic: str, message: Message) -> int:
        """Put it into the queue of each listener that has room."""
        reached = 0
        for queue in self._queues.get(topic, ()):
            with contextlib.suppress(asyncio.QueueFull):
                queue.put_nowait(message)
                reached += 1
        return reached

    def listen(self, topic: str, receive: Receive) -> AbstractAsyncContextManager[None]:
        """Deal with messages in a task of its own while the block runs."""
        return self._listening(topic, receive)

    @contextlib.asynccontextmanager
    async def _listening(self, topic: str, receive: Receive) -> AsyncGenerator[None]:
        queue: asyncio.Queue[Message] = asyncio.Queue(QUEUE_MESSAGES)
        self._queues[topic].append(queue)
        task = asyncio.create_task(_deal(queue, receive, topic))
        try:
            yield
        finally:
            self._queues[topic].remove(queue)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def hold(self, name: str, holder: str, seconds: float) -> bool:
        """Take or renew a lease."""
        now = self._clock()
        holding, until = self._leases.get(name, (holder, 0.0))
        if holding != holder and until > now:
            return False
        self._leases[name] = (holder, now + seconds)
        return True

    async def release(self, name: str, holder: str) -> None:
        """Give a lease back."""
        if self._leases.get(name, ("", 0.0))[0] == holder:
            del self._leases[name]

    async def check(self) -> None:
        """It always answers."""

    async def close(self) -> None:
        """Forget all listeners."""
        self._queues.clear()


async def _deal(queue: asyncio.Queue[Message], receive: Receive, topic: str) -> None:
    while True:
        message = await queue.get()
        try:
            await receive(message)
        except Exception:
            log.exception("a message of the bus could not be dealt with", topic=topic)
