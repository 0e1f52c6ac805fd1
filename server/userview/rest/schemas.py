"""The objects that leave the API: every attribute is always present, and says when it is null."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from userview.domains.sessions.model import Source, VideoStatus
from userview.domains.sessions.timeline import EntryKind
from userview.domains.teams.model import Role, Scope
from userview.domains.teams.settings import TeamSettings
from userview.domains.webhooks.model import DeliveryState, DisabledReason, Kind
from userview.ports.events import EventName
from userview.protocol.messages.common import EndReason, SessionState


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Datetime = Annotated[
    datetime,
    PlainSerializer(_written, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-11-22T07:30:00.000Z"]}),
]
"""ISO 8601 in UTC with milliseconds and `Z`."""

Flat = str | int | float | bool
DeviceType = Literal["desktop", "console", "mobile", "tablet", "smarttv", "wearable", "embedded"]
IdentitySource = Literal["livechat", "page", "token", "rest"]
"""Who says who a visitor is, the most believed last."""


class Object(BaseModel):
    """Base of what the API answers with."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True, json_schema_serialization_defaults_required=True)


class TeamRef(Object):
    """The team that a session belongs to."""

    id: str
    domain: str | None
    type_: Annotated[Literal["team"], Field(alias="_type")] = "team"


class Agent(Object):
    """Someone who started or joined a session as an observer."""

    agent_nickname: Annotated[str, Field(description="Name, else local part of the e-mail, else id.")]
    email: Annotated[str | None, Field(description="Null for agents made through the API without one.")]
    external_id: Annotated[
        str | None, Field(description="The id that the API's caller gave; null for members of the team.")
    ]
    id: str
    name: str | None
    on_premise: Annotated[bool, Field(description="The agent acts from a self-hosted deployment.")]


class Session(Object):
    """A co-browsing interaction between one or more agents and a visitor."""

    agents: Annotated[list[Agent], Field(description="Agents who joined, in order.")]
    call_length_seconds: Annotated[int, Field(description="Seconds during which both ends of the call were connected.")]
    call_name: Annotated[str | None, Field(description="Of the agent who started it through the personal link.")]
    end_reason: Annotated[EndReason | None, Field(description="Why it ended; null while it has not.")]
    ended_at: Annotated[Datetime | None, Field(description="Null while it has not ended.")]
    features_used: Annotated[list[str], Field(description="Features really used, in order of first use.")]
    formatted_call_length: Annotated[str, Field(description="`mm:ss`, from an hour on `h:mm:ss`.")]
    formatted_length: Annotated[str, Field(description="`mm:ss`, from an hour on `h:mm:ss`.")]
    id: str
    length_seconds: Annotated[int, Field(description="From going live to the end, or to now.")]
    metadata: Annotated[dict[str, Flat], Field(description="As given when it was started.")]
    notes: str | None
    on_premise: bool
    public_video_url: Annotated[str | None, Field(description="Page with the recording; null when there is none.")]
    rating: Annotated[
        int | None,
        Field(
            ge=1,
            le=5,
            description="The visitor's rating, 5 is best; null when there is none. Given after the end, if at all.",
        ),
    ]
    secret_video_url: Annotated[str | None, Field(description="Null unless `video_status` is `ready`.")]
    session_authorized: Annotated[bool, Field(description="The visitor said yes, or need not be asked.")]
    source: Annotated[Source, Field(description="How it began.")]
    start_url: Annotated[str, Field(description="Page the visitor was at when it started.")]
    started_at: Datetime
    state: SessionState
    team: TeamRef
    video_status: VideoStatus
    visitor_id: Annotated[str, Field(description="The visitor's `short_id`.")]
    went_live: Annotated[bool, Field(description="An agent really saw the visitor's page.")]


class SessionVisitor(Object):
    """Whom a session was with, as lists show it."""

    short_id: str
    nickname: Annotated[str, Field(description="As of the visitor; the short id where private details are hidden.")]
    is_online: bool


