"""Messages between a visitor's page and the server (`/ws/visitor`)."""

from collections.abc import Callable
from typing import Annotated, Any, Final, Literal, cast

from pydantic import (
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from userview.protocol.messages.actions import Action
from userview.protocol.messages.common import (
    MAX_NAME,
    EndReason,
    ErrorMessage,
    Hello,
    InputRefusal,
    Number,
    Origin,
    PageInfo,
    Part,
    Participant,
    Pixels,
    PublicKey,
    Secret,
    SessionId,
    ShortId,
    Welcome,
)
from userview.protocol.messages.console import ConsoleAnswer, ConsoleRefused, ConsoleRun, ConsoleTold, ConsoleWatch
from userview.protocol.messages.custom import MessageOfAgent, MessageToAgents
from userview.protocol.messages.expected import DisconnectExpected
from userview.protocol.messages.history import History
from userview.protocol.messages.recording import RecordingAnswer, RecordingMode, RecordingState
from userview.protocol.messages.settings import SdkSettings
from userview.protocol.messages.waiting import AgentsAvailable, WaitAsk, WaitBegin, WaitEnd, WaitState

MAX_HINT: Final = 100
"""Characters of a hint; real ones have under 40."""
MAX_HINTS: Final = 20
"""Names of a browser, or shapes of a device; real lists have under 6."""

Identities = Annotated[
    list[Annotated[str, StringConstraints(min_length=1, max_length=MAX_NAME)]],
    Field(max_length=50),
]
Tags = Annotated[
    list[Annotated[str, StringConstraints(pattern=r"^#?[A-Za-z0-9_-]{1,64}$")]],
    Field(max_length=50),
]
Metadata = Annotated[
    dict[
        Annotated[str, StringConstraints(min_length=1, max_length=64)],
        Annotated[str, StringConstraints(max_length=1000)] | bool | int | float,
    ],
    Field(max_length=100),
]
IntegrationId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,32}:[!-~]{0,128}$")]
"""A live chat and its id of the visitor or the conversation, such as `chat:1234`; without blanks, so that a search can name it."""
IntegrationIds = Annotated[list[IntegrationId], Field(max_length=50)]


class VisitorCredentials(Part):
    """What the browser keeps: an id and the secret that proves it (rule P1)."""

    short_id: ShortId
    secret: Secret


class IdentityPatch(Part):
    """Who the page says the visitor is. An absent field leaves what is known, null clears it (rule P3)."""

    identities: Identities | None = None
    unique_id: Annotated[str, StringConstraints(min_length=1, max_length=MAX_NAME)] | None = None
    tags: Tags | None = None
    metadata: Metadata | None = None
    integration_ids: IntegrationIds | None = None
    """Joined to those of before, one a chat; `chat:` clears that chat's (rule I5)."""
    identity_token: str | None = None
    """A JWT by the site's server (rule I3); one that is too long is refused like any other bad one."""


class PageOptions(Part):
    """Options that the page gave to `init` and that the server must know; null where it gave none."""

    require_authorization: bool | None
    js_configuration: bool
    """The page overrode a team setting."""
    allow_click: bool | None
    allow_scroll: bool | None
    allow_type: bool | None


def _cut(value: Any) -> Any:
    """A text or list that is too long loses its end: what a browser says of itself is no reason to refuse it."""
    if isinstance(value, str):
        return value[:MAX_HINT]
    return cast("list[Any]", value)[:MAX_HINTS] if isinstance(value, list) else value


