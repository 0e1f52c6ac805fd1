"""What a room is made of, and how it goes on after anything happened (rules S1-S5, A1, A6)."""

from userview.protocol.codes import CloseCode
from userview.protocol.messages.common import EndReason, PageInfo, SessionState
from userview.protocol.messages.expected import ExpectedReturn
from userview.realtime.acting import NOTHING, Acting, Stage, both, must_ask, narrowed
from userview.realtime.consent import needs_consent
from userview.realtime.console import Console
from userview.realtime.control import ControlLease
from userview.realtime.effects import Effect, recorded
from userview.realtime.expected import Expected
from userview.realtime.following import Show, next_tab
from userview.realtime.insets import Insets
from userview.realtime.limits import Limits
from userview.realtime.messaging import Messaging
from userview.realtime.mirror import Mirror
from userview.realtime.presence import Presence
from userview.realtime.recording import Recording
from userview.realtime.records import (
    AgentLeft,
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
from userview.realtime.waits import Wait, Waits


class RoomState:
    """One session's parts, and all that follows by itself from what they are."""

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
        self._shown_page: tuple[str, str] | None = None
        """Page view and address that were recorded last."""
        self._expected: Expected | None = None
        self._link_pending = spec.link_expires_at is not None
        self._link_expires_at = spec.link_expires_at or 0.0
        self._effects: list[Effect] = []
        self._changes: list[Change] = []
        self._waits = Waits()
        emit = self._effects.append
        self._seats = Seats(spec.generation)
        self._recording = Recording(spec, emit, self._changes.append)
        self._mirror = Mirror(
            spec.id, spec.generation, limits, emit, now, recording=self._recording, began=self._captured_anew
        )
        self._acting = Acting(spec.id, limits, self._seats, emit, self._changes.append, recording=self._recording)
        self._messaging = Messaging(spec.id, limits, self._seats, emit, self._changes.append)
        self._console = Console(spec.id, limits, self._seats, emit, self._changes.append)
        self._insets = Insets(spec.id, limits, self._mirror.number, emit, self._acting.fail_in)
        self._telling = Telling(
            spec,
            presence=presence,
            seats=self._seats,
            mirror=self._mirror,
            acting=self._acting,
            insets=self._insets,
            recording=self._recording,
            emit=emit,
        )

    @property
    def is_live(self) -> bool:
        """Active or paused."""
        return self.state in (SessionState.ACTIVE, SessionState.PAUSED)

    @property
    def _is_shared(self) -> bool:
        """The visitor has agreed and is there: what is said now reaches somebody."""
        return self._authorized and self.state is SessionState.ACTIVE

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
            self._note_scene(now)
            self._note_live(now)
        self._console.keep_up(self._stage())
        self._telling.news(self.state, self._end_reason, authorized=self._authorized, expected=self._told_expected)

    def _hide_details(self) -> None:
        """Mask private details exactly as long as somebody takes part who may not see them (A6)."""
        tab = self._presence.tabs.get(self._mirror.tab or "") if self.state is SessionState.ACTIVE else None
        if self._mirror.hide_details(tab, hides=self._seats.hide_details):
            self._acting.fail_all()

    def _advance(self, now: float) -> None:
        """Go on as far as the state of things allows (S1-S3, S5)."""
        if not self._presence.speaking:
            return
        if self.state is SessionState.REQUESTED and len(self._seats):
            if self._authorized or not needs_consent(self._spec, self._presence):
                if not self._authorized:
                    self._changes.append(Authorized(self.id, allowed=True, asked=False, at=now))
                self._authorize(now)
            else:
                self._move(SessionState.AUTHORIZING, now)
                self._waits.start(Wait.CONSENT, now + self._limits.consent_seconds)
                for tab in self._presence.tabs.values():
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
            self._note_page(show.tab.page, now)
        if isinstance(show, float):
            self._waits.start(Wait.FOLLOW, show)
        else:
            self._waits.stop(Wait.FOLLOW)

    def _note_page(self, page: PageInfo, now: float) -> None:
        """Record what page is shown, once for each stay at it: capture may begin anew, and tell of the same one twice."""
        shown = (page.pageview, page.url)
        if shown != self._shown_page:
            self._shown_page = shown
            self._changes.append(PageShown(self.id, page.url, now))

    def _stage(self, number: int | None = None) -> Stage:
        """`number`: of the page in a frame that is acted in."""
        capture = self._mirror.capture if self.state is SessionState.ACTIVE else None
        tab = self._presence.tabs.get(self._mirror.tab or "")
        permissions = narrowed(self._spec, tab)
        connection = self._mirror.tab
        if number is not None:
            inset = self._insets.get(number)
            connection = None if inset is None else inset.connection
            if inset is not None and not inset.controllable:
                permissions = both(permissions, NOTHING)
        asks = must_ask(tab) or self._insets.control_required
        return Stage(self._authorized, capture, permissions, asks, connection)

    def _captured_anew(self) -> None:
        self._insets.clear()
        self._recording.anew()

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
        if self._went_live and capture is not None:
            self._recording.begin(capture.backlog, now)

    def _note_scene(self, now: float) -> None:
        """Keep what is shown around the page (T6)."""
        capture = self._mirror.capture
        paused = self.state is not SessionState.ACTIVE or self._mirror.tab is None
        self._recording.page(None if capture is None else self._mirror.url, paused=paused, now=now)
        self._recording.people(self._seats.participants, self._acting.lease.holder, now)

    @property
    def _told_expected(self) -> ExpectedReturn | None:
        """What the page said of the visitor's being away, while that is so (S11)."""
        if self._expected is None or self._presence.speaking or self.has_ended:
            return None
        return self._expected.told(self._limits.visitor_absence_seconds)

    def _wait(self, now: float) -> None:
        absent = not self._presence.speaking
        # Said long before the visitor went, it was about something else.
        if absent and self._expected is not None and not self._expected.holds(self._presence.gone_at):
            self._expected = None
        usual = self._limits.visitor_absence_seconds
        expected = self.is_live or (self.state is SessionState.REQUESTED and len(self._seats) > 0)
        self._waits.keep_up(
            self._limits,
            now,
            visitor=expected and absent,
            visitor_seconds=usual if self._expected is None else self._expected.wait_seconds(usual),
            agents=not self._seats.connections and not self._link_pending,
            page=self.state is SessionState.ACTIVE and absent,
            link=self._link_pending,
        )