class ShownSession(Session):
    """A session as the dashboard lists it."""

    visitor: Annotated[SessionVisitor | None, Field(description="Null when the visitor is not kept any more.")]


class TimelineEntry(Object):
    """Something that happened in a session."""

    type: Annotated[
        EntryKind,
        Field(
            description="`requested`, `authorizing`, `active`, `paused` and `ended` are states; `authorized` and `declined` "
            "are the visitor's consent; `control_changed` without an agent: control is nobody's; `rated`: what the visitor said last; "
            "`console_run` is code that an agent ran in the page; `message_sent` is a custom message, without an agent one of the visitor's page."
        ),
    ]
    ts: Datetime
    offset: Annotated[float, Field(description="Seconds since the session was started (`started_at`).")]
    live_offset: Annotated[
        float | None, Field(description="Seconds since it went live, below 0 before that; null while it has not.")
    ]
    agent: Annotated[Agent | None, Field(description="Who did it; null for what no agent does.")]
    detail: Annotated[
        dict[str, Flat | None],
        Field(
            description="`source`, `reason`, `asked`, `url`, `feature`, `name`, `rating`, `bytes`, `code`: what belongs to the type."
        ),
    ]


class Job(Object):
    """Work in the background, and how far it is."""

    id: str
    kind: Literal["erase_offline_visitors"] = "erase_offline_visitors"
    state: Annotated[
        Literal["waiting", "running", "done", "failed"],
        Field(description="`failed`: given up after many attempts; the server's log says why."),
    ]
    total: Annotated[int, Field(ge=0, description="How many there are to do.")]
    done: Annotated[int, Field(ge=0, description="How many of them are done.")]
    created_at: Datetime
    started_at: Annotated[Datetime | None, Field(description="Null while it waits.")]
    finished_at: Annotated[Datetime | None, Field(description="Null while it has not ended.")]


class Event(Object):
    """An action taken by the visitor during a page view."""

    icon: Annotated[str, Field(description="URL of an icon for this kind of event (SVG).")]
    title: Annotated[str, Field(description="For people to read.")]
    ts: Datetime
    uuid: str


class Image(Object):
    """A PNG image of a page view in one size, in pixels."""

    url: Annotated[str, Field(description="Signed; expires after five minutes.")]
    height: Annotated[int, Field(description="In pixels.")]
    width: Annotated[int, Field(description="In pixels.")]


class Screenshot(Object):
    """A PNG image of the page view, in three sizes of the same aspect ratio."""

    small: Annotated[Image, Field(description="320 pixels wide.")]
    medium: Annotated[Image, Field(description="640 pixels wide.")]
    large: Annotated[Image, Field(description="The visitor's viewport, at most 1,280 pixels wide.")]


class Pageview(Object):
    """A page that the visitor was at."""

    events: Annotated[list[Event], Field(description="What the visitor did during the page view, oldest first.")]
    pageview_id: Annotated[str, Field(description="A UUID.")]
    screenshot: Annotated[Screenshot | None, Field(description="Null until rendered.")]
    ts: Annotated[Datetime, Field(description="When the page view was collected.")]
    url: Annotated[str, Field(description="The page's URL, scrubbed.")]


class ShownPageview(Pageview):
    """A page view with what the dashboard shows beside it."""

    title: Annotated[str, Field(description="The page's title, as it was last.")]
    seen_seconds: Annotated[float, Field(description="How long the page was visible.")]


