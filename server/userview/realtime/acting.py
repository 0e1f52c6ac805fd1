"""What agents do in the visitor's page: who may, who is in control, and what became of it (rules A4, C1-C6, C8)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from userview.protocol.codes import ErrorCode
from userview.protocol.messages.actions import Action, DrawAction
from userview.protocol.messages.agent import AgentDrew, AgentPointer, InputOutcome, InputSent, PointerMoved
from userview.protocol.messages.common import ErrorMessage, InputRefusal, Part, Permissions
from userview.protocol.messages.visitor import InputRequest, InputResult, PointerShown
from userview.realtime.asking import ControlRequests
from userview.realtime.capture import Capture
from userview.realtime.control import ControlHeld, ControlLease
from userview.realtime.effects import Effect, Send
from userview.realtime.leading import stays
from userview.realtime.limits import Limits
from userview.realtime.presence import Tab
from userview.realtime.rates import TokenBuckets
from userview.realtime.recording import Recording
from userview.realtime.records import AgentRef, Change, ControlChanged, FeatureUsed, SessionSpec
from userview.realtime.seats import Seat, Seats

_NO_CONSENT: Final = "the visitor has not agreed"
_NOT_LIVE: Final = "no page of the visitor is connected now"
_NOT_GRANTED: Final = "ask the visitor for control first"
_DECLINED: Final = "the visitor did not give control"
_CLEAR: Final = DrawAction(tool="clear", stroke=0, node=None, points=[])
_TOO_MUCH: Final = "too much is drawn in a short time; this was not shown"
_OTHER_SITE: Final = "agents may send visitors to the page's own site and to the team's allowed sites only"
NOTHING: Final = Permissions(
    allow_click=False,
    allow_scroll=False,
    allow_type=False,
    allow_draw=False,
    allow_agent_redirect=False,
    hide_private_details=False,
)
"""Agents may look, and do nothing."""
_REFUSED_PERMISSION: Final = (ErrorCode.NOT_ALLOWED, ErrorCode.CONTROL_NOT_GRANTED, ErrorCode.SITE_NOT_ALLOWED)


@dataclass(frozen=True, slots=True)
class Pending:
    """An input that was forwarded and not answered yet."""

    participant: str
    agent: AgentRef
    feature: str
    connection: str
    drawn: AgentDrew | None
    """What the other agents are shown when the visitor has been (C10)."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What there is to act on."""

    authorized: bool
    """The visitor has agreed."""
    capture: Capture | None
    """The run that is live, None when the session is not active."""
    permissions: Permissions
    """What the session allows; an agent's own watch link may allow less."""
    must_ask: bool
    """Nobody gets control without having asked the visitor (C8)."""
    connection: str | None
    """Of the page that is acted in: the captured one, or one in a frame of it (N3); None when there is none such."""


def allowed(permissions: Permissions, action: Action) -> bool:
    """Whether the session's permissions allow this action (A4)."""
    match action.kind:
        case "mouse" | "choose":
            return permissions.allow_click
        case "scroll":
            return permissions.allow_scroll
        case "key" | "text":
            return permissions.allow_type
        case "navigate":
            return permissions.allow_agent_redirect
        case "draw":
            return permissions.allow_draw


def feature_of(action: Action) -> str:
    """The feature that an action is a use of, as `features_used` names it."""
    match action.kind:
        case "mouse" | "choose":
            return "remote_click"
        case "scroll":
            return "remote_scroll"
        case "key" | "text":
            return "remote_typing"
        case "navigate":
            return "redirect"
        case "draw":
            return "drawing"


def must_ask(tab: Tab | None) -> bool:
    """Whether the team's setting or the page's own option wants agents to ask for control (C8)."""
    return tab is not None and (tab.settings.require_control_request or tab.wants_requests)


def narrowed(spec: SessionSpec, tab: Tab | None) -> Permissions:
    """The session's permission AND the team's setting AND the page's own option (A4)."""
    if tab is None:
        return spec.permissions
    team, page = tab.settings, tab.options
    theirs = Permissions(
        allow_click=team.allow_remote_click and page.allow_click is not False,
        allow_scroll=team.allow_remote_scroll and page.allow_scroll is not False,
        allow_type=team.allow_remote_type and page.allow_type is not False,
        allow_draw=team.allow_draw and not tab.withholds_drawing,
        allow_agent_redirect=team.allow_agent_redirect and not tab.withholds_redirect,
        # The page's own options for these are known in the page alone, which decides (C7).
        read_console=team.track_console,
        run_console=team.allow_remote_console,
        # The team's setting of this name is a mask of the page (P6); whom it is hidden from is said of each agent.
        hide_private_details=False,
    )
    return both(spec.permissions, theirs)


