"""The bodies of answers: `"status": "ok"` beside the named object or list, or an error."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from userview.protocol.messages.agent import Availability
from userview.rest import schemas
from userview.rest.schemas import Datetime, Object


class Ok(Object):
    """It is done."""

    status: Literal["ok"] = "ok"


class Failure(Object):
    """What went wrong: `error` is a code for programs, `message` one sentence for people."""

    status: Literal["error"]
    error: str
    message: str
    request_id: Annotated[str, Field(description="Also in `X-Request-Id`; the server's log has it too.")]


class LinkFailure(Failure):
    """A watch link that does not open."""

    # What has a default may be absent here: failures are not made from this class.
    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    retry_url: Annotated[str, Field(description="Where the link's maker sends people then; absent when not given.")] = (
        ""
    )


class Page(Ok):
    """A page of a list."""

    next_cursor: Annotated[str | None, Field(description="Asks for the next page; null at the end.")]


class VisitorPage(Page):
    """Visitors, most recently seen first."""

    visitors: list[schemas.Visitor]


class OneVisitor(Ok):
    """A visitor."""

    visitor: schemas.Visitor


class PageviewPage(Page):
    """Page views of a visitor, newest first."""

    pageviews: list[schemas.Pageview]


class ShownPageviewPage(Page):
    """Page views of a visitor as the dashboard shows them, newest first."""

    pageviews: list[schemas.ShownPageview]


class SessionPage(Page):
    """Sessions, newest first."""

    sessions: list[schemas.Session]


class ShownSessionPage(Page):
    """Sessions as the dashboard lists them, newest first."""

    sessions: list[schemas.ShownSession]


class SessionChoices(Ok):
    """By what a list of sessions may be narrowed."""

    agents: Annotated[list[schemas.Agent], Field(description="Who joined one of the newest sessions.")]
    hosts: Annotated[list[str], Field(description="Hosts of first pages of the newest sessions.")]


class OneSession(Ok):
    """A session."""

    session: schemas.Session


class TimelinePage(Page):
    """What happened in a session, in order."""

    timeline: list[schemas.TimelineEntry]


class WatchUrl(Ok):
    """A watch link."""

    watch_url: Annotated[
        str, Field(description="Opens the session once; keeps working for reloads of the page that did.")
    ]
    session_id: str
    short_id: str
    expires_at: Datetime


class ViewerToken(Ok):
    """A token for an embedded viewer."""

    token: Annotated[str, Field(description="Opens the session once; put it behind `#` at the end of `endpoint`.")]
    endpoint: Annotated[
        str,
        Field(
            description="Page that shows nothing but the mirror when it is opened, or framed, with `#` and the token; "
            "`POST <endpoint>/redeem` redeems the token by hand."
        ),
    ]
    session_id: str
    short_id: str
    expires_at: Datetime


class OneJob(Ok):
    """Work in the background."""

    job: schemas.Job


class OneTeam(Ok):
    """The key's team."""

    team: schemas.Team


class KeyPage(Page):
    """All keys of the team, newest first."""

    keys: list[schemas.Key]


class OneKey(Ok):
    """A key."""

    key: schemas.Key


class MadeKey(OneKey):
    """A key that was just made."""

    secret: Annotated[str, Field(description="Shown now and never again.")]


class OneIdentitySecret(Ok):
    """The team's identity secret."""

    identity_secret: schemas.IdentitySecret


class OneIdentity(Ok):
    """Where a visitor's identity comes from."""

    identity: schemas.VisitorIdentity


class WebhookPage(Page):
    """All webhooks of the team, newest first."""

    webhooks: list[schemas.Webhook]


class OneWebhook(Ok):
    """A webhook."""

    webhook: schemas.Webhook


class WebhookSecret(Ok):
    """What a webhook signs with."""

    secret: Annotated[str, Field(description="`whsec_` and base64, as Standard Webhooks libraries take it.")]


class MadeWebhook(OneWebhook, WebhookSecret):
    """A webhook that was just made, with its secret."""


class DeliveryPage(Page):
    """Deliveries, newest first."""

    deliveries: list[schemas.Delivery]


class OneDelivery(Ok):
    """A delivery with its payload."""

    delivery: schemas.DeliveryWithPayload


class Me(Ok):
    """Who is signed in, and where."""

    agent: schemas.Member
    team: schemas.Team
    teams: Annotated[list[schemas.TeamChoice], Field(description="The teams that this sign-in opens.")]
    has_password: Annotated[bool, Field(description="The account can be signed in to with a password.")]
    availability: Annotated[Availability, Field(description="What the agent says of themselves, in this team.")]
    call_name: Annotated[str | None, Field(description="For the agent's personal link, in this team.")]
    personal_link: Annotated[
        str | None,
        Field(
            description="Where visitors call the agent; null without a call name. Leads to `team.personal_link_url`."
        ),
    ]
    places_credit: Annotated[
        schemas.Credit | None, Field(description="Who is to be named where places are shown; null when nobody is.")
    ]


class LiveChatList(Ok):
    """Live chats, the one seen last first."""

    live_chats: list[schemas.FoundLiveChat]


class FoundVisitors(Ok):
    """Visitors whom a live chat knows by one id, seen last first: the browsers of one person."""

    visitors: list[schemas.Visitor]


class WatchedSession(Ok):
    """The session that a signed-in agent watches."""

    session_id: str


class SeenSite(Object):
    """A site whose pages carry the snippet."""

    origin: str
    page: Annotated[str, Field(description="The page that was seen last, without its query.")]
    last_seen_at: Datetime
    visitors: Annotated[int, Field(description="Of the newest 2,000, how many were seen there last.")]
    allowed: Annotated[bool, Field(description="The team's `allowed_sites` let it in now.")]


class Seen(Ok):
    """Where the snippet was seen."""

    sites: Annotated[list[SeenSite], Field(description="The last seen first.")]
    now: Annotated[Datetime, Field(description="By the server's clock.")]


class Install(Ok):
    """What goes into the pages of the team's site."""

    public_key: str
    script_url: str
    snippet: Annotated[str, Field(description="HTML, 12 lines or fewer.")]
    demo_url: Annotated[
        str | None, Field(description="The demo shop, which has this snippet in it; null where none is served.")
    ]


class Seat(Ok):
    """What redeeming a watch link gives."""

    seat: Annotated[str, Field(description="This page's right to the session until it ends.")]
    session: str
    agent: schemas.SeatHolder
    branding: schemas.Branding
    language: str | None
    allowed_origins: Annotated[
        list[str] | None,
        Field(
            description="Origins whose pages, around this one, hear of the session and steer it; null: none was named."
        ),
    ]
