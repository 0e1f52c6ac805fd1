"""The viewers of one session, and where each of them is in the stream (rules R4-R6, B3, B5).

A viewer is fed from the backlog in helpings, each when the one before has left, until it has all that is
kept; from there it gets each frame as it comes. So a slow viewer holds a place in the backlog and not a
copy of it, and nobody waits for anybody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from userview.protocol.codes import CloseCode, ErrorCode
from userview.protocol.messages.common import EndReason, ErrorMessage
from userview.protocol.messages.viewer import StreamEnd, StreamPause, StreamStart, ViewerResume
from userview.protocol.scrub import without_query
from userview.realtime.capture import Capture
from userview.realtime.effects import Close, Effect, Send, SendFrames
from userview.realtime.inputs import QueueDrained, QueueOverflowed, ViewerDisconnected, ViewerEvent, ViewerMessage
from userview.realtime.limits import Limits


class Phase(Enum):
    """Where a viewer is."""

    WAITING = auto()
    """For a snapshot to begin."""
    DELAYED = auto()
    """For its next fresh start to be allowed, at `due`."""
    CATCHING_UP = auto()
    """In the backlog, before `next_sequence`."""
    LIVE = auto()
    """At the stream's end."""
    OVERFLOWED = auto()
    """For its queue to drain."""


@dataclass(slots=True)
class Viewer:
    """One viewer's connection; times in seconds on the room's clock."""

    connection: str
    participant: str
    phase: Phase = Phase.WAITING
    next_sequence: int = 0
    started_at: float | None = None
    due: float = 0.0


