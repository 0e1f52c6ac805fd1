"""`/desk/sessions`: the dashboard's list of the team's sessions."""

from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Query

from userview.domains.sessions.finding import Filter
from userview.domains.sessions.model import Source
from userview.domains.visitors.search import MAX_SEARCH, among, read_search
from userview.protocol.ids import SHORT_ID_LENGTH
from userview.protocol.messages.common import EndReason
from userview.protocol.origins import MAX_HOST
from userview.rest.answers import SessionChoices, ShownSessionPage
from userview.rest.auth import SignedIn
from userview.rest.context import Services
from userview.rest.openapi_parts import errors
from userview.rest.paging import DEFAULT_LIMIT, Cursor, Limit, session_cursor, session_position
from userview.rest.routes.sessions import Moment

router = APIRouter(prefix="/desk/sessions", tags=["Dashboard"])


@router.get("", responses=errors(400, 401, 403, 422, 429))
async def list_shown_sessions(
    api: Services,
    member: SignedIn,
    *,
    running: Annotated[bool | None, Query(description="Not ended yet.")] = None,
    agent_id: Annotated[str | None, Query(max_length=40, description="An agent's `id`, who joined.")] = None,
    source: Annotated[Source | None, Query(description="How it began.")] = None,
    end_reason: Annotated[EndReason | None, Query(description="Why it ended.")] = None,
    started_after: Annotated[Moment | None, Query(description="Asked for after then.")] = None,
    started_before: Annotated[Moment | None, Query(description="Asked for before then.")] = None,
    host: Annotated[
        str | None,
        Query(max_length=MAX_HOST, description="Of the first page, with its port if that is not the usual one."),
    ] = None,
    visitor: Annotated[
        str,
        Query(
            max_length=MAX_SEARCH,
            description="What the visitor must fit, as `search` of `GET /v1/visitors`; a whole `short_id` fits also who is "
            "forgotten. Nothing but that for members from whom private details are hidden.",
        ),
    ] = "",
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> ShownSessionPage:
    """Sessions of the team with whom they were, newest first."""
    team, typed = member.team, visitor.strip()
    whole = typed.upper() if _may_be_short_id(typed) or (typed and member.hides_details) else None
    live = api.live()
    search = read_search(typed) if typed and whole is None else None
    online: Collection[str] = live.online(team.id)
    if search is not None:
        search, online = among(search, online, live.in_sessions(team.id), live.waiters(team.id))
    asked = Filter(
        visitor_id=whole,
        agent_id=agent_id,
        source=source,
        started_after=started_after,
        started_before=started_before,
        running=running,
        end_reason=end_reason,
        host=None if host is None else host.lower(),
        visitors=search,
        online=online,
    )
    found, end = await api.sessions.page(team.id, asked, limit, session_position(team.id, cursor))
    shown = await api.presenter.shown_sessions(team, found, hides_details=member.hides_details)
    return ShownSessionPage(sessions=shown, next_cursor=session_cursor(team.id, end))


@router.get("/choices", responses=errors(401, 429))
async def get_session_choices(api: Services, member: SignedIn) -> SessionChoices:
    """Agents and sites by which the list of sessions may be narrowed: those of the newest 2,000."""
    found = await api.sessions.choices(member.team.id)
    return SessionChoices(agents=[api.presenter.agent(agent) for agent in found.agents], hosts=list(found.hosts))


def _may_be_short_id(typed: str) -> bool:
    return len(typed) == SHORT_ID_LENGTH and typed.isascii() and typed.isalnum()