def _else(default: Any) -> Callable[[Any, ValidatorFunctionWrapHandler], Any]:
    """`default` in place of what cannot be read: pages replace these functions of the browser, and must connect all the same."""

    def validate(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        try:
            return handler(value)
        except ValidationError:
            return default

    return validate


Hint = Annotated[str, BeforeValidator(_cut)]


class Brand(Part):
    """A name that a browser goes by, and its version."""

    brand: Hint
    version: Hint


class BrowserHints(Part):
    """What `navigator.userAgentData.getHighEntropyValues` gave, under the browser's own names; empty where it gave nothing."""

    brands: Annotated[list[Brand], BeforeValidator(_cut), Field(default_factory=list[Brand])]
    mobile: bool = False
    model: Hint = ""
    platform: Hint = ""
    formFactors: Annotated[list[Hint], BeforeValidator(_cut), Field(default_factory=list[str])]  # noqa: N815 - its name in browsers


class ClientInfo(Part):
    """The SDK that speaks."""

    version: Annotated[str, StringConstraints(max_length=64)]
    supported: bool
    """The SDK's feature test passed in this browser."""
    language: Annotated[str, StringConstraints(max_length=64)]
    touch: Annotated[int, Field(ge=0), WrapValidator(_else(0))] = 0
    """Fingers that the screen takes at once: what tells an iPad from the Mac whose user agent it sends."""
    hints: Annotated[BrowserHints | None, WrapValidator(_else(None))] = None
    """Null where the browser has none, or was too slow to say them."""


class Resume(Part):
    """Where capture stood when the connection was lost; `sequence` is the last one sent (rule R2)."""

    session: SessionId
    page: Number
    epoch: Number
    sequence: Number


class VisitorHello(Hello):
    """First message of a page."""

    key: PublicKey
    visitor: VisitorCredentials | None
    page: PageInfo
    identity: IdentityPatch
    options: PageOptions
    client: ClientInfo
    resume: Resume | None


class PageUpdate(Part):
    """The page changed its URL or title, came to the front, went to the back or was resized."""

    type: Literal["page"] = "page"
    page: PageInfo


class Identify(Part):
    """`updateConnection` was called."""

    type: Literal["identify"] = "identify"
    identity: IdentityPatch


class LiveChat(Part):
    """What the live chat on the page says (rule I6); an absent field leaves what is known."""

    type: Literal["livechat"] = "livechat"
    integration: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,32}$")] | None
    """Which chat it is; null when the page has none."""
    identities: Identities | None = None
    integration_ids: IntegrationIds | None = None


class ResetVisitor(Part):
    """`reset` was called: from now on this browser is somebody new."""

    type: Literal["visitor.reset"] = "visitor.reset"


class LookupAsk(Part):
    """The page wants a lookup code to show (rule L1)."""

    type: Literal["lookup.ask"] = "lookup.ask"


class SessionAnswer(Part):
    """The visitor's answer to `session.request`."""

    type: Literal["session.answer"] = "session.answer"
    session: SessionId
    allow: bool
    record: bool | None = None
    """Whether it may be recorded; null when the visitor was not asked (rule T2)."""


class ControlRequired(Part):
    """The page wants agents to ask for control, whatever the team wants: said at `session.start`, before any content (rule C8)."""

    type: Literal["control.required"] = "control.required"
    session: SessionId


class ToolsWithheld(Part):
    """What the page's own options keep from agents beside mouse and keys: said at `session.start` and when it changes (rule A4)."""

    type: Literal["tools.withheld"] = "tools.withheld"
    session: SessionId
    draw: bool
    redirect: bool


class ControlAnswer(Part):
    """The visitor's answer to a participant who asks for control (rule C8)."""

    type: Literal["control.answer"] = "control.answer"
    session: SessionId
    agent: str
    allow: bool


class SessionStop(Part):
    """The visitor stopped sharing; content has already stopped when this is sent (rule S7)."""

    type: Literal["session.stop"] = "session.stop"
    session: SessionId


class SessionRate(Part):
    """The visitor rates a session that has ended, 5 is best; saying it again changes it (rule S10)."""

    type: Literal["session.rate"] = "session.rate"
    session: SessionId
    rating: Annotated[int, Field(strict=True, ge=1, le=5)]


class InputResult(Part):
    """What became of an agent's input; `reason` is null exactly when `ok`."""

    type: Literal["input.result"] = "input.result"
    session: SessionId
    agent: str
    id: Number
    ok: bool
    reason: InputRefusal | None


class CaptureFailed(Part):
    """Capture could not be loaded or started; `message` is for the agent to read."""

    type: Literal["capture.failed"] = "capture.failed"
    session: SessionId
    message: Annotated[str, StringConstraints(max_length=500)]


