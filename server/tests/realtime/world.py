"""A hub with a clock of our own and everybody who talks to it: the tests' side of the realtime core."""

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar
from uuid import UUID

from userview.protocol.codes import CloseCode
from userview.protocol.envelope import FrameFlags, FrameType, Header, pack, read_head
from userview.protocol.messages.actions import Modifiers, MouseAction
from userview.protocol.messages.agent import InputSent, SessionUpdated, SessionView
from userview.protocol.messages.common import PageInfo, Part, Permissions, SessionState, Viewport
from userview.protocol.messages.settings import SdkSettings
from userview.protocol.messages.viewer import ViewerResume
from userview.protocol.messages.visitor import PageOptions, PageUpdate, Resume, SessionAnswer
from userview.realtime.effects import (
    Admit,
    AgentRequested,
    Close,
    DeskChanged,
    Effect,
    FinishRecording,
    IssueTicket,
    KeepFrame,
    KeepNote,
    Measure,
    OpenInset,
    PresenceChanged,
    Record,
    Seen,
    Send,
    SendFrames,
    StartCapture,
    StartInset,
    StartRecording,
    SyncRecording,
    TellDesks,
)
from userview.realtime.hub import Hub
from userview.realtime.inputs import (
    AgentJoins,
    AgentMessage,
    AgentMessages,
    ContentReceived,
    Input,
    OpenSession,
    Tick,
    ViewerConnected,
    VisitorConnected,
    VisitorDisconnected,
    VisitorMessage,
)
from userview.realtime.limits import Limits
from userview.realtime.records import AgentRef, Change, SessionSpec, VisitorKey

ANN = VisitorKey("team_1", "ANNANNANNANNANNANN")
BOB = VisitorKey("team_1", "BOBBOBBOBBOBBOBBOB")
SESSION = "00000000000000a1"
OTHER_SESSION = "00000000000000b2"
ADA = AgentRef("agent_ada", "Ada", "ada@example.com", None)
EVE = AgentRef("agent_eve", "Eve", "eve@example.com", None)

SETTINGS = SdkSettings()
OPTIONS = PageOptions(
    require_authorization=None, js_configuration=False, allow_click=None, allow_scroll=None, allow_type=None
)
EVERYTHING = Permissions(
    allow_click=True,
    allow_scroll=True,
    allow_type=True,
    allow_draw=True,
    allow_agent_redirect=True,
    hide_private_details=False,
)
NO_KEYS = Modifiers(alt=False, ctrl=False, meta=False, shift=False)
CLICK = MouseAction(phase="down", node=7, x=10, y=20, offset_x=1, offset_y=2, button=0, clicks=1, modifiers=NO_KEYS)

M = TypeVar("M", bound=Part)


def page(number: int = 1, *, url: str = "", focused: bool = True, visible: bool = True) -> PageInfo:
    """Page view `number`."""
    return PageInfo(
        pageview=str(UUID(int=number)),
        url=url or f"https://shop.example/{number}",
        title=f"Page {number}",
        visible=visible,
        focused=focused,
        viewport=Viewport(width=1200, height=800),
    )


def spec(session: str = SESSION, visitor: VisitorKey = ANN, **changes: object) -> SessionSpec:
    """A new session that asks for consent and whose link is not the point."""
    base = SessionSpec(
        id=session,
        visitor=visitor,
        nickname="Ann",
        state=SessionState.REQUESTED,
        generation=1,
        requires_consent=True,
        page_may_decide_consent=False,
        authorized=False,
        went_live=False,
        permissions=EVERYTHING,
        created_at=1000.0,
        live_at=None,
        link_expires_at=None,
        time_limit_seconds=4 * 3600.0,
    )
    return replace(base, **changes)


def frame(
    capture: StartCapture,
    sequence: int,
    payload: bytes = b"",
    *,
    snapshot: bool = False,
    first: bool = True,
    last: bool = True,
) -> bytes:
    """A frame of a capture run."""
    flags = (FrameFlags.FIRST if first else FrameFlags(0)) | (FrameFlags.LAST if last else FrameFlags(0))
    kind = FrameType.SNAPSHOT if snapshot else FrameType.CHANGES
    header = Header(kind, flags, 1, capture.session, capture.page, capture.epoch, sequence, 0.0, 0.0)
    return pack(header, payload)


