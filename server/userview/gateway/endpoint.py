"""One connection's life, the same for every role: hello, versions, messages in order, bounds, goodbye.

A role says what its messages are and what to do with them; everything that can be wrong with a message is
answered here (rules H1-H4, V1, M1-M3, K1, K2).
"""

import asyncio
import logging
import secrets
from abc import ABC, abstractmethod
from typing import ClassVar, Final, Generic, TypeVar

from pydantic import TypeAdapter

from userview.gateway import wire
from userview.gateway.doors import Refused, Upgrade
from userview.gateway.guards import FaultGuard, RateGuard
from userview.gateway.heartbeat import Heartbeat
from userview.gateway.inbox import Inbox, Rest
from userview.gateway.picows_adapter import Socket
from userview.gateway.send_queue import SendQueue
from userview.gateway.services import Services
from userview.gateway.wire import Pieces
from userview.protocol import PROTOCOL_MAX, PROTOCOL_MIN
from userview.protocol.codes import CloseCode, ErrorCode
from userview.protocol.messages import BadMessage, dump, parse
from userview.protocol.messages.common import ErrorMessage, Hello, Part

_LOG: Final = logging.getLogger("userview.gateway")

M = TypeVar("M")


class Endpoint(ABC, Generic[M]):
    """A connection of one role; it is the socket's handler and the driver's outlet."""

    role: ClassVar[str]

    def __init__(
        self, services: Services, upgrade: Upgrade, messages: TypeAdapter[M], *, rate: tuple[float, int]
    ) -> None:
        """`rate`: messages a second, and how many at once."""
        self.id = secrets.token_hex(8)
        self._services = services
        self._upgrade = upgrade
        self._messages = messages
        self._greeted = False
        self._welcomed = False
        self._counted = False
        self._silence: asyncio.TimerHandle | None = None
        self._closed = False
        self._closing = False
        limits = services.limits
        now = services.clock()
        self._rate = RateGuard(*rate, limits.rate_patience_seconds, now)
        self._faults = FaultGuard(limits.bad_messages, limits.bad_messages_seconds)
        self._inbox = Inbox(
            bound_bytes=limits.inbox_bytes, full=self._pause, ready=self._resume, failed=self._step_failed
        )
        self._heartbeat = Heartbeat(limits, ping=self._ping, measured=self._round_trip, lost=self._lost)

    # A role's own

    @abstractmethod
    async def _hello(self, message: M, version: int) -> None:
        """Check credentials, send `welcome`, and tell the hub.

        Raises:
            Refused: the connection is not for whoever said this.
        """

    @abstractmethod
    def _message(self, message: M) -> Rest:
        """Handle a message after `hello`."""

    @abstractmethod
    def _gone(self) -> None:
        """Tell the hub that a welcomed connection is gone."""

    def _content(self, frame: memoryview) -> None:
        """A binary message; only tabs may send one."""
        del frame
        self.close(CloseCode.BAD_MESSAGE, "binary messages are not expected here")

    def _measured(self, milliseconds: float) -> None:
        """A round trip was measured."""

    def _overflowed(self) -> None:
        """More was queued for this connection than it may hold."""
        self.close(CloseCode.TOO_SLOW, "the other side did not read what was sent")

    def _drained(self) -> None:
        """All has left that a report was wanted for."""

    # The driver's outlet

    def send(self, pieces: Pieces) -> None:
        """A control message."""
        self._queue.send(pieces)

    def send_start(self, pieces: Pieces) -> None:
        """A control message with which page content begins anew."""
        self._queue.send_start(pieces)

    def send_content(self, pieces: Pieces, *, report: bool) -> None:
        """Page content."""
        self._queue.send_content(pieces, report=report)

    def close(self, code: CloseCode, reason: str) -> None:
        """Say goodbye; nothing that comes afterwards is looked at."""
        if self._closing or self._closed:
            return
        self._closing = True
        closed = self._services.counts.closed
        closed[code] = closed.get(code, 0) + 1
        self._queue.close(code, reason)

    def measure(self, *, often: bool) -> None:
        """Measure the round trip often, or only as rarely as pings go."""
        if not self._closing and not self._closed:
            self._heartbeat.measure(often=often)

    # The socket's handler

    def opened(self, socket: Socket) -> None:
        """The upgrade is done; now `hello` is waited for (H1)."""
        services, limits = self._services, self._services.limits
        self._socket = socket
        self._queue = SendQueue(
            socket, limits, overflowed=self._overflow, drained=self._drained, stalled=self._overflow_stalled
        )
        connections = services.counts.connections
        connections[self.role] = connections.get(self.role, 0) + 1
        services.open.add(self)
        services.waiting[self._upgrade.ip] += 1
        self._counted = True
        if services.waiting[self._upgrade.ip] > limits.waiting_per_address:
            self._refuse(CloseCode.RATE, ErrorCode.RATE_LIMITED, "too many connections of this address say nothing")
            return
        self._silence = asyncio.get_running_loop().call_later(limits.hello_seconds, self._silent)
        self._heartbeat.start()

    def text(self, message: bytes) -> None:
        """A text message (M1-M3)."""
        if self._closing:
            return
        self._services.counts.messages_received += 1
        now = self._services.clock()
        if not self._rate.passes(now):
            self._over_rate(now)
            return
        try:
            parsed = parse(self._messages, message)
        except BadMessage as error:
            self._unreadable(error, now)
            return
        if not self._greeted:
            self._first(parsed)
        elif isinstance(parsed, Hello):
            self._unreadable(BadMessage(ErrorCode.BAD_MESSAGE, "hello was said already"), now)
        else:
            self._inbox.put(lambda: None if self._closing else self._message(parsed), len(message))

    def binary(self, message: memoryview) -> None:
        """A binary message."""
        if self._closing:
            return
        if not self._welcomed:
            self.close(CloseCode.BAD_MESSAGE, "expected hello first")
            return
        self._content(message)

    def pong(self, payload: bytes) -> None:
        """The answer to a ping."""
        self._heartbeat.pong(payload)

    def blocked(self) -> None:
        """The socket takes no more for now."""
        self._queue.blocked()

    def writable(self) -> None:
        """The socket takes more."""
        self._queue.writable()

    def closed(self) -> None:
        """The connection is gone. What it had said before is still handled, then the hub hears of it."""
        self._closed = True
        self._services.counts.connections[self.role] -= 1
        self._services.open.discard(self)
        if not self._services.open:
            self._services.all_gone.set()
        self._stop_waiting()
        self._heartbeat.stop()
        self._queue.closed()
        self._services.driver.outlets.pop(self.id, None)
        self._inbox.finish(self._finish)

    # Inside

    def _welcome(self, message: Part) -> bool:
        """Send `welcome`; from now on the driver can reach this connection. False: it is gone already."""
        if self._closed or self._closing:
            return False
        self._welcomed = True
        self.send(wire.text(dump(message)))
        self._services.driver.outlets[self.id] = self
        return True

    def _finish(self) -> None:
        if self._welcomed:
            self._gone()

    def _first(self, message: M) -> None:
        if not isinstance(message, Hello):
            self._refuse(CloseCode.BAD_MESSAGE, ErrorCode.BAD_MESSAGE, "expected hello first")
            return
        self._greeted = True
        self._stop_waiting()
        asked = message.protocol
        version = min(PROTOCOL_MAX, asked.max)
        if version < max(PROTOCOL_MIN, asked.min):
            spoken = f"this server speaks protocol versions {PROTOCOL_MIN} to {PROTOCOL_MAX}"
            text = f"{spoken}, the hello asked for {asked.min} to {asked.max}"
            self._refuse(CloseCode.OTHER_VERSION, ErrorCode.UNSUPPORTED_VERSION, text)
            return
        self._inbox.put(lambda: self._hello(message, version), 0)

    def _refuse(self, close: CloseCode, code: ErrorCode, text: str) -> None:
        self._error(code, text, None)
        self.close(close, text)

    def _error(self, code: ErrorCode, text: str, ref: str | None) -> None:
        self.send(wire.text(dump(ErrorMessage(code=code, message=text, ref=ref))))

    def _unreadable(self, error: BadMessage, now: float) -> None:
        self._error(error.code, str(error), None)
        if not self._greeted:
            self.close(CloseCode.BAD_MESSAGE, "expected hello first")
        elif self._faults.is_enough(now):
            self.close(CloseCode.BAD_MESSAGE, "too many messages could not be read")

    def _over_rate(self, now: float) -> None:
        if self._rate.should_tell(now):
            self._error(ErrorCode.RATE_LIMITED, "too many messages in a short time; this one was dropped", None)
        if self._rate.is_exhausted():
            self.close(CloseCode.RATE, "too many messages")

    def _step_failed(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self._refuse(error.close, error.code, error.message)
            return
        self._services.counts.defects += 1
        _LOG.error("a %s's message could not be handled", self.role, exc_info=error)
        self.close(CloseCode.INTERNAL, "the server has a defect here; it was logged")

    def _silent(self) -> None:
        text = f"expected hello within {self._services.limits.hello_seconds:g} seconds"
        self._refuse(CloseCode.NOT_AUTHENTICATED, ErrorCode.NOT_AUTHENTICATED, text)

    def _stop_waiting(self) -> None:
        waiting = self._services.waiting
        if not self._counted:
            return
        self._counted = False
        waiting[self._upgrade.ip] -= 1
        if not waiting[self._upgrade.ip]:
            del waiting[self._upgrade.ip]
        if self._silence is not None:
            self._silence.cancel()

    def _ping(self, payload: bytes) -> None:
        self.send(wire.ping(payload))

    def _round_trip(self, milliseconds: float) -> None:
        if self._welcomed and not self._closing:
            self._measured(milliseconds)

    def _lost(self) -> None:
        self.close(CloseCode.GOING_AWAY, "a ping was not answered")

    def _overflow(self) -> None:
        if not self._closing and not self._closed:
            self._overflowed()

    def _overflow_stalled(self) -> None:
        self.close(CloseCode.TOO_SLOW, "the other side read nothing for too long")
        self._socket.abort()

    def _pause(self) -> None:
        self._socket.pause_reading()

    def _resume(self) -> None:
        self._socket.resume_reading()
