"""`/v1/visitors`: finding visitors, watching them, saying who they are."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from userview.domains.sessions.model import Branding, Link, Offer, Start, within
from userview.domains.visitors.errors import UnknownVisitor
from userview.domains.visitors.model import IdentityChange, Visitor
from userview.domains.visitors.search import MAX_SEARCH, among, read_search
from userview.protocol.messages.common import EndReason
from userview.realtime.records import AgentRef
from userview.rest import schemas
from userview.rest.answers import Ok, OneJob, OneVisitor, PageviewPage, ViewerToken, VisitorPage, WatchUrl
from userview.rest.auth import Caller, Eraser, Identifier, Reader, Watcher
from userview.rest.bodies import AgentBody, IdentityBody, PermissionsBody, SessionBody, ViewerTokenBody, WatchBody
from userview.rest.context import Api, Request_, Services
from userview.rest.errors import InvalidRequest, NotFound
from userview.rest.hiding import asks_without_details, check_shown
from userview.rest.openapi_parts import errors
from userview.rest.paging import (
    DEFAULT_LIMIT,
    Cursor,
    Limit,
    pageview_cursor,
    pageview_position,
    visitor_cursor,
    visitor_position,
)
from userview.rest.routes.jobs import job
from userview.rest.routes.lookup import searched_code

router = APIRouter(prefix="/v1/visitors", tags=["Visitors"])

LINK_SECONDS = 300
"""How long a link can be redeemed when the caller does not say."""
OLDER_LINK_SECONDS = 3600
"""The same under the older version prefixes: integrations put those links behind buttons."""

ShortId = Annotated[str, Path(description="The visitor's `short_id`.")]


@router.get("", responses=errors(400, 401, 403, 422, 429))
async def list_visitors(
    api: Services,
    caller: Reader,
    http: Request,
    *,
    search: Annotated[
        str,
        Query(
            max_length=MAX_SEARCH,
            description="Words (the beginning of a short id is one) and tokens that narrow: `online`, `-online`, `ip:`, `id:`, `integration_id:`, `#tag`, `browser:`, "
            "`url:`, `host:`, `country:`, `device:`, `is:identified`, `-is:identified`, `is:in-session`, `is:waiting`; or all "
            "digits of a lookup code.",
        ),
    ] = "",
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> VisitorPage:
    """Visitors of the team, most recently seen first."""
    after = visitor_position(caller.team.id, cursor)
    found_by_code = await searched_code(api, caller, http, search)
    if found_by_code is not None:
        return VisitorPage(visitors=await _shown(api, caller, [found_by_code]), next_cursor=None)
    live, asked = api.live(), read_search(search)
    asked, online = among(asked, live.online(team := caller.team.id), live.in_sessions(team), live.waiters(team))
    if caller.hides_details and not asks_without_details(asked):
        return VisitorPage(visitors=await _shown(api, caller, await _called(api, caller, search)), next_cursor=None)
    found, end = await api.visitors.page(caller.team.id, asked, online, limit, after)
    # What is stored lags a few seconds behind for those who are there now.
    found.sort(key=lambda visitor: (api.presenter.last_seen_at(visitor), visitor.number), reverse=True)
    return VisitorPage(visitors=await _shown(api, caller, found), next_cursor=visitor_cursor(caller.team.id, end))


@router.get("/{short_id}", responses=errors(401, 403, 404, 422, 429))
async def get_visitor(
    api: Services,
    caller: Reader,
    short_id: ShortId,
    *,
    with_history: Annotated[
        bool, Query(description="Adds `history`, the newest 100 page views, where the team collects them.")
    ] = False,
) -> OneVisitor:
    """One visitor."""
    found = await api.visitors.get(caller.team.id, short_id)
    present = api.presenter.visitor_with_history if with_history else api.presenter.visitor
    return OneVisitor(visitor=await present(caller.team, found, hides_details=caller.hides_details))


@router.get("/{short_id}/history", responses=errors(400, 401, 403, 404, 422, 429))
async def list_pageviews(
    api: Services, caller: Reader, short_id: ShortId, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> PageviewPage:
    """Page views of a visitor with what happened in them, newest first. Collected where the team's `collect_history` is on."""
    check_shown(caller.member)
    after = pageview_position(cursor, short_id)
    found, end = await api.history.page(await api.visitors.get(caller.team.id, short_id), limit, after)
    return PageviewPage(pageviews=api.presenter.history.pageviews(found), next_cursor=pageview_cursor(end, short_id))


@router.patch("/{short_id}", responses=errors(400, 401, 403, 404, 409, 413, 415, 422, 429))
async def identify_visitor(api: Services, caller: Identifier, short_id: ShortId, body: IdentityBody) -> OneVisitor:
    """Say from your server who a visitor is; that wins over what the page says."""
    change: IdentityChange = {}
    if "identities" in body.model_fields_set:
        change["identities"] = body.identities
    if "unique_id" in body.model_fields_set:
        change["unique_id"] = body.unique_id
    if "tags" in body.model_fields_set:
        change["tags"] = body.tags
    if "metadata" in body.model_fields_set:
        change["metadata"] = body.metadata
    found = await api.visitors.identify_from_server(caller.team.id, short_id, change)
    await api.live().identify_visitor(found.key, found.nickname)
    return OneVisitor(visitor=await api.presenter.visitor(caller.team, found, hides_details=caller.hides_details))


