"""An agent's page (`/ws/agent`): who it is and what it may join is asked at the door, the rest is the hub's."""

import logging
from typing import ClassVar, Final

from typing_extensions import override

from userview.gateway import wire
from userview.gateway.desk import Listener
from userview.gateway.doors import SignedIn, Upgrade
from userview.gateway.endpoint import Endpoint
from userview.gateway.inbox import Rest
from userview.gateway.services import Services
from userview.protocol.codes import CloseCode, ErrorCode
from userview.protocol.messages import AGENT_TO_SERVER, dump
from userview.protocol.messages.actions import NavigateAction
from userview.protocol.messages.agent import (
    AgentAvailability,
    AgentHello,
    AgentIdentity,
    AgentToServer,
    AgentWelcome,
    Availability,
    DeskClose,
    DeskOpen,
    InputSent,
    Ping,
    Pong,
    SessionJoin,
    SessionLeave,
    ViewerTicketRequest,
)
from userview.protocol.origins import origin_of
from userview.realtime.inputs import AgentDisconnected, AgentHere, AgentJoins, AgentMessage
from userview.realtime.records import AgentRef

_LOG: Final = logging.getLogger("userview.gateway")


class AgentEndpoint(Endpoint[AgentToServer]):
    """One agent's page; signed in, or a guest who holds a seat."""

    role: ClassVar[str] = "agent"

    def __init__(self, services: Services, upgrade: Upgrade) -> None:
        limits = services.limits
        rate = (limits.agent_messages_per_second, limits.agent_messages_burst)
        super().__init__(services, upgrade, AGENT_TO_SERVER, rate=rate)
        self._signed_in: SignedIn | None = None
        self._availability: Availability = "away"
        self._at_desk = False
        self._joined: set[str] = set()
        """Sessions that this page takes part in, or did."""

    def dismiss(self) -> None:
        """Leave every session, then close: this agent may do nothing here any more."""
        for session in self._joined:
            self._services.driver.feed(AgentMessage(self.id, SessionLeave(session=session)))
        self.close(CloseCode.NOT_AUTHENTICATED, "this agent is in the team no longer")

    def come_back(self) -> None:
        """Close in a way that makes the page connect again."""
        self.close(CloseCode.GOING_AWAY, "what this agent may do has changed; connect again")

    def tell_availability(self, availability: Availability) -> None:
        """Say what the agent says of themselves now."""
        self._availability = availability
        self.send(wire.text(dump(AgentAvailability(availability=availability))))
        if self._at_desk:
            self._tell_whether_available()

    @override
    async def _hello(self, message: AgentToServer, version: int) -> None:
        signed_in = self._signed_in = await self._services.agents.signed_in(self._upgrade)
        identity = None
        if signed_in is not None:
            agent = signed_in.agent
            identity = AgentIdentity(id=agent.id, name=agent.name, email=agent.email, team=signed_in.team_name)
        if self._welcome(AgentWelcome(version=version, connection=self.id, agent=identity)) and signed_in is not None:
            self._services.agents_here.enter(self, signed_in.agent.id, signed_in.team)
            self.tell_availability(signed_in.availability)

    @override
    def _message(self, message: AgentToServer) -> Rest:
        match message:
            case Ping():
                self.send(wire.text(dump(Pong(id=message.id))))
            case DeskOpen():
                if self._signed_in is None:
                    self._error(ErrorCode.NOT_AUTHENTICATED, "the desk is for agents who are signed in", None)
                else:
                    signed_in = self._signed_in
                    to = Listener(signed_in.agent.id, hides_details=signed_in.hides_details)
                    self._services.desk.open(self.id, signed_in.team, to)
                    self._at_desk = True
                    self._tell_whether_available()
            case DeskClose():
                self._services.desk.close(self.id)
                self._at_desk = False
                self._tell_whether_available()
            case SessionJoin():
                return self._join(message)
            case AgentHello():
                pass
            case InputSent(action=NavigateAction(url=str(url))) if message.session in self._joined:
                return self._lead(message, url)
            case _ if message.session in self._joined:
                self._services.driver.feed(AgentMessage(self.id, message))
            case _:
                # One answer whether there is such a session or not: that is no business of other teams.
                ref = message.ref if isinstance(message, ViewerTicketRequest) else None
                self._error(ErrorCode.NOT_ALLOWED, "join the session first", ref)
        return None

    def _tell_whether_available(self) -> None:
        """Who does not look at who waits is not available, whatever they say of themselves (Q3)."""
        if self._signed_in is not None and not self._closed:
            available = self._at_desk and self._availability == "available"
            self._services.driver.feed(AgentHere(self.id, self._signed_in.team, available=available))

    @override
    def _gone(self) -> None:
        self._services.agents_here.leave(self)
        self._services.desk.close(self.id)
        self._services.driver.feed(AgentDisconnected(self.id))
        if self._signed_in is not None:
            self._services.driver.in_background(self._note_seen(self._signed_in))

    async def _note_seen(self, signed_in: SignedIn) -> None:
        """Keep when the agent was there last; a failure is logged, whoever comes back is noted again."""
        try:
            await self._services.agents.seen(signed_in.team, signed_in.agent.id)
        except Exception:  # noqa: BLE001 - see the docstring
            _LOG.exception("it could not be kept when an agent was there last")

    async def _lead(self, message: InputSent, url: str) -> None:
        """Send a visitor to another page, with what the team says of its site (C9)."""
        services = self._services
        visitor = services.hub.watched_in(message.session)
        named = visitor is not None and await services.visitors.is_named(visitor, origin_of(url))
        services.driver.feed(AgentMessage(self.id, message, site_named=named))

    async def _join(self, message: SessionJoin) -> None:
        agent = await self._who_joins(message)
        if agent is not None and not self._closed and not self._closing:
            self._joined.add(message.session)
            if message.seat is not None:
                self._services.agents_here.enter(self, agent.id, None)
            self._services.driver.feed(AgentJoins(self.id, message.session, agent, message.ref))

    async def _who_joins(self, message: SessionJoin) -> AgentRef | None:
        """As whom this page may take part; a refusal is said here (W2)."""
        agents = self._services.agents
        if message.seat is not None:
            agent = await agents.seat(message.session, message.seat)
            if agent is None:
                text = "this seat is not valid, or its session has ended"
                self._error(ErrorCode.NOT_AUTHENTICATED, text, message.ref)
            return agent
        if self._signed_in is None:
            self._error(ErrorCode.NOT_AUTHENTICATED, "sign in, or bring a seat of this session", message.ref)
            return None
        if not await agents.may_join(message.session, self._signed_in.team):
            self._error(ErrorCode.NO_SUCH_SESSION, f"there is no session {message.session}", message.ref)
            return None
        return self._signed_in.agent
