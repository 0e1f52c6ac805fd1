"""Messages between an agent's page and the server (`/ws/agent`)."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from userview.protocol.messages.actions import Action, DrawAction
from userview.protocol.messages.common import (
    EndReason,
    ErrorMessage,
    Hello,
    InputRefusal,
    Number,
    PageInfo,
    Part,
    Participant,
    Permissions,
    Pixels,
    Ref,
    Secret,
    SessionId,
    SessionState,
    ShortId,
    Welcome,
)
from userview.protocol.messages.console import (
    ConsoleClose,
    ConsoleEntries,
    ConsoleOpen,
    ConsoleResult,
    ConsoleRunAsked,
)
from userview.protocol.messages.custom import MessageOfPage, MessageToPage
from userview.protocol.messages.expected import ExpectedReturn
from userview.protocol.messages.recording import RecordingState
from userview.protocol.messages.waiting import DeskQueue, DeskWaited, DeskWaiting

Availability = Literal["available", "away"]
"""What an agent says of themselves; whether they are connected is another matter."""


class AgentHello(Hello):
    """First message of an agent's page; a signed-in agent is known by the upgrade's cookie."""


class DeskOpen(Part):
    """Tell me of every change to the team's visitors from now on (signed-in agents only, rule D1)."""

    type: Literal["desk.open"] = "desk.open"


class DeskClose(Part):
    """Stop telling me."""

    type: Literal["desk.close"] = "desk.close"


class SessionJoin(Part):
    """Take part in a session. `seat` is what redeeming a watch link gave; null when signed in."""

    type: Literal["session.join"] = "session.join"
    session: SessionId
    seat: Secret | None
    ref: Ref


class SessionLeave(Part):
    """Leave a session; it ends when nobody is left for a while (rule S6)."""

    type: Literal["session.leave"] = "session.leave"
    session: SessionId


class SessionEndRequest(Part):
    """End a session for everybody."""

    type: Literal["session.end"] = "session.end"
    session: SessionId


class ViewerTicketRequest(Part):
    """A new ticket for the viewer's own connection, after the first was used or grew old."""

    type: Literal["viewer.ticket"] = "viewer.ticket"
    session: SessionId
    ref: Ref


class PointerMoved(Part):
    """My pointer, in the visitor's viewport."""

    type: Literal["pointer"] = "pointer"
    session: SessionId
    x: Pixels
    y: Pixels
    visible: bool


class InputSent(Part):
    """I act in the visitor's page; `page` and `epoch` say which page I saw when I did (rule C5)."""

    type: Literal["input"] = "input"
    session: SessionId
    id: Number
    page: Number
    epoch: Number
    action: Action
    inset: Number | None = None
    """I acted in a page that a frame of it shows: `action` is in that page's coordinates and nodes (rule N3)."""


class ControlTake(Part):
    """Take control over, also from another agent (rule C3); asks the visitor for it first where that is required (rule C8)."""

    type: Literal["control.take"] = "control.take"
    session: SessionId


class ControlRelease(Part):
    """Give control back, or do not ask for it any more."""

    type: Literal["control.release"] = "control.release"
    session: SessionId


class Ping(Part):
    """Measures this agent's own connection; answered at once by `pong` with the same `id`."""

    type: Literal["ping"] = "ping"
    id: Number


AgentToServer = Annotated[
    AgentHello
    | DeskOpen
    | DeskClose
    | SessionJoin
    | SessionLeave
    | SessionEndRequest
    | ViewerTicketRequest
    | PointerMoved
    | InputSent
    | ControlTake
    | ControlRelease
    | MessageToPage
    | ConsoleOpen
    | ConsoleClose
    | ConsoleRunAsked
    | Ping,
    Field(discriminator="type"),
]


class AgentIdentity(Part):
    """The signed-in agent of this connection."""

    id: str
    name: str
    email: str | None
    team: str


class AgentWelcome(Welcome):
    """Answer to `hello`; `agent` is null for a guest who holds only a watch link's seat."""

    agent: AgentIdentity | None


class DeskVisitor(Part):
    """A visitor appeared or changed. `visitor` is the REST object Visitor of docs/reference."""

    type: Literal["desk.visitor"] = "desk.visitor"
    visitor: dict[str, Any]


