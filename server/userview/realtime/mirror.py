"""The content side of a session: the run that is captured, its receipts, and the audience that it is relayed to.

The room says when a tab may be captured (S4, S5); from there on this is the whole way of a frame.
"""

from collections.abc import Callable

from userview.protocol.codes import CloseCode
from userview.protocol.envelope import Head
from userview.protocol.messages.common import EndReason
from userview.protocol.messages.visitor import Ack, CaptureResume, CaptureSnapshot, CaptureStop, Resume
from userview.protocol.scrub import without_query
from userview.realtime.audience import Audience
from userview.realtime.backlog import Backlog
from userview.realtime.capture import Capture, Receipt, starts_snapshot
from userview.realtime.effects import Close, Effect, Measure, Send, StartCapture
from userview.realtime.limits import MIB, Limits
from userview.realtime.presence import Tab
from userview.realtime.rates import TokenBucket
from userview.realtime.recording import Recording

_RUNS_PER_GENERATION = 1 << 20
"""Numbers of pages and epochs of one life of the server: more than a session can use up within its time limit."""


class Mirror:
    """One session's capture and audience."""

    def __init__(
        self,
        session: str,
        generation: int,
        limits: Limits,
        emit: Callable[[Effect], None],
        now: float,
        *,
        recording: Recording,
        began: Callable[[], None],
    ) -> None:
        """`began`: called when another run of capture begins."""
        self._session = session
        self._limits = limits
        self._emit = emit
        self._bucket = TokenBucket(limits.content_bytes_per_second, limits.content_burst_bytes, now)
        self._number = generation * _RUNS_PER_GENERATION
        self.audience = Audience(session, limits, emit)
        self.capture: Capture | None = None
        self.notice: str | None = None
        """Why the page cannot be seen, for agents to read."""
        self._hides_details = False
        self._began = began
        self._recording = recording

    @property
    def hides_details(self) -> bool:
        """Private details are masked, for an agent who may not see them (A6)."""
        return self._hides_details

    def number(self) -> int:
        """A number that no page and no epoch of the session has."""
        self._number += 1
        return self._number

    @property
    def tab(self) -> str | None:
        """The connection of the tab that is captured now."""
        return None if self.capture is None else self.capture.connection

    @property
    def url(self) -> str | None:
        """The captured page's address, as those who watch may see it (A6)."""
        capture = self.capture
        if capture is None:
            return None
        return without_query(capture.info.url) if capture.hides_details else capture.info.url

    @property
    def is_shown(self) -> bool:
        """A whole snapshot of the captured page is here."""
        return self.capture is not None and self.capture.backlog.snapshot_end > 0

    @property
    def is_acknowledging(self) -> bool:
        """An acknowledgement is due at a time that is known already."""
        return self.capture is not None and self.capture.ack_due is not None

    def begin(self, tab: Tab) -> None:
        """Capture this tab from now on, with a new epoch; another page view is another page (E2)."""
        before = self.capture
        if before is not None and before.connection not in (None, tab.connection):
            self._emit(Send(self._session, (before.connection,), CaptureStop(session=self._session)))
            self._emit(Measure(self._session, before.connection, often=False))
        self._began()
        epoch = self.number()
        same_page = before is not None and before.info.pageview == tab.page.pageview
        page = before.page if before is not None and same_page else epoch
        hides = self._hides_details
        self.capture = Capture(self._session, tab.connection, tab.page, page, epoch, hides_details=hides)
        self.notice = None
        tab.stray_bytes = 0
        self.audience.begin()
        self._emit(StartCapture(self._session, tab.connection, page, epoch, hides))
        self._emit(Measure(self._session, tab.connection, often=True))

    def hide_details(self, tab: Tab | None, *, hides: bool) -> bool:
        """Whether private details are masked from now on; True when the page that `tab` shows begins anew for it (A6).

        Nothing of what came before is shown to anybody any more, also when the captured page is away just now.
        """
        if hides == self._hides_details:
            return False
        self._hides_details = hides
        capture = self.capture
        if capture is None:
            return False
        if tab is not None:
            self.begin(tab)
            return True
        capture.forget()
        self.audience.begin()
        self.audience.pause()
        return False

    def resume(self, tab: Tab, resume: Resume | None, *, paused: bool, now: float) -> bool:
        """Let a tab that was away go on where it stopped, if its run is still the one that is kept (R3)."""
        capture = self.capture
        if (
            capture is None
            or resume is None
            or (resume.session, resume.page, resume.epoch) != (self._session, capture.page, capture.epoch)
            or capture.forgotten
            or resume.sequence < capture.backlog.received
        ):
            return False
        capture.regain(tab.connection)
        capture.info = tab.page
        tab.stray_bytes = 0
        self._emit(Send(self._session, (tab.connection,), self._capture_resume(capture)))
        self._emit(Measure(self._session, tab.connection, often=True))
        if paused:
            self.audience.restart_all(capture, now)
        return True

    def content(self, tab: Tab, head: Head, frame: bytes, now: float) -> bool:
        """A frame came from a tab; True when agents have something new to hear of it: whole, anew or given up."""
        capture = self.capture
        if capture is None or not capture.belongs(tab.connection, head):
            # Nobody asked for it: it is dropped (S4).
            if tab.strays(len(frame), self._limits.window_bytes):
                self._emit(Close(self._session, tab.connection, CloseCode.RATE, "content came that nobody asked for"))
            return False
        capture.unacknowledged_bytes += len(frame)
        solvent = self._bucket.spend(len(frame), now)
        if capture.ack_due is None:
            capture.ack_due = now + self._limits.ack_seconds
        receipt = capture.receive(head, frame)
        is_news = False
        if receipt is Receipt.NEXT:
            is_news = self._relay(capture, head, frame, tab, now)
        elif receipt is Receipt.GAP and not capture.gap_answered:
            capture.gap_answered = True
            self._emit(Send(self._session, (tab.connection,), self._capture_resume(capture)))
        if capture.unacknowledged_bytes >= self._limits.ack_bytes and solvent:
            self._acknowledge(capture)
        elif capture.unacknowledged_bytes > 2 * self._limits.window_bytes:
            reason = f"more than {2 * self._limits.window_bytes} bytes were not acknowledged yet"
            self._emit(Close(self._session, tab.connection, CloseCode.RATE, reason))
        return is_news

    def lose(self, now: float) -> None:
        """The captured tab's connection is gone; what came of it is kept."""
        if self.capture is not None:
            self.capture.lose(now)

    def end(self, reason: EndReason) -> None:
        """The session is over; nothing is kept."""
        if self.tab is not None:
            self._emit(Measure(self._session, self.tab, often=False))
        self.capture = None
        self.audience.end(reason)

    def next_deadline(self) -> float | None:
        """When an acknowledgement or a fresh start is due."""
        ack = None if self.capture is None else self.capture.ack_due
        start = self.audience.next_deadline()
        if ack is None or start is None:
            return start if ack is None else ack
        return min(ack, start)

    def tick(self, now: float) -> None:
        """Send what is due."""
        capture = self.capture
        if capture is not None and capture.ack_due is not None and capture.ack_due <= now:
            clear_at = self._bucket.clear_at(now)
            if clear_at > now:
                capture.ack_due = clear_at
            else:
                self._acknowledge(capture)
        self.audience.tick(capture, now)

    def _relay(self, capture: Capture, head: Head, frame: bytes, tab: Tab, now: float) -> bool:
        backlog = capture.backlog
        completed = backlog.snapshot_end == backlog.received
        self._recording.frame(frame, now, starts_snapshot=starts_snapshot(head))
        self.audience.relay(capture, frame, starts_snapshot=starts_snapshot(head), ends_snapshot=completed)
        limits = self._limits
        if backlog.pending_snapshot_bytes > limits.snapshot_bytes:
            self._give_up(
                capture, tab, f"The page is too large to be shown: more than {limits.snapshot_bytes // MIB} MiB."
            )
            return True
        if backlog.bytes_since - backlog.pending_snapshot_bytes > limits.kept_bytes:
            self.begin(tab)
            return True
        if self._is_long(backlog) and backlog.snapshot_end and not capture.snapshot_asked:
            capture.snapshot_asked = True
            self._emit(Send(self._session, (tab.connection,), CaptureSnapshot(session=self._session)))
        return completed

    def _is_long(self, backlog: Backlog) -> bool:
        """So much came since the last snapshot that another one is due (B4); sooner while it is recorded, for those who seek (T6)."""
        limits, frames, size = self._limits, backlog.frames_since, backlog.bytes_since
        if frames > limits.snapshot_again_frames or size > limits.snapshot_again_bytes:
            return True
        return self._recording.running and (
            frames > limits.recorded_snapshot_frames
            or size > max(limits.recorded_snapshot_bytes, backlog.snapshot_bytes)
        )

    def _give_up(self, capture: Capture, tab: Tab, notice: str) -> None:
        self.notice = notice
        capture.refuse()
        self._emit(Send(self._session, (tab.connection,), CaptureStop(session=self._session)))
        self._emit(Measure(self._session, tab.connection, often=False))
        self.audience.begin()
        self.audience.pause()

    def _acknowledge(self, capture: Capture) -> None:
        capture.ack_due = None
        if not self._recording.running:
            self._tell_acknowledged(capture, capture.backlog.received, capture.unacknowledged_bytes)
        elif capture.syncing is None:
            capture.syncing = capture.unacknowledged_bytes
            self._recording.sync(capture.epoch, capture.backlog.received)

    def synced(self, epoch: int, sequence: int, now: float) -> None:
        """What is recorded is on the disk up to there, so it is acknowledged (T4)."""
        capture = self.capture
        if capture is None or capture.epoch != epoch or capture.syncing is None:
            return
        self._tell_acknowledged(capture, sequence, capture.syncing)
        capture.syncing = None
        if capture.unacknowledged_bytes and capture.ack_due is None:
            capture.ack_due = now + self._limits.ack_seconds

    def unsynced(self, now: float) -> None:
        """Nothing is recorded any more, and what waited for the disk waits no longer (T5)."""
        capture = self.capture
        if capture is not None:
            capture.syncing = None
            if capture.unacknowledged_bytes:
                capture.ack_due = now

    def _tell_acknowledged(self, capture: Capture, sequence: int, size: int) -> None:
        capture.unacknowledged_bytes -= size
        if capture.connection is not None:
            message = Ack(epoch=capture.epoch, sequence=sequence)
            self._emit(Send(self._session, (capture.connection,), message))

    def _capture_resume(self, capture: Capture) -> CaptureResume:
        return CaptureResume(
            session=self._session, page=capture.page, epoch=capture.epoch, sequence=capture.backlog.received
        )
