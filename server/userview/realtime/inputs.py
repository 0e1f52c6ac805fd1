"""All that can happen to the realtime core: tagged, immutable facts, each handled with the time at which it came.

`connection` is the gateway's opaque id of one WebSocket; it is never used again after its disconnect.
What a message claims is checked by the core; what a field outside of `message` says was checked by the
gateway (credentials, tickets, permission of an agent to be in a session).
"""

from dataclasses import dataclass

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
from userview.protocol.messages.common import EndReason, PageInfo
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
from userview.protocol.messages.settings import SdkSettings
from userview.protocol.messages.viewer import StreamRestart, ViewerResume
from userview.protocol.messages.visitor import (
    CaptureFailed,
    ControlAnswer,
    ControlRequired,
    InputResult,
    InsetClose,
    InsetOpen,
    PageOptions,
    PageUpdate,
    Resume,
    SessionAnswer,
    SessionStop,
    ToolsWithheld,
)
from userview.protocol.messages.waiting import WaitBegin
from userview.realtime.records import AgentRef, Call, SessionSpec, VisitorKey

VisitorMessages = (
    PageUpdate
    | SessionAnswer
    | RecordingAnswer
    | DisconnectExpected
    | ControlRequired
    | ToolsWithheld
    | ControlAnswer
    | SessionStop
    | InputResult
    | CaptureFailed
    | InsetClose
    | MessageToAgents
    | ConsoleTold
    | ConsoleRefused
    | ConsoleAnswer
)
AgentMessages = (
    SessionLeave
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
)


@dataclass(frozen=True, slots=True)
class VisitorConnected:
    """A visitor's tab said `hello` and was welcomed."""

    connection: str
    visitor: VisitorKey
    nickname: str
    settings: SdkSettings
    options: PageOptions
    page: PageInfo
    resume: Resume | None


@dataclass(frozen=True, slots=True)
class VisitorReplaced:
    """The browser behind a tab is another visitor from now on (rule P4)."""

    connection: str
    visitor: VisitorKey
    nickname: str
    settings: SdkSettings


@dataclass(frozen=True, slots=True)
class VisitorRenamed:
    """The visitor is called something else now."""

    visitor: VisitorKey
    nickname: str


@dataclass(frozen=True, slots=True)
class VisitorMessage:
    """A tab's message, as far as the core has to do with it."""

    connection: str
    message: VisitorMessages | None
    """None for one that is somebody else's business: a sign of life all the same (rule P2)."""


@dataclass(frozen=True, slots=True)
class VisitorAsks:
    """A tab wants to be told whether agents are available, and how its visitor's wait stands (rule Q3)."""

    connection: str


@dataclass(frozen=True, slots=True)
class VisitorWaits:
    """A tab says that its visitor waits for an agent (rules Q1, Q4)."""

    connection: str
    network: str
    """Where the tab is, so that nobody fills the queue by being many visitors (Q8)."""
    message: WaitBegin
    call: Call | None
    """Whom the link calls; None where it calls nobody, or a name that nobody has."""
    redirect_url: str | None
    """Where the team sends visitors to whom nobody is available."""


@dataclass(frozen=True, slots=True)
class VisitorWaitsNoMore:
    """A tab says that its visitor does not want to wait any more."""

    connection: str


@dataclass(frozen=True, slots=True)
class AgentHere:
    """A signed-in agent's page opened or closed its desk, or the agent says something else of themselves (rule Q3)."""

    connection: str
    team: str
    available: bool


@dataclass(frozen=True, slots=True)
class AnswerVisitor:
    """An agent wants to answer a visitor who waits (rule Q6); `Hub.waiter` tells whether it was the first."""

    visitor: VisitorKey
    agent: AgentRef


@dataclass(frozen=True, slots=True)
class AnswerFailed:
    """No session came of it."""

    visitor: VisitorKey


@dataclass(frozen=True, slots=True)
class ContentReceived:
    """A frame of page content: its header, and the whole of it with the time of receipt written in."""

    connection: str
    head: Head
    frame: bytes


@dataclass(frozen=True, slots=True)
class InsetOpens:
    """A page asks to have the page in one of its frames shown; `embedder` is where it is itself from."""

    connection: str
    message: InsetOpen
    embedder: str
    allowed: bool
    """Both origins are named among the team's sites (N1)."""