class DeskGone(Part):
    """A visitor was erased."""

    type: Literal["desk.gone"] = "desk.gone"
    short_id: str


class DeskHistory(Part):
    """Page views or events of a visitor were kept; whoever shows them reads them again (rule D2)."""

    type: Literal["desk.history"] = "desk.history"
    short_id: ShortId


class DeskOnline(Part):
    """How many of the team's visitors are online."""

    type: Literal["desk.online"] = "desk.online"
    online: int


class AgentAvailability(Part):
    """Whether you want to be asked for help: right after `welcome` when signed in, and at each change, wherever it was made (rule D3)."""

    type: Literal["agent.availability"] = "agent.availability"
    availability: Availability


class ViewerTicket(Part):
    """Opens one viewer connection within 60 s (rule W3). `endpoint` is absolute, on the replay host."""

    type: Literal["viewer.ticket"] = "viewer.ticket"
    session: SessionId
    endpoint: str
    ticket: str
    ref: Ref


class WatchedVisitor(Part):
    """Who is watched."""

    short_id: str
    nickname: str


class WatchedPage(Part):
    """The page that is watched now, as the visitor's tab described it."""

    page: Number
    epoch: Number
    info: PageInfo


class SessionView(Part):
    """All that an agent's page knows of a session, sent whole at each change (rule A1)."""

    id: SessionId
    state: SessionState
    end_reason: EndReason | None
    waiting_for: Literal["visitor_offline", "consent", "page_change", "capture"] | None
    """Why nothing is seen right now; null while the page is shown."""
    notice: Annotated[str, StringConstraints(max_length=500)] | None
    """What went wrong in the visitor's page, e.g. capture blocked by its CSP."""
    visitor: WatchedVisitor
    page: WatchedPage | None
    agents: list[Participant]
    control: str | None
    granted: list[str] | None = None
    """Participants who may take control by the visitor's yes; null where nobody has to ask (rule C8)."""
    asking: list[str] = Field(default_factory=list[str])
    """Participants whose request for control the visitor has not answered, in the order of asking."""
    expected: ExpectedReturn | None = None
    """What the page said before the visitor went to one without the SDK (rule S11); null while a page is there, and when it said nothing."""
    recording: RecordingState = "off"
    """What is kept of the session (rules T1-T5)."""
    recording_failure: Annotated[str, StringConstraints(max_length=500)] | None = None
    """Why nothing more is kept; null unless `recording` is `failed`."""
    permissions: Permissions
    visitor_rtt_ms: float | None
    """Round trip between server and visitor; null until measured."""


class SessionJoined(Part):
    """You take part as `participant`; the viewer's first ticket is with it."""

    type: Literal["session.joined"] = "session.joined"
    session: SessionView
    participant: Participant
    viewer: ViewerTicket
    ref: Ref


class SessionUpdated(Part):
    """The session as it is now."""

    type: Literal["session.state"] = "session.state"
    session: SessionView


class AgentPointer(Part):
    """Another agent's pointer."""

    type: Literal["pointer"] = "pointer"
    session: SessionId
    agent: str
    x: Pixels
    y: Pixels
    visible: bool


class AgentDrew(Part):
    """Another agent drew over the page, and the visitor's browser has shown it (rule C10)."""

    type: Literal["draw"] = "draw"
    session: SessionId
    agent: str
    page: Number
    epoch: Number
    action: DrawAction
    inset: Number | None


class InputOutcome(Part):
    """What became of your input."""

    type: Literal["input.result"] = "input.result"
    session: SessionId
    id: Number
    ok: bool
    reason: InputRefusal | None


class Pong(Part):
    """Answer to `ping`."""

    type: Literal["pong"] = "pong"
    id: Number


ServerToAgent = Annotated[
    AgentWelcome
    | DeskVisitor
    | DeskGone
    | DeskHistory
    | DeskOnline
    | DeskQueue
    | DeskWaiting
    | DeskWaited
    | AgentAvailability
    | SessionJoined
    | SessionUpdated
    | ViewerTicket
    | AgentPointer
    | AgentDrew
    | InputOutcome
    | MessageOfPage
    | ConsoleEntries
    | ConsoleResult
    | Pong
    | ErrorMessage,
    Field(discriminator="type"),
]
