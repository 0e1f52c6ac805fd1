"""`/watch/<session>/redeem`: a watch link's page takes its seat."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from userview.rest.answers import LinkFailure, Seat
from userview.rest.bodies import RedeemBody
from userview.rest.context import ByAddress, Services
from userview.rest.cookies import seat_cookie_name, set_seat_cookie
from userview.rest.openapi_parts import errors
from userview.rest.schemas import Branding, SeatHolder

router = APIRouter(prefix="/watch", tags=["Dashboard"])


@router.post(
    "/{session}/redeem",
    dependencies=[ByAddress],
    responses={
        **errors(400, 413, 415, 422, 429),
        410: {"model": LinkFailure, "description": "`link_expired`, `session_ended`"},
    },
)
async def redeem_watch_link(
    api: Services,
    request: Request,
    response: Response,
    session: Annotated[str, Path(description="The session's id.")],
    body: RedeemBody,
) -> Seat:
    """Redeem a watch link, once; again only with the seat that it gave, so that reloads go on (rule W2)."""
    seat = body.seat
    if seat is None and body.seat_cookie:
        seat = request.cookies.get(seat_cookie_name(body.token))
    redeemed = await api.links.redeem(session, body.token, seat)
    await api.live().link_redeemed(session)
    if body.seat_cookie:
        set_seat_cookie(response, redeemed.session, body.token, redeemed.seat)
    branding = redeemed.branding
    return Seat(
        seat=redeemed.seat,
        session=redeemed.session,
        agent=SeatHolder(id=redeemed.agent.id, name=redeemed.agent.name),
        branding=Branding(naked=branding.naked, retry_url=branding.retry_url, on_end_url=branding.on_end_url),
        language=redeemed.language,
        allowed_origins=None if redeemed.allowed_origins is None else list(redeemed.allowed_origins),
    )
