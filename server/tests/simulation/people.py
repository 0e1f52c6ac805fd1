"""Model clients for the simulation: what a correct SDK and a correct viewer do with what they are told.

The visitor's page is a number that counts its changes. A snapshot carries the number, each change the next one, so
that a viewer knows at once when something is missing, twice, or of another page.
"""

from collections import deque
from dataclasses import dataclass, field

from tests.simulation.network import ViewerWire, Wire
from userview.protocol.envelope import FrameFlags, FrameType, Header, pack, read_header
from userview.protocol.messages.common import Part
from userview.protocol.messages.recording import RecordingAnswer
from userview.protocol.messages.viewer import StreamEnd, StreamStart, ViewerResume
from userview.protocol.messages.visitor import (
    Ack,
    CaptureResume,
    CaptureSnapshot,
    CaptureStop,
    InputRequest,
    InputResult,
    Resume,
    SessionAgents,
    SessionAnswer,
    SessionEnd,
    SessionRequest,
    SessionStart,
)
from userview.realtime.effects import StartCapture
from userview.realtime.records import AgentRef


@dataclass
class Run:
    """A capture run in the SDK: what was sent and is not acknowledged yet."""

    start: StartCapture
    sequence: int = 0
    kept: deque[tuple[int, bytes]] = field(default_factory=deque[tuple[int, bytes]])


class ModelTab:
    """One page load in a tab: survives lost connections, not page changes."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.count = 0
        self.run: Run | None = None
        self.away: Run | None = None
        """The run of before a lost connection, until the server says what becomes of it."""
        self.sharing = True
        """False from the moment at which the visitor pressed stop, until another session begins."""

    @property
    def resume(self) -> Resume | None:
        """What `hello` offers."""
        if self.away is None:
            return None
        start = self.away.start
        return Resume(session=start.session, page=start.page, epoch=start.epoch, sequence=self.away.sequence)

    def lose(self) -> None:
        """The connection is gone."""
        self.away, self.run = self.run or self.away, None

    def mutate(self) -> list[bytes]:
        """The page changes once."""
        self.count += 1
        run = self.run or self.away
        if run is None:
            return []
        frame = self._frame(run, FrameType.CHANGES, FrameFlags.FIRST | FrameFlags.LAST)
        return [frame] if run is self.run else []

    def snapshot(self, pieces: int) -> list[bytes]:
        """The whole page, in pieces."""
        run = self.run
        if run is None:
            return []
        frames: list[bytes] = []
        for piece in range(pieces):
            flags = FrameFlags(0)
            flags |= FrameFlags.FIRST if piece == 0 else flags
            flags |= FrameFlags.LAST if piece == pieces - 1 else flags
            frames.append(self._frame(run, FrameType.SNAPSHOT, flags))
        return frames

    def start(self, start: StartCapture, pieces: int) -> list[bytes]:
        """`capture.start` came."""
        self.away, self.run = None, Run(start)
        return self.snapshot(pieces)

    def hear(self, message: Part, pieces: int) -> tuple[list[bytes], list[Part]]:
        """A message came: content and messages to send."""
        match message:
            case CaptureResume():
                run = self.run or self.away
                if run is None or (run.start.page, run.start.epoch) != (message.page, message.epoch):
                    return [], []
                self.run, self.away = run, None
                self._forget(run, message.sequence)
                return [frame for _, frame in run.kept], []
            case CaptureSnapshot():
                return self.snapshot(pieces), []
            case CaptureStop():
                self.run = self.away = None
            case SessionEnd():
                self.run = self.away = None
            case Ack() if self.run is not None and self.run.start.epoch == message.epoch:
                self._forget(self.run, message.sequence)
            case SessionRequest():
                record = None if message.recording == "off" or self.number % 2 else True
                return [], [SessionAnswer(session=message.session, allow=True, record=record)]
            case SessionStart() | SessionAgents() if message.recording == "asking":
                return [], [RecordingAnswer(session=message.session, allow=self.number % 3 > 0)]
            case InputRequest():
                result = InputResult(session=message.session, agent=message.agent, id=message.id, ok=True, reason=None)
                return [], [result]
            case _:
                pass
        return [], []

    def _frame(self, run: Run, kind: FrameType, flags: FrameFlags) -> bytes:
        run.sequence += 1
        payload = b"%d:%d" % (self.number, self.count)
        start = run.start
        frame = pack(Header(kind, flags, 1, start.session, start.page, start.epoch, run.sequence, 0.0, 0.0), payload)
        run.kept.append((run.sequence, frame))
        return frame

    @staticmethod
    def _forget(run: Run, sequence: int) -> None:
        while run.kept and run.kept[0][0] <= sequence:
            run.kept.popleft()


class ModelViewer:
    """One viewer frame: keeps what it shows over lost connections."""

    def __init__(self) -> None:
        self.shown: tuple[int, int] | None = None
        """Page and count that are on the screen."""
        self.epoch = 0
        self.sequence = 0
        self.awaited: StreamStart | None = None
        self.building = False
        self.ended = False

    @property
    def resume(self) -> ViewerResume | None:
        """What `hello` offers: only a viewer that shows something whole can go on."""
        if self.shown is None or self.awaited is not None or self.building:
            return None
        return ViewerResume(epoch=self.epoch, sequence=self.sequence)

    def hear(self, message: Part) -> None:
        """A control message."""
        if isinstance(message, StreamStart):
            self.awaited = message
        elif isinstance(message, StreamEnd):
            self.shown = None
            self.ended = True

    def see(self, frame: bytes) -> None:
        """Content. Fails when it is not what must come next (R4)."""
        header = read_header(frame)
        assert not self.ended, "S7: content after the end"
        if self.awaited is not None:
            expected = (self.awaited.epoch, self.awaited.sequence, True)
            assert (header.epoch, header.sequence, header.starts_snapshot) == expected, "R4: the stream's beginning"
            self.awaited = None
        else:
            expected_next = (self.epoch, self.sequence + 1)
            assert (header.epoch, header.sequence) == expected_next, f"R4: expected {expected_next}, got {header}"
        self.epoch, self.sequence = header.epoch, header.sequence
        page, count = map(int, frame[40:].split(b":"))
        if header.type is FrameType.SNAPSHOT:
            self.building = not header.ends_snapshot
            self.shown = (page, count) if header.ends_snapshot else self.shown
        else:
            assert self.shown == (page, count - 1), f"content: {self.shown} was shown, then came {(page, count)}"
            self.shown = (page, count)


class Person:
    """An agent with one window and its viewer."""

    def __init__(self, agent: AgentRef) -> None:
        self.agent = agent
        self.wire: Wire | None = None
        self.participant: str | None = None
        self.viewer = ModelViewer()
        self.viewer_wire: ViewerWire | None = None
        self.view_epoch: tuple[int, int] = (0, 0)
        self.asked: set[int] = set()
        self.answered: set[int] = set()