def both(one: Permissions, other: Permissions | None) -> Permissions:
    """What both allow, hidden as soon as one of them hides; None allows everything."""
    if other is None:
        return one
    hidden = one.hide_private_details or other.hide_private_details
    return Permissions(
        allow_click=one.allow_click and other.allow_click,
        allow_scroll=one.allow_scroll and other.allow_scroll,
        allow_type=one.allow_type and other.allow_type,
        allow_draw=one.allow_draw and other.allow_draw,
        allow_agent_redirect=one.allow_agent_redirect and other.allow_agent_redirect,
        # What scripts say and can read is not masked as the page is.
        read_console=one.read_console and other.read_console and not hidden,
        run_console=one.run_console and other.run_console and not hidden,
        hide_private_details=hidden,
    )


class Acting:
    """Control, forwarded inputs and pointers of one session."""

    def __init__(
        self,
        session: str,
        limits: Limits,
        seats: Seats,
        emit: Callable[[Effect], None],
        note: Callable[[Change], None],
        *,
        recording: Recording,
    ) -> None:
        self._session = session
        self._limits = limits
        self._seats = seats
        self._emit = emit
        self._note = note
        self._recording = recording
        self._pending: dict[tuple[str, int], Pending] = {}
        self._used: set[str] = set()
        self._inked: dict[str, AgentDrew] = {}
        """By participant who has drawn on this page view: what takes it away again."""
        self._ink = TokenBuckets[str](limits.drawn_points_per_second, limits.drawn_points_burst)
        self.lease = ControlLease()
        self.requests = ControlRequests()

    def act(self, seat: Seat, message: InputSent, stage: Stage, *, site_named: bool, now: float) -> None:
        """Forward an input, or refuse it (A4, C1-C5, C9). `site_named`: as in `AgentMessage`."""
        capture = stage.capture
        if not stage.authorized:
            self._refuse(seat, message, ErrorCode.NO_CONSENT, _NO_CONSENT)
        elif not allowed(both(stage.permissions, seat.agent.permissions), message.action):
            kind = message.action.kind
            self._refuse(seat, message, ErrorCode.NOT_ALLOWED, f"{kind} is not allowed in this session")
        elif capture is None or capture.connection is None:
            self._refuse(seat, message, ErrorCode.NOT_LIVE, _NOT_LIVE)
        elif message.action.kind != "draw" and stage.must_ask and seat.participant.id not in self.requests.granted:
            self._refuse(seat, message, ErrorCode.CONTROL_NOT_GRANTED, _NOT_GRANTED)
        elif stage.connection is None or (message.page, message.epoch) != (capture.page, capture.epoch):
            self._answer(seat.participant.id, message.id, InputRefusal.STALE)
        elif message.action.kind == "draw":
            self._draw(seat, message, message.action, stage.connection, now)
        elif not (site_named or stays(message.action, capture.info.url)):
            self._refuse(seat, message, ErrorCode.SITE_NOT_ALLOWED, _OTHER_SITE)
        else:
            try:
                lease = self.lease.used_by(seat.participant.id, now)
            except ControlHeld:
                self._refuse(seat, message, ErrorCode.CONTROL_HELD, "another agent is in control; take it over first")
                return
            self.turn(lease, now)
            self._forward(seat, message, stage.connection)

    def take(self, seat: Seat, stage: Stage, now: float) -> None:
        """Take control over, also from another agent (C2, C3); where the visitor has to be asked first, ask (C8)."""
        own = seat.participant.id
        if stage.capture is not None and stage.must_ask and own not in self.requests.granted:
            self.requests = self.requests.asked_by(own, now)
        elif stage.capture is not None:
            self.turn(self.lease.taken_by(own, now), now)
        elif stage.authorized:
            self._error(seat, ErrorCode.NOT_LIVE, _NOT_LIVE, None)
        else:
            self._error(seat, ErrorCode.NO_CONSENT, _NO_CONSENT, None)

    def give_up(self, participant: str, now: float) -> None:
        """`participant` left, gave control back, or does not ask any more (C4, C8)."""
        self.turn(self.lease.without(participant), now)
        self.requests = self.requests.without(participant)

    def decide(self, participant: str, *, allow: bool, stage: Stage, now: float) -> None:
        """The visitor answered a request for control; a yes gives it at once while there is a page (C8)."""
        seat = self._seats.get(participant)
        if seat is None or participant not in self.requests.asking:
            return
        self.requests = self.requests.answered(participant, allow=allow)
        if not allow:
            self._error(seat, ErrorCode.CONTROL_DECLINED, _DECLINED, None)
        elif stage.capture is not None:
            self.turn(self.lease.taken_by(participant, now), now)

    def lapse(self, stage: Stage, now: float) -> None:
        """Requests that had no answer for so long are declined (C8)."""
        for participant in self.requests.unanswered_since(now - self._limits.control_request_seconds):
            self.decide(participant, allow=False, stage=stage, now=now)

    def turn(self, lease: ControlLease, now: float) -> None:
        """Change the lease; another holder is recorded."""
        if lease.holder != self.lease.holder:
            seat = None if lease.holder is None else self._seats.get(lease.holder)
            self._note(ControlChanged(self._session, None if seat is None else seat.agent, now))
        self.lease = lease

    def answered(self, message: InputResult, now: float) -> None:
        """The visitor's page answered; only inputs that were forwarded have an answer (C6)."""
        pending = self._pending.pop((message.agent, message.id), None)
        if pending is None:
            return
        reason = None if message.ok else message.reason or InputRefusal.FAILED
        self._answer(pending.participant, message.id, reason)
        if message.ok:
            self._use(pending.feature, pending.agent, now)
            if pending.drawn is not None:
                self._tell_others(pending.participant, pending.drawn)
                self._recording.drew(pending.drawn, now)

    def asked_of(self, message: InputResult, connection: str) -> bool:
        """Whether this answers an input that was forwarded to that connection."""
        pending = self._pending.get((message.agent, message.id))
        return pending is not None and pending.connection == connection

    def fail_in(self, connection: str) -> None:
        """The page in a frame that inputs were forwarded to is gone (C6)."""
        for key in [key for key, pending in self._pending.items() if pending.connection == connection]:
            del self._pending[key]
            self._answer(*key, InputRefusal.FAILED)

    def fail_all(self) -> None:
        """The page that inputs were forwarded to is gone; they are answered all the same (C6)."""
        for participant, number in self._pending:
            self._answer(participant, number, InputRefusal.FAILED)
        self._pending.clear()

    def point(self, seat: Seat, message: PointerMoved, tab: str | None, now: float) -> None:
        """Show an agent's pointer to the visitor and to the other agents."""
        own = seat.participant.id
        place = {"session": self._session, "agent": own, "x": message.x, "y": message.y, "visible": message.visible}
        self._tell_others(own, AgentPointer.model_validate(place))
        self._recording.pointer(own, message.x, message.y, now, visible=message.visible)
        if tab is not None:
            self._emit(Send(self._session, (tab,), PointerShown.model_validate(place)))
            self._use("pointer", seat.agent, now)

    def wipe(self) -> None:
        """The page is at another address within itself: what was drawn on it is gone there, and goes for all agents (C10)."""
        here = tuple(connection for connection, _ in self._seats.here)
        for cleared in self._inked.values():
            if here:
                self._emit(Send(self._session, here, cleared))
        self._inked.clear()

    def _draw(self, seat: Seat, message: InputSent, action: DrawAction, tab: str, now: float) -> None:
        """Drawing takes no control: it shows, and does nothing (C10)."""
        own = seat.participant.id
        if not self._ink.take(own, now, amount=len(action.points) / 2 + 1):
            self._refuse(seat, message, ErrorCode.RATE_LIMITED, _TOO_MUCH)
            return
        drawn = AgentDrew(
            session=self._session,
            agent=own,
            page=message.page,
            epoch=message.epoch,
            action=action,
            inset=message.inset,
        )
        if own not in self._inked:
            self._inked = {who: cleared for who, cleared in self._inked.items() if self._seats.get(who) is not None}
        self._inked[own] = drawn.model_copy(update={"action": _CLEAR, "inset": None})
        self._forward(seat, message, tab, drawn)

    def _tell_others(self, participant: str, message: Part) -> None:
        """All agents but the one it is of."""
        others = tuple(connection for connection, seat in self._seats.here if seat.participant.id != participant)
        if others:
            self._emit(Send(self._session, others, message))

    def _forward(self, seat: Seat, message: InputSent, tab: str, drawn: AgentDrew | None = None) -> None:
        key = (seat.participant.id, message.id)
        if key in self._pending:
            del self._pending[key]
            self._answer(*key, InputRefusal.FAILED)
        elif len(self._pending) >= self._limits.pending_inputs:
            oldest = next(iter(self._pending))
            del self._pending[oldest]
            self._answer(*oldest, InputRefusal.FAILED)
        self._pending[key] = Pending(seat.participant.id, seat.agent, feature_of(message.action), tab, drawn)
        request = InputRequest(
            session=self._session,
            agent=seat.participant.id,
            id=message.id,
            page=message.page,
            epoch=message.epoch,
            action=message.action,
            inset=message.inset,
        )
        self._emit(Send(self._session, (tab,), request))

    def _refuse(self, seat: Seat, message: InputSent, code: ErrorCode, text: str) -> None:
        self._error(seat, code, text, str(message.id))
        reason = InputRefusal.NOT_PERMITTED if code in _REFUSED_PERMISSION else InputRefusal.FAILED
        self._answer(seat.participant.id, message.id, reason)

    def _error(self, seat: Seat, code: ErrorCode, text: str, ref: str | None) -> None:
        if seat.connection is not None:
            error = ErrorMessage(code=code, message=text, ref=ref)
            self._emit(Send(self._session, (seat.connection,), error))

    def _answer(self, participant: str, number: int, reason: InputRefusal | None) -> None:
        seat = self._seats.get(participant)
        if seat is not None and seat.connection is not None:
            outcome = InputOutcome(session=self._session, id=number, ok=reason is None, reason=reason)
            self._emit(Send(self._session, (seat.connection,), outcome))

    def _use(self, feature: str, agent: AgentRef, now: float) -> None:
        if feature not in self._used:
            self._used.add(feature)
            self._note(FeatureUsed(self._session, feature, agent, now))
