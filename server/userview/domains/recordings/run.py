"""One session's recording while it is written (rules T3-T5)."""

import asyncio
import errno
import logging
from collections.abc import Callable
from typing import Final

from userview.domains.recordings.archive import Archive
from userview.domains.recordings.model import RecordingLimits
from userview.domains.recordings.sealing import Sealing
from userview.domains.recordings.spool import Part, Spool
from userview.domains.recordings.tape import FRAME, NOTE, Finder, Times, written
from userview.realtime.effects import StartRecording
from userview.realtime.inputs import RecordingFailed, RecordingSynced

_LOG: Final = logging.getLogger("userview.recordings")

FULL: Final = "The disk of the server is full."
BROKEN: Final = "The disk of the server cannot be written."
SLOW: Final = "The disk of the server does not answer."
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)


class Run:
    """Gathers what is to be kept, and writes it. Only `live` waits for anything."""

    def __init__(
        self,
        effect: StartRecording,
        archive: Archive,
        spool: Spool,
        limits: RecordingLimits,
        tell: Callable[[RecordingSynced | RecordingFailed], None],
    ) -> None:
        self.session = effect.session
        self.over = asyncio.Event()
        """Nothing more is written."""
        self._at = effect.at
        self._archive = archive
        self._spool = spool
        self._limits = limits
        self._tell = tell
        self._gathered: list[tuple[int, float, bytes]] = []
        self._questions: list[RecordingSynced] = []
        self._wake = asyncio.Event()
        self._ending = False
        self._suspended = False
        self._failure: str | None = None
        self._number = 0
        self._size = 0
        self._cut_at: float | None = None

    def frame(self, frame: bytes) -> None:
        """The next frame."""
        self._gather(FRAME, 0.0, frame)

    def note(self, at: float, note: bytes) -> None:
        """Something else; `at` in Unix seconds."""
        self._gather(NOTE, at * 1000, note)

    def sync(self, epoch: int, sequence: int) -> None:
        """Say when everything so far is on the disk."""
        self._questions.append(RecordingSynced(self.session, epoch, sequence))
        self._wake.set()

    def finish(self) -> None:
        """The session is over."""
        self._ending = True
        self._wake.set()

    def suspend(self) -> None:
        """The process ends: another one goes on."""
        self._suspended = True
        self._wake.set()

    def fail(self, reason: str) -> None:
        """Write nothing more; the session goes on without."""
        self._failure = reason
        self._gathered.clear()
        self._questions.clear()
        self._tell(RecordingFailed(self.session, reason))

    async def live(self) -> None:
        """From the beginning to the end."""
        opened = await self._archive.open(self.session, self._at)
        if opened is None:
            self.fail("The session was erased, or its recording removed.")
            return
        self._number = opened.next_number
        times = Times(opened.began_ms, opened.last_ms)
        sealing = Sealing(self._archive, self._spool, Finder(opened.last_ms))
        while not (self._ending or self._suspended or self._failure):
            await self._something()
            await self._write(times, sealing)
        if self._failure is None:
            await self._write(times, sealing)
        if self._size:
            await self._close(sealing)
        if self._suspended and not self._ending:
            sealing.stop()
            await sealing.finished()
            return
        await sealing.finished()
        if not sealing.unwanted:
            await self._archive.finish(self.session, self._failure)

    def _gather(self, kind: int, unix_ms: float, payload: bytes) -> None:
        if self._failure is None:
            self._gathered.append((kind, unix_ms, payload))
            if len(self._gathered) == 1:
                self._wake.set()

    async def _something(self) -> None:
        """Returns when there is something to do."""
        left = None if self._cut_at is None else self._cut_at - asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(left):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()

    async def _write(self, times: Times, sealing: Sealing) -> None:
        gathered, self._gathered = self._gathered, []
        questions, self._questions = self._questions, []
        try:
            async with asyncio.timeout(self._limits.write_seconds):
                await self._write_down(gathered, times, sealing, sync=bool(questions) or self._ending)
        except TimeoutError:
            self.fail(SLOW)
            return
        except OSError as error:
            _LOG.warning("a recording cannot be written: %s", error)
            self.fail(FULL if error.errno in _FULL else BROKEN)
            return
        for question in questions:
            self._tell(question)

    async def _write_down(
        self, gathered: list[tuple[int, float, bytes]], times: Times, sealing: Sealing, *, sync: bool
    ) -> None:
        data = bytearray()
        for kind, unix_ms, payload in gathered:
            at = times.of_frame(payload) if kind == FRAME else times.of(unix_ms)
            data += written(kind, at, payload)
            if self._size + len(data) >= self._limits.chunk_bytes:
                await self._append(data, sync=False)
                await self._cut(sealing)
                data = bytearray()
        if data or sync:
            await self._append(data, sync=sync)
        if self._cut_at is not None and self._cut_at <= asyncio.get_running_loop().time():
            await self._cut(sealing)

    async def _append(self, data: bytearray, *, sync: bool) -> None:
        if data and not self._size and not await asyncio.to_thread(self._spool.has_room):
            raise OSError(_FULL[0], "less is free than the reserve")
        if data or self._size:
            await asyncio.to_thread(self._spool.append, Part(self.session, self._number), bytes(data), sync=sync)
        if data and self._cut_at is None:
            self._cut_at = asyncio.get_running_loop().time() + self._limits.chunk_seconds
        self._size += len(data)

    async def _cut(self, sealing: Sealing) -> None:
        """What was written becomes a chunk; it is on the disk before that, since what is asked about later syncs the next part alone (T4)."""
        await self._append(bytearray(), sync=True)
        sealing.put(Part(self.session, self._number))
        self._number += 1
        self._size = 0
        self._cut_at = None

    async def _close(self, sealing: Sealing) -> None:
        """The last part; of a disk that is broken what it has is sealed all the same."""
        try:
            async with asyncio.timeout(self._limits.write_seconds):
                await self._cut(sealing)
        except (OSError, TimeoutError):
            sealing.put(Part(self.session, self._number))
