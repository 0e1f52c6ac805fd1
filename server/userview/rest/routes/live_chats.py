"""`/desk/live_chats`, `/desk/integrations`: the way from a live chat to its visitor."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request

from userview.domains.visitors.search import Search
from userview.rest import schemas
from userview.rest.answers import FoundVisitors, LiveChatList
from userview.rest.auth import SignedIn
from userview.rest.context import Services, guards_of
from userview.rest.openapi_parts import errors
from userview.rest.patterns import INTEGRATION_ID

MOST: Final = 25
"""Browsers of one person that are offered; others were not seen for long."""

router = APIRouter(prefix="/desk", tags=["Dashboard"])


@router.get("/live_chats", responses=errors(401, 429))
async def list_live_chats(api: Services, member: SignedIn) -> LiveChatList:
    """Live chats that stood on the team's pages, the one seen last first."""
    found = await api.live_chats.of_team(member.team.id)
    return LiveChatList(
        live_chats=[
            schemas.FoundLiveChat(
                integration=chat.integration,
                first_seen_at=chat.first_seen_at,
                last_seen_at=chat.last_seen_at,
                host=chat.host,
            )
            for chat in found
        ]
    )


@router.get("/integrations", responses=errors(400, 401, 422, 429))
async def find_by_integration(
    api: Services,
    member: SignedIn,
    request: Request,
    integration_id: Annotated[
        str, Query(pattern=INTEGRATION_ID, description="A live chat and its own id of somebody: `crisp:session_1`.")
    ],
) -> FoundVisitors:
    """The team's visitors whom a live chat knows by this id, seen last first; none when nobody is known by it."""
    guard, team = guards_of(request).integrations, member.team
    guard.attempt(member.id, team.id, integration_id)
    found, _ = await api.visitors.page(team.id, Search(integration_id=integration_id), (), MOST, None)
    if found:
        guard.right(member.id, team.id, integration_id, found[0].short_id)
    return FoundVisitors(visitors=await api.presenter.visitors(team, found, hides_details=member.hides_details))