class Visitor(Object):
    """A person connected through the SDK who is available to co-browse with."""

    added_at: Annotated[Datetime, Field(description="First time this visitor was seen.")]
    api_key: Annotated[str, Field(description="The team's public key, the one in the install snippet.")]
    browser_name: Annotated[str | None, Field(description="Browser and major version; null when unknown.")]
    call_name: Annotated[str | None, Field(description="Of the agent whose personal link the visitor followed.")]
    device_name: Annotated[str | None, Field(description="Brand or model; null for ordinary desktops.")]
    device_type: DeviceType | None
    email: Annotated[
        str | None, Field(description="First of `identities`, then `unique_id`, that is an e-mail address.")
    ]
    history: Annotated[
        list[Pageview] | None,
        Field(description="The newest 100 page views, newest first; null unless asked for and collected."),
    ]
    identities: Annotated[list[str] | None, Field(description="Null when not identified.")]
    identity_verified: Annotated[
        bool, Field(description="All of `unique_id` and `identities` came by REST or in a signed `identityToken`.")
    ]
    integration: Annotated[str | None, Field(description="Live chat found on the page last visited.")]
    integration_ids: Annotated[list[str], Field(description="Ids that live chats know the visitor by: `chat:1234`.")]
    ip_address: Annotated[str, Field(description="Address last connected from.")]
    is_in_session: Annotated[bool, Field(description="A session with this visitor is live now.")]
    is_online: Annotated[bool, Field(description="At least one tab is connected now.")]
    is_supported: Annotated[bool, Field(description="The SDK's feature test passed in this browser.")]
    is_waiting_for_call: Annotated[bool, Field(description="Followed a personal link and waits for that agent.")]
    js_configuration: Annotated[bool, Field(description="The page passed options that override a team setting.")]
    last_seen_at: Annotated[Datetime, Field(description="Last message of any kind from this visitor.")]
    last_url: Annotated[str | None, Field(description="URL of the page last visited.")]
    location_city: Annotated[
        str | None, Field(description="From the IP address; null when unknown, as for private addresses.")
    ]
    location_country: Annotated[str | None, Field(description="ISO 3166 alpha-2 code; null when unknown.")]
    location_country_name: Annotated[str | None, Field(description="The country's name in English.")]
    lookup_code: Annotated[str | None, Field(description="The code that finds this visitor; null when there is none.")]
    metadata: dict[str, Flat]
    name: Annotated[str | None, Field(description="First identity that looks like a person's name.")]
    nickname: Annotated[
        str, Field(description="`name`, else local part of `email`, else `unique_id`, else `short_id`.")
    ]
    sessions: Annotated[list[Session], Field(description="The most recent sessions, newest first (20).")]
    short_id: Annotated[str, Field(description="UserView's id of the visitor: 18 upper-case letters and digits.")]
    tags: Annotated[list[str], Field(description="`#`, then letters, digits, `-`, `_`.")]
    unique_id: Annotated[str | None, Field(description="The site's own id of the person.")]
    watch_link: Annotated[str, Field(description="Starts a session with this visitor; needs an agent's sign-in.")]


class Team(TeamSettings, Object):
    """A team and its settings; those of the SDK are the defaults of the options of `init`."""

    id: str
    name: str
    domain: Annotated[str | None, Field(description="The team's main web site; for people to read.")]
    public_key: str
    created_at: Datetime
    on_premise: bool
    type_: Annotated[Literal["team"], Field(alias="_type")] = "team"


class Key(Object):
    """A secret key, without its secret."""

    id: str
    name: str
    scopes: list[Scope]
    hint: Annotated[str, Field(description="The secret's last four characters.")]
    created_at: Datetime
    last_used_at: Annotated[Datetime | None, Field(description="Exact to the minute; null when never used.")]
    revoked_at: Annotated[Datetime | None, Field(description="Null while it opens something.")]


class IdentitySecret(Object):
    """What the team's own server signs identity tokens with."""

    secret: Annotated[str, Field(description="The HMAC key of HS256, as it is written here (ASCII).")]
    created_at: Datetime
    previous_valid_until: Annotated[
        Datetime | None,
        Field(description="Until when tokens signed with the secret before this one count; null when they do not."),
    ]


