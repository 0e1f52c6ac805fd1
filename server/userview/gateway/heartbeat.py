"""Pings: whether a connection is still there, and how far away (rule H3)."""

import asyncio
from collections.abc import Callable

from userview.gateway.limits import GatewayLimits


class Heartbeat:
    """One connection's pings. One is under way at a time."""

    def __init__(
        self,
        limits: GatewayLimits,
        *,
        ping: Callable[[bytes], None],
        measured: Callable[[float], None],
        lost: Callable[[], None],
    ) -> None:
        """`measured` gets round trips in milliseconds; `lost`: a ping was not answered in time."""
        self._limits = limits
        self._ping = ping
        self._measured = measured
        self._lost = lost
        self._loop = asyncio.get_running_loop()
        self._every = limits.ping_seconds
        self._number = 0
        self._sent_at: float | None = None
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin; the first ping goes after one interval."""
        self._timer = self._loop.call_later(self._every, self._beat)

    def measure(self, *, often: bool) -> None:
        """Measure now and often, or go back to the ordinary rhythm."""
        self._every = self._limits.ping_often_seconds if often else self._limits.ping_seconds
        if often and self._timer is not None and self._sent_at is None:
            self._timer.cancel()
            self._beat()

    def pong(self, payload: bytes) -> None:
        """A pong came; only the answer to the ping under way counts."""
        if self._sent_at is None or payload != self._number.to_bytes(4, "big"):
            return
        milliseconds = (self._loop.time() - self._sent_at) * 1000
        self._sent_at = None
        if self._timer is not None:
            self._timer.cancel()
            self.start()
        self._measured(milliseconds)

    def stop(self) -> None:
        """No more pings."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _beat(self) -> None:
        if self._sent_at is not None:
            self._timer = None
            self._lost()
            return
        self._number = (self._number + 1) & 0xFFFFFFFF
        self._sent_at = self._loop.time()
        self._timer = self._loop.call_later(self._limits.pong_seconds, self._beat)
        self._ping(self._number.to_bytes(4, "big"))
