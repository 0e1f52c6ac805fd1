"""Agents as the gateway sees them: implements `AgentDoor` on the domains."""

from userview.domains.sessions.errors import UnknownSession
from userview.domains.sessions.links import WatchLinks
from userview.domains.sessions.service import Sessions
from userview.domains.teams.sign_in import SignIns
from userview.gateway.doors import SignedIn, Upgrade
from userview.realtime.records import AgentRef


class DomainAgentDoor:
    """The door of `/ws/agent`."""

    def __init__(self, *, sign_ins: SignIns, sessions: Sessions, links: WatchLinks, cookie_name: str) -> None:
        self._sign_ins = sign_ins
        self._sessions = sessions
        self._links = links
        self._cookie_name = cookie_name

    async def signed_in(self, upgrade: Upgrade) -> SignedIn | None:
        """Who the sign-in cookie belongs to; None without a valid one."""
        cookie = upgrade.cookies.get(self._cookie_name)
        member = await self._sign_ins.who(cookie) if cookie else None
        if member is None:
            return None
        account = member.account
        agent = AgentRef(id=account.id, name=account.nickname, email=account.email, external_id=None)
        return SignedIn(agent=agent, team=member.team.id, team_name=member.team.name)

    async def seat(self, session: str, seat: str) -> AgentRef | None:
        """Who holds this seat of the session (rule W2); None when it is not valid."""
        return await self._links.holder(session, seat)

    async def may_join(self, session: str, team: str) -> bool:
        """Whether the session is one of this team's."""
        try:
            await self._sessions.get(team, session)
        except UnknownSession:
            return False
        return True
