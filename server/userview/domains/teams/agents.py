"""Agents of a team: making, changing and removing them. Signing in is `sign_in`'s business, accounts are `accounts`'."""

from collections.abc import Mapping

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.teams import agents_store, saved_searches, store
from userview.domains.teams.accounts import join_team
from userview.domains.teams.agents_model import AgentChange, AgentPosition, Profile, TeamAgent
from userview.domains.teams.errors import AgentConflict, UnknownAgent, UnknownTeam, UnusableValue
from userview.domains.teams.model import Clock, Role
from userview.protocol.ids import new_id
from userview.protocol.messages.agent import Availability
from userview.tables import Transactions, moment


class Agents:
    """Every method is one transaction."""

    def __init__(self, database: Transactions, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def page(
        self, team_id: str, limit: int, after: AgentPosition | None
    ) -> tuple[list[TeamAgent], AgentPosition | None]:
        """Agents of the team, oldest first, and where the page ends (None at the end of the list)."""
        async with self._database.reading() as connection:
            found = await agents_store.agents_page(connection, team_id, limit + 1, after)
        end = AgentPosition(found[limit - 1].created_at, found[limit - 1].id) if len(found) > limit else None
        return found[:limit], end

    async def get(self, team_id: str, agent_id: str) -> TeamAgent:
        """One agent.

        Raises:
            UnknownAgent: the team has none with this id.
        """
        async with self._database.reading() as connection:
            return await _found(connection, team_id, agent_id)

    async def permissions(self, team_id: str, agent_id: str) -> Mapping[str, bool] | None:
        """What the agent may do at most; None when nothing was said."""
        async with self._database.reading() as connection:
            return await agents_store.permissions_of(connection, team_id, agent_id)

    async def availability(self, team_id: str, agent_id: str) -> Availability:
        """What the agent says of themselves; available as long as nothing was said."""
        async with self._database.reading() as connection:
            found = await agents_store.find_agent(connection, team_id, agent_id)
        return "available" if found is None else found.profile.availability

    async def called(self, team_id: str, call_name: str) -> TeamAgent | None:
        """The agent with this call name, in any case of letters."""
        async with self._database.reading() as connection:
            agent_id = await agents_store.holder_of_call_name(connection, team_id, call_name.lower())
            return None if agent_id is None else await agents_store.find_agent(connection, team_id, agent_id)

    async def invite(self, team_id: str, email: str, name: str | None, role: Role, profile: Profile) -> TeamAgent:
        """A new member, whether the e-mail address has an account in other teams or not.

        Raises:
            UnusableValue: the e-mail address cannot be taken.
            EmailTaken: the address is in this team already.
            AgentConflict: the call name is taken.
        """
        async with self._database.transaction() as connection:
            await _lock(connection, team_id)
            await _check_call_name(connection, team_id, None, profile.call_name)
            member = await join_team(connection, team_id, email=email, name=name, role=role, at=moment(self._clock()))
            await agents_store.put_profile(connection, team_id, member.id, profile)
            return await _found(connection, team_id, member.id)

    async def add_external(
        self, team_id: str, external_id: str, name: str, email: str | None, profile: Profile
    ) -> TeamAgent:
        """A new agent whom callers know by an id of their own.

        Raises:
            AgentConflict: the external id or the call name is taken.
        """
        values = {"id": new_id("agent"), "external_id": external_id, "name": name, "email": email}
        at = moment(self._clock())
        async with self._database.transaction() as connection:
            await _lock(connection, team_id)
            await _check_call_name(connection, team_id, None, profile.call_name)
            try:
                async with connection.begin_nested():
                    await connection.execute(
                        store.external_agents.insert().values(**values, team_id=team_id, created_at=at)
                    )
            except IntegrityError as error:
                message = f"external_id: expected one that no agent of the team has, got {external_id[:80]!r}"
                raise AgentConflict(message, field="external_id") from error
            await agents_store.put_profile(connection, team_id, str(values["id"]), profile)
            return await _found(connection, team_id, str(values["id"]))

    async def change(self, team_id: str, agent_id: str, change: AgentChange) -> TeamAgent:
        """Change what is given, keep the rest.

        Raises:
            UnknownAgent: the team has none with this id.
            AgentConflict: the call name is taken, or it is the last administrator's role.
            UnusableValue: something that this kind of agent does not have.
        """
        async with self._database.transaction() as connection:
            await _lock(connection, team_id)
            agent = await _found(connection, team_id, agent_id)
            await _check_call_name(connection, team_id, agent_id, change.get("call_name"))
            if agent.external_id is None:
                await _change_member(connection, team_id, agent, change)
            else:
                await _change_external(connection, agent, change)
            old = agent.profile
            profile = Profile(
                call_name=change.get("call_name", old.call_name),
                permissions=change.get("permissions", old.permissions),
                availability=change.get("availability", old.availability),
            )
            if profile != old:
                await agents_store.put_profile(connection, team_id, agent_id, profile)
            return await _found(connection, team_id, agent_id)

    async def remove(self, team_id: str, agent_id: str) -> TeamAgent:
        """The agent is of this team no longer; browsers that are signed in to it are signed out. Who it was.

        Raises:
            UnknownAgent: the team has none with this id.
            AgentConflict: it is the last administrator.
        """
        async with self._database.transaction() as connection:
            await _lock(connection, team_id)
            agent = await _found(connection, team_id, agent_id)
            if agent.role == "admin":
                await _check_not_last(connection, team_id)
            await agents_store.delete_agent(connection, team_id, agent_id)
            await saved_searches.forget_of(connection, team_id, agent_id)
        return agent


async def _lock(connection: AsyncConnection, team_id: str) -> None:
    """Who changes a team's agents does so alone: call names and the last administrator depend on the others."""
    if await store.team_by_id(connection, team_id, for_update=True) is None:
        raise UnknownTeam(f"there is no team with the id {team_id[:40]!r}")


async def _found(connection: AsyncConnection, team_id: str, agent_id: str) -> TeamAgent:
    agent = await agents_store.find_agent(connection, team_id, agent_id)
    if agent is None:
        raise UnknownAgent(f"there is no agent with the id {agent_id[:40]!r}")
    return agent


async def _check_call_name(
    connection: AsyncConnection, team_id: str, agent_id: str | None, call_name: str | None
) -> None:
    if call_name is None:
        return
    holder = await agents_store.holder_of_call_name(connection, team_id, call_name)
    if holder not in (None, agent_id):
        raise AgentConflict(f"call_name: another agent of the team has {call_name!r}", field="call_name")


async def _check_not_last(connection: AsyncConnection, team_id: str) -> None:
    if await agents_store.count_admins(connection, team_id) <= 1:
        raise AgentConflict("this is the team's last admin: make another agent one first", field="role")


async def _change_member(connection: AsyncConnection, team_id: str, agent: TeamAgent, change: AgentChange) -> None:
    if "email" in change and change["email"] != agent.email:
        message = (
            "email: expected the member's own, which this operation does not change; invite the new address instead"
        )
        raise UnusableValue(message, field="email")
    role = change.get("role", agent.role)
    if agent.role == "admin" and role != "admin":
        await _check_not_last(connection, team_id)
    values = {"role": role, "name": change.get("name", agent.name)}
    c = store.memberships.c
    await connection.execute(update(store.memberships).where(c.team_id == team_id, c.id == agent.id).values(values))


async def _change_external(connection: AsyncConnection, agent: TeamAgent, change: AgentChange) -> None:
    if "role" in change:
        raise UnusableValue("role: expected none, for external agents do not sign in", field="role")
    if "name" in change and not change["name"]:
        raise UnusableValue("name: expected 1 to 256 characters, for external agents have one", field="name")
    values = {field: value for field, value in change.items() if field in ("name", "email")}
    if values:
        await connection.execute(
            update(store.external_agents).where(store.external_agents.c.id == agent.id).values(values)
        )
