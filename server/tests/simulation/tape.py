"""The recording in the simulation: a disk that is slow, loses what it was not asked to keep, and breaks now and then."""

import json
from random import Random

from tests.simulation.people import ModelViewer
from userview.protocol.envelope import read_head, read_header
from userview.protocol.messages.viewer import StreamStart
from userview.protocol.messages.visitor import Ack
from userview.realtime.effects import Effect, FinishRecording, KeepFrame, KeepNote, StartRecording, SyncRecording
from userview.realtime.inputs import RecordingFailed, RecordingSynced


class Tape:
    """What was kept of the one session there is, and what of it survives a crash."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self.frames: list[bytes] = []
        self._asked: list[tuple[SyncRecording, int]] = []
        self._on_disk = 0
        self._finished = False
        self.running = False
        self._scene = False
        """A note of the whole scene has come, and nothing behind it."""

    def perform(self, effect: Effect) -> None:
        """Keep what is to be kept."""
        match effect:
            case StartRecording():
                assert not self._finished, "T3: begun after its end"
                self.running = True
            case KeepNote():
                assert self.running, "T3: a note before the beginning"
                self._scene = json.loads(effect.note)["type"] == "scene"
            case KeepFrame():
                assert self.running, "T3: frames before the beginning"
                if read_header(effect.frame).starts_snapshot:
                    assert self._scene, "T6: a snapshot without the scene before it"
                self._scene = False
                self.frames.append(effect.frame)
            case SyncRecording():
                self._asked.append((effect, len(self.frames)))
            case FinishRecording():
                assert not self._finished, "T3: finished twice"
                self._finished, self.running = True, False
                self._asked.clear()
            case _:
                pass

    def check(self, ack: Ack) -> None:
        """Nothing is acknowledged that a crash could lose (T4)."""
        if self.running:
            for frame in self.frames[self._on_disk :]:
                head = read_head(frame)
                assert (head.epoch, head.sequence) > (ack.epoch, ack.sequence) or head.epoch != ack.epoch, (
                    "T4: acknowledged before it was on the disk"
                )

    def answer(self, session: str) -> RecordingSynced | RecordingFailed | None:
        """The disk is done, or breaks; None when nothing was asked of it."""
        if self._random.random() < 0.02 and self.running:
            self.running = False
            self._asked.clear()
            return RecordingFailed(session, "the disk is full")
        if not self._asked:
            return None
        asked, length = self._asked.pop(0)
        self._on_disk = length
        return RecordingSynced(session, asked.epoch, asked.sequence)

    def crash(self) -> None:
        """The server is killed: what was not asked to be on the disk may be lost."""
        del self.frames[self._random.randint(self._on_disk, len(self.frames)) :]
        self._on_disk = len(self.frames)
        self._asked.clear()
        self.running = self._scene = False

    def play(self) -> tuple[int, int] | None:
        """What is shown at the end of it; fails where it cannot be played from its beginning."""
        viewer = ModelViewer()
        for frame in self.frames:
            header = read_header(frame)
            if header.starts_snapshot and header.epoch != viewer.epoch:
                viewer.hear(_start(header.session, header.page, header.epoch, header.sequence))
            if (header.epoch, header.sequence) == (viewer.epoch, viewer.sequence + 1) or viewer.awaited is not None:
                viewer.see(frame)
            else:
                assert header.epoch != viewer.epoch, "T3: a gap in the recording"
        return viewer.shown


def _start(session: str, page: int, epoch: int, sequence: int) -> StreamStart:
    return StreamStart.model_construct(session=session, page=page, epoch=epoch, sequence=sequence)
