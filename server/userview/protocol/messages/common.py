"""Parts that several messages share.

Unknown fields are ignored, so that an older server understands a newer SDK (rule V3); unknown
message types are not (rule M2). Shared parts have no defaults: on the wire every field is present.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from userview.protocol.ids import PUBLIC_KEY_PATTERN, SESSION_ID_PATTERN, SHORT_ID_PATTERN

MAX_URL = 8192
MAX_TITLE = 1024
MAX_NAME = 256


class Part(BaseModel):
    """Base of every message and part: immutable, unknown fields ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_inf_nan="null")


SessionId = Annotated[str, StringConstraints(pattern=SESSION_ID_PATTERN)]
ShortId = Annotated[str, StringConstraints(pattern=SHORT_ID_PATTERN)]
PublicKey = Annotated[str, StringConstraints(pattern=PUBLIC_KEY_PATTERN)]
Secret = Annotated[str, StringConstraints(min_length=16, max_length=128)]
Ref = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Url = Annotated[str, StringConstraints(max_length=MAX_URL)]
Origin = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#@]{1,300}$")]
"""Scheme, host and port of a page, as browsers say them."""
Uuid = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Number = Annotated[int, Field(ge=0, le=0xFFFFFFFF)]
Pixels = Annotated[float, Field(ge=-1_000_000, le=1_000_000, allow_inf_nan=False)]
"""CSS pixels in the visitor's layout viewport unless said otherwise."""


class VersionRange(Part):
    """Protocol versions that the sender speaks, both ends included (rule V1)."""

    min: Annotated[int, Field(ge=0, le=65535)]
    max: Annotated[int, Field(ge=0, le=65535)]


class Viewport(Part):
    """Size of the visitor's layout viewport in CSS pixels, scroll bars included."""

    width: Annotated[int, Field(ge=0, le=100_000)]
    height: Annotated[int, Field(ge=0, le=100_000)]


class PageInfo(Part):
    """The page in a visitor's tab. `pageview` is a UUID made anew for each page view."""

    pageview: Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]
    url: Url
    title: Annotated[str, StringConstraints(max_length=MAX_TITLE)]
    visible: bool
    focused: bool
    viewport: Viewport
    framed: bool = False
    """It stands in a frame of another page (rule N5); SDKs before this field do not say so."""


class SessionState(StrEnum):
    """Rule S1: requested → authorizing → active ⇄ paused → ended."""

    REQUESTED = "requested"
    AUTHORIZING = "authorizing"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class EndReason(StrEnum):
    """Why a session ended (rule S8)."""

    VISITOR_STOPPED = "visitor_stopped"
    AGENT_STOPPED = "agent_stopped"
    API_STOPPED = "api_stopped"
    DECLINED = "declined"
    AUTHORIZATION_TIMEOUT = "authorization_timeout"
    VISITOR_GONE = "visitor_gone"
    AGENTS_GONE = "agents_gone"
    AGENT_IDLE = "agent_idle"
    TIME_LIMIT = "time_limit"
    LINK_EXPIRED = "link_expired"
    ERASED = "erased"


class Participant(Part):
    """An agent in a session. `color` is an index into the palette of rule A2."""

    id: str
    name: str
    color: Annotated[int, Field(ge=0, le=7)]


class Permissions(Part):
    """What agents may do in a session: the API's permission AND the team's AND the page's (rule A4)."""

    allow_click: bool
    allow_scroll: bool
    allow_type: bool
    allow_draw: bool
    allow_agent_redirect: bool
    read_console: bool = False
    """The agent may read the page's console (rule O1); off unless everybody says otherwise."""
    run_console: bool = False
    """The agent may run code in the page (rule O3); off unless everybody says otherwise."""
    hide_private_details: bool
    """The agent sees the page with private details masked, and is not told who and where the visitor is (rule A6)."""


class Hello(Part):
    """First message of every connection, within 5 s (rule H1)."""

    type: Literal["hello"] = "hello"
    protocol: VersionRange


class Welcome(Part):
    """Answer to `hello`: the version that both sides now speak."""

    type: Literal["welcome"] = "welcome"
    version: int
    connection: str


class ErrorMessage(Part):
    """Something was refused; `ref` names the message it answers, null when none did."""

    type: Literal["error"] = "error"
    code: str
    message: str
    ref: str | None


class InputRefusal(StrEnum):
    """Why an agent's input was not carried out in the visitor's page (rule C6)."""

    NOT_FOUND = "not_found"
    COVERED = "covered"
    PROTECTED = "protected"
    MASKED = "masked"
    NOT_PERMITTED = "not_permitted"
    STALE = "stale"
    FAILED = "failed"
