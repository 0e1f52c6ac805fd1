"""Agents as the gateway sees them: implements `AgentDoor` on the domains."""

from dataclasses import replace

from userview.domains.sessions.errors import UnknownSession
from userview.domains.sessions.links import WatchLinks
from userview.domains.sessions.model import enforced
from userview.domains.sessions.service import Sessions
from userview.domains.teams.agents import Agents
from userview.domains.teams.sign_in import SignIns
from userview.gateway.doors import SignedIn, Upgrade
from userview.protocol.messages.common import Permissions
from userview.realtime.acting import both
from userview.realtime.records import AgentRef


class DomainAgentDoor:
    """The door of `/ws/agent`."""

    def __init__(
        self, *, sign_ins: SignIns, agents: Agents, sessions: Sessions, links: WatchLinks, cookie_name: str
    ) -> None:
        self._sign_ins = sign_ins
        self._agents = agents
        self._sessions = sessions
        self._links = links
        self._cookie_name = cookie_name

    async def signed_in(self, upgrade: Upgrade) -> SignedIn | None:
        """Who the sign-in cookie belongs to; None without a valid one."""
        cookie = upgrade.cookies.get(self._cookie_name)
        member = await self._sign_ins.who(cookie) if cookie else None
        if member is None:
            return None
        may = await self._may(member.team.id, member.id)
        agent = AgentRef(member.id, member.nickname, member.email, external_id=None, permissions=may)
        availability = await self._agents.availability(member.team.id, member.id)
        return SignedIn(
            agent=agent,
            team=member.team.id,
            team_name=member.team.name,
            availability=availability,
            hides_details=member.hides_details,
        )

    async def seen(self, team: str, agent: str) -> None:
        """The member of the team was there until now."""
        await self._sign_ins.seen(team, agent)

    async def seat(self, session: str, seat: str) -> AgentRef | None:
        """Who holds this seat of the session (rule W2); None when it is not valid."""
        held = await self._links.holder(session, seat)
        if held is None:
            return None
        may = await self._may(held.team_id, held.agent.id)
        if may is None or held.agent.permissions is None:
            return held.agent
        return replace(held.agent, permissions=both(held.agent.permissions, may))

    async def may_join(self, session: str, team: str) -> bool:
        """Whether the session is one of this team's."""
        try:
            await self._sessions.get(team, session)
        except UnknownSession:
            return False
        return True

    async def _may(self, team: str, agent: str) -> Permissions | None:
        """What the team lets this agent do at most; None: everything (rule A4)."""
        given = await self._agents.permissions(team, agent)
        return None if given is None else enforced(given)
