"""How a recording is written down: entries one behind the other, and what is found in a chunk of them. Pure.

An entry is a header (length of the payload and CRC-32 of what follows, kind, time), then the payload: a frame as the
server relayed it, or a note, which is a JSON object in UTF-8. Times are milliseconds since the recording began.
"""

import math
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from userview.protocol.envelope import MAX_FRAME_BYTES, BadFrame, read_header

FRAME: Final = 1
NOTE: Final = 2

_HEAD: Final = struct.Struct("<II")
_STAMP: Final = struct.Struct("<Bd")
HEAD_BYTES: Final = _HEAD.size + _STAMP.size

MOST_BYTES: Final = 4 * MAX_FRAME_BYTES
"""No entry is longer: a frame has its own bound, and the largest note is the scene with twenty agents."""

QUIET_FROM_MS: Final = 2000.0
"""Shorter pauses nobody wants to skip."""

MOST_DELAY_MS: Final = 60_000.0
"""What is still taken of a page that was cut off: a clock that says more is wrong."""

PLACES_PER_CHUNK: Final = 1 << 24
"""A place is the chunk's number times this, and the offset in it."""


class Entry(NamedTuple):
    """One of them. `offset`: where it begins in its chunk."""

    offset: int
    kind: int
    at: float
    payload: bytes


def written(kind: int, at: float, payload: bytes) -> bytes:
    """An entry as it is written down."""
    body = _STAMP.pack(kind, at) + payload
    return _HEAD.pack(len(payload), zlib.crc32(body)) + body


def entries(raw: bytes | memoryview) -> Iterator[Entry]:
    """Those of a chunk, in order, up to the first that is not whole: what a crash cut off is no entry."""
    view = memoryview(raw)
    offset = 0
    while offset + HEAD_BYTES <= len(view):
        length, check = _HEAD.unpack_from(view, offset)
        end = offset + HEAD_BYTES + length
        body = view[offset + _HEAD.size : end]
        if length > MOST_BYTES or end > len(view) or zlib.crc32(body) != check:
            return
        kind, at = _STAMP.unpack_from(body)
        yield Entry(offset, kind, at, bytes(body[_STAMP.size :]))
        offset = end


class Times:
    """When things of a recording happened.

    Pages have clocks of their own, which begin with them and are even; the server's tells when a frame came, which the network
    makes uneven. A frame's time is its page's, put where the page's quickest frame so far says that the two clocks meet.
    Times never go back.
    """

    def __init__(self, began_at_ms: float, last: float = 0.0) -> None:
        """`began_at_ms`: Unix milliseconds. `last`: the time of the last entry there is."""
        self._began = began_at_ms
        self._last = last
        self._meetings: dict[int, float] = {}

    def of_frame(self, frame: bytes) -> float:
        """Of a frame, in the order of their coming."""
        header = read_header(frame)
        offset = header.received_at - header.captured_at
        meeting = min(self._meetings.get(header.page, offset), offset)
        self._meetings[header.page] = meeting
        captured = max(header.captured_at + meeting, header.received_at - MOST_DELAY_MS)
        # A page's clock may say what is no number; the server's always says one.
        return self.of(captured if math.isfinite(captured) else header.received_at)

    def of(self, unix_ms: float) -> float:
        """Of what the server noted itself."""
        self._last = max(self._last, unix_ms - self._began)
        return self._last


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a chunk: its stretch, where playing can begin, and where nothing happened (each `from`, `to`)."""

    first: float
    last: float
    keyframes: tuple[tuple[float, int], ...]
    """When a snapshot was whole, and the place of the scene before it."""
    quiet: tuple[tuple[float, float], ...]


class Finder:
    """Reads chunk after chunk of one recording, and remembers what reaches from one into the next."""

    def __init__(self, last: float = 0.0) -> None:
        """`last`: the time of the last entry before the first chunk that is read."""
        self._last = last
        self._scene: int | None = None
        self._begins: int | None = None

    def read(self, number: int, raw: bytes) -> Contents | None:
        """What is in it; None when there is no entry."""
        keyframes: list[tuple[float, int]] = []
        quiet: list[tuple[float, float]] = []
        first: float | None = None
        for entry in entries(raw):
            first = entry.at if first is None else first
            if entry.at - self._last >= QUIET_FROM_MS:
                quiet.append((self._last, entry.at))
            self._last = entry.at
            whole = self._follow(entry, number * PLACES_PER_CHUNK + entry.offset)
            if whole is not None:
                keyframes.append((entry.at, whole))
        return None if first is None else Contents(first, self._last, tuple(keyframes), tuple(quiet))

    def _follow(self, entry: Entry, place: int) -> int | None:
        """Where to begin to show the snapshot that this entry makes whole."""
        if entry.kind != FRAME:
            self._scene = place
            return None
        try:
            header = read_header(entry.payload)
        except BadFrame:
            return None
        if header.starts_snapshot:
            # The core writes the scene right before it.
            self._begins = place if self._scene is None else self._scene
        self._scene = None
        return self._begins if header.ends_snapshot else None
