"""Recordings as the rest of the server sees them: plain, immutable facts. Times are milliseconds since the recording began."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

KIB: Final = 1024
MIB: Final = 1024 * KIB

State = Literal["recording", "complete", "removed", "expired"]
"""`removed` on request, `expired` by retention: then nothing of it is left."""


@dataclass(frozen=True, slots=True)
class RecordingLimits:
    """How recordings are cut and what they may use up."""

    chunk_bytes: int = 256 * KIB
    """A chunk is sealed at this size, before compression: seeking reads one or two of them."""
    chunk_seconds: float = 10.0
    """Or at this age: what is lost with a disk is at most that much."""
    write_seconds: float = 10.0
    """A disk that has not answered by then is taken for broken: the session must not wait for it."""
    drain_seconds: float = 15.0
    """A server that stops waits at most so long for its recordings."""
    recording_reserve_mib: int = 512
    """MiB: recording stops while less is free on the disk, so that a full one harms nothing else."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A recording that is written on."""

    began_ms: int
    """Unix milliseconds."""
    last_ms: float
    next_number: int
    """Of its next chunk."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A sealed chunk: its stretch, when snapshots in it were whole and where playing then begins, where nothing happened."""

    number: int
    first_ms: float
    last_ms: float
    raw_size: int
    """Bytes before compression."""
    keyframes: Sequence[tuple[float, int]]
    quiet: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A chunk as it is kept: under which key, and with how many bytes."""

    blob: str
    size: int
    chunk: Chunk


@dataclass(frozen=True, slots=True)
class Recording:
    """What there is of a session's."""

    session_id: str
    state: State
    began_at: datetime
    last_ms: float
    failure: str | None
    """Why it ends before the session does."""