@dataclass(frozen=True)
class Closed:
    """How a connection was closed."""

    code: CloseCode
    reason: str


class World:
    """The hub and what it did. `now` starts at 1000.0 s."""

    def __init__(self, limits: Limits | None = None, now: float = 1000.0) -> None:
        self.limits = limits or Limits()
        self.now = now
        self.hub = Hub(self.limits, now)
        self.said: dict[str, list[Part]] = defaultdict(list)
        self.frames: dict[str, list[bytes]] = defaultdict(list)
        self.reports: list[str] = []
        self.closed: dict[str, Closed] = {}
        self.changes: list[Change] = []
        self.captures: list[StartCapture] = []
        self.openings: list[OpenInset] = []
        self.insets: list[StartInset] = []
        self.admitted: dict[str, Admit] = {}
        self.tickets: list[IssueTicket] = []
        self.often: dict[str, bool] = {}
        self.desk: list[VisitorKey] = []
        self.presences: list[tuple[VisitorKey, bool]] = []
        self.requests: list[str] = []
        self.desks: list[tuple[str | None, Part]] = []
        self.seen: list[dict[VisitorKey, float]] = []
        self.kept: list[bytes | dict[str, Any] | Literal["start", "finish"]] = []
        self.syncs: list[SyncRecording] = []

    def do(self, happened: Input) -> list[Effect]:
        """Something happens now."""
        effects = self.hub.handle(happened, self.now)
        begun: set[str | None] = set()
        for effect in effects:
            if isinstance(effect, Record):
                assert effect.session not in begun, "S8: stored before anything is said"
            begun.add(effect.session)
            self._perform(effect)
        return effects

    def wait(self, seconds: float) -> None:
        """Time passes; timers ring when they are due."""
        end = self.now + seconds
        while (at := self.hub.next_deadline()) is not None and at <= end:
            self.now = max(self.now, at)
            self.do(Tick())
        self.now = end

    # People

    def tab(
        self,
        connection: str = "tab",
        visitor: VisitorKey = ANN,
        *,
        info: PageInfo | None = None,
        options: PageOptions = OPTIONS,
        settings: SdkSettings = SETTINGS,
        resume: Resume | None = None,
    ) -> None:
        """A tab connects."""
        self.do(VisitorConnected(connection, visitor, "Ann", settings, options, info or page(), resume))

    def untab(self, connection: str = "tab") -> None:
        """A tab's connection is gone."""
        self.do(VisitorDisconnected(connection))

    def turn(self, connection: str, info: PageInfo) -> None:
        """A tab says `page`."""
        self.do(VisitorMessage(connection, PageUpdate(page=info)))

    def answer(
        self, *, allow: bool, connection: str = "tab", session: str = SESSION, record: bool | None = None
    ) -> None:
        """The visitor answers the prompt."""
        self.do(VisitorMessage(connection, SessionAnswer(session=session, allow=allow, record=record)))

    def open(self, given: SessionSpec | None = None) -> None:
        """A session is made."""
        self.do(OpenSession(given or spec(created_at=self.now)))

    def join(self, connection: str = "ada", agent: AgentRef = ADA, session: str = SESSION) -> str:
        """An agent's window joins; returns its participant id."""
        self.do(AgentJoins(connection, session, agent, "ref"))
        return self.admitted[connection].participant.id

    def agent(self, message: AgentMessages, connection: str = "ada") -> None:
        """An agent's message."""
        self.do(AgentMessage(connection, message))

    def viewer(
        self, connection: str = "view", of: str = "ada", session: str = SESSION, resume: ViewerResume | None = None
    ) -> None:
        """The viewer of a window connects."""
        participant = self.admitted[of].participant.id
        self.do(ViewerConnected(connection, session, participant, resume))

    def click(self, number: int = 1, connection: str = "ada", **changes: object) -> None:
        """An agent clicks in the page that is captured now."""
        capture = self.captures[-1]
        message = InputSent(session=SESSION, id=number, page=capture.page, epoch=capture.epoch, action=CLICK)
        self.agent(message.model_copy(update=changes), connection)

    def live(self, *, viewer: bool = True) -> StartCapture:
        """A session with consent, an agent and its viewer; returns the capture run."""
        self.tab()
        self.open()
        self.join()
        if viewer:
            self.viewer()
        self.answer(allow=True)
        return self.captures[-1]

    def content(self, data: bytes, connection: str = "tab") -> None:
        """A frame comes from a tab."""
        self.do(ContentReceived(connection, read_head(data), data))

    def snapshot(self, capture: StartCapture, sequence: int = 1, connection: str = "tab", size: int = 0) -> None:
        """A snapshot of one frame."""
        self.content(frame(capture, sequence, b"S" * size, snapshot=True), connection)

    def change(self, capture: StartCapture, sequence: int, connection: str = "tab", size: int = 0) -> None:
        """A change of one frame."""
        self.content(frame(capture, sequence, b"c" * size), connection)

    # What was heard

    def heard(self, connection: str, kind: type[M]) -> list[M]:
        """Messages of one type that a connection was sent."""
        return [message for message in self.said[connection] if isinstance(message, kind)]

    def last(self, connection: str, kind: type[M]) -> M:
        """The last of them."""
        heard = self.heard(connection, kind)
        assert heard, f"{connection} was sent no {kind.__name__}"
        return heard[-1]

    def types(self, connection: str) -> list[str]:
        """The types of all messages that a connection was sent, in order."""
        return [str(getattr(message, "type", "?")) for message in self.said[connection]]

    def sequences(self, connection: str) -> list[int]:
        """The sequences of the content that a viewer was sent, in order."""
        return [read_head(data).sequence for data in self.frames[connection]]

    def recorded(self, kind: type[Change]) -> list[Change]:
        """The changes of one type that were stored."""
        return [change for change in self.changes if isinstance(change, kind)]

    def state_of_kept(self) -> list[int | str]:
        """What was kept, in order: sequences of frames, types of notes, beginnings and ends."""
        return [
            read_head(one).sequence if isinstance(one, bytes) else one if isinstance(one, str) else str(one["type"])
            for one in self.kept
        ]

    def view(self, connection: str = "ada") -> SessionView:
        """The session as an agent's page knows it."""
        heard = self.heard(connection, SessionUpdated)
        return heard[-1].session if heard else self.admitted[connection].view

    def _perform(self, effect: Effect) -> None:
        match effect:
            case Send():
                for connection in effect.to:
                    self.said[connection].append(effect.message)
            case SendFrames():
                for connection in effect.to:
                    self.frames[connection].extend(effect.frames)
                    if effect.report:
                        self.reports.append(connection)
            case Close():
                self.closed[effect.connection] = Closed(effect.code, effect.reason)
            case Record():
                self.changes.extend(effect.changes)
            case StartCapture():
                self.captures.append(effect)
            case OpenInset():
                self.openings.append(effect)
            case StartInset():
                self.insets.append(effect)
            case Admit():
                self.admitted[effect.connection] = effect
            case IssueTicket():
                self.tickets.append(effect)
            case Measure():
                self.often[effect.connection] = effect.often
            case PresenceChanged():
                self.presences.append((effect.visitor, effect.online))
            case DeskChanged():
                self.desk.append(effect.visitor)
            case AgentRequested():
                self.requests.append(effect.happened)
            case TellDesks():
                self.desks.append((effect.agent, effect.message))
            case Seen():
                self.seen.append(dict(effect.last_seen))
            case StartRecording():
                self.kept.append("start")
            case KeepFrame():
                self.kept.append(effect.frame)
            case KeepNote():
                self.kept.append(json.loads(effect.note))
            case SyncRecording():
                self.syncs.append(effect)
            case FinishRecording():
                self.kept.append("finish")