@dataclass(frozen=True, slots=True)
class InsetJoins:
    """The page in a frame joins, with a token that was made here for its origin and for the page around it (N2)."""

    connection: str
    session: str
    inset: int
    ref: int
    control_required: bool


@dataclass(frozen=True, slots=True)
class VisitorDisconnected:
    """A tab's connection is gone."""

    connection: str


@dataclass(frozen=True, slots=True)
class RoundTripMeasured:
    """A ping to a tab was answered after this time."""

    connection: str
    milliseconds: float


@dataclass(frozen=True, slots=True)
class AgentJoins:
    """An agent's page asks to take part in a session, and is allowed to."""

    connection: str
    session: str
    agent: AgentRef
    ref: str


@dataclass(frozen=True, slots=True)
class AgentMessage:
    """An agent's message about a session."""

    connection: str
    message: AgentMessages
    site_named: bool = False
    """The page that it leads to is of a site that the team names (C9)."""


@dataclass(frozen=True, slots=True)
class AgentDisconnected:
    """An agent's connection is gone."""

    connection: str


@dataclass(frozen=True, slots=True)
class ViewerConnected:
    """A viewer brought a good ticket and was welcomed."""

    connection: str
    session: str
    participant: str
    resume: ViewerResume | None


@dataclass(frozen=True, slots=True)
class ViewerMessage:
    """A viewer's message."""

    connection: str
    message: StreamRestart


@dataclass(frozen=True, slots=True)
class ViewerDisconnected:
    """A viewer's connection is gone."""

    connection: str


@dataclass(frozen=True, slots=True)
class QueueOverflowed:
    """More was queued for a viewer than it may hold; all of it was dropped (rule B3)."""

    connection: str


@dataclass(frozen=True, slots=True)
class QueueDrained:
    """Everything queued for a viewer has left, after an overflow or after frames with `report`."""

    connection: str


ViewerEvent = ViewerMessage | ViewerDisconnected | QueueOverflowed | QueueDrained


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session exists now, new or read back after a restart; or one that is live got another watch link."""

    spec: SessionSpec


@dataclass(frozen=True, slots=True)
class EndSession:
    """End a session from outside; unknown ones are no matter."""

    session: str
    reason: EndReason


@dataclass(frozen=True, slots=True)
class EraseVisitor:
    """The visitor's rows were erased."""

    visitor: VisitorKey


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """The settings of a team's pages are others (rule P6)."""

    team: str
    settings: SdkSettings


@dataclass(frozen=True, slots=True)
class LinkRedeemed:
    """Somebody holds a seat of the session."""

    session: str


@dataclass(frozen=True, slots=True)
class TouchVisitor:
    """Something about the visitor was changed elsewhere."""

    visitor: VisitorKey


@dataclass(frozen=True, slots=True)
class StorageFailed:
    """A session's changes could not be stored: it cannot go on (rule S8)."""

    session: str


@dataclass(frozen=True, slots=True)
class RecordingSynced:
    """Everything of the session that was to be kept, up to this frame, is on the disk (rule T4)."""

    session: str
    epoch: int
    sequence: int


@dataclass(frozen=True, slots=True)
class RecordingFailed:
    """The session's recording cannot be written on; `reason` is for agents to read (rule T5)."""

    session: str
    reason: str


@dataclass(frozen=True, slots=True)
class Tick:
    """The time that `Hub.next_deadline` named has come."""


Input = (
    VisitorConnected
    | VisitorReplaced
    | VisitorRenamed
    | VisitorMessage
    | VisitorAsks
    | VisitorWaits
    | VisitorWaitsNoMore
    | AgentHere
    | AnswerVisitor
    | AnswerFailed
    | ContentReceived
    | InsetOpens
    | InsetJoins
    | VisitorDisconnected
    | RoundTripMeasured
    | AgentJoins
    | AgentMessage
    | AgentDisconnected
    | ViewerConnected
    | ViewerMessage
    | ViewerDisconnected
    | QueueOverflowed
    | QueueDrained
    | OpenSession
    | EndSession
    | EraseVisitor
    | ChangeSettings
    | LinkRedeemed
    | TouchVisitor
    | StorageFailed
    | RecordingSynced
    | RecordingFailed
    | Tick
)
