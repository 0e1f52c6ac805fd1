"""A viewer (`/ws/view`): let in by its ticket, sent one session's content, and nothing but asked (rules W3, R4-R6)."""

from typing import ClassVar

from typing_extensions import override

from userview.gateway.doors import Refused, Upgrade
from userview.gateway.endpoint import Endpoint
from userview.gateway.inbox import Rest
from userview.gateway.services import Services
from userview.protocol.codes import CloseCode, ErrorCode
from userview.protocol.messages import VIEWER_TO_SERVER
from userview.protocol.messages.viewer import StreamRestart, ViewerHello, ViewerToServer, ViewerWelcome
from userview.realtime.inputs import QueueDrained, QueueOverflowed, ViewerConnected, ViewerDisconnected, ViewerMessage


class ViewerEndpoint(Endpoint[ViewerToServer]):
    """One viewer's connection."""

    role: ClassVar[str] = "viewer"

    def __init__(self, services: Services, upgrade: Upgrade) -> None:
        limits = services.limits
        rate = (limits.agent_messages_per_second, limits.agent_messages_burst)
        super().__init__(services, upgrade, VIEWER_TO_SERVER, rate=rate)

    @override
    async def _hello(self, message: ViewerToServer, version: int) -> None:
        if not isinstance(message, ViewerHello):
            raise TypeError("expected a viewer's hello")
        services = self._services
        ticket = services.tickets.redeem(message.ticket, services.clock())
        if ticket is None:
            text = "this ticket was used or is too old; the agent's page can ask for another"
            raise Refused(ErrorCode.NOT_AUTHENTICATED, text, CloseCode.NOT_AUTHENTICATED)
        assets_url = f"/assets/{ticket.session}/{services.tickets.link(ticket.session)}/"
        welcome = ViewerWelcome(version=version, connection=self.id, session=ticket.session, assets_url=assets_url)
        if self._welcome(welcome):
            services.driver.feed(ViewerConnected(self.id, ticket.session, ticket.participant, message.resume))

    @override
    def _message(self, message: ViewerToServer) -> Rest:
        if isinstance(message, StreamRestart):
            self._services.driver.feed(ViewerMessage(self.id, message))

    @override
    def _gone(self) -> None:
        self._services.driver.feed(ViewerDisconnected(self.id))

    @override
    def _overflowed(self) -> None:
        self._services.counts.viewer_overflows += 1
        self._services.driver.feed(QueueOverflowed(self.id))

    @override
    def _drained(self) -> None:
        self._services.driver.feed(QueueDrained(self.id))
