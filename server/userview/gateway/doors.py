"""What the gateway asks of the domains: the doors that `app.py` hands to it.

Each method is one transaction. A refusal is `Refused`, which the endpoint turns into an `error`
message and a close.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Any, Protocol

from userview.domains.visitors.history.model import Told
from userview.protocol.codes import CloseCode, ErrorCode
from userview.protocol.messages.agent import Availability
from userview.protocol.messages.common import PageInfo
from userview.protocol.messages.settings import SdkSettings
from userview.protocol.messages.visitor import IdentityPatch, LiveChat, VisitorHello, VisitorIdentity
from userview.realtime.effects import (
    FinishRecording,
    KeepFrame,
    KeepNote,
    RequestEvent,
    StartRecording,
    SyncRecording,
)
from userview.realtime.inputs import RecordingFailed, RecordingSynced
from userview.realtime.records import AgentRef, Call, Change, SessionSpec, VisitorKey


class Refused(Exception):
    """A door stays shut: `code` and `message` go out as `error`, then the connection closes."""

    def __init__(self, code: ErrorCode, message: str, close: CloseCode) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.close = close


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What is known of a connection from its upgrade request."""

    ip: str
    """The client's address; behind a trusted proxy the forwarded one."""
    origin: str | None
    user_agent: str
    cookies: Mapping[str, str]

    @property
    def network(self) -> str:
        """The client's IPv4 address, or the /64 of its IPv6 address: in there everybody has as many as they like."""
        try:
            address = ip_address(self.ip)
        except ValueError:
            return self.ip
        return self.ip if address.version == 4 else str(ip_network((address, 64), strict=False))


@dataclass(frozen=True, slots=True)
class KnownVisitor:
    """A visitor whom the server knows now; `identity.secret` is set when the browser must store it."""

    key: VisitorKey
    identity: VisitorIdentity
    nickname: str
    settings: SdkSettings
    refusal: str | None = None
    """Why the identity that the page gave was not taken (rule I3); the connection goes on."""


@dataclass(frozen=True, slots=True)
class Identified:
    """What came of an identity patch."""

    replaced_by: KnownVisitor | None
    """The new visitor where the patch names somebody else (rule P4)."""
    refusal: str | None
    """Why the identity was not taken (rule I3)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a visitor waits for."""

    call: Call | None
    """The agent with the call name; None without one, or when nobody has it."""
    redirect_url: str | None


class VisitorDoor(Protocol):
    """Visitors as the gateway sees them."""

    async def connect(self, hello: VisitorHello, upgrade: Upgrade) -> KnownVisitor:
        """Find or make the visitor, with identity and page (rules P1, P3, P4).

        Raises:
            Refused: unknown public key (`invalid_api_key`, 4401) or the page's site is not
                allowed (`site_not_allowed`, 4403).
        """
        ...

    async def is_named(self, visitor: VisitorKey, origin: str | None) -> bool:
        """Whether this origin is among the sites that the visitor's team names: of no other do frames show pages, nor are they shown (N1)."""
        ...

    async def visit(self, visitor: VisitorKey, page: PageInfo) -> None:
        """The visitor is at another URL or title."""
        ...

    async def identify(self, visitor: VisitorKey, patch: IdentityPatch, page: PageInfo) -> Identified:
        """Apply an identity patch (rules P3, P4, I1-I5)."""
        ...

    async def hear_chat(self, visitor: VisitorKey, said: LiveChat, page: PageInfo) -> bool:
        """What the live chat on this page says (rule I6); True when that told something new."""
        ...

    async def reset(self, visitor: VisitorKey, page: PageInfo) -> KnownVisitor:
        """Make a new visitor in place of this one."""
        ...

    async def lookup_code(self, visitor: VisitorKey) -> tuple[str, float] | None:
        """The visitor's lookup code and the seconds that it is good for (rule L1); None when none is free."""
        ...

    async def wanted_agent(self, visitor: VisitorKey, call_name: str | None) -> Wanted:
        """Whom the visitor wants, in any case of letters, and where the team sends those who find nobody (Q2, Q4)."""
        ...

    async def rate(self, visitor: VisitorKey, session: str, rating: int) -> bool:
        """The visitor rates an ended session (S10); False when it cannot be rated by this visitor, or not any more."""
        ...

    async def requested(self, visitor: VisitorKey, happened: RequestEvent) -> None:
        """The visitor asked for help, got it, or asks no more."""
        ...

    async def collect(self, told: Sequence[Told]) -> set[VisitorKey]:
        """Keep what pages told of their history, where the team wants it (J1); the visitors of whom something was kept."""
        ...

    async def seen(self, last_seen: Mapping[VisitorKey, float]) -> None:
        """Store when visitors were last heard of (Unix seconds); called every few seconds with many."""
        ...

    async def presence(self, visitor: VisitorKey, *, online: bool) -> None:
        """The visitor came online, or is offline now."""
        ...

    async def describe(self, visitor: VisitorKey, *, hides_details: bool) -> dict[str, Any] | None:
        """The REST object Visitor for the desk, None when it is erased; as agents see it from whom details are hidden (A6), or whole."""
        ...


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A member of a team who is signed in to the dashboard."""

    agent: AgentRef
    team: str
    team_name: str
    availability: Availability = "available"
    hides_details: bool = False
    """At the desk this agent is not told who and where visitors are (rule A6)."""


class AgentDoor(Protocol):
    """Agents as the gateway sees them."""

    async def signed_in(self, upgrade: Upgrade) -> SignedIn | None:
        """Who the sign-in cookie belongs to; None without a valid one."""
        ...

    async def seen(self, team: str, agent: str) -> None:
        """The member of the team was there until now."""
        ...

    async def seat(self, session: str, seat: str) -> AgentRef | None:
        """Who holds this seat of the session (rule W2); None when it is not valid."""
        ...

    async def may_join(self, session: str, team: str) -> bool:
        """Whether the session is one of this team's."""
        ...


class Keeper(Protocol):
    """Where what is recorded goes (rules T3-T5). Nothing of it waits; what comes of it is an input."""

    def start(self, effect: StartRecording) -> None:
        """What follows of the session is kept."""
        ...

    def keep_frame(self, effect: KeepFrame) -> None:
        """Keep a frame."""
        ...

    def keep_note(self, effect: KeepNote) -> None:
        """Keep what is no page content."""
        ...

    def sync(self, effect: SyncRecording) -> None:
        """Feed `RecordingSynced` when everything so far is on the disk."""
        ...

    def finish(self, effect: FinishRecording) -> None:
        """Nothing more follows."""
        ...

    def bind(self, tell: Callable[[RecordingSynced | RecordingFailed], None]) -> None:
        """Say where those inputs go; once, before the first effect."""
        ...

    async def recover(self) -> None:
        """Deal with what another life of this process left; before rooms are made."""
        ...

    async def drain(self) -> None:
        """Returns when everything is on the disk."""
        ...


class Journal(Protocol):
    """Where the room's transitions are stored before they are announced (rule S8)."""

    async def record(self, changes: Sequence[Change]) -> None:
        """Store all of them in one transaction, or none (then an exception)."""
        ...

    async def open_sessions(self) -> list[SessionSpec]:
        """Every session that has not ended, its `generation` raised by one and stored (rule S9)."""
        ...
