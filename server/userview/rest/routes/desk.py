"""`/desk/...`: what only the dashboard does, with its sign-in cookie."""

from dataclasses import replace
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from userview.domains.sessions.errors import NobodyWaits
from userview.domains.sessions.model import PERMISSIONS, Source, Start
from userview.domains.teams.agents_model import AgentChange
from userview.domains.teams.model import Member
from userview.domains.teams.sites import site_allowed
from userview.domains.teams.store import folded_email
from userview.protocol.scrub import without_query
from userview.realtime.records import AgentRef
from userview.rest import present
from userview.rest.agent_objects import MyselfBody
from userview.rest.answers import (
    Install,
    Me,
    Ok,
    OneIdentity,
    Seen,
    SeenSite,
    ShownPageviewPage,
    WatchedSession,
)
from userview.rest.auth import SignedIn, own_page
from userview.rest.bodies import PasswordBody, SignInBody, TeamChoiceBody, TokenBody
from userview.rest.context import Api, ByAddress, Services, address_of, guards_of
from userview.rest.cookies import clear_cookie, cookie_name, set_cookie
from userview.rest.hiding import check_shown
from userview.rest.openapi_parts import errors
from userview.rest.paging import DEFAULT_LIMIT, Cursor, Limit, pageview_cursor, pageview_position
from userview.rest.patterns import INTEGRATION
from userview.rest.schemas import Credit, IdentitySource, TeamChoice, VisitorIdentity
from userview.rest.snippet import script_url, snippet
from userview.tables import moment

router = APIRouter(prefix="/desk", tags=["Dashboard"])

OwnPage = Depends(own_page)
MEMBERS_MAY = {**PERMISSIONS, "allow_console": True}
"""What sessions that members begin allow; the member's own permissions and the team's settings say less."""


@router.post("/sign_in", dependencies=[OwnPage, ByAddress], responses=errors(400, 401, 403, 413, 415, 422, 429))
async def sign_in(api: Services, request: Request, response: Response, body: SignInBody) -> Me:
    """Sign in with a password."""
    guard, account, address = guards_of(request).passwords, folded_email(body.email), address_of(request)
    guard.attempt(account, address)
    member, cookie = await api.sign_ins.with_password(body.email, body.password)
    guard.succeeded(account, address)
    return await welcomed(api, response, member, cookie)


@router.post("/sign_in_link", dependencies=[OwnPage, ByAddress], responses=errors(400, 403, 410, 413, 415, 422, 429))
async def sign_in_by_link(api: Services, response: Response, body: TokenBody) -> Me:
    """Sign in with a one-time link."""
    member, cookie = await api.sign_ins.with_link(body.token)
    return await welcomed(api, response, member, cookie)


@router.post("/sign_out", dependencies=[OwnPage, ByAddress], responses=errors(403, 429))
async def sign_out(api: Services, request: Request, response: Response) -> Ok:
    """Sign out; fine when nobody is signed in."""
    cookie = request.cookies.get(cookie_name(api.public_url))
    if cookie:
        await api.sign_ins.end(cookie)
    clear_cookie(response, api.public_url)
    return Ok()


@router.get("/me", responses=errors(401, 429))
async def get_me(api: Services, member: SignedIn) -> Me:
    """Who is signed in, and in which team."""
    return await me_of(api, member)


@router.patch("/me", responses=errors(400, 401, 403, 409, 413, 415, 422, 429))
async def change_me(api: Services, member: SignedIn, body: MyselfBody) -> Me:
    """Say whether you want to be asked for help, which all your pages of this team are told; choose your names."""
    team, agent = member.team.id, member.id
    change = AgentChange()
    if body.availability is not None:
        change["availability"] = body.availability
    if "call_name" in body.model_fields_set:
        change["call_name"] = body.call_name
    if "name" in body.model_fields_set:
        change["name"] = body.name
    await api.agents.change(team, agent, change)
    if body.availability is not None:
        api.live().agent_availability(team, agent, body.availability)
    return await me_of(api, replace(member, name=change.get("name", member.name)))


@router.post("/me/password", responses=errors(400, 401, 403, 413, 415, 422, 429))
async def change_password(api: Services, member: SignedIn, request: Request, body: PasswordBody) -> Ok:
    """Choose another password: all other browsers that you are signed in with are signed out."""
    guard, account, address = guards_of(request).passwords, folded_email(member.email), address_of(request)
    guard.attempt(account, address)
    cookie = request.cookies[cookie_name(api.public_url)]
    everywhere = await api.accounts.change_password(member, body.old_password, body.password, cookie)
    guard.succeeded(account, address)
    for one in everywhere:
        api.live().agent_changed(one.team.id, one.id)
    return Ok()


@router.post("/team", responses=errors(400, 401, 403, 404, 413, 415, 422, 429))
async def switch_team(api: Services, request: Request, _member: SignedIn, body: TeamChoiceBody) -> Me:
    """Go over to another of the agent's teams."""
    cookie = request.cookies[cookie_name(api.public_url)]
    return await me_of(api, await api.sign_ins.switch_team(cookie, body.team_id))


@router.get("/install", responses=errors(401, 429))
async def get_install(api: Services, member: SignedIn) -> Install:
    """The public key, and what goes into the site's pages."""
    key = member.team.public_key
    oldest = next(iter(await api.teams.all()), None)
    has_demo = oldest is not None and oldest.id == member.team.id
    return Install(
        public_key=key,
        script_url=script_url(api.public_url, key),
        snippet=snippet(api.public_url, key),
        demo_url=api.demo_url if has_demo else None,
    )


