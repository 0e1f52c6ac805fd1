"""The table of agents' profiles, and both kinds of agents as one list. Each takes a connection: the caller's transaction."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    Column,
    ForeignKey,
    Row,
    String,
    Subquery,
    Table,
    UniqueConstraint,
    delete,
    func,
    literal,
    null,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.teams.agents_model import AgentPosition, Profile, TeamAgent
from userview.domains.teams.invitations_store import invitations
from userview.domains.teams.store import external_agents, memberships, sign_in_links, sign_ins
from userview.tables import JSONDocument, UTCDateTime, metadata, upsert

agent_profiles: Final = Table(
    "agent_profiles",
    metadata,
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("agent_id", String(40), primary_key=True),
    Column("call_name", String(64)),
    Column("permissions", JSONDocument),
    Column("availability", String(10), nullable=False),
    UniqueConstraint("team_id", "call_name"),
)
"""`agent_id` is a member's or an external agent's; agents of whom nothing was said have no row."""


def _agents(team_id: str) -> Subquery:
    """Members and external agents of a team, with their profiles."""
    m, x, p = memberships.c, external_agents.c, agent_profiles.c
    no_id = literal(None, String).label("external_id")
    members = select(m.id, m.name, m.email, no_id, m.role, m.created_at, m.last_seen_at).where(m.team_id == team_id)
    unseen = literal(None, UTCDateTime).label("last_seen_at")
    external = select(x.id, x.name, x.email, x.external_id, null().label("role"), x.created_at, unseen)
    both = union_all(members, external.where(x.team_id == team_id)).subquery("both")
    profile = (p.team_id == team_id) & (p.agent_id == both.c.id)
    joined = select(both, p.call_name, p.permissions, p.availability).outerjoin_from(both, agent_profiles, profile)
    return joined.subquery("agents")


def _as_agent(row: Row[Any]) -> TeamAgent:
    return TeamAgent(
        id=row.id,
        name=row.name or None,
        email=row.email,
        external_id=row.external_id,
        role=row.role,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        profile=Profile(row.call_name, row.permissions, row.availability or "available"),
    )


async def find_agent(connection: AsyncConnection, team_id: str, agent_id: str) -> TeamAgent | None:
    """One agent of the team."""
    agents = _agents(team_id)
    row = (await connection.execute(select(agents).where(agents.c.id == agent_id))).one_or_none()
    return _as_agent(row) if row else None


async def account_of(connection: AsyncConnection, team_id: str, agent_id: str) -> str | None:
    """The account of a member; None when the team has no member with this id."""
    c = memberships.c
    statement = select(c.account_id).where(c.team_id == team_id, c.id == agent_id)
    return (await connection.execute(statement)).scalar_one_or_none()


async def agents_page(
    connection: AsyncConnection, team_id: str, limit: int, after: AgentPosition | None
) -> list[TeamAgent]:
    """Up to `limit` agents, the oldest first."""
    agents = _agents(team_id)
    statement = select(agents).order_by(agents.c.created_at, agents.c.id).limit(limit)
    if after is not None:
        statement = statement.where(tuple_(agents.c.created_at, agents.c.id) > (after.created_at, after.id))
    return [_as_agent(row) for row in await connection.execute(statement)]


async def permissions_of(connection: AsyncConnection, team_id: str, agent_id: str) -> Mapping[str, bool] | None:
    """What the agent may do at most in this team; None when nothing was said."""
    c = agent_profiles.c
    statement = select(c.permissions).where(c.team_id == team_id, c.agent_id == agent_id)
    return (await connection.execute(statement)).scalar_one_or_none()


async def put_profile(connection: AsyncConnection, team_id: str, agent_id: str, profile: Profile) -> None:
    """Keep this of the agent; the call name must be free."""
    values = {
        "call_name": profile.call_name,
        "permissions": None if profile.permissions is None else dict(profile.permissions),
        "availability": profile.availability,
    }
    statement = upsert(connection, agent_profiles).values(team_id=team_id, agent_id=agent_id, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["team_id", "agent_id"], set_=values))


async def holder_of_call_name(connection: AsyncConnection, team_id: str, call_name: str) -> str | None:
    """The id of the agent who has this call name."""
    c = agent_profiles.c
    statement = select(c.agent_id).where(c.team_id == team_id, c.call_name == call_name)
    return (await connection.execute(statement)).scalar_one_or_none()


async def count_admins(connection: AsyncConnection, team_id: str) -> int:
    """How many members of the team are administrators."""
    c = memberships.c
    statement = select(func.count()).where(c.team_id == team_id, c.role == "admin")
    return (await connection.execute(statement)).scalar_one()


async def delete_agent(connection: AsyncConnection, team_id: str, agent_id: str) -> None:
    """The agent leaves the team: nothing that is kept opens it to them any more. A member's account stays."""
    account = await account_of(connection, team_id, agent_id)
    if account is not None:
        c = invitations.c
        await connection.execute(delete(invitations).where(c.team_id == team_id, c.agent_id == agent_id))
        for table in (sign_ins, sign_in_links, memberships):
            await connection.execute(delete(table).where(table.c.team_id == team_id, table.c.account_id == account))
    for table, column in ((external_agents, external_agents.c.id), (agent_profiles, agent_profiles.c.agent_id)):
        await connection.execute(delete(table).where(table.c.team_id == team_id, column == agent_id))
