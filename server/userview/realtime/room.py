"""One session while it is live: its state machine, who takes part, and what each side is told (rules S1-S9, A1-A5, C2).

Sans-IO. Each public method is one thing that happened; `take` then gives the effects: first one `Record` of
every change, then what may be said once that is stored (S8).
"""

from userview.protocol.codes import CloseCode, ErrorCode
from userview.protocol.envelope import Head
from userview.protocol.messages.agent import (
    ControlRelease,
    ControlTake,
    InputSent,
    PointerMoved,
    SessionEndRequest,
    SessionLeave,
    ViewerTicketRequest,
)
from userview.protocol.messages.common import EndReason, PageInfo, SessionState
from userview.protocol.messages.console import (
    ConsoleAnswer,
    ConsoleClose,
    ConsoleOpen,
    ConsoleRefused,
    ConsoleRunAsked,
    ConsoleTold,
)
from userview.protocol.messages.custom import MessageToAgents, MessageToPage
from userview.protocol.messages.expected import DisconnectExpected
from userview.protocol.messages.recording import RecordingAnswer
from userview.protocol.messages.viewer import ViewerResume
from userview.protocol.messages.visitor import (
    CaptureFailed,
    ControlAnswer,
    InputResult,
    InsetClose,
    Resume,
    SessionAnswer,
    SessionEnd,
)
from userview.realtime.control import ControlLease
from userview.realtime.effects import IssueTicket
from userview.realtime.expected import Expected
from userview.realtime.inputs import AgentMessage, InsetJoins, InsetOpens, ViewerEvent
from userview.realtime.presence import Tab
from userview.realtime.records import (
    AgentJoined,
    AgentRef,
    Authorized,
    NotedInHistory,
)
from userview.realtime.room_state import RoomState
from userview.realtime.waits import END_REASON, Wait


