"""`/v1/agents`: the members of the team, and the agents whom API callers named."""

from typing import Annotated

from fastapi import APIRouter, Path

from userview.domains.teams.agents_model import AgentChange, Profile, TeamAgent
from userview.rest.agent_objects import AgentChangeBody, AgentPage, NewAgentBody, OneAgent, SignInUrl, full_agent
from userview.rest.answers import Ok
from userview.rest.auth import Administrator, Reader
from userview.rest.context import Api, Services
from userview.rest.errors import InvalidRequest
from userview.rest.openapi_parts import errors
from userview.rest.paging import DEFAULT_LIMIT, Cursor, Limit, agent_cursor, agent_position
from userview.tables import moment

router = APIRouter(prefix="/v1/agents", tags=["Agents"])

AgentId = Annotated[str, Path(description="The agent's `id`.")]


@router.get("", responses=errors(400, 401, 403, 422, 429))
async def list_agents(api: Services, caller: Reader, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> AgentPage:
    """Members of the team and external agents, the oldest first."""
    found, end = await api.agents.page(caller.team.id, limit, agent_position(caller.team.id, cursor))
    online = api.live().agents_online(caller.team.id)
    agents = [full_agent(agent, online, moment(api.clock()), on_premise=api.presenter.on_premise) for agent in found]
    return AgentPage(agents=agents, next_cursor=agent_cursor(caller.team.id, end))


@router.post("", responses=errors(400, 401, 403, 409, 413, 415, 422, 429))
async def make_agent(api: Services, caller: Administrator, body: NewAgentBody) -> SignInUrl:
    """A new member, by e-mail address, with a link for the first sign-in; or an external agent, by `external_id`."""
    team = caller.team.id
    permissions = None if body.permissions is None else body.permissions.model_dump()
    profile = Profile(body.call_name, permissions, body.availability)
    if body.external_id is not None:
        agent = await api.agents.add_external(team, body.external_id, body.name or "", body.email, profile)
        return SignInUrl(agent=_shown(api, team, agent).agent, sign_in_url=None)
    agent = await api.agents.invite(team, body.email or "", body.name, body.role or "agent", profile)
    return await _with_link(api, team, agent)


@router.get("/{id}", responses=errors(401, 403, 404, 429))
async def get_agent(api: Services, caller: Reader, id: AgentId) -> OneAgent:  # noqa: A002 - its name in the API
    """One agent."""
    return _shown(api, caller.team.id, await api.agents.get(caller.team.id, id))


@router.patch("/{id}", responses=errors(400, 401, 403, 404, 409, 413, 415, 422, 429))
async def change_agent(
    api: Services,
    caller: Administrator,
    id: AgentId,  # noqa: A002 - its name in the API
    body: AgentChangeBody,
) -> OneAgent:
    """Change an agent; what is left out stays. New permissions hold in running sessions too."""
    change = AgentChange(**body.model_dump(include=body.model_fields_set))
    if "role" in body.model_fields_set and body.role is None:
        raise InvalidRequest("role: expected admin or agent, got null", field="role")
    agent = await api.agents.change(caller.team.id, id, change)
    if "permissions" in change:
        api.live().agent_changed(caller.team.id, id)
    if "availability" in change:
        api.live().agent_availability(caller.team.id, id, change["availability"])
    return _shown(api, caller.team.id, agent)


@router.delete("/{id}", responses=errors(401, 403, 404, 409, 429))
async def remove_agent(api: Services, caller: Administrator, id: AgentId) -> Ok:  # noqa: A002 - its name in the API
    """Remove an agent: signed out of this team and out of its sessions at once. Records of sessions stay."""
    agent = await api.agents.remove(caller.team.id, id)
    if agent.external_id is not None:
        await api.links.revoke(agent.id)
    api.live().dismiss_agent(caller.team.id, agent.id)
    return Ok()


@router.post("/{id}/sign_in_url", responses=errors(401, 403, 404, 422, 429))
async def make_sign_in_url(api: Services, caller: Administrator, id: AgentId) -> SignInUrl:  # noqa: A002 - its name in the API
    """Another link for a member who has lost the first one."""
    agent = await api.agents.get(caller.team.id, id)
    if agent.external_id is not None:
        raise InvalidRequest("id: expected a member, for external agents do not sign in", field="id")
    return await _with_link(api, caller.team.id, agent)


def _shown(api: Api, team: str, agent: TeamAgent) -> OneAgent:
    online = api.live().agents_online(team)
    return OneAgent(agent=full_agent(agent, online, moment(api.clock()), on_premise=api.presenter.on_premise))


async def _with_link(api: Api, team: str, agent: TeamAgent) -> SignInUrl:
    # Whoever administers this team sees the link; the account may be in teams that they have no business in.
    token = await api.sign_ins.make_link(agent.id, team, confined=True)
    return SignInUrl(agent=_shown(api, team, agent).agent, sign_in_url=f"{api.public_url}/sign-in#{token}")