class InsetOpen(Part):
    """A frame of the captured page shows a page of another site that has the SDK: may it be shown in its place (rule N1)?"""

    type: Literal["inset.open"] = "inset.open"
    session: SessionId
    ref: Number
    """Comes back in `inset.opened`."""
    origin: Origin
    """Where the frame's page is from, as the browser says it."""
    controllable: bool
    """Agents may act in the frame, as far as the page around it is asked."""


class InsetClose(Part):
    """A frame does not show that page any more, or must not be seen into (rule N4)."""

    type: Literal["inset.close"] = "inset.close"
    session: SessionId
    inset: Number


class InsetJoin(Part):
    """The page of a frame was given this token by the page around it, whose origin the browser says is `embedder` (rule N2)."""

    type: Literal["inset.join"] = "inset.join"
    ref: Number
    """Comes back in `inset.joined`."""
    token: Annotated[str, StringConstraints(max_length=2048)]
    embedder: Origin
    control_required: bool
    """The page wants agents to ask for control, whatever the team wants (rule C8)."""


VisitorToServer = Annotated[
    VisitorHello
    | PageUpdate
    | Identify
    | LiveChat
    | ResetVisitor
    | LookupAsk
    | WaitAsk
    | WaitBegin
    | WaitEnd
    | History
    | SessionAnswer
    | RecordingAnswer
    | ControlRequired
    | ToolsWithheld
    | ControlAnswer
    | SessionStop
    | DisconnectExpected
    | SessionRate
    | InputResult
    | CaptureFailed
    | InsetOpen
    | InsetClose
    | InsetJoin
    | MessageToAgents
    | ConsoleTold
    | ConsoleRefused
    | ConsoleAnswer,
    Field(discriminator="type"),
]


class VisitorIdentity(Part):
    """Who this browser is to the server; `secret` is null when the browser already has it."""

    short_id: ShortId
    secret: Secret | None
    watch_link: str


class SdkLimits(Part):
    """Bounds that the server puts on this connection."""

    window_bytes: int
    """Content that may be sent and not yet acknowledged (rule B2)."""
    max_frame_bytes: int
    capture_url: str
    """Where the capture module that fits this server is; absolute."""
    companion_url: str
    """Where the companion module that fits this server is; absolute."""


class VisitorWelcome(Welcome):
    """Answer to `hello`; the state of a running session follows as `session.*` messages."""

    visitor: VisitorIdentity
    settings: SdkSettings
    limits: SdkLimits


class SettingsChanged(Part):
    """The team's settings were changed: they hold from now on (rule P6)."""

    type: Literal["settings"] = "settings"
    settings: SdkSettings


class VisitorChanged(Part):
    """This browser is somebody new from now on: store the new id and secret (rule P4)."""

    type: Literal["visitor.changed"] = "visitor.changed"
    visitor: VisitorIdentity
    reason: Literal["reset", "identity_changed", "erased"]


class LookupCodeGiven(Part):
    """The visitor's lookup code, good for `expires_in_seconds`; null when none is free now (rule L1)."""

    type: Literal["lookup.code"] = "lookup.code"
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,8}$")] | None
    expires_in_seconds: Annotated[float, Field(ge=0)]


class LookupCodeUsed(Part):
    """The visitor's lookup code finds nobody any more: a session was asked for (rule L2)."""

    type: Literal["lookup.used"] = "lookup.used"


class SessionRequest(Part):
    """An agent asks to see the page: show the prompt (rule S3)."""

    type: Literal["session.request"] = "session.request"
    session: SessionId
    agent_name: str
    recording: RecordingMode = "off"
    """`on`: say that it is recorded; `ask`: let the visitor choose (rule T2)."""


class SessionStart(Part):
    """The session is live. `continued` after a page change or reconnect: no prompt, no fanfare."""

    type: Literal["session.start"] = "session.start"
    session: SessionId
    continued: bool
    agents: list[Participant]
    control: str | None
    asking: list[str] = Field(default_factory=list[str])
    """As in `session.agents`."""
    recording: RecordingState = "off"