class Room(RoomState):
    """A session that has not ended, or has just done so (`state` tells)."""

    # Beginning and end

    def open(self, now: float) -> None:
        """The session exists, new or read back after a restart (S2, S9)."""
        self._waits.start(Wait.LIMIT, self._spec.created_at + self._spec.time_limit_seconds)
        self.another_link(self._spec.link_expires_at)
        if self.state is SessionState.ACTIVE:
            self._move(SessionState.PAUSED, now)
        if self.state is SessionState.AUTHORIZING:
            self._waits.start(Wait.CONSENT, now + self._limits.consent_seconds)
        for tab in self._presence.tabs.values():
            self._telling.greet(tab, self.state)
        self._settle(now)

    def another_link(self, expires_at: float | None) -> None:
        """One more watch link was made: as long as nobody has redeemed any, the one that lasts longest counts (S2)."""
        if self._link_pending and expires_at is not None:
            self._link_expires_at = max(self._link_expires_at, expires_at)
            self._waits.start(Wait.LINK, self._link_expires_at)

    def link_redeemed(self, now: float) -> None:
        """Somebody holds a seat: no link expires any more (S2)."""
        self._link_pending = False
        self._settle(now)

    def end(self, reason: EndReason, now: float) -> None:
        """The session is over, for `reason` (S8)."""
        if self.has_ended:
            return
        tabs = self._presence.tabs
        if tabs and self.state is not SessionState.REQUESTED:
            self._telling.send(tuple(tabs), SessionEnd(session=self.id, reason=reason))
        for tab in tabs.values():
            tab.in_session = False
        self._end_reason = reason
        self._insets.clear()
        self._acting.fail_all()
        capture = self._mirror.capture
        if self._went_live and capture is not None:
            self._changes.append(NotedInHistory(self.id, self.visitor, capture.info.pageview, "ended", now))
        self._recording.end(now)
        self._mirror.end(reason)
        self._move(SessionState.ENDED, now, reason)
        self._settle(now)

    def fail(self, now: float) -> None:
        """A change could not be stored: nothing more may be announced but the end (S8)."""
        self.end(EndReason.API_STOPPED, now)
        message = "the session was ended because the server could not store it"
        for connection in self._seats.connections:
            self._telling.error(connection, ErrorCode.SESSION_ENDED, message, None)

    # The visitor's side

    def tab_connected(self, tab: Tab, resume: Resume | None, replaced: str | None, now: float) -> None:
        """A tab connected, in place of the connection `replaced` of the same page, if any."""
        if self._presence.speaks(tab):
            self._expected = None
        if replaced is not None and replaced == self._mirror.tab:
            self._mirror.lose(now)
        capture = self._mirror.capture
        away = capture is not None and capture.connection is None
        was_paused = self.state is SessionState.PAUSED
        if was_paused and len(self._seats) and self._presence.speaks(tab):
            self._move(SessionState.ACTIVE, now)
        self._telling.greet(tab, self.state)
        if not self._presence.speaks(tab):
            self._settle(now)
            return
        returns = away and self.state is SessionState.ACTIVE
        if returns and self._mirror.resume(tab, resume, paused=was_paused, now=now):
            self._insets.regain(tab.connection)
        self._settle(now)

    def tab_gone(self, connection: str, now: float) -> None:
        """A tab's connection is gone; the presence knows already."""
        if connection == self._mirror.tab:
            self._mirror.lose(now)
            self._acting.fail_all()
        self._settle(now)

    def page_turned(self, tab: Tab, before: PageInfo, now: float) -> None:
        """A tab is at another URL, or gained or lost the focus; the presence knows already."""
        capture = self._mirror.capture
        if capture is not None and capture.connection == tab.connection:
            capture.info = tab.page
            self._note_page(tab.page, now)
            if tab.page.pageview != before.pageview:
                self._acting.wipe()
        self._settle(now)

    def answered(self, message: SessionAnswer, now: float) -> None:
        """The visitor answered the prompt; the first answer counts (S3)."""
        if self.state is not SessionState.AUTHORIZING:
            return
        self._changes.append(Authorized(self.id, message.allow, asked=True, at=now))
        if message.allow:
            self._recording.answer(message.record, now)
            self._authorize(now)
            self._settle(now)
        else:
            self.end(EndReason.DECLINED, now)

    def recording_answered(self, message: RecordingAnswer, now: float) -> None:
        """The visitor says whether the session may be recorded (T2)."""
        if self._authorized:
            self._recording.answer(message.allow, now)
            self._settle(now)

    def recording_synced(self, epoch: int, sequence: int, now: float) -> None:
        """What is recorded is on the disk up to there (T4)."""
        self._mirror.synced(epoch, sequence, now)

    def recording_failed(self, reason: str, now: float) -> None:
        """Nothing more can be recorded; the session goes on (T5)."""
        if self._recording.broke(reason, now):
            self._mirror.unsynced(now)
            self._settle(now)

    def input_result(self, connection: str, message: InputResult, now: float) -> None:
        """The page that an input was forwarded to says what became of it."""
        if self._acting.asked_of(message, connection):
            self._acting.answered(message, now)

    # Pages in frames

    def inset_opens(self, happened: InsetOpens, now: float) -> None:
        """A captured page asks to have the page in one of its frames shown (N1)."""
        if self.state is SessionState.ACTIVE and self._authorized and happened.allowed:
            shown = self._mirror.tab
            self._insets.open(happened.connection, happened.message, happened.embedder, shown=shown, now=now)
        else:
            self._insets.refuse(happened.connection, happened.message.ref)

    def inset_joins(self, happened: InsetJoins, now: float) -> bool:
        """The page in a frame is there; False when nobody waits for it (N2)."""
        joined = self.state is SessionState.ACTIVE and self._insets.join(
            happened, hides_details=self._mirror.hides_details, now=now
        )
        if joined:
            self._telling.introduce(happened.connection)
        self._settle(now)
        return joined

    def inset_closed(self, connection: str, message: InsetClose, now: float) -> None:
        """The page around a page in a frame does not show it any more (N4)."""
        self._insets.close(connection, message.inset)
        self._settle(now)

    def inset_gone(self, connection: str, now: float) -> None:
        """A connection that may be one of a page in a frame is gone."""
        self._insets.lose(connection)
        self._settle(now)

    def control_answered(self, message: ControlAnswer, now: float) -> None:
        """The visitor answered an agent who asks for control (C8)."""
        self._acting.decide(message.agent, allow=message.allow, stage=self._stage(), now=now)
        self._settle(now)

    def capture_failed(self, tab: Tab, message: CaptureFailed, now: float) -> None:
        """The visitor's page cannot be captured."""
        if tab.connection == self._mirror.tab:
            self._mirror.notice = message.message
            self._settle(now)

    def disconnect_expected(self, tab: Tab, message: DisconnectExpected, now: float) -> None:
        """The page is about to be left for one without the SDK (S11)."""
        if tab.in_session:
            self._expected = Expected(message, now)

    def page_says(self, tab: Tab, message: MessageToAgents, now: float) -> None:
        """The page tells agents something of its own (G1)."""
        self._messaging.from_page(tab.connection, message, shared=tab.in_session and self._is_shared, now=now)

    def console_says(self, connection: str, message: ConsoleTold | ConsoleRefused | ConsoleAnswer, now: float) -> None:
        """The page that is shown tells of its console, or answers code (O1-O3)."""
        match message:
            case ConsoleTold():
                self._console.told(connection, message, now)
            case ConsoleAnswer():
                self._console.answered(connection, message)
            case ConsoleRefused():
                self._console.refused(connection)
                self._settle(now)

    def content(self, tab: Tab, head: Head, frame: bytes, now: float) -> bool:
        """A frame of page content came; False when `next_deadline` is what it was, which is nearly always."""
        acknowledging = self._mirror.is_acknowledging
        if self._mirror.content(tab, head, frame, now):
            self._settle(now)
            return True
        return not acknowledging

    def refresh(self, now: float) -> None:
        """Something that agents are shown of the visitor changed (name, round trip); the presence knows already."""
        self._settle(now)

    # The agents' side

    def join(self, connection: str, agent: AgentRef, ref: str, now: float) -> None:
        """An agent's window takes part, or comes back (A1-A3, A5)."""
        self._link_pending = False
        seat = self._seats.returns(connection, agent)
        if seat is None:
            if len(self._seats) >= self._limits.participants_per_session:
                message = f"this session has {len(self._seats)} participants, and more are not allowed"
                self._telling.error(connection, ErrorCode.TOO_MANY_VIEWERS, message, ref)
                return
            if not self._seats.holds(agent):
                self._changes.append(AgentJoined(self.id, agent, now))
            seat = self._seats.add(connection, agent)
        self._agent_acted(now)
        self._telling.admit(connection, seat, ref)
        self._settle(now)

    def agent_gone(self, connection: str, now: float) -> None:
        """An agent's connection is gone; it may come back (A5)."""
        seat = self._seats.of(connection)
        if seat is not None:
            seat.connection = None
            seat.gone_at = now
            self._settle(now)

    def agent_message(self, happened: AgentMessage, now: float) -> None:
        """A participant's message; from anybody else it is refused."""
        connection, message = happened.connection, happened.message
        seat = self._seats.of(connection)
        if seat is None:
            ref = message.ref if isinstance(message, ViewerTicketRequest) else None
            self._telling.error(connection, ErrorCode.NOT_ALLOWED, "join the session first", ref)
            return
        match message:
            case PointerMoved():
                self._agent_acted(now)
                self._acting.point(seat, message, self._mirror.tab, now)
            case InputSent():
                self._agent_acted(now)
                stage = self._stage(message.inset)
                self._acting.act(seat, message, stage, site_named=happened.site_named, now=now)
            case ControlTake():
                self._agent_acted(now)
                self._acting.take(seat, self._stage(), now)
            case MessageToPage():
                self._agent_acted(now)
                shared, tab = self._is_shared, self._mirror.tab
                self._messaging.from_agent(seat, message, shared=shared, tab=tab, now=now)
            case ConsoleOpen():
                self._agent_acted(now)
                self._console.open(seat, self._stage(), now)
                self._settle(now)
            case ConsoleClose():
                self._console.close(seat.participant.id)
                self._settle(now)
            case ConsoleRunAsked():
                self._agent_acted(now)
                self._console.run(seat, message, self._stage(), now)
            case ControlRelease():
                self._acting.give_up(seat.participant.id, now)
            case ViewerTicketRequest():
                self._effects.append(IssueTicket(self.id, connection, seat.participant.id, message.ref))
            case SessionLeave():
                self._leave(seat, CloseCode.NORMAL, now)
                self._settle(now)
            case SessionEndRequest():
                self.end(EndReason.AGENT_STOPPED, now)
        if (self._acting.lease.holder, self._acting.requests) != self._telling.told_control:
            self._settle(now)

    def viewer_connected(self, connection: str, participant: str, resume: ViewerResume | None, now: float) -> bool:
        """A viewer came; False when its participant is gone (W3)."""
        if self._seats.get(participant) is None:
            return False
        self._mirror.audience.connect(connection, participant, resume, self._mirror.capture, now)
        self._note_live(now)
        return True

    def viewer_event(self, happened: ViewerEvent, now: float) -> None:
        """Something happened to a viewer that is known here."""
        self._mirror.audience.happen(happened, self._mirror.capture, now)
        self._note_live(now)

    # Time

    def next_deadline(self) -> float | None:
        """When `tick` must be called if nothing happens before."""
        others = (
            self._mirror.next_deadline(),
            self._seats.away_until(self._limits.participant_grace_seconds),
            self._acting.lease.lapses_at(self._limits.control_idle_seconds),
            self._acting.requests.lapses_at(self._limits.control_request_seconds),
        )
        return min((at for at in (self._waits.next_deadline(), *others) if at is not None), default=None)

    def tick(self, now: float) -> None:
        """Do what is due."""
        self._mirror.tick(now)
        for wait in self._waits.over(now):
            if wait in END_REASON:
                self.end(END_REASON[wait], now)
                return
            if wait is Wait.PAGE_CHANGE:
                self._move(SessionState.PAUSED, now)
                self._mirror.audience.pause()
        away_until = self._seats.away_until(self._limits.participant_grace_seconds)
        lapses_at = self._acting.lease.lapses_at(self._limits.control_idle_seconds)
        if away_until is not None and away_until <= now:
            for seat in self._seats.away_since(now - self._limits.participant_grace_seconds):
                self._leave(seat, CloseCode.NOT_AUTHENTICATED, now)
        if lapses_at is not None and lapses_at <= now:
            self._acting.turn(ControlLease(), now)
        self._acting.lapse(self._stage(), now)
        self._settle(now)
