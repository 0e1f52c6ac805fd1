"""`/desk/invitations` and `/desk/invitation`: links by which people join a team, or get a new password."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from userview.domains.teams.store import folded_email
from userview.rest.answers import Me, Ok
from userview.rest.auth import SignedInAdmin, own_page
from userview.rest.bodies import TokenBody
from userview.rest.context import Api, ByAddress, Services, address_of, guards_of
from userview.rest.invitation_objects import (
    AcceptBody,
    InvitationLink,
    InvitationList,
    InviteBody,
    OpenedInvitation,
    opened,
    shown,
)
from userview.rest.openapi_parts import errors
from userview.rest.routes.desk import welcomed

router = APIRouter(prefix="/desk", tags=["Dashboard"])

InvitationId = Annotated[str, Path(description="The invitation's `id`.")]
ANONYMOUS = [Depends(own_page), ByAddress]


@router.get("/invitations", responses=errors(401, 403, 429))
async def list_invitations(api: Services, admin: SignedInAdmin) -> InvitationList:
    """Links that are open, the newest first; those that are too old are listed for 30 days more."""
    found = await api.invitations.of_team(admin.team.id)
    return InvitationList(invitations=[shown(invitation) for invitation in found])


@router.post("/invitations", responses=errors(400, 401, 403, 409, 413, 415, 422, 429))
async def invite(api: Services, admin: SignedInAdmin, body: InviteBody) -> InvitationLink:
    """Invite somebody by e-mail address; a link from before for the same address is worth nothing any more."""
    invitation, token = await api.invitations.invite(admin, body.email, body.name, body.role)
    return InvitationLink(invitation=shown(invitation), url=_url(api, token))


@router.post("/invitations/{id}/renew", responses=errors(401, 403, 404, 429))
async def renew_invitation(api: Services, admin: SignedInAdmin, id: InvitationId) -> InvitationLink:  # noqa: A002 - its name in the API
    """Another link; the one before is worth nothing any more."""
    invitation, token = await api.invitations.renew(admin, id)
    return InvitationLink(invitation=shown(invitation), url=_url(api, token))


@router.delete("/invitations/{id}", responses=errors(401, 403, 404, 429))
async def revoke_invitation(api: Services, admin: SignedInAdmin, id: InvitationId) -> Ok:  # noqa: A002 - its name in the API
    """Take an invitation back: its link is worth nothing any more."""
    await api.invitations.revoke(admin.team.id, id)
    return Ok()


@router.post("/agents/{id}/password_link", responses=errors(401, 403, 404, 409, 422, 429))
async def make_password_link(
    api: Services,
    admin: SignedInAdmin,
    id: Annotated[str, Path(description="The member's `id`.")],  # noqa: A002 - its name in the API
) -> InvitationLink:
    """A link with which a member sets a new password, once, within 24 hours."""
    invitation, token = await api.invitations.to_set_password(admin, id)
    return InvitationLink(invitation=shown(invitation), url=_url(api, token))


@router.post("/invitation/open", dependencies=ANONYMOUS, responses=errors(400, 403, 410, 413, 415, 422, 429))
async def open_invitation(api: Services, body: TokenBody) -> OpenedInvitation:
    """What a link stands for; it stays good."""
    return opened(await api.invitations.open(body.token))


@router.post(
    "/invitation/accept", dependencies=ANONYMOUS, responses=errors(400, 401, 403, 409, 410, 413, 415, 422, 429)
)
async def accept_invitation(api: Services, request: Request, response: Response, body: AcceptBody) -> Me:
    """Use a link up, and be signed in."""
    guard, address = guards_of(request).passwords, address_of(request)
    account = folded_email((await api.invitations.open(body.token)).invitation.email)
    guard.attempt(account, address)
    member = await api.invitations.accept(body.token, body.name, body.password)
    guard.succeeded(account, address)
    for one in await api.accounts.memberships(member.account_id):
        api.live().agent_changed(one.team.id, one.id)
    return await welcomed(api, response, member, await api.sign_ins.begin(member))


def _url(api: Api, token: str) -> str:
    return f"{api.public_url}/join#{token}"