@router.delete("", status_code=202, responses=errors(401, 403, 422, 429))
async def erase_offline_visitors(
    api: Services,
    caller: Eraser,
    *,
    all: Annotated[bool, Query(json_schema_extra={"const": True}, description="`true`: says that you mean it.")],  # noqa: A002 - its name in the API
) -> OneJob:
    """Erase all visitors who are offline now, in the background; the job that runs already, if there is one."""
    if not all:
        raise InvalidRequest("all: expected true, got false", field="all")
    team = caller.team.id
    return OneJob(job=job(await api.erasures.erase_offline(team, api.live().online(team))))


@router.delete("/{short_id}", responses=errors(401, 403, 404, 429))
async def erase_visitor(api: Services, caller: Eraser, short_id: ShortId) -> Ok:
    """Erase a visitor and all that hangs on it, for good. The browser comes back as somebody new."""
    if not await api.erasures.erase(caller.team.id, short_id):
        raise NotFound(f"there is no visitor with the short id {short_id[:40]!r}")
    return Ok()


@router.post("/{short_id}/watch_url", responses=errors(400, 401, 403, 404, 413, 415, 422, 429))
async def make_watch_url(
    api: Services, caller: Watcher, request: Request_, short_id: ShortId, body: WatchBody
) -> WatchUrl:
    """A link that opens a session with the visitor for one agent, without a sign-in. Joins the session that runs, else makes one."""
    branding = Branding(body.branding.naked, body.branding.retry_url, body.branding.on_end_url)
    seconds = OLDER_LINK_SECONDS if request.older else LINK_SECONDS
    session, link = await _offered(api, caller, short_id, body, viewer=body.agent, branding=branding, seconds=seconds)
    return WatchUrl(
        watch_url=f"{api.public_url}/watch/{session}#{link.token}",
        session_id=session,
        short_id=short_id,
        expires_at=link.expires_at,
    )


@router.post("/{short_id}/viewer_token", responses=errors(400, 401, 403, 404, 413, 415, 422, 429))
async def make_viewer_token(
    api: Services, caller: Watcher, request: Request_, short_id: ShortId, body: ViewerTokenBody
) -> ViewerToken:
    """A token with which a page of yours shows the session and nothing else. Redeemed once, like a watch link."""
    branding = Branding("page_only", body.branding.retry_url, body.branding.on_end_url)
    seconds = OLDER_LINK_SECONDS if request.older else LINK_SECONDS
    session, link = await _offered(api, caller, short_id, body, viewer=body.viewer, branding=branding, seconds=seconds)
    return ViewerToken(
        token=link.token,
        endpoint=f"{api.public_url}/watch/{session}",
        session_id=session,
        short_id=short_id,
        expires_at=link.expires_at,
    )


async def _shown(api: Api, caller: Caller, found: Sequence[Visitor]) -> list[schemas.Visitor]:
    """Visitors as the caller may see them."""
    return await api.presenter.visitors(caller.team, found, hides_details=caller.hides_details)


async def _called(api: Api, caller: Caller, search: str) -> list[Visitor]:
    """The visitor whose whole short id is searched for: by anything else, who somebody is could be guessed (rule A6)."""
    try:
        return [await api.visitors.get(caller.team.id, search.strip().upper())]
    except UnknownVisitor:
        return []


async def _granted(api: Api, caller: Caller, asked: PermissionsBody) -> dict[str, bool]:
    """What is asked for, within what the caller may do: nobody gives a link more than they have themselves (rule A6)."""
    wanted: dict[str, bool] = asked.model_dump()
    member = caller.member
    if member is None or member.role == "admin":
        return wanted
    own = await api.agents.permissions(caller.team.id, member.id)
    return within(wanted, own or {})


async def _offered(
    api: Api, caller: Caller, short_id: str, body: SessionBody, *, viewer: AgentBody, branding: Branding, seconds: int
) -> tuple[str, Link]:
    """The session to watch, and what opens it once; `seconds`: how long, when the caller does not say."""
    team = caller.team
    visitor = await api.visitors.get(team.id, short_id)
    if body.webhook_url is not None:
        # It is told the session as it is, where its notes and metadata say who somebody is.
        check_shown(caller.member)
        await api.webhooks.check_url(body.webhook_url, "webhook_url")
        await api.webhooks.for_sessions(team.id)
    agent = await api.teams.external_agent(team.id, viewer.id, viewer.name, viewer.email)
    permissions = await _granted(api, caller, body.permissions)
    start = Start(
        source="api",
        permissions=permissions,
        metadata=body.metadata,
        recording=body.recording,
        webhook_url=body.webhook_url,
        notes=body.initial_notes,
        language=body.language,
    )
    offer = Offer(
        agent=AgentRef(id=agent.id, name=agent.name, email=agent.email, external_id=agent.external_id),
        expires_in=body.expires_in or seconds,
        permissions=permissions,
        branding=branding,
        language=body.language,
        allowed_origins=None if body.allowed_origins is None else tuple(body.allowed_origins),
    )
    spec, link = await api.sessions.watch_by_link(team, visitor, start, offer)
    await api.live().open_session(spec)
    return spec.id, link


@router.delete("/{short_id}/session", responses=errors(401, 403, 404, 429))
async def end_visitor_session(api: Services, caller: Watcher, short_id: ShortId) -> Ok:
    """End the visitor's session; fine when there is none."""
    visitor = await api.visitors.get(caller.team.id, short_id)
    running = await api.sessions.running(caller.team.id, visitor.short_id)
    if running is not None:
        await api.live().end_session(running, EndReason.API_STOPPED)
    return Ok()
