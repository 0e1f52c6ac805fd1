"""A seeded world in which everything that can go wrong does, and the invariants that hold all the same."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from tests.realtime.world import ADA, ANN, CLICK, EVE, OPTIONS, SESSION, SETTINGS, page, spec
from tests.simulation.network import ViewerWire, Wire
from tests.simulation.people import ModelTab, ModelViewer, Person
from tests.simulation.tape import Tape
from tests.simulation.waiting import WaitingSide
from userview.protocol.envelope import read_head
from userview.protocol.messages.agent import (
    ControlRelease,
    ControlTake,
    InputOutcome,
    InputSent,
    PointerMoved,
    SessionLeave,
    SessionUpdated,
)
from userview.protocol.messages.common import PageInfo, SessionState
from userview.protocol.messages.viewer import StreamRestart
from userview.protocol.messages.visitor import Ack, InputRequest, PageUpdate, SessionStop
from userview.realtime.effects import (
    Admit,
    Close,
    Effect,
    FinishRecording,
    KeepFrame,
    KeepNote,
    Record,
    Send,
    SendFrames,
    StartCapture,
    StartRecording,
    SyncRecording,
    TellDesks,
)
from userview.realtime.hub import Hub
from userview.realtime.inputs import (
    AgentDisconnected,
    AgentJoins,
    AgentMessage,
    ContentReceived,
    Input,
    OpenSession,
    QueueDrained,
    QueueOverflowed,
    Tick,
    ViewerConnected,
    ViewerDisconnected,
    ViewerMessage,
    VisitorConnected,
    VisitorDisconnected,
    VisitorMessage,
)
from userview.realtime.limits import Limits
from userview.realtime.records import (
    AgentRef,
    Authorized,
    ControlChanged,
    RecordingDecided,
    RecordingStarted,
    SessionSpec,
    StateChanged,
    WentLive,
)

LIMITS = Limits(snapshot_again_frames=12, catch_up_bytes=100, kept_bytes=2000, ended_remembered=5)


class Chaos:
    """One run. Everything random comes from the seed; `agents`: who may join, two when not said."""

    def __init__(self, seed: int, agents: Sequence[AgentRef] = (ADA, EVE)) -> None:
        self.random = Random(seed)
        self.now = 1000.0
        self.hub = Hub(LIMITS, self.now)
        self.spec: SessionSpec | None = None
        self.stored: SessionSpec | None = None
        self.reason: str | None = None
        self.pages = 0
        self.tabs: dict[ModelTab, Wire] = {}
        self.focused: ModelTab | None = None
        self.people = [Person(agent) for agent in agents]
        self.wires: dict[str, Wire] = {}
        self.connections = 0
        self.epochs: set[int] = set()
        self.inputs = 0
        self.agent_of: dict[str, str] = {}
        self.holder: str | None = None
        self.waiting = WaitingSide(self)
        self.tape = Tape(self.random)

    # The server's side

    def feed(self, happened: Input) -> None:
        """The server hears of something; now and then with a clock that has gone back."""
        back = 0.0 if isinstance(happened, Tick) else self.random.choice([0, 0, 0, 0, 2.5])
        for effect in self.hub.handle(happened, self.now - back):
            self._perform(effect)

    def _perform(self, effect: Effect) -> None:
        match effect:
            case Record():
                for change in effect.changes:
                    self._store(change)
            case Send():
                for connection in effect.to:
                    self._check_send(effect, connection)
                    self.wires[connection].send(effect.message)
            case TellDesks():
                self.waiting.told_desk(effect.message)
            case SendFrames():
                assert self.stored is not None
                assert self.stored.authorized, "S4: content before consent"
                assert self.stored.state is not SessionState.ENDED, "S7: content after the end"
                for connection in effect.to:
                    wire = self.wires[connection]
                    assert isinstance(wire, ViewerWire), "content goes to viewers only"
                    wire.content(effect.frames, report=effect.report)
            case StartCapture():
                assert effect.epoch not in self.epochs, "E2: an epoch was used again"
                self.epochs.add(effect.epoch)
                self.wires[effect.connection].send(effect)
            case Admit():
                for person in self.people:
                    if person.wire is not None and person.wire.connection == effect.connection:
                        person.participant = effect.participant.id
                        self.agent_of[effect.participant.id] = person.agent.id
            case Close():
                self.wires[effect.connection].closed_by_server = True
            case StartRecording() | KeepFrame() | KeepNote() | SyncRecording() | FinishRecording():
                assert self.stored is not None
                assert self.stored.recording_allowed or isinstance(effect, FinishRecording), "T2: kept without a yes"
                self.tape.perform(effect)
            case _:
                pass

    def _store(self, change: object) -> None:
        assert self.stored is not None
        match change:
            case StateChanged():
                assert self.stored.state is not SessionState.ENDED, "S1: something after the end"
                self.stored = replace(self.stored, state=change.state)
                self.reason = change.reason
                if change.state is SessionState.ENDED:
                    assert change.reason is not None, "S8: an end without a reason"
            case ControlChanged():
                self.holder = None if change.holder is None else change.holder.id
            case Authorized():
                self.stored = replace(self.stored, authorized=change.allowed)
            case RecordingDecided():
                self.stored = replace(self.stored, recording_allowed=change.allowed)
            case RecordingStarted():
                self.stored = replace(self.stored, recording_begun=True)
            case WentLive():
                assert not self.stored.went_live, "went live twice"
                self.stored = replace(self.stored, went_live=True)
            case _:
                pass

    def _check_send(self, effect: Send, connection: str) -> None:
        message = effect.message
        if isinstance(message, Ack):
            self.tape.check(message)
        if isinstance(message, InputRequest):
            assert self.holder == self.agent_of[message.agent], "C1, C3: input of one who is not in control"
        if isinstance(message, InputOutcome):
            for person in self.people:
                if person.wire is not None and person.wire.connection == connection:
                    assert message.id in person.asked
                    assert message.id not in person.answered, "C6: answered twice"
                    person.answered.add(message.id)
        if isinstance(message, SessionUpdated):
            control = message.session.control
            assert control is None or control in [agent.id for agent in message.session.agents]
            if message.session.state is not SessionState.ACTIVE:
                assert control is None, "C2: control without a live page"

    # What happens

    def step(self) -> None:
        """One thing happens, somewhere."""
        deliver = [wire for wire in self.wires.values() if wire.is_busy]
        if deliver and self.random.random() < 0.75:
            self.deliver(self.random.choice(deliver))
            return
        actions: list[tuple[Callable[[], None], float]] = [
            (self.mutate, 8),
            (self.pass_time, 3),
            (self.open_tab, 1),
            (self.navigate, 0.7),
            (self.focus, 0.7),
            (self.lose_tab, 1.2),
            (self.reconnect_tab, 5),
            (self.agent_comes, 1.5),
            (self.agent_acts, 3),
            (self.lose_agent, 0.3),
            (self.viewer_comes, 2),
            (self.lose_viewer, 0.4),
            (self.waiting.desk_comes_or_goes, 0.6),
            (self.waiting.wait, 0.8),
            (self.waiting.wait_no_more, 0.2),
            (self.waiting.answer_visitor, 0.5),
            (self.open_session, 1),
            (self.restart, 0.05),
            (self.disk, 3),
            (self.stop, 0.03),
        ]
        self.random.choices([action for action, _ in actions], [weight for _, weight in actions])[0]()

    def deliver(self, wire: Wire) -> None:
        """One message arrives, one way or the other."""
        if wire.up and (not wire.down or self.random.random() < 0.5):
            self.feed(wire.up.popleft())
        elif wire.down:
            self._arrive(wire, wire.down.popleft())
        elif wire.cut or wire.closed_by_server:
            self._gone(wire)
        if isinstance(wire, ViewerWire):
            if wire.overflowed:
                wire.overflowed = False
                self.feed(QueueOverflowed(wire.connection))
            elif wire.report and not wire.down and not wire.cut:
                wire.report = False
                self.feed(QueueDrained(wire.connection))

    def pass_time(self) -> None:
        """Time passes, a little or a lot; timers ring in time or too late."""
        seconds = self.random.choice([0.02, 0.05, 0.2, 1, 3, 8, 20])
        late = self.random.random() < 0.2
        self.advance(seconds, late=late)

    def advance(self, seconds: float, *, late: bool = False) -> None:
        """`late`: the driver slept through, as when a laptop was closed."""
        end = self.now + seconds
        while not late and (at := self.hub.next_deadline()) is not None and at <= end:
            self.now = max(self.now, at)
            self.feed(Tick())
        self.now = end
        self.feed(Tick())

    def mutate(self) -> None:
        """A page changes, once or in a burst."""
        if self.tabs:
            tab = self.random.choice(list(self.tabs))
            for _ in range(self.random.choice([1, 1, 3, 8])):
                self._send_content(tab, tab.mutate())

    def open_session(self) -> None:
        """An agent asks for a session, if there was none."""
        if self.stored is None:
            asks = self.random.random() < 0.7
            recording = self.random.choice(["off", "on", "ask"])
            self.stored = self.spec = spec(created_at=self.now, requires_consent=asks, recording=recording)
            self.feed(OpenSession(self.spec))

    def open_tab(self) -> None:
        """The visitor opens another tab."""
        if len(self.tabs) < 3:
            self.pages += 1
            tab = ModelTab(self.pages)
            if self.focused is None or self.random.random() < 0.5:
                self._focus(tab)
            self._connect(tab)

    def navigate(self) -> None:
        """A tab goes to another page."""
        if self.tabs:
            old = self.random.choice(list(self.tabs))
            self.cut(self.tabs.pop(old))
            self.pages += 1
            tab = ModelTab(self.pages)
            if self.focused is old:
                self.focused = tab if self.random.random() < 0.8 else None
            self._connect(tab)

    def focus(self) -> None:
        """The visitor looks at another tab, or at another program."""
        if self.tabs:
            self._focus(self.random.choice([*self.tabs, None]))

    def lose_tab(self) -> None:
        """A tab loses its connection, or is closed."""
        if self.tabs:
            tab = self.random.choice(list(self.tabs))
            self.cut(self.tabs[tab])
            tab.lose()
            if self.random.random() < 0.2:
                del self.tabs[tab]
                self.focused = None if self.focused is tab else self.focused

    def reconnect_tab(self) -> None:
        """A tab without a connection connects again."""
        for tab, wire in list(self.tabs.items()):
            if wire.cut or wire.closed_by_server:
                self._connect(tab)
                return

    def agent_comes(self) -> None:
        """An agent's window connects and joins."""
        person = self.random.choice(self.people)
        if self.stored is None or (person.wire is not None and not person.wire.cut):
            return
        wire = person.wire = self.wire(Wire)
        wire.up.append(AgentJoins(wire.connection, SESSION, person.agent, "r"))

    def agent_acts(self) -> None:
        """An agent does something."""
        person = self.random.choice(self.people)
        wire = person.wire
        if wire is None or wire.cut or person.participant is None:
            return
        kind = self.random.random()
        if kind < 0.5:
            self.inputs += 1
            person.asked.add(self.inputs)
            shown, epoch = person.view_epoch
            message = InputSent(session=SESSION, id=self.inputs, page=shown, epoch=epoch, action=CLICK)
        elif kind < 0.8:
            message = PointerMoved(session=SESSION, x=1, y=1, visible=True)
        elif kind < 0.9:
            message = ControlTake(session=SESSION)
        elif kind < 0.98:
            message = ControlRelease(session=SESSION)
        else:
            message = SessionLeave(session=SESSION)
            person.participant = None
        wire.up.append(AgentMessage(wire.connection, message))

    def lose_agent(self) -> None:
        """An agent's page loses its connection."""
        person = self.random.choice(self.people)
        if person.wire is not None:
            self.cut(person.wire)

    def viewer_comes(self) -> None:
        """A viewer connects, or asks for a fresh start."""
        person = self.random.choice(self.people)
        if person.participant is None:
            return
        if person.viewer_wire is not None and not person.viewer_wire.cut:
            if self.random.random() < 0.1:
                wire = person.viewer_wire
                wire.up.append(ViewerMessage(wire.connection, StreamRestart()))
            return
        keeps = self.random.random() < 0.7
        if not keeps:
            person.viewer = ModelViewer()
        connection = self._name()
        wire = person.viewer_wire = ViewerWire(connection, self.random.choice([6, 12, 1000]))
        self.wires[connection] = wire
        resume = person.viewer.resume
        if resume is None:
            person.viewer = ModelViewer()
        wire.up.append(ViewerConnected(connection, SESSION, person.participant, resume))

    def lose_viewer(self) -> None:
        """A viewer loses its connection."""
        person = self.random.choice(self.people)
        if person.viewer_wire is not None:
            self.cut(person.viewer_wire)

    def stop(self) -> None:
        """The visitor presses stop."""
        for tab, wire in self.tabs.items():
            if tab.run is not None and not wire.cut:
                wire.up.append(VisitorMessage(wire.connection, SessionStop(session=SESSION)))
                tab.run = tab.away = None
                return

    def disk(self) -> None:
        """The disk has what it was asked to keep, or breaks."""
        answer = self.tape.answer(SESSION)
        if answer is not None:
            self.feed(answer)

    def restart(self) -> None:
        """The server is killed and starts again from what was stored."""
        self.tape.crash()
        for wire in list(self.wires.values()):
            self.cut(wire)
            del self.wires[wire.connection]
        for tab in self.tabs:
            tab.lose()
        for person in self.people:
            person.participant = None
        self.now += self.random.choice([0.5, 5, 30])
        self.hub = Hub(LIMITS, self.now)
        self.waiting.queued = None
        if self.stored is not None and self.stored.state is not SessionState.ENDED:
            self.stored = replace(self.stored, generation=self.stored.generation + 1)
            self.feed(OpenSession(self.stored))

    # Inside

    def _arrive(self, wire: Wire, item: object) -> None:
        for tab, tab_wire in self.tabs.items():
            if tab_wire is wire:
                pieces = self.random.choice([1, 1, 3])
                if isinstance(item, StartCapture):
                    self._send_content(tab, tab.start(item, pieces))
                else:
                    frames, messages = tab.hear(item, pieces)  # pyright: ignore[reportArgumentType] - the queue holds both kinds, told apart above
                    self._send_content(tab, frames)
                    for message in messages:
                        wire.up.append(VisitorMessage(wire.connection, message))  # pyright: ignore[reportArgumentType] - the queue holds both kinds, told apart above
                return
        for person in self.people:
            if person.viewer_wire is wire:
                if isinstance(item, bytes):
                    person.viewer.see(item)
                    head = read_head(item)
                    person.view_epoch = (head.page, head.epoch)
                else:
                    person.viewer.hear(item)  # pyright: ignore[reportArgumentType] - the queue holds both kinds, told apart above

    def _send_content(self, tab: ModelTab, frames: list[bytes]) -> None:
        wire = self.tabs[tab]
        if not wire.cut:
            wire.up.extend(ContentReceived(wire.connection, read_head(frame), frame) for frame in frames)

    def _gone(self, wire: Wire) -> None:
        """The server notices that a connection is gone."""
        del self.wires[wire.connection]
        for tab, tab_wire in self.tabs.items():
            if tab_wire is wire and not wire.cut:
                tab.lose()
        wire.cut = True
        if isinstance(wire, ViewerWire):
            self.feed(ViewerDisconnected(wire.connection))
        self.feed(VisitorDisconnected(wire.connection))
        self.feed(AgentDisconnected(wire.connection))

    def _connect(self, tab: ModelTab) -> None:
        wire = self.tabs[tab] = self.wire(Wire)
        tab.lose()
        wire.up.append(VisitorConnected(wire.connection, ANN, "Ann", SETTINGS, OPTIONS, self._info(tab), tab.resume))

    def _focus(self, tab: ModelTab | None) -> None:
        before, self.focused = self.focused, tab
        for changed in (before, tab):
            wire = None if changed is None else self.tabs.get(changed)
            if changed is not None and wire is not None and not wire.cut:
                wire.up.append(VisitorMessage(wire.connection, PageUpdate(page=self._info(changed))))

    def _info(self, tab: ModelTab) -> PageInfo:
        return page(tab.number, focused=tab is self.focused, visible=tab is self.focused)

    def cut(self, wire: Wire) -> None:
        """The client goes; of what it sent, some still arrives."""
        if not wire.cut:
            wire.cut = True
            wire.down.clear()
            for _ in range(self.random.randint(0, len(wire.up))):
                wire.up.pop()

    def wire(self, kind: type[Wire]) -> Wire:
        """A new connection."""
        connection = self._name()
        wire = self.wires[connection] = kind(connection)
        return wire

    def _name(self) -> str:
        self.connections += 1
        return f"c{self.connections}"
