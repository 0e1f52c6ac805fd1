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
from userview.protocol.messages.viewer import ViewerResume
from userview.protocol.messages.visitor import (
    CaptureFailed,
    ControlAnswer,
    InputResult,
    Resume,
    SessionAnswer,
    SessionEnd,
)
from userview.realtime.acting import Acting, Stage, must_ask, narrowed
from userview.realtime.consent import needs_consent
from userview.realtime.control import ControlLease
from userview.realtime.effects import Effect, IssueTicket, recorded
from userview.realtime.following import Show, next_tab
from userview.realtime.inputs import AgentMessages, ViewerEvent
from userview.realtime.limits import Limits
from userview.realtime.mirror import Mirror
from userview.realtime.presence import Presence, Tab
from userview.realtime.records import (
    AgentJoined,
    AgentLeft,
    AgentRef,
    Authorized,
    Change,
    NotedInHistory,
    PageShown,
    SessionSpec,
    StateChanged,
    WentLive,
)
from userview.realtime.seats import Seat, Seats
from userview.realtime.telling import Telling
from userview.realtime.waits import END_REASON, Wait, Waits


class Room:
    """A session that has not ended, or has just done so (`state` tells)."""

    def __init__(self, spec: SessionSpec, presence: Presence, limits: Limits, now: float) -> None:
        """`presence`: the visitor's tabs, kept by the hub; those of them connected now are told by `open`."""
        self.id = spec.id
        self.visitor = spec.visitor
        self.state = spec.state
        self._end_reason: EndReason | None = None
        self._spec = spec
        self._presence = presence
        self._limits = limits
        self._authorized = spec.authorized
        self._went_live = spec.went_live
        self._link_pending = spec.link_expires_at is not None
        self._link_expires_at = spec.link_expires_at or 0.0
        self._effects: list[Effect] = []
        self._changes: list[Change] = []
        self._waits = Waits()
        emit = self._effects.append
        self._seats = Seats(spec.generation)
        self._mirror = Mirror(spec.id, spec.generation, limits, emit, now)
        self._acting = Acting(spec.id, limits, self._seats, emit, self._changes.append)
        self._telling = Telling(
            spec, presence=presence, seats=self._seats, mirror=self._mirror, acting=self._acting, emit=emit
        )

    @property
    def is_live(self) -> bool:
        """Active or paused."""
        return self.state in (SessionState.ACTIVE, SessionState.PAUSED)

    @property
    def has_ended(self) -> bool:
        """Nothing happens here any more."""
        return self.state is SessionState.ENDED

    def take(self) -> list[Effect]:
        """The effects of what happened since the last call, in order."""
        effects = [*recorded(self.id, self.visitor, self._changes), *self._effects]
        self._effects.clear()
        self._changes.clear()
        return effects

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
        self._acting.fail_all()
        capture = self._mirror.capture
        if self._went_live and capture is not None:
            self._changes.append(NotedInHistory(self.id, self.visitor, capture.info.pageview, "ended", now))
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
        if replaced is not None and replaced == self._mirror.tab:
            self._mirror.lose(now)
        capture = self._mirror.capture
        away = capture is not None and capture.connection is None
        was_paused = self.state is SessionState.PAUSED
        if was_paused and len(self._seats):
            self._move(SessionState.ACTIVE, now)
        self._telling.greet(tab, self.state)
        if away and self.state is SessionState.ACTIVE:
            self._mirror.resume(tab, resume, paused=was_paused, now=now)
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
            if tab.page.url != before.url:
                self._changes.append(PageShown(self.id, tab.page.url, now))
        self._settle(now)

    def answered(self, message: SessionAnswer, now: float) -> None:
        """The visitor answered the prompt; the first answer counts (S3)."""
        if self.state is not SessionState.AUTHORIZING:
            return
        self._changes.append(Authorized(self.id, message.allow, asked=True, at=now))
        if message.allow:
            self._authorize(now)
            self._settle(now)
        else:
            self.end(EndReason.DECLINED, now)

    def input_result(self, message: InputResult, now: float) -> None:
        """The visitor's page says what became of an input."""
        self._acting.answered(message, now)

    def control_answered(self, message: ControlAnswer, now: float) -> None:
        """The visitor answered an agent who asks for control (C8)."""
        self._acting.decide(message.agent, allow=message.allow, stage=self._stage(), now=now)
        self._settle(now)

    def capture_failed(self, tab: Tab, message: CaptureFailed, now: float) -> None:
        """The visitor's page cannot be captured."""
        if tab.connection == self._mirror.tab:
            self._mirror.notice = message.message
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

    def agent_message(self, connection: str, message: AgentMessages, now: float) -> None:
        """A participant's message; from anybody else it is refused."""
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
                self._acting.act(seat, message, self._stage(), now)
            case ControlTake():
                self._agent_acted(now)
                self._acting.take(seat, self._stage(), now)
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

    # Inside

    def _move(self, state: SessionState, now: float, reason: EndReason | None = None) -> None:
        if state is not SessionState.ACTIVE:
            self._acting.turn(ControlLease(), now)
        self.state = state
        self._changes.append(StateChanged(self.id, state, reason, now))

    def _settle(self, now: float) -> None:
        """After anything happened: go on, wait for the right things, and tell everybody what is new (A1)."""
        if self.has_ended:
            self._waits.clear()
        else:
            self._hide_details()
            self._advance(now)
            self._wait(now)
            self._note_live(now)
        self._telling.news(self.state, self._end_reason)

    def _hide_details(self) -> None:
        """Mask private details exactly as long as somebody takes part who may not see them (A6)."""
        tab = self._presence.tabs.get(self._mirror.tab or "") if self.state is SessionState.ACTIVE else None
        if self._mirror.hide_details(tab, hides=self._seats.hide_details):
            self._acting.fail_all()

    def _advance(self, now: float) -> None:
        """Go on as far as the state of things allows (S1-S3, S5)."""
        tabs = self._presence.tabs
        if not tabs:
            return
        if self.state is SessionState.REQUESTED and len(self._seats):
            if self._authorized or not needs_consent(self._spec, self._presence):
                if not self._authorized:
                    self._changes.append(Authorized(self.id, allowed=True, asked=False, at=now))
                self._authorize(now)
            else:
                self._move(SessionState.AUTHORIZING, now)
                self._waits.start(Wait.CONSENT, now + self._limits.consent_seconds)
                for tab in tabs.values():
                    self._telling.greet(tab, self.state)
        elif self.state is SessionState.PAUSED and len(self._seats):
            self._move(SessionState.ACTIVE, now)
        if self.state is SessionState.ACTIVE:
            self._follow(now)

    def _authorize(self, now: float) -> None:
        self._authorized = True
        self._waits.stop(Wait.CONSENT)
        self._move(SessionState.ACTIVE, now)
        for tab in self._presence.tabs.values():
            self._telling.start(tab, continued=False)

    def _follow(self, now: float) -> None:
        """Capture the tab that the visitor looks at (S5)."""
        show = next_tab(self._presence, self._mirror.capture, self._limits.tab_grace_seconds, now)
        if isinstance(show, Show):
            self._acting.fail_all()
            self._mirror.begin(show.tab)
            self._changes.append(PageShown(self.id, show.tab.page.url, now))
        if isinstance(show, float):
            self._waits.start(Wait.FOLLOW, show)
        else:
            self._waits.stop(Wait.FOLLOW)

    def _stage(self) -> Stage:
        capture = self._mirror.capture if self.state is SessionState.ACTIVE else None
        tab = self._presence.tabs.get(self._mirror.tab or "")
        return Stage(self._authorized, capture, narrowed(self._spec, tab), must_ask(tab))

    def _leave(self, seat: Seat, code: CloseCode, now: float) -> None:
        self._acting.give_up(seat.participant.id, now)
        self._seats.remove(seat)
        self._mirror.audience.dismiss(seat.participant.id, code, "its agent's page left the session")
        if not self._seats.holds(seat.agent):
            self._changes.append(AgentLeft(self.id, seat.agent, now))

    def _agent_acted(self, now: float) -> None:
        self._waits.start(Wait.IDLE, now + self._limits.agent_idle_seconds)

    def _note_live(self, now: float) -> None:
        capture = self._mirror.capture
        if not self._went_live and capture is not None and self._mirror.audience.shown:
            self._went_live = True
            self._changes.append(WentLive(self.id, now, capture.info.url))
            self._changes.append(NotedInHistory(self.id, self.visitor, capture.info.pageview, "started", now))

    def _wait(self, now: float) -> None:
        absent = not self._presence.tabs
        expected = self.is_live or (self.state is SessionState.REQUESTED and len(self._seats) > 0)
        self._waits.keep_up(
            self._limits,
            now,
            visitor=expected and absent,
            agents=not self._seats.connections and not self._link_pending,
            page=self.state is SessionState.ACTIVE and absent,
            link=self._link_pending,
        )
