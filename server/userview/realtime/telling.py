"""What each side of a session is told, and when: only what is new (rules A1, A4, C8, H2)."""

from collections.abc import Callable

from userview.protocol.codes import ErrorCode
from userview.protocol.messages.agent import SessionUpdated, SessionView
from userview.protocol.messages.common import EndReason, ErrorMessage, Part, Participant, SessionState
from userview.protocol.messages.expected import ExpectedReturn
from userview.protocol.messages.recording import RecordingState
from userview.protocol.messages.visitor import SessionAgents, SessionRequest, SessionStart
from userview.realtime.acting import Acting, both, must_ask, narrowed
from userview.realtime.asking import ControlRequests
from userview.realtime.effects import Admit, Effect, Send
from userview.realtime.insets import Insets
from userview.realtime.mirror import Mirror
from userview.realtime.presence import Presence, Tab
from userview.realtime.recording import Recording
from userview.realtime.records import SessionSpec
from userview.realtime.seats import Seat, Seats
from userview.realtime.session_view import view_of, without_details


class Telling:
    """One session's announcements; it knows what everybody was told last."""

    def __init__(
        self,
        spec: SessionSpec,
        *,
        presence: Presence,
        seats: Seats,
        mirror: Mirror,
        acting: Acting,
        insets: Insets,
        recording: Recording,
        emit: Callable[[Effect], None],
    ) -> None:
        """The parts of one room."""
        self._spec = spec
        self._session = spec.id
        self._presence = presence
        self._seats = seats
        self._mirror = mirror
        self._acting = acting
        self._insets = insets
        self._recording = recording
        self._emit = emit
        self._admitted: list[tuple[str, Seat, str]] = []
        self._view: SessionView | None = None
        self._roster: tuple[list[Participant], str | None, list[str], RecordingState] = ([], None, [], "off")
        self._told_control: tuple[str | None, ControlRequests] = (None, ControlRequests())

    @property
    def told_control(self) -> tuple[str | None, ControlRequests]:
        """Who has control and who asks for it, as far as everybody knows."""
        return self._told_control

    def admit(self, connection: str, seat: Seat, ref: str) -> None:
        """An agent's window takes part; it is told so with the next `news`, which has the state after joining."""
        self._admitted.append((connection, seat, ref))

    def greet(self, tab: Tab, state: SessionState) -> None:
        """Tell a tab of the session as it stands (H2)."""
        if not self._presence.speaks(tab):
            return
        if state is SessionState.AUTHORIZING:
            asking = self._seats.participants
            name = asking[0].name if asking else ""
            message = SessionRequest(session=self._session, agent_name=name, recording=self._spec.recording)
            self.send((tab.connection,), message)
        elif state in (SessionState.ACTIVE, SessionState.PAUSED) and not tab.in_session:
            self.start(tab, continued=True)

    def start(self, tab: Tab, *, continued: bool) -> None:
        """Tell a tab that the session is live."""
        if not self._presence.speaks(tab):
            return
        tab.in_session = True
        agents, control = self._seats.participants, self._acting.lease.holder
        asking = self._acting.requests.asking
        message = SessionStart(
            session=self._session,
            continued=continued,
            agents=agents,
            control=control,
            asking=asking,
            recording=self._recording.state(authorized=True),
        )
        self.send((tab.connection,), message)

    def news(
        self,
        state: SessionState,
        end_reason: EndReason | None,
        *,
        authorized: bool,
        expected: ExpectedReturn | None,
    ) -> None:
        """Agents get the whole state when it changed (A1), tabs who watches and controls."""
        control = self._acting.lease.holder
        participants = self._seats.participants
        requests = self._acting.requests
        recording = self._recording.state(authorized=authorized)
        tab = self._presence.tabs.get(self._mirror.tab or "")
        asks = must_ask(tab) or self._insets.control_required
        view = view_of(
            session=self._session,
            state=state,
            end_reason=end_reason,
            presence=self._presence,
            mirror=self._mirror,
            participants=participants,
            control=control,
            granted=[one.id for one in participants if one.id in requests.granted] if asks else None,
            asking=requests.asking,
            permissions=narrowed(self._spec, tab),
            expected=expected,
            recording=recording,
            recording_failure=self._recording.failure,
        )
        for connection, seat, ref in self._admitted:
            self._emit(Admit(self._session, connection, _seen_by(seat, view), seat.participant, ref))
        if view != self._view:
            self._view = view
            new = {connection for connection, _, _ in self._admitted}
            for connection, seat in self._seats.here:
                if connection not in new:
                    self.send((connection,), SessionUpdated(session=_seen_by(seat, view)))
        self._admitted.clear()
        self._told_control = (control, requests)
        if (participants, control, requests.asking, recording) != self._roster:
            self._roster = (participants, control, requests.asking, recording)
            tabs = [tab.connection for tab in self._presence.tabs.values() if tab.in_session]
            message = SessionAgents(
                session=self._session,
                agents=participants,
                control=control,
                asking=requests.asking,
                recording=recording,
            )
            self.send((*tabs, *self._insets.connections), message)

    def introduce(self, connection: str) -> None:
        """Tell a page in a frame who takes part: nobody else has to hear it again."""
        message = SessionAgents(
            session=self._session,
            agents=self._seats.participants,
            control=self._acting.lease.holder,
            asking=self._acting.requests.asking,
            recording=self._recording.state(authorized=True),
        )
        self.send((connection,), message)

    def send(self, to: tuple[str, ...], message: Part) -> None:
        """A message to some connections, maybe none."""
        if to:
            self._emit(Send(self._session, to, message))

    def error(self, connection: str, code: ErrorCode, message: str, ref: str | None) -> None:
        """Say that something was refused."""
        self.send((connection,), ErrorMessage(code=code, message=message, ref=ref))


def _seen_by(seat: Seat, view: SessionView) -> SessionView:
    """The same state with what this agent may do and see; its watch link may allow less than the session (A4, A6)."""
    if seat.agent.permissions is None:
        return view
    shown = without_details(view) if seat.hides_details else view
    return shown.model_copy(update={"permissions": both(view.permissions, seat.agent.permissions)})