class SessionAgents(Part):
    """Who watches now and who of them has control (a participant's id)."""

    type: Literal["session.agents"] = "session.agents"
    session: SessionId
    agents: list[Participant]
    control: str | None
    asking: list[str] = Field(default_factory=list[str])
    """Participants who ask for control and wait for `control.answer`, in the order of asking (rule C8)."""
    recording: RecordingState = "off"
    """`asking`: the visitor has to be asked, and answers with `recording.answer` (rule T2)."""


class SessionEnd(Part):
    """The session, or the request for one, is over."""

    type: Literal["session.end"] = "session.end"
    session: SessionId
    reason: EndReason


class CaptureStart(Part):
    """Begin capturing this page now: a snapshot, then changes, numbered from 1 (rule E2)."""

    type: Literal["capture.start"] = "capture.start"
    session: SessionId
    page: Number
    epoch: Number
    assets_url: str
    """Where this page's pictures and fonts are uploaded; absolute, ends with `/` (rule F1)."""
    assets_token: str
    hide_private_details: bool
    """Private details are masked in this epoch, whatever the team's setting of this name says (rule A6)."""


class CaptureResume(Part):
    """The stream goes on: send again everything after `sequence` (rule R3)."""

    type: Literal["capture.resume"] = "capture.resume"
    session: SessionId
    page: Number
    epoch: Number
    sequence: Number


class CaptureSnapshot(Part):
    """Send a snapshot within the running stream, so that late joiners need less (rule B4)."""

    type: Literal["capture.snapshot"] = "capture.snapshot"
    session: SessionId


class CaptureStop(Part):
    """Stop capturing in this tab; the session may go on in another."""

    type: Literal["capture.stop"] = "capture.stop"
    session: SessionId


class Ack(Part):
    """Everything up to `sequence` has arrived; it need not be kept any more (rule R1)."""

    type: Literal["ack"] = "ack"
    epoch: Number
    sequence: Number


class PointerShown(Part):
    """An agent's pointer moved in the visitor's viewport, or left it."""

    type: Literal["pointer"] = "pointer"
    session: SessionId
    agent: str
    x: Pixels
    y: Pixels
    visible: bool


class InputRequest(Part):
    """An agent acts in the page; answered by `input.result` with the same `agent` and `id`."""

    type: Literal["input"] = "input"
    session: SessionId
    agent: str
    id: Number
    page: Number
    epoch: Number
    action: Action
    inset: Number | None = None
    """The page in a frame that is meant, which this then is; null for the captured page (rule N3)."""


class InsetOpened(Part):
    """Answer to `inset.open`: the number of the frame's page, and what it joins with; `token` is null where it may not be shown (rule N1)."""

    type: Literal["inset.opened"] = "inset.opened"
    session: SessionId
    ref: Number
    inset: Number
    token: str | None


class InsetJoined(Part):
    """This page is shown in the frame of another one that is captured: its content goes to that page (rule N2)."""

    type: Literal["inset.joined"] = "inset.joined"
    session: SessionId
    ref: Number
    inset: Number
    assets_url: str
    """As in `capture.start`."""
    assets_token: str
    hide_private_details: bool


class InsetEnd(Part):
    """This page is not shown in that frame any more: it stops at once (rule N4)."""

    type: Literal["inset.end"] = "inset.end"
    session: SessionId
    inset: Number


ServerToVisitor = Annotated[
    VisitorWelcome
    | SettingsChanged
    | VisitorChanged
    | LookupCodeGiven
    | LookupCodeUsed
    | WaitState
    | AgentsAvailable
    | SessionRequest
    | SessionStart
    | SessionAgents
    | SessionEnd
    | CaptureStart
    | CaptureResume
    | CaptureSnapshot
    | CaptureStop
    | Ack
    | PointerShown
    | InputRequest
    | InsetOpened
    | InsetJoined
    | InsetEnd
    | MessageOfAgent
    | ConsoleWatch
    | ConsoleRun
    | ErrorMessage,
    Field(discriminator="type"),
]
