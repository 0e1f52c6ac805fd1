"""One connection's messages in order, also while something is awaited for one of them."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

Rest = Coroutine[Any, Any, None] | None
Step = Callable[[], Rest]
"""Handles one message: at once (None), or with something left to await."""


class Inbox:
    """Steps run at once as long as none waits; behind one that waits they queue."""

    def __init__(
        self,
        *,
        bound_bytes: int,
        full: Callable[[], None],
        ready: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """`full`: more than `bound_bytes` wait; `ready`: no more; `failed`: a step raised, and what waited is dropped."""
        self._bound_bytes = bound_bytes
        self._full = full
        self._ready = ready
        self._failed = failed
        self._steps: deque[tuple[Step, int]] = deque()
        self._bytes = 0
        self._last: Step | None = None
        self._task: asyncio.Task[None] | None = None

    def put(self, step: Step, size: int) -> None:
        """Handle a message of `size` bytes when its turn comes."""
        if self._task is None:
            self._begin(step)
            return
        self._steps.append((step, size))
        self._bytes += size
        if self._bytes > self._bound_bytes:
            self._full()

    def finish(self, step: Step) -> None:
        """Handle the end of the connection after all messages, whatever becomes of them."""
        if self._task is None:
            self._begin(step)
        else:
            self._last = step

    def _begin(self, step: Step) -> None:
        rest = self._tried(step)
        if rest is not None:
            self._task = asyncio.get_running_loop().create_task(self._continue(rest))

    async def _continue(self, rest: Rest) -> None:
        while True:
            if rest is not None:
                try:
                    await rest
                except Exception as error:  # noqa: BLE001 - whatever it is, only this connection suffers
                    self._fail(error)
            if self._steps:
                step, size = self._steps.popleft()
                self._bytes -= size
                if self._bytes <= self._bound_bytes < self._bytes + size:
                    self._ready()
            elif self._last is not None:
                step, self._last = self._last, None
            else:
                break
            rest = self._tried(step)
        self._task = None

    def _tried(self, step: Step) -> Rest:
        try:
            return step()
        except Exception as error:  # noqa: BLE001 - see above
            self._fail(error)
            return None

    def _fail(self, error: Exception) -> None:
        self._steps.clear()
        self._bytes = 0
        self._failed(error)
