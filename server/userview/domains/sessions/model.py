"""Sessions as the rest of the server sees them: plain, immutable facts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from userview.protocol.messages.common import EndReason, Permissions, SessionState
from userview.protocol.messages.recording import RecordingMode
from userview.realtime.records import AgentRef

Clock = Callable[[], float]
"""Gives the time in Unix seconds."""

Source = Literal["api", "search", "lookup code", "personal link", "agent request", "integration"]
"""How a session began."""

SOURCES: Final[tuple[Source, ...]] = ("api", "search", "lookup code", "personal link", "agent request", "integration")

VideoStatus = Literal["pending", "recording", "not_available", "ready", "expired", "removed"]
"""What there is of a recording."""

RECORDED: Final[tuple[VideoStatus, ...]] = ("recording", "pending", "ready")
"""Those with which something can be played, once the session was live."""

Flat = str | int | float | bool
"""A value of `metadata`."""

PERMISSIONS: Final[Mapping[str, bool]] = {
    "allow_click": True,
    "allow_scroll": True,
    "allow_type": True,
    "allow_draw": True,
    "allow_audio": True,
    "allow_agent_redirect": True,
    "allow_show_agent_screen": True,
    "allow_request_visitor_screen": True,
    "allow_notes": True,
    "allow_console": False,
    "hide_private_details": False,
}
"""Every permission that a caller may give, with its default. Kept with the session, whatever of it is enforced today."""


def within(wanted: Mapping[str, bool], own: Mapping[str, bool]) -> dict[str, bool]:
    """What is wanted as far as `own` goes; of that, what is left out is allowed, and hides nothing."""
    return {
        name: given or own.get(name, False) if name == "hide_private_details" else given and own.get(name, True)
        for name, given in wanted.items()
    }


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent who takes or took part."""

    ref: AgentRef
    joined_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class Session:
    """A session's row, with the agents who joined in the order of joining."""

    id: str
    team_id: str
    visitor_short_id: str
    visitor_nickname: str
    source: Source
    state: SessionState
    end_reason: EndReason | None
    authorized: bool | None
    """None until the visitor answered or need not be asked."""
    went_live: bool
    created_at: datetime
    live_at: datetime | None
    ended_at: datetime | None
    start_url: str
    features: tuple[str, ...]
    metadata: Mapping[str, Flat]
    notes: str | None
    recording: RecordingMode
    video_status: VideoStatus
    webhook_url: str | None
    language: str | None
    call_name: str | None
    """Of the agent whose personal link it began with."""
    rating: int | None
    """1 to 5, the visitor's own (rule S10)."""
    agents: tuple[Agent, ...]

    def length_seconds(self, now: datetime) -> int:
        """Whole seconds from going live to the end, or to now; 0 when it never went live."""
        if self.live_at is None:
            return 0
        return max(0, int(((self.ended_at or now) - self.live_at).total_seconds()))


@dataclass(frozen=True, slots=True)
class Choices:
    """By what a list of sessions may be narrowed."""

    agents: tuple[AgentRef, ...]
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """How a session is to begin, if the visitor has none that runs."""

    source: Source
    permissions: Mapping[str, bool]
    """Names of `PERMISSIONS`; those left out have their defaults."""
    metadata: Mapping[str, Flat]
    recording: bool = True
    webhook_url: str | None = None
    notes: str | None = None
    language: str | None = None
    call_name: str | None = None
    """Of the agent whose personal link the visitor followed."""


@dataclass(frozen=True, slots=True)
class Branding:
    """How the watch page looks and where it leads, as the link's maker wants it."""

    naked: bool | Literal["page_only"] = False
    retry_url: str | None = None
    on_end_url: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A watch link to be made: for whom, for how long, and with what rights."""

    agent: AgentRef
    expires_in: int
    """Seconds."""
    permissions: Mapping[str, bool]
    branding: Branding
    language: str | None
    allowed_origins: tuple[str, ...] | None
    """Who may frame the watch page; None: anybody."""

    def expires_at(self, made_at: datetime) -> datetime:
        """When the link is too old to be redeemed."""
        return made_at + timedelta(seconds=self.expires_in)


@dataclass(frozen=True, slots=True)
class Link:
    """A watch link that was just made; the token is known now and never again."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What redeeming a watch link gives (rule W2)."""

    seat: str
    session: str
    agent: AgentRef
    branding: Branding
    language: str | None
    allowed_origins: tuple[str, ...] | None
    """Whose pages around the watch page hear of the session; None: nobody was named."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose a seat is, and of which team the session."""

    agent: AgentRef
    team_id: str


def enforced(given: Mapping[str, bool], *, click: bool = True, scroll: bool = True, type_: bool = True) -> Permissions:
    """What an agent may do and see: the caller's permissions AND those of the team's settings that are kept with a session (rules A4, A6)."""
    permissions = {**PERMISSIONS, **given}
    return Permissions(
        allow_click=permissions["allow_click"] and click,
        allow_scroll=permissions["allow_scroll"] and scroll,
        allow_type=permissions["allow_type"] and type_,
        allow_draw=permissions["allow_draw"],
        allow_agent_redirect=permissions["allow_agent_redirect"],
        read_console=permissions["allow_console"],
        run_console=permissions["allow_console"],
        hide_private_details=permissions["hide_private_details"],
    )
