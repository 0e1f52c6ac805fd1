"""The binary envelope of page content: a fixed header, then bytes that the server never opens.

Layout (rule E1), little-endian, 40 bytes:

    offset  size  field
         0     1  type          1 snapshot, 2 changes
         1     1  flags         bit 0 first piece, bit 1 last piece, bit 2 deflated
         2     2  format        version of what is inside, for the viewer alone
         4     8  session       the session id's bytes
        12     4  page          number of the page within the session
        16     4  epoch         number of the capture run within the session
        20     4  sequence      1, 2, 3, … within the epoch
        24     8  captured_at   float64, milliseconds on the page's own monotonic clock
        32     8  received_at   float64, Unix milliseconds; written by the server, 0 before

Source: protocol/SPEC.md, rules E1-E6.
"""

import struct
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import Final, NamedTuple

HEADER_BYTES: Final = 40
RECEIVED_AT_OFFSET: Final = 32
MAX_FRAME_BYTES: Final = 65536
"""One `send` never exceeds this (rule E3), so nothing delays what comes behind it."""

_HEADER: Final = struct.Struct("<BBH8sIIIdd")
_RECEIVED_AT: Final = struct.Struct("<d")


class FrameType(IntEnum):
    """What a frame carries; all else about the content is the viewer's business."""

    SNAPSHOT = 1
    CHANGES = 2


class FrameFlags(IntFlag):
    """Position of a piece in its message, and whether the joined message is deflated."""

    FIRST = 1
    LAST = 2
    DEFLATED = 4


class BadFrame(ValueError):
    """A binary message that is not an envelope; the text says what was expected and what came."""


@dataclass(frozen=True, slots=True)
class Header:
    """The envelope's header; `session` is the id's text form (16 hexadecimal digits)."""

    type: FrameType
    flags: FrameFlags
    format: int
    session: str
    page: int
    epoch: int
    sequence: int
    captured_at: float
    received_at: float

    @property
    def starts_snapshot(self) -> bool:
        """True for the first piece of a snapshot: a place where a viewer can begin."""
        return self.type is FrameType.SNAPSHOT and FrameFlags.FIRST in self.flags

    @property
    def ends_snapshot(self) -> bool:
        """True for the last piece of a snapshot: from here on a viewer shows the page."""
        return self.type is FrameType.SNAPSHOT and FrameFlags.LAST in self.flags


def pack(header: Header, payload: bytes) -> bytes:
    """Header and payload as one binary message.

    Raises:
        BadFrame: when the whole would be larger than `MAX_FRAME_BYTES`.
        ValueError: when the session id is malformed.
    """
    size = HEADER_BYTES + len(payload)
    if size > MAX_FRAME_BYTES:
        raise BadFrame(f"expected at most {MAX_FRAME_BYTES} bytes, got {size}")
    return (
        _HEADER.pack(
            header.type,
            header.flags,
            header.format,
            bytes.fromhex(header.session),
            header.page,
            header.epoch,
            header.sequence,
            header.captured_at,
            header.received_at,
        )
        + payload
    )


class Head(NamedTuple):
    """The header's fields as they are on the wire, for those who relay and must be quick; checked like `Header`."""

    type: int
    flags: int
    format: int
    session: bytes
    page: int
    epoch: int
    sequence: int
    captured_at: float
    received_at: float


def read_head(frame: bytes | bytearray | memoryview) -> Head:
    """The header of a binary message; the payload is not looked at.

    Raises:
        BadFrame: too short, too long, unknown type or flags (rules E3, E4).
    """
    size = len(frame)
    if size < HEADER_BYTES:
        raise BadFrame(f"expected a header of {HEADER_BYTES} bytes, got {size}")
    if size > MAX_FRAME_BYTES:
        raise BadFrame(f"expected at most {MAX_FRAME_BYTES} bytes, got {size}")
    head = Head._make(_HEADER.unpack_from(frame))
    if head.type not in (1, 2):
        raise BadFrame(f"expected frame type 1 or 2, got {head.type}")
    if head.flags & ~7:
        raise BadFrame(f"expected flags within 0-7, got {head.flags}")
    if head.sequence == 0:
        raise BadFrame("expected a sequence from 1 on, got 0")
    return head


def read_header(frame: bytes | bytearray | memoryview) -> Header:
    """The same as `read_head`, with the types that are pleasant to read.

    Raises:
        BadFrame: as `read_head` does.
    """
    head = read_head(frame)
    return Header(
        FrameType(head.type),
        FrameFlags(head.flags),
        head.format,
        head.session.hex(),
        head.page,
        head.epoch,
        head.sequence,
        head.captured_at,
        head.received_at,
    )


def stamped(frame: bytes | bytearray | memoryview, received_at_ms: float) -> bytes:
    """A copy of `frame` with the server's time of receipt (Unix milliseconds) written in (rule E5)."""
    copy = bytearray(frame)
    _RECEIVED_AT.pack_into(copy, RECEIVED_AT_OFFSET, received_at_ms)
    return bytes(copy)