class Audience:
    """All viewers of a session."""

    def __init__(self, session: str, limits: Limits, emit: Callable[[Effect], None]) -> None:
        self._session = session
        self._limits = limits
        self._emit = emit
        self._viewers: dict[str, Viewer] = {}
        self._live: tuple[str, ...] = ()
        self._paused = False
        self.shown = False
        """A viewer has been sent a complete snapshot."""

    @property
    def connections(self) -> tuple[str, ...]:
        """Every viewer's connection."""
        return tuple(self._viewers)

    def connect(
        self, connection: str, participant: str, resume: ViewerResume | None, capture: Capture | None, now: float
    ) -> None:
        """A viewer came; one that has been here before may go on where it was (R5)."""
        for other in list(self._viewers.values()):
            if other.participant == participant:
                self._close(other.connection, CloseCode.REPLACED, "a newer viewer of the same window took over")
        if len(self._viewers) >= self._limits.participants_per_session:
            message = f"this session has {len(self._viewers)} viewers, and more are not allowed"
            error = ErrorMessage(code=ErrorCode.TOO_MANY_VIEWERS, message=message, ref=None)
            self._emit(Send(self._session, (connection,), error))
            self._emit(Close(self._session, connection, CloseCode.RATE, "too many viewers"))
            return
        viewer = self._viewers[connection] = Viewer(connection, participant)
        if capture is None or capture.backlog.start is None:
            self._pause(viewer)
        if capture is None:
            return
        if resume is not None and resume.epoch == capture.epoch and capture.backlog.has_after(resume.sequence):
            viewer.phase = Phase.CATCHING_UP
            viewer.next_sequence = resume.sequence + 1
            viewer.started_at = now
            self._feed(viewer, capture, now)
        else:
            self._start(viewer, capture, now)

    def happen(self, happened: ViewerEvent, capture: Capture | None, now: float) -> None:
        """Something happened to a viewer."""
        match happened:
            case ViewerMessage():
                self._restart(happened.connection, capture, now)
            case QueueOverflowed():
                self._overflowed(happened.connection)
            case QueueDrained():
                self._drained(happened.connection, capture, now)
            case ViewerDisconnected():
                self._disconnect(happened.connection)

    def _disconnect(self, connection: str) -> None:
        """A viewer is gone."""
        if self._viewers.pop(connection, None) is not None:
            self._recount()

    def dismiss(self, participant: str, code: CloseCode, reason: str) -> None:
        """A participant is gone, and its viewers with it (W3)."""
        for viewer in list(self._viewers.values()):
            if viewer.participant == participant:
                self._close(viewer.connection, code, reason)

    def begin(self) -> None:
        """Another run begins: everybody waits for its snapshot."""
        self._paused = False
        for viewer in self._viewers.values():
            if viewer.phase is not Phase.OVERFLOWED:
                viewer.phase = Phase.WAITING
        self._recount()

    def restart_all(self, capture: Capture, now: float) -> None:
        """The same run goes on after a pause: show everybody where it stands."""
        self._paused = False
        for viewer in self._viewers.values():
            if viewer.phase is not Phase.OVERFLOWED:
                self._start(viewer, capture, now)

    def relay(self, capture: Capture, frame: bytes, *, starts_snapshot: bool, ends_snapshot: bool) -> None:
        """The next frame of the run came."""
        if starts_snapshot:
            self._begin_waiting(capture)
        if self._live:
            self._emit(SendFrames(self._session, self._live, (frame,), report=False))
            if ends_snapshot:
                self.shown = True

    def _restart(self, connection: str, capture: Capture | None, now: float) -> None:
        """A viewer saw a gap and asks for a fresh start (R6)."""
        viewer = self._viewers.get(connection)
        if viewer is not None and capture is not None and viewer.phase in (Phase.LIVE, Phase.CATCHING_UP):
            self._start_when_allowed(viewer, capture, now)

    def _overflowed(self, connection: str) -> None:
        """A viewer's queue was dropped (B3)."""
        viewer = self._viewers.get(connection)
        if viewer is not None:
            viewer.phase = Phase.OVERFLOWED
            self._recount()

    def _drained(self, connection: str, capture: Capture | None, now: float) -> None:
        """A viewer has read all that was queued: the next helping, or the fresh start it needs (B3)."""
        viewer = self._viewers.get(connection)
        if viewer is None:
            return
        if viewer.phase is Phase.OVERFLOWED:
            viewer.phase = Phase.WAITING
            if capture is not None:
                self._start_when_allowed(viewer, capture, now)
        elif viewer.phase is Phase.CATCHING_UP and capture is not None:
            self._feed(viewer, capture, now)

    def pause(self) -> None:
        """Nothing comes for now."""
        self._paused = True
        if self._viewers:
            self._emit(Send(self._session, self.connections, StreamPause()))

    def end(self, reason: EndReason) -> None:
        """The session is over: every view is cleared at once (S7)."""
        if self._viewers:
            self._emit(Send(self._session, self.connections, StreamEnd(reason=reason)))
        for connection in self.connections:
            self._close(connection, CloseCode.ENDED, "the session has ended")

    def next_deadline(self) -> float | None:
        """When the next delayed fresh start is allowed."""
        return min((v.due for v in self._viewers.values() if v.phase is Phase.DELAYED), default=None)

    def tick(self, capture: Capture | None, now: float) -> None:
        """Give the fresh starts that are due."""
        for viewer in self._viewers.values():
            if viewer.phase is Phase.DELAYED and viewer.due <= now:
                viewer.phase = Phase.WAITING
                if capture is not None:
                    self._start(viewer, capture, now)

    def _start_when_allowed(self, viewer: Viewer, capture: Capture, now: float) -> None:
        due = now if viewer.started_at is None else viewer.started_at + self._limits.fresh_start_seconds
        if due <= now:
            self._start(viewer, capture, now)
            return
        viewer.phase = Phase.DELAYED
        viewer.due = due
        self._recount()

    def _start(self, viewer: Viewer, capture: Capture, now: float) -> None:
        sequence = capture.backlog.start
        if sequence is None:
            viewer.phase = Phase.WAITING
            self._recount()
            return
        self._emit(Send(self._session, (viewer.connection,), self._stream_start(capture, sequence)))
        viewer.phase = Phase.CATCHING_UP
        viewer.next_sequence = sequence
        viewer.started_at = now
        self._feed(viewer, capture, now)

    def _begin_waiting(self, capture: Capture) -> None:
        waiting = tuple(v.connection for v in self._viewers.values() if v.phase is Phase.WAITING)
        if not waiting:
            return
        self._emit(Send(self._session, waiting, self._stream_start(capture, capture.backlog.received)))
        for connection in waiting:
            self._viewers[connection].phase = Phase.LIVE
        self._recount()

    def _feed(self, viewer: Viewer, capture: Capture, now: float) -> None:
        backlog = capture.backlog
        if not backlog.has_after(viewer.next_sequence - 1):
            self._start_when_allowed(viewer, capture, now)
            return
        frames = tuple(backlog.after(viewer.next_sequence - 1, self._limits.catch_up_bytes))
        viewer.next_sequence += len(frames)
        at_end = viewer.next_sequence > backlog.received
        if frames:
            self._emit(SendFrames(self._session, (viewer.connection,), frames, report=not at_end))
        if 0 < backlog.snapshot_end < viewer.next_sequence:
            self.shown = True
        if at_end:
            viewer.phase = Phase.LIVE
            self._pause(viewer)
        self._recount()

    def _pause(self, viewer: Viewer) -> None:
        if self._paused:
            self._emit(Send(self._session, (viewer.connection,), StreamPause()))

    def _stream_start(self, capture: Capture, sequence: int) -> StreamStart:
        return StreamStart(
            session=self._session,
            page=capture.page,
            epoch=capture.epoch,
            sequence=sequence,
            url=without_query(capture.info.url) if capture.hides_details else capture.info.url,
            viewport=capture.info.viewport,
        )

    def _close(self, connection: str, code: CloseCode, reason: str) -> None:
        del self._viewers[connection]
        self._emit(Close(self._session, connection, code, reason))
        self._recount()

    def _recount(self) -> None:
        self._live = tuple(v.connection for v in self._viewers.values() if v.phase is Phase.LIVE)
