"""What the realtime core and the rest of the server tell each other: plain, immutable facts.

Times are Unix seconds as float, from a clock that never goes back (the driver's). Ids are opaque.
A visitor is named by team and short id together: `VisitorKey`.
"""

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from userview.protocol.messages.common import EndReason, Permissions, SessionState
from userview.protocol.messages.recording import RecordingMode


class VisitorKey(NamedTuple):
    """One visitor of one team."""

    team: str
    short_id: str


@dataclass(frozen=True, slots=True)
class AgentRef:
    """Who an agent is on the record: one per person and session, however many windows (rule A3)."""

    id: str
    name: str
    email: str | None
    external_id: str | None
    """The id that the REST caller gave; None for members of the team."""
    permissions: Permissions | None = None
    """What this agent's own watch link allows, within what the session allows; None: all of that."""


@dataclass(frozen=True, slots=True)
class Call:
    """The agent whom a visitor's personal link calls (rule Q4)."""

    name: str
    """The call name, in lower case."""
    agent: str
    agent_name: str


@dataclass(frozen=True, slots=True)
class SessionSpec:
    """All that a room needs to begin, whether the session is new or read back after a restart."""

    id: str
    visitor: VisitorKey
    nickname: str
    state: SessionState
    generation: int
    """1 for a new session, one more at each restart of the server: makes pages and epochs new (rule S9)."""
    requires_consent: bool
    """The team's setting when the session was made; the page may override it where allowed (rule S3)."""
    page_may_decide_consent: bool
    authorized: bool
    """The visitor has said yes, before a restart perhaps."""
    went_live: bool
    permissions: Permissions
    created_at: float
    live_at: float | None
    link_expires_at: float | None
    """A watch link that nobody has redeemed yet ends the session at this time; None when there is none."""
    time_limit_seconds: float
    recording: RecordingMode = "off"
    """Whether it is to be recorded, by the team's setting when it was made and the link's `recording` (T1)."""
    recording_allowed: bool | None = None
    """The visitor's answer; None while there is none."""
    recording_begun: bool = False
    """Something of it was kept before a restart."""


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The session's state machine moved (rules S1, S8)."""

    session: str
    state: SessionState
    reason: EndReason | None
    at: float


@dataclass(frozen=True, slots=True)
class Authorized:
    """The visitor answered the prompt, or needed not be asked (`asked` False)."""

    session: str
    allowed: bool
    asked: bool
    at: float


@dataclass(frozen=True, slots=True)
class WentLive:
    """For the first time an agent's viewer was sent a whole snapshot of the visitor's page."""

    session: str
    at: float
    start_url: str


@dataclass(frozen=True, slots=True)
class NotedInHistory:
    """The session went live, or ended after it had, while the visitor was at this page view (rule J4)."""

    session: str
    visitor: VisitorKey
    pageview: str
    happened: Literal["started", "ended"]
    at: float


@dataclass(frozen=True, slots=True)
class AgentJoined:
    """An agent takes part, with the first of its windows."""

    session: str
    agent: AgentRef
    at: float


@dataclass(frozen=True, slots=True)
class AgentLeft:
    """The last window of an agent is gone."""

    session: str
    agent: AgentRef
    at: float


@dataclass(frozen=True, slots=True)
class FeatureUsed:
    """First use of a feature in a session: `pointer`, `remote_click`, `remote_scroll`, `remote_typing`, `redirect`,
    `drawing`."""

    session: str
    feature: str
    agent: AgentRef
    at: float


@dataclass(frozen=True, slots=True)
class MessageTold:
    """A custom message was passed on, from an agent or (None) from the visitor's page; nothing of what it says is here (rule G3)."""

    session: str
    agent: AgentRef | None
    size_bytes: int
    at: float


@dataclass(frozen=True, slots=True)
class ConsoleRan:
    """An agent runs code in the visitor's page (rule O5)."""

    session: str
    agent: AgentRef
    code: str
    at: float


@dataclass(frozen=True, slots=True)
class PageShown:
    """Another page of the visitor is captured now."""

    session: str
    url: str
    at: float


@dataclass(frozen=True, slots=True)
class ControlChanged:
    """Control went to an agent, or to nobody."""

    session: str
    holder: AgentRef | None
    at: float


@dataclass(frozen=True, slots=True)
class RecordingDecided:
    """The visitor said whether the session may be recorded (T2)."""

    session: str
    allowed: bool
    at: float


@dataclass(frozen=True, slots=True)
class RecordingStarted:
    """From here on the session is recorded; once a session (T3)."""

    session: str
    at: float


@dataclass(frozen=True, slots=True)
class RecordingBroken:
    """Nothing more is recorded, though the session goes on (T5)."""

    session: str
    reason: str
    at: float


Change = (
    StateChanged
    | Authorized
    | WentLive
    | NotedInHistory
    | AgentJoined
    | AgentLeft
    | FeatureUsed
    | MessageTold
    | ConsoleRan
    | PageShown
    | ControlChanged
    | RecordingDecided
    | RecordingStarted
    | RecordingBroken
)
"""What the journal stores; all changes of one input are stored in one transaction, in order."""

SHOWN_AT_DESKS: Final = (StateChanged, Authorized, WentLive, AgentJoined, AgentLeft)
"""Changes that alter what agents see of the visitor outside of the session."""
