"""All that the realtime core asks of the world; the gateway's driver is the only one that does it.

Effects of one `session` are carried out in order, and none before the `Record` ahead of it is stored
(rule S8). Effects whose session is None belong to no session and wait for nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from userview.protocol.codes import CloseCode
from userview.protocol.messages.agent import SessionView
from userview.protocol.messages.common import Part, Participant
from userview.protocol.messages.waiting import DeskWaited, DeskWaiting
from userview.realtime.records import SHOWN_AT_DESKS, Change, VisitorKey

RequestEvent = Literal["created", "accepted", "cancelled"]


@dataclass(frozen=True, slots=True)
class Send:
    """A control message to each of these connections; those that are gone do not matter."""

    session: str | None
    to: tuple[str, ...]
    message: Part


@dataclass(frozen=True, slots=True)
class SendFrames:
    """Page content to each of these viewers. `report`: say `QueueDrained` when it has left."""

    session: str
    to: tuple[str, ...]
    frames: tuple[bytes, ...]
    report: bool


@dataclass(frozen=True, slots=True)
class Close:
    """Close a connection, after everything that was sent to it before."""

    session: str | None
    connection: str
    code: CloseCode
    reason: str


@dataclass(frozen=True, slots=True)
class Record:
    """Store these changes, all or none, before anything that follows for this session."""

    session: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class StartCapture:
    """Send `capture.start` to a tab, with an upload token for the page's pictures."""

    session: str
    connection: str
    page: int
    epoch: int
    hides_details: bool
    """Private details are masked, for an agent who may not see them (A6)."""


@dataclass(frozen=True, slots=True)
class OpenInset:
    """Send `inset.opened` to a captured page, with the token for the page in its frame (N1)."""

    session: str
    connection: str
    ref: int
    inset: int
    origin: str
    embedder: str


@dataclass(frozen=True, slots=True)
class StartInset:
    """Send `inset.joined` to the page in a frame, with an upload token for its pictures (N2)."""

    session: str
    connection: str
    ref: int
    inset: int
    hides_details: bool


@dataclass(frozen=True, slots=True)
class Admit:
    """Send `session.joined` to an agent's page, with the first ticket of its viewer."""

    session: str
    connection: str
    view: SessionView
    participant: Participant
    ref: str


@dataclass(frozen=True, slots=True)
class IssueTicket:
    """Send `viewer.ticket` to an agent's page."""

    session: str
    connection: str
    participant: str
    ref: str


@dataclass(frozen=True, slots=True)
class Measure:
    """Measure a tab's round trip often (while its page is shown), or only as rarely as pings go."""

    session: str
    connection: str
    often: bool


@dataclass(frozen=True, slots=True)
class DeskChanged:
    """Desks of the visitor's team should look at the visitor again."""

    session: str | None
    visitor: VisitorKey


@dataclass(frozen=True, slots=True)
class TellDesks:
    """Tell the team's open desks, or those of one agent alone (rule Q5)."""

    session: None
    team: str
    agent: str | None
    message: DeskWaiting | DeskWaited


@dataclass(frozen=True, slots=True)
class AgentRequested:
    """A visitor asked for help, got it, or asks no more."""

    session: None
    visitor: VisitorKey
    happened: RequestEvent


@dataclass(frozen=True, slots=True)
class PresenceChanged:
    """The visitor came online, or is offline now (rule P2)."""

    session: None
    visitor: VisitorKey
    online: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """Store when these visitors were last heard of (Unix seconds)."""

    session: None
    last_seen: Mapping[VisitorKey, float]


@dataclass(frozen=True, slots=True)
class StartRecording:
    """What follows of this session is kept, at the end of what was kept of it before (T3)."""

    session: str
    visitor: VisitorKey
    at: float


@dataclass(frozen=True, slots=True)
class KeepFrame:
    """Keep a frame as it is (T3)."""

    session: str
    frame: bytes


@dataclass(frozen=True, slots=True)
class KeepNote:
    """Keep what is no page content, as the text of a JSON object (T6)."""

    session: str
    at: float
    note: bytes


@dataclass(frozen=True, slots=True)
class SyncRecording:
    """Say `RecordingSynced` when everything that was to be kept so far is on the disk (T4)."""

    session: str
    epoch: int
    sequence: int


@dataclass(frozen=True, slots=True)
class FinishRecording:
    """Nothing more follows of this session."""

    session: str
    at: float


Effect = (
    Send
    | SendFrames
    | Close
    | Record
    | StartCapture
    | OpenInset
    | StartInset
    | Admit
    | IssueTicket
    | Measure
    | DeskChanged
    | TellDesks
    | AgentRequested
    | PresenceChanged
    | Seen
    | StartRecording
    | KeepFrame
    | KeepNote
    | SyncRecording
    | FinishRecording
)


def recorded(session: str, visitor: VisitorKey, changes: Sequence[Change]) -> list[Effect]:
    """What a room's changes want done before anything else: to be stored, then shown at the desks that show the visitor."""
    effects: list[Effect] = [Record(session, tuple(changes))] if changes else []
    if any(isinstance(change, SHOWN_AT_DESKS) for change in changes):
        effects.append(DeskChanged(session, visitor))
    return effects
