"""What one connection has still to be sent, within a bound (rule B3).

Messages of one turn of the loop leave as one write. While the socket is blocked they wait here; page
content that would exceed the bound is dropped, all of it, until a fresh start comes. Nobody else waits.
"""

import asyncio
from collections import deque
from collections.abc import Callable

from userview.gateway.limits import GatewayLimits
from userview.gateway.picows_adapter import Socket
from userview.gateway.wire import Pieces


class SendQueue:
    """One connection's outgoing side. All callbacks come on the event loop, never from within a call."""

    def __init__(
        self,
        socket: Socket,
        limits: GatewayLimits,
        *,
        overflowed: Callable[[], None],
        drained: Callable[[], None],
        stalled: Callable[[], None],
    ) -> None:
        """`overflowed`: too much was queued. `drained`: all has left that a report was wanted for. `stalled`:
        the other side has read nothing for too long.
        """
        self._socket = socket
        self._limits = limits
        self._overflowed = overflowed
        self._drained = drained
        self._stalled = stalled
        self._loop = asyncio.get_running_loop()
        self._turn: list[bytes] = []
        self._waiting: deque[Pieces] = deque()
        self._waiting_bytes = 0
        self._blocked = False
        self._report = False
        self._dropping = False
        self._watch: asyncio.TimerHandle | None = None

    def send(self, pieces: Pieces) -> None:
        """A control message."""
        self._put(pieces)

    def send_start(self, pieces: Pieces) -> None:
        """A message with which page content begins anew: what follows is wanted again."""
        self._dropping = False
        self._put(pieces)

    def send_content(self, pieces: Pieces, *, report: bool) -> None:
        """Page content; dropped after an overflow, up to the next start."""
        if self._dropping:
            return
        self._report = self._report or report
        self._put(pieces)
        if report and not self._blocked:
            self._loop.call_soon(self._tell_drained)

    def close(self, code: int, reason: str) -> None:
        """Close after what was sent; what a blocked socket has not taken is given up."""
        self._flush()
        self._stop()
        self._socket.close(code, reason)

    def blocked(self) -> None:
        """The socket takes no more for now."""
        self._blocked = True
        if self._watch is None:
            self._watch_progress(self._socket.unsent_bytes)

    def writable(self) -> None:
        """The socket takes more."""
        self._blocked = False
        self._stop_watching()
        while self._waiting and not self._blocked:
            pieces = self._waiting.popleft()
            self._waiting_bytes -= _size(pieces)
            self._socket.write(list(pieces))
        if not self._blocked:
            self._tell_drained()

    def closed(self) -> None:
        """The connection is gone."""
        self._stop()

    def _put(self, pieces: Pieces) -> None:
        if not self._blocked:
            if not self._turn:
                self._loop.call_soon(self._flush)
            self._turn.extend(pieces)
            return
        self._waiting.append(pieces)
        self._waiting_bytes += _size(pieces)
        if self._waiting_bytes > self._limits.queue_bytes:
            self._waiting.clear()
            self._waiting_bytes = 0
            self._dropping = self._report = True
            self._loop.call_soon(self._overflowed)

    def _flush(self) -> None:
        """Write what was sent since the turn of the loop began."""
        if not self._turn:
            return
        turn, self._turn = self._turn, []
        self._socket.write(turn)

    def _tell_drained(self) -> None:
        if self._report and not self._blocked and not self._waiting:
            self._report = False
            self._drained()

    def _watch_progress(self, unsent: int) -> None:
        self._watch = self._loop.call_later(self._limits.stalled_seconds, self._check_progress, unsent)

    def _check_progress(self, before: int) -> None:
        # Nothing is written while blocked, so any progress makes the number smaller.
        now = self._socket.unsent_bytes
        if now >= before:
            self._watch = None
            self._stalled()
        else:
            self._watch_progress(now)

    def _stop_watching(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    def _stop(self) -> None:
        self._stop_watching()
        self._waiting.clear()
        self._turn.clear()
        self._waiting_bytes = 0


def _size(pieces: Pieces) -> int:
    return sum(map(len, pieces))
