"""Messages as WebSocket frames, server to client: a header and the payload itself, which is never copied.

picows frames too, but writes each message by itself; here a whole turn's messages go out as one write, and
one header serves every viewer. Source: RFC 6455, section 5.2 (nothing a server sends is masked).
"""

import struct
from typing import Final

_FIN: Final = 0x80
_TEXT: Final = 0x1
_BINARY: Final = 0x2
_CLOSE: Final = 0x8
_PING: Final = 0x9

_MAX_CONTROL_PAYLOAD: Final = 125

Pieces = tuple[bytes, ...]
"""A frame, or several, as buffers to be written one after the other."""


def text(payload: bytes) -> Pieces:
    """A text message; `payload` is UTF-8."""
    return _header(_TEXT, len(payload)), payload


def binary(payloads: tuple[bytes, ...]) -> Pieces:
    """Binary messages, one per payload."""
    if len(payloads) == 1:
        return _header(_BINARY, len(payloads[0])), payloads[0]
    return tuple(piece for payload in payloads for piece in (_header(_BINARY, len(payload)), payload))


def close(code: int, reason: str) -> Pieces:
    """A close frame; a reason that is too long is cut at a character."""
    cut = reason.encode()[: _MAX_CONTROL_PAYLOAD - 2].decode(errors="ignore").encode()
    payload = struct.pack(">H", code) + cut
    return _header(_CLOSE, len(payload)), payload


def ping(payload: bytes) -> Pieces:
    """A ping; the pong brings the payload back."""
    return _header(_PING, len(payload)), payload


def _header(opcode: int, size: int) -> bytes:
    if size < 126:
        return bytes((_FIN | opcode, size))
    if size < 65536:
        return struct.pack(">BBH", _FIN | opcode, 126, size)
    return struct.pack(">BBQ", _FIN | opcode, 127, size)
