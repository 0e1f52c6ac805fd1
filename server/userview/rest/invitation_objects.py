"""Invitations as the dashboard is told of them, and as it asks for them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from userview.domains.teams import invitations_model as model
from userview.domains.teams.model import Role
from userview.rest.answers import Ok
from userview.rest.bodies import Body, Email, Name
from userview.rest.schemas import Datetime

Kind = Annotated[
    model.InvitationKind,
    Field(description="`join`: to become a member; `password`: to give a member a new password."),
]


class Invitation(BaseModel):
    """A link that somebody was given and has not used yet."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: Kind
    email: str
    name: str | None
    role: Annotated[Role, Field(description="What the person becomes, or is.")]
    agent_id: Annotated[str | None, Field(description="The member whose password it sets; null of `join`.")]
    invited_by: str
    created_at: Datetime
    expires_at: Annotated[Datetime, Field(description="The link is good until then; may be past.")]


class InvitationList(Ok):
    """What is open, the newest first."""

    invitations: list[Invitation]


class InvitationLink(Ok):
    """An invitation with its link."""

    invitation: Invitation
    url: Annotated[str, Field(description="Good once; shown now and never again.")]


class OpenedInvitation(Ok):
    """What whoever holds the link is told."""

    kind: Kind
    team_name: str
    email: str
    name: str | None
    role: Role
    invited_by: str
    expires_at: Datetime
    has_account: Annotated[
        bool, Field(description="The address has an account: joining takes its password. Else one is chosen.")
    ]


class InviteBody(Body):
    """Whom to invite, and as what."""

    email: Email
    name: Name | None = None
    role: Role = "agent"


class AcceptBody(Body):
    """The link's token, and who comes."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=128)]
    name: Annotated[Name | None, Field(description="What the team calls you; left out: as you were invited.")] = None
    password: Annotated[
        str,
        StringConstraints(max_length=1000),
        Field(description="The account's, if there is one and you join; else a new one, of 10 to 1,000 characters."),
    ]


def shown(invitation: model.Invitation) -> Invitation:
    """An invitation as the team's administrators see it."""
    return Invitation(
        id=invitation.id,
        kind=invitation.kind,
        email=invitation.email,
        name=invitation.name,
        role=invitation.role,
        agent_id=invitation.agent_id,
        invited_by=invitation.invited_by,
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
    )


def opened(found: model.Opened) -> OpenedInvitation:
    """An invitation as the holder of its link sees it."""
    invitation = found.invitation
    return OpenedInvitation(
        kind=invitation.kind,
        team_name=found.team.name,
        email=invitation.email,
        name=invitation.name,
        role=invitation.role,
        invited_by=invitation.invited_by,
        expires_at=invitation.expires_at,
        has_account=found.has_account,
    )
