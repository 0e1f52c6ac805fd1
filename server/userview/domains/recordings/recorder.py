"""Keeps what rooms want kept: on the disk at once, in the blob store chunk by chunk (rules T3-T5).

Each session that is recorded has a run, which is one task: it writes what has gathered, says what is on the disk, and
cuts chunks. Sealing them is another task, so that a blob store that is slow or away holds nothing up: the parts wait on the disk.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Coroutine
from typing import Final

from userview.domains.recordings.archive import Archive
from userview.domains.recordings.model import RecordingLimits
from userview.domains.recordings.run import Run
from userview.domains.recordings.sealing import Sealing
from userview.domains.recordings.spool import Part, Spool
from userview.domains.recordings.tape import Finder
from userview.errors import UserViewError
from userview.realtime.effects import FinishRecording, KeepFrame, KeepNote, StartRecording, SyncRecording
from userview.realtime.inputs import RecordingFailed, RecordingSynced

_LOG: Final = logging.getLogger("userview.recordings")

Tell = Callable[[RecordingSynced | RecordingFailed], None]
"""Where answers go: the realtime core."""


class Recorder:
    """All recordings that this process writes."""

    def __init__(self, archive: Archive, spool: Spool, limits: RecordingLimits | None = None) -> None:
        self._archive = archive
        self._spool = spool
        self._limits = limits or RecordingLimits()
        self._runs: dict[str, Run] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._tell: Tell = lambda _answer: None

    def bind(self, tell: Tell) -> None:
        """Say where answers go; before the first effect."""
        self._tell = tell

    # What rooms want done

    def start(self, effect: StartRecording) -> None:
        """What follows of this session is kept."""
        before = self._runs.get(effect.session)
        if before is not None:
            before.finish()
        run = Run(effect, self._archive, self._spool, self._limits, self._tell)
        self._runs[effect.session] = run
        self._begin(self._live(run, before))

    def keep_frame(self, effect: KeepFrame) -> None:
        """Keep a frame; it is dropped when the recording has failed."""
        run = self._runs.get(effect.session)
        if run is not None:
            run.frame(effect.frame)

    def keep_note(self, effect: KeepNote) -> None:
        """Keep a note."""
        run = self._runs.get(effect.session)
        if run is not None:
            run.note(effect.at, effect.note)

    def sync(self, effect: SyncRecording) -> None:
        """Say when everything so far is on the disk."""
        run = self._runs.get(effect.session)
        if run is not None:
            run.sync(effect.epoch, effect.sequence)

    def finish(self, effect: FinishRecording) -> None:
        """Nothing more follows."""
        run = self._runs.get(effect.session)
        if run is None:
            self._begin(self._finish(effect.session))
        else:
            run.finish()

    # The process

    async def recover(self) -> None:
        """Seal what another life of this process left on the disk; before rooms are made."""
        await asyncio.to_thread(self._spool.prepare)
        left: defaultdict[str, list[Part]] = defaultdict(list)
        for part in await asyncio.to_thread(self._spool.parts):
            left[part.session].append(part)
        for session, parts in left.items():
            chunks = await self._archive.chunks(session)
            sealing = Sealing(self._archive, self._spool, Finder(chunks[-1].last_ms if chunks else 0.0))
            for part in parts:
                sealing.put(part)
            await sealing.finished()
            _LOG.info("a recording that was cut off was kept: session %s, %d parts", session, len(parts))
        for session in await self._archive.unfinished():
            await self._archive.finish(session)

    async def drain(self) -> None:
        """Have everything on the disk; what is not sealed by then is sealed after the next start."""
        for run in list(self._runs.values()):
            run.suspend()
        pending = {task for task in self._tasks if not task.done()}
        if pending:
            # A disk or a blob store that hangs must not keep the server from stopping: the parts are there at the next start.
            _, hanging = await asyncio.wait(pending, timeout=self._limits.drain_seconds)
            for task in hanging:
                task.cancel()

    async def _live(self, run: Run, before: Run | None) -> None:
        try:
            if before is not None:
                await before.over.wait()
            await run.live()
        except Exception:  # noqa: BLE001 - whatever it is, the session goes on, and agents are told
            _LOG.exception("a recording broke off")
            run.fail("The recording could not be written.")
        finally:
            run.over.set()
            if self._runs.get(run.session) is run:
                del self._runs[run.session]

    async def _finish(self, session: str) -> None:
        try:
            await self._archive.finish(session)
        except UserViewError as error:
            _LOG.warning("a recording could not be finished; the next start does it: %s", error.message)

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
