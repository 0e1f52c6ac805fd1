"""The agents of a team as the API answers and takes them."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from userview.domains.teams.agents_model import CALL_NAME_PATTERN, TeamAgent
from userview.domains.teams.model import Role
from userview.protocol.messages.agent import Availability
from userview.rest import schemas
from userview.rest.answers import Ok, Page
from userview.rest.bodies import Body, Email, Name
from userview.rest.schemas import Datetime

CallName = Annotated[
    str,
    StringConstraints(pattern=CALL_NAME_PATTERN),
    AfterValidator(str.lower),
    Field(
        description="For personal links: letters, digits, `-` and `_`, unique in the team; upper and lower case are the same."
    ),
]


class AgentPermissions(BaseModel):
    """What an agent may do at most, in every session. What is left out is allowed, within session, team and page."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    allow_click: bool = True
    allow_scroll: bool = True
    allow_type: bool = True
    allow_draw: bool = True
    allow_audio: bool = True
    allow_agent_redirect: bool = True
    allow_show_agent_screen: bool = True
    allow_request_visitor_screen: bool = True
    allow_notes: bool = True
    allow_console: bool = True
    hide_private_details: bool = False


class FullAgent(schemas.Agent):
    """An agent of the team: a member, or one whom API callers named."""

    role: Annotated[Role | None, Field(description="Null for external agents, who do not sign in.")]
    call_name: Annotated[str | None, Field(description="For personal links; null when there is none.")]
    permissions: Annotated[AgentPermissions, Field(description="What the agent may do at most, in every session.")]
    availability: Annotated[Availability, Field(description="What the agent says: `available` or `away`.")]
    status: Annotated[
        Literal["online", "away"],
        Field(description="`online`: available, and the dashboard is open or the agent is in a session."),
    ]
    created_at: Datetime
    last_seen_at: Annotated[
        Datetime | None,
        Field(description="When the dashboard was in use last; null for external agents and who was never there."),
    ]


class AgentPage(Page):
    """Agents, the oldest first."""

    agents: list[FullAgent]


class OneAgent(Ok):
    """An agent."""

    agent: FullAgent


class SignInUrl(OneAgent):
    """An agent with a link to sign in."""

    sign_in_url: Annotated[
        str | None,
        Field(
            description="Signs the member in to this team, once, within 24 hours; shown now and never again. "
            "Null for external agents."
        ),
    ]


class _Settable(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    call_name: CallName | None = None
    permissions: Annotated[
        AgentPermissions | None, Field(description="What the agent may do at most, in every session; null: everything.")
    ] = None
    availability: Availability = "available"


class MyselfBody(Body):
    """What the agent says of themselves; what is left out stays, null takes name or call name away."""

    availability: Annotated[Availability | None, Field(description="Null: it stays.")] = None
    call_name: CallName | None = None
    name: Name | None = None


class NewAgentBody(_Settable):
    """A new agent: a member with `email`, or an external one with `external_id` and `name`."""

    email: Email | None = None
    name: Name | None = None
    role: Annotated[Role | None, Field(description="Of members: `agent` when left out.")] = None
    external_id: Annotated[Name | None, Field(description="The caller's own id; makes an external agent.")] = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if self.external_id is None and self.email is None:
            raise ValueError("expected email (a member) or external_id (an external agent)")
        if self.external_id is not None and self.name is None:
            raise ValueError("expected a name beside external_id")
        if self.external_id is not None and self.role is not None:
            raise ValueError("expected no role beside external_id: external agents do not sign in")
        return self


class AgentChangeBody(_Settable):
    """Changes to an agent: what is left out stays, null clears call name and permissions."""

    email: Annotated[Email | None, Field(description="Of external agents alone.")] = None
    name: Name | None = None
    role: Annotated[Role | None, Field(description="Of members alone.")] = None


def full_agent(agent: TeamAgent, online: frozenset[str], now: datetime, *, on_premise: bool) -> FullAgent:
    """An agent with what is known of it now; `online`: ids of those who are there."""
    profile = agent.profile
    here = agent.id in online and profile.availability == "available"
    return FullAgent(
        agent_nickname=agent.nickname,
        email=agent.email,
        external_id=agent.external_id,
        id=agent.id,
        name=agent.name,
        on_premise=on_premise,
        role=agent.role,
        call_name=profile.call_name,
        permissions=AgentPermissions.model_validate(profile.permissions or {}),
        availability=profile.availability,
        status="online" if here else "away",
        created_at=agent.created_at,
        last_seen_at=now if agent.role is not None and agent.id in online else agent.last_seen_at,
    )
