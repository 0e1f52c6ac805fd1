"""What is kept of a capture run: the last complete snapshot and all that came since (rules B1, B4, R3-R5).

Pure: bytes in, bytes out. Frames are numbered by their sequence; what is kept has no gaps.
"""

from collections.abc import Sequence


class Backlog:
    """The kept frames of one epoch."""

    def __init__(self) -> None:
        self._frames: list[bytes] = []
        self._first = 1
        self._complete: int | None = None
        self._pending: int | None = None
        self._pending_bytes = 0
        self.received = 0
        """The last sequence that was received; 0 before the first (R3)."""
        self.snapshot_end = 0
        """Sequence of the last piece of the last complete snapshot; 0 while there is none."""
        self.snapshot_bytes = 0
        """Its size."""
        self.bytes_since = 0
        """Bytes received since that piece."""
        self.frames_since = 0
        """Frames received since that piece."""

    @property
    def start(self) -> int | None:
        """Sequence with which a viewer can begin: the last complete snapshot, else the one that is coming."""
        return self._complete if self._complete is not None else self._pending

    @property
    def pending_snapshot_bytes(self) -> int:
        """Size so far of a snapshot that has begun and not ended."""
        return self._pending_bytes

    def append(self, frame: bytes, *, starts_snapshot: bool, ends_snapshot: bool, of_snapshot: bool) -> None:
        """Keep the next frame; its sequence is `received` + 1.

        What comes before any snapshot cannot be shown to anybody and is counted but not kept.
        """
        self.received += 1
        if starts_snapshot:
            self._pending = self.received
            self._pending_bytes = 0
        if self._pending is not None and of_snapshot:
            self._pending_bytes += len(frame)
        if self.start is None:
            self._first = self.received + 1
            return
        self._frames.append(frame)
        if ends_snapshot and self._pending is not None:
            del self._frames[: self._pending - self._first]
            self._first = self._complete = self._pending
            self._pending = None
            self.snapshot_bytes, self._pending_bytes = self._pending_bytes, 0
            self.snapshot_end = self.received
            self.bytes_since = self.frames_since = 0
        else:
            self.bytes_since += len(frame)
            self.frames_since += 1

    def has_after(self, sequence: int) -> bool:
        """Whether everything after `sequence` is kept, so that a viewer that has it can go on (R5)."""
        return self._first - 1 <= sequence <= self.received

    def whole(self) -> tuple[bytes, ...]:
        """Everything that a viewer which begins now is sent; empty when there is nothing to begin with."""
        start = self.start
        return () if start is None else tuple(self._frames[start - self._first :])

    def after(self, sequence: int, max_bytes: int) -> Sequence[bytes]:
        """The frames after `sequence`, at most about `max_bytes` of them but at least one if there is one."""
        helping: list[bytes] = []
        size = 0
        for index in range(sequence + 1 - self._first, len(self._frames)):
            frame = self._frames[index]
            helping.append(frame)
            size += len(frame)
            if size >= max_bytes:
                break
        return helping