class VisitorIdentity(Object):
    """Where a visitor's identity comes from, and in which other browsers the same person was seen."""

    unique_id_source: Annotated[IdentitySource | None, Field(description="Null when there is no `unique_id`.")]
    identities_source: Annotated[IdentitySource | None, Field(description="Null when there are no `identities`.")]
    other_browsers: Annotated[
        list[Visitor], Field(description="Other visitors with the same `unique_id`, seen last first (25).")
    ]


class Webhook(Object):
    """A URL that hears of events."""

    id: str
    kind: Annotated[
        Kind,
        Field(
            description="`team`: hears of the events that it asked for. `session`: signs what goes to the `webhook_url` of "
            "single sessions; made when a session first has one."
        ),
    ]
    url: Annotated[str | None, Field(description="Null for the kind `session`.")]
    events: Annotated[
        list[EventName], Field(description="Empty for the kind `session`, which hears of every `session.*`.")
    ]
    active: bool
    created_at: Datetime
    delivered_at: Annotated[
        Datetime | None, Field(description="When something was last delivered; null when nothing was.")
    ]
    failing_since: Annotated[
        Datetime | None, Field(description="The first failure after the last success; null when all is well.")
    ]
    disabled_at: Annotated[Datetime | None, Field(description="When the server switched it off; null otherwise.")]
    disabled_reason: Annotated[
        DisabledReason | None,
        Field(description="`failing`: five days without a success. `gone`: its server answered 410. Null otherwise."),
    ]


class DeliveryAttempt(Object):
    """One request to a webhook."""

    at: Annotated[Datetime, Field(description="When it began.")]
    duration_ms: int
    status_code: Annotated[int | None, Field(description="Null when no answer came.")]
    error: Annotated[str | None, Field(description="Why no answer came; null when one did.")]
    answer: Annotated[str | None, Field(description="The first KiB of the answer's body; null when none came.")]


class Delivery(Object):
    """One event for one webhook."""

    id: str
    webhook_id: str
    event_id: Annotated[
        str, Field(description="The payload's `id` and the header `webhook-id`; the same in each attempt.")
    ]
    event: Annotated[str, Field(description="The payload's `type`.")]
    url: str
    session_id: Annotated[str | None, Field(description="Null where the event is not a session's.")]
    visitor_id: Annotated[str | None, Field(description="The visitor's `short_id`; null for tests.")]
    state: Annotated[
        DeliveryState, Field(description="`waiting`: for its first attempt, or the next one. `failed`: given up.")
    ]
    created_at: Datetime
    next_attempt_at: Annotated[Datetime | None, Field(description="Null unless `waiting`.")]
    finished_at: Datetime | None
    attempts: Annotated[list[DeliveryAttempt], Field(description="In the order of trying.")]


class DeliveryWithPayload(Delivery):
    """The same with what was sent."""

    payload: dict[str, Any]


class Member(Object):
    """A signed-in agent."""

    id: str
    name: str | None
    email: str
    agent_nickname: str
    role: Role
    hide_private_details: bool


class FoundLiveChat(Object):
    """A live chat on the team's pages."""

    integration: Annotated[str, Field(description="`intercom`, `crisp`, … as pages tell it.")]
    first_seen_at: Datetime
    last_seen_at: Annotated[Datetime, Field(description="To the minute.")]
    host: Annotated[str, Field(description="Of the page that had it last; empty where its address has none.")]


class TeamChoice(Object):
    """A team that the signed-in agent can go over to."""

    id: str
    name: str


class Credit(Object):
    """A sentence that a licence asks for, and where it leads."""

    text: str
    url: str


class Branding(Object):
    """How a watch page looks and where it leads."""

    naked: Annotated[
        bool | Literal["page_only"],
        Field(description="true: no frame around the view; `page_only`: nothing but the mirror."),
    ]
    retry_url: Annotated[str | None, Field(description="Offered whenever the link fails.")]
    on_end_url: Annotated[str | None, Field(description="Where agents go when the session ends.")]


class SeatHolder(Object):
    """The agent whom a watch link was made for."""

    id: str
    name: str
