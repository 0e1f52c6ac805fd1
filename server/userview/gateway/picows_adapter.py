"""All of picows: the parser of what clients send, on a connection that another server accepted.

uvicorn reads the upgrade request and hands over the transport; picows is given a short form of that request
and takes the transport from there. What is written goes straight to the transport (see `wire`).
"""

import asyncio
import logging
from typing import Any, Final, Protocol, cast

import picows.picows as engine
from picows import WSAutoPingStrategy, WSFrame, WSListener, WSMsgType, WSTransport
from typing_extensions import override

from userview.gateway import wire
from userview.protocol.codes import CloseCode

_READ_BUFFER_BYTES: Final = 2048
"""Where a connection's read buffer begins; it doubles when needed and never shrinks."""

_ENGINE_LOG: Final = logging.getLogger("userview.gateway.picows")
# What clients do wrong is answered with a close; a line for each would let strangers fill the log.
_ENGINE_LOG.setLevel(logging.CRITICAL)

_LOG: Final = logging.getLogger("userview.gateway")

_TEXT: Final = WSMsgType.TEXT
_BINARY: Final = WSMsgType.BINARY
_CONTINUATION: Final = WSMsgType.CONTINUATION
_PONG: Final = WSMsgType.PONG
_CLOSE: Final = WSMsgType.CLOSE


class Handler(Protocol):
    """What a connection's owner is told, on the event loop, in order."""

    def opened(self, socket: "Socket") -> None:
        """The upgrade is done."""
        ...

    def text(self, message: bytes) -> None:
        """A whole text message."""
        ...

    def binary(self, message: memoryview) -> None:
        """A whole binary message; the view is good during the call only."""
        ...

    def pong(self, payload: bytes) -> None:
        """The answer to a ping."""
        ...

    def blocked(self) -> None:
        """The other side reads too slowly: write nothing before `writable`."""
        ...

    def writable(self) -> None:
        """Writing may go on."""
        ...

    def closed(self) -> None:
        """The connection is gone; nothing follows."""
        ...


class Socket(WSListener):
    """One WebSocket connection."""

    def __init__(self, handler: Handler, *, message_bytes: int, socket_bytes: int, close_seconds: float) -> None:
        """`socket_bytes`: more than this not yet sent makes it blocked."""
        super().__init__()
        self._handler = handler
        self._message_bytes = message_bytes
        self._socket_bytes = socket_bytes
        self._close_seconds = close_seconds
        self._transport: asyncio.Transport | None = None
        self._parts = bytearray()
        self._parts_type: WSMsgType | None = None
        self._closing = False

    @property
    def unsent_bytes(self) -> int:
        """What was written and has not left yet."""
        return 0 if self._transport is None else self._transport.get_write_buffer_size()

    def write(self, pieces: list[bytes]) -> None:
        """Write whole frames; after a close nothing is."""
        if self._transport is not None and not self._closing and not self._transport.is_closing():
            self._transport.writelines(pieces)

    def close(self, code: int, reason: str) -> None:
        """Say goodbye, and cut the connection when the other side has, or takes too long."""
        if self._transport is None or self._closing:
            return
        if not self._transport.is_closing():
            self._transport.writelines(wire.close(code, reason))
        self._closing = True
        asyncio.get_running_loop().call_later(self._close_seconds, self.abort)

    def abort(self) -> None:
        """Cut the connection at once."""
        if self._transport is not None:
            self._transport.abort()

    def pause_reading(self) -> None:
        """Read no further until `resume_reading`: the other side's writes will block."""
        if self._transport is not None:
            self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Go on reading."""
        if self._transport is not None:
            self._transport.resume_reading()

    @override
    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport.underlying_transport
        self._transport.set_write_buffer_limits(high=self._socket_bytes, low=self._socket_bytes // 4)
        self._handler.opened(self)

    @override
    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        try:
            self._take(transport, frame)
        except Exception:  # noqa: BLE001 - no message may harm the process or another connection
            _LOG.exception("a message could not be handled")
            self.close(CloseCode.INTERNAL, "the server has a defect here; it was logged")

    @override
    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._transport = None
        try:
            self._handler.closed()
        except Exception:  # noqa: BLE001 - see above
            _LOG.exception("the end of a connection could not be handled")

    @override
    def pause_writing(self) -> None:
        self._handler.blocked()

    @override
    def resume_writing(self) -> None:
        self._handler.writable()

    def _take(self, transport: WSTransport, frame: WSFrame) -> None:
        kind = frame.msg_type
        if kind == _CLOSE:
            self.close(CloseCode.NORMAL, "")
            transport.disconnect()
        elif self._closing:
            return
        elif kind == _PONG:
            self._handler.pong(frame.get_payload_as_bytes())
        elif frame.rsv1 or frame.rsv2 or frame.rsv3:
            self.close(1002, "no extension was agreed on")
        elif frame.fin and kind == _BINARY and self._parts_type is None:
            self._handler.binary(frame.get_payload_as_memoryview())
        elif frame.fin and kind == _TEXT and self._parts_type is None:
            self._handler.text(frame.get_payload_as_bytes())
        else:
            self._piece(kind, frame)

    def _piece(self, kind: WSMsgType, frame: WSFrame) -> None:
        """Browsers cut messages into frames as they like."""
        if (kind == _CONTINUATION) != (self._parts_type is not None):
            self.close(1002, "a message began within another, or went on without a beginning")
            return
        if self._parts_type is None:
            self._parts_type = kind
        if len(self._parts) + frame.payload_size > self._message_bytes:
            self.close(CloseCode.TOO_BIG, f"a message is at most {self._message_bytes} bytes")
            return
        self._parts += frame.get_payload_as_memoryview()
        if not frame.fin:
            return
        whole, kind, self._parts, self._parts_type = bytes(self._parts), self._parts_type, bytearray(), None
        if kind == _BINARY:
            self._handler.binary(memoryview(whole))
        else:
            self._handler.text(whole)


def adopt(transport: asyncio.Transport, key: str, socket: Socket, message_bytes: int) -> asyncio.BufferedProtocol:
    """Answer an upgrade whose `Sec-WebSocket-Key` is `key`, and read frames from now on.

    Returns the protocol that the transport must be given next.
    """

    def listener(_request: object) -> Socket:
        return socket

    protocol = cast("Any", engine).WSProtocol(
        None,
        None,
        False,  # noqa: FBT003 - the engine takes positions only: not the client's side
        listener,
        _ENGINE_LOG,
        True,  # noqa: FBT003 - disconnect on an exception
        None,  # no time limit for a request that is here already
        False,  # noqa: FBT003 - pings are the endpoint's
        20,
        20,
        WSAutoPingStrategy.PING_WHEN_IDLE,
        True,  # noqa: FBT003 - answer pings
        message_bytes,
        None,
        _READ_BUFFER_BYTES,
    )
    protocol.connection_made(transport)
    request = (
        b"GET / HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + key.encode("ascii", "replace") + b"\r\n\r\n"
    )
    protocol.get_buffer(len(request))[: len(request)] = request
    protocol.buffer_updated(len(request))
    return cast("asyncio.BufferedProtocol", protocol)