@router.get("/install/seen", responses=errors(401, 429))
async def get_seen(api: Services, member: SignedIn) -> Seen:
    """On which sites pages with the snippet connected, and when last."""
    team = member.team
    found = await api.visitors.sites(team.id, api.live().online(team.id))
    allowed = team.settings.allowed_sites
    sites = [
        SeenSite(
            origin=site.origin,
            page=without_query(site.url),
            last_seen_at=site.seen_at,
            visitors=site.visitors,
            allowed=site_allowed(site.origin, allowed),
        )
        for site in found
    ]
    return Seen(sites=sites, now=moment(api.clock()))


@router.get("/visitors/{short_id}/history", responses=errors(400, 401, 403, 404, 422, 429))
async def list_shown_pageviews(
    api: Services,
    member: SignedIn,
    short_id: Annotated[str, Path(description="The visitor's `short_id`.")],
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> ShownPageviewPage:
    """Page views of a visitor, newest first, with what the dashboard shows beside them."""
    check_shown(member)
    after = pageview_position(cursor, short_id)
    found, end = await api.history.page(await api.visitors.get(member.team.id, short_id), limit, after)
    return ShownPageviewPage(pageviews=api.presenter.history.shown(found), next_cursor=pageview_cursor(end, short_id))


@router.post("/visitors/{short_id}/watch", responses=errors(400, 401, 403, 404, 422, 429))
async def watch_visitor(
    api: Services,
    member: SignedIn,
    request: Request,
    short_id: Annotated[str, Path(description="The visitor's `short_id`.")],
    integration: Annotated[
        str | None, Query(pattern=INTEGRATION, description="The live chat from which the agent comes.")
    ] = None,
) -> WatchedSession:
    """The visitor's session to watch at `/watch/<session id>`: the one that runs, else a new one."""
    visitor = await api.visitors.get(member.team.id, short_id)
    code = guards_of(request).lookups.found_by(member.id, short_id)
    by_code = code is not None and await api.lookups.find(member.team.id, code) == visitor.short_id
    source: Source = "integration" if integration else "lookup code" if by_code else "search"
    spec = await api.sessions.watch(member.team, visitor, Start(source=source, permissions=MEMBERS_MAY, metadata={}))
    await api.live().open_session(spec)
    return WatchedSession(session_id=spec.id)


@router.post("/visitors/{short_id}/answer", responses=errors(401, 403, 404, 409, 429))
async def answer_visitor(
    api: Services,
    member: SignedIn,
    short_id: Annotated[str, Path(description="The visitor's `short_id`.")],
) -> WatchedSession:
    """Take a visitor who waits, and get the session to watch at `/watch/<session id>`. The first agent gets it."""
    visitor = await api.visitors.get(member.team.id, short_id)
    live = api.live()
    agent = AgentRef(member.id, member.nickname, member.email, external_id=None)
    waiter = live.answer(visitor.key, agent)
    if waiter is None or not waiter.may_be_seen_by(agent.id):
        raise NobodyWaits("this visitor does not wait any more: another agent was first, or the visitor has left")
    if waiter.accepted_by is None or waiter.accepted_by.id != agent.id:
        name = waiter.accepted_by.name if waiter.accepted_by else "another agent"
        raise NobodyWaits(f"{name} was first and has taken this visitor")
    source: Source = "agent request" if waiter.call is None else "personal link"
    start = Start(source=source, permissions=MEMBERS_MAY, metadata={}, call_name=waiter.call and waiter.call.name)
    try:
        spec = await api.sessions.watch(member.team, visitor, start)
        await live.open_session(spec)
    except BaseException:
        # Also when the agent has gone away: nobody else could answer.
        live.answer_failed(visitor.key)
        raise
    return WatchedSession(session_id=spec.id)


@router.get("/visitors/{short_id}/identity", responses=errors(401, 403, 404, 429))
async def get_visitor_identity(
    api: Services, member: SignedIn, short_id: Annotated[str, Path(description="The visitor's `short_id`.")]
) -> OneIdentity:
    """Where the visitor's identity comes from, and the same person's other browsers."""
    check_shown(member)
    visitor = await api.visitors.get(member.team.id, short_id)
    others = await api.visitors.other_browsers(visitor)
    sources = cast("dict[str, IdentitySource]", visitor.identity_sources)
    return OneIdentity(
        identity=VisitorIdentity(
            unique_id_source=sources.get("unique_id"),
            identities_source=sources.get("identities"),
            other_browsers=await api.presenter.visitors(member.team, others),
        )
    )


async def welcomed(api: Api, response: Response, member: Member, cookie: str) -> Me:
    """The answer to a sign-in, which gives the browser its cookie."""
    set_cookie(response, api.public_url, cookie, int(api.sign_ins.lifetime.total_seconds()))
    return await me_of(api, member)


async def me_of(api: Api, member: Member) -> Me:
    """Who is signed in, as the dashboard is told."""
    teams = await api.sign_ins.teams_of(member)
    credit = api.places.credit()
    profile = (await api.agents.get(member.team.id, member.id)).profile
    call_name = profile.call_name
    return Me(
        agent=present.member(member),
        team=api.presenter.team(member.team),
        teams=[TeamChoice(id=other.team.id, name=other.team.name) for other in teams],
        has_password=await api.accounts.has_password(member.account_id),
        availability=profile.availability,
        call_name=call_name,
        personal_link=None if call_name is None else f"{api.public_url}/call/{member.team.id}/{call_name}",
        places_credit=None if credit is None else Credit(text=credit.text, url=credit.url),
    )
