"""The WebSocket edge of a server: hand `websocket_protocol` to uvicorn as its `ws` class, start, drain.

uvicorn reads each upgrade request and hands it over with its transport; what may become a connection is
decided by `upgrade`, and what becomes of it is its endpoint's business.
"""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, Final, cast

from typing_extensions import override

from userview.gateway.agent_endpoint import AgentEndpoint
from userview.gateway.desk import Desk
from userview.gateway.doors import AgentDoor, Journal, Keeper, Upgrade, VisitorDoor
from userview.gateway.errands import GatewayErrands
from userview.gateway.history import HistoryLane, NotingJournal
from userview.gateway.limits import GatewayLimits
from userview.gateway.metrics import GatewayMetrics
from userview.gateway.picows_adapter import Handler, Socket, adopt
from userview.gateway.realtime import Realtime
from userview.gateway.services import Addresses, Services
from userview.gateway.tickets import Tickets
from userview.gateway.upgrade import Accepted, Declined, Role, UpgradeRules
from userview.gateway.viewer_endpoint import ViewerEndpoint
from userview.gateway.visitor_endpoint import VisitorEndpoint
from userview.protocol.codes import CloseCode
from userview.realtime.inputs import OpenSession
from userview.signing import Signer

_ENDPOINTS: Final[dict[Role, Callable[[Services, Upgrade], Handler]]] = {
    "visitor": VisitorEndpoint,
    "agent": AgentEndpoint,
    "viewer": ViewerEndpoint,
}

_DRAINING: Final = Declined(
    "503 Service Unavailable", "This server is stopping; connect again.", (("Retry-After", "1"),)
)


class Gateway:
    """All WebSocket connections of one process."""

    def __init__(
        self,
        realtime: Realtime,
        *,
        visitors: VisitorDoor,
        agents: AgentDoor,
        journal: Journal,
        keeper: Keeper,
        signer: Signer,
        addresses: Addresses,
        client_address: Callable[[str, str | None], str],
        limits: GatewayLimits | None = None,
    ) -> None:
        """Bind `realtime` to the domains. `client_address`: see `UpgradeRules`."""
        limits = limits or GatewayLimits()
        driver, clock = realtime.driver, realtime.clock
        tickets = Tickets(signer, limits.ticket_seconds)
        desk = Desk(visitors, realtime.hub, driver, limits.desk_seconds)
        self._services = Services(
            visitors=visitors,
            agents=agents,
            agents_here=realtime.agents,
            hub=realtime.hub,
            driver=driver,
            desk=desk,
            history=HistoryLane(visitors.collect, desk.history_changed, limits, realtime.counts),
            tickets=tickets,
            addresses=addresses,
            limits=limits,
            core_limits=realtime.limits,
            counts=realtime.counts,
            clock=clock,
        )
        self._journal = journal
        self._keeper = keeper
        self._rules = UpgradeRules(addresses.public, addresses.replay, client_address)
        self._draining = False
        self.metrics = GatewayMetrics(realtime.counts, realtime.hub.sessions_by_state)
        """To be registered at the server's Prometheus registry."""
        errands = GatewayErrands(
            driver=driver,
            visitors=visitors,
            desk=desk,
            tickets=tickets,
            addresses=addresses,
            clock=clock,
            inset_join_seconds=realtime.limits.inset_join_seconds,
        )
        driver.bind(NotingJournal(journal, desk.history_changed), errands, keeper, limits)

    @property
    def websocket_protocol(self) -> type[asyncio.Protocol]:
        """What uvicorn wants as `ws`: it calls this once for each upgrade request."""

        def handed_over(**_uvicorn: Any) -> "HandedOver":
            return HandedOver(self)

        return cast("type[asyncio.Protocol]", handed_over)

    async def start(self) -> None:
        """Make the rooms of the sessions that have not ended (S9); before the first connection."""
        await self._keeper.recover()
        for spec in await self._journal.open_sessions():
            self._services.driver.feed(OpenSession(spec))

    async def drain(self) -> None:
        """Tell every connection to come back elsewhere (4503), and return when all is said and stored."""
        self._draining = True
        for connection in list(self._services.open):
            connection.close(CloseCode.DRAINING, "this server is stopping")
        if self._services.open:
            self._services.all_gone.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._services.all_gone.wait(), self._services.limits.close_seconds + 1)
        await self._services.history.finish()
        await self._services.desk.finish()
        await self._services.driver.finish()
        await self._keeper.drain()
        last_seen = self._services.hub.take_seen()
        if last_seen:
            await self._services.visitors.seen(last_seen)
        self._services.driver.stop()

    def judge(self, request: bytes, peer: str) -> Accepted | Declined:
        """Whether an upgrade request may become a connection."""
        return _DRAINING if self._draining else self._rules.judge(request, peer)

    def connect(self, accepted: Accepted, transport: asyncio.Transport) -> asyncio.BufferedProtocol:
        """Answer the request and begin the connection; returns the protocol that reads from now on."""
        limits = self._services.limits
        socket = Socket(
            _ENDPOINTS[accepted.role](self._services, accepted.upgrade),
            message_bytes=limits.message_bytes,
            socket_bytes=limits.socket_bytes,
            close_seconds=limits.close_seconds,
        )
        return adopt(transport, accepted.key, socket, limits.message_bytes)


class HandedOver(asyncio.BufferedProtocol):
    """Takes a transport from uvicorn. Once accepted, its methods are those of the engine: nothing lies in between."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._transport: asyncio.Transport

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, request: bytes) -> None:
        """The head of the upgrade request; uvicorn calls this once, then makes this the transport's protocol."""
        peer = self._transport.get_extra_info("peername")
        judged = self._gateway.judge(request, str(peer[0]) if peer else "")
        if isinstance(judged, Declined):
            self._decline(judged)
            return
        protocol = self._gateway.connect(judged, self._transport)
        for name in (
            "get_buffer",
            "buffer_updated",
            "eof_received",
            "connection_lost",
            "pause_writing",
            "resume_writing",
        ):
            setattr(self, name, getattr(protocol, name))

    @override
    def get_buffer(self, sizehint: int) -> bytearray:
        """What a declined client still sends goes nowhere."""
        return bytearray(max(sizehint, 1024))

    @override
    def buffer_updated(self, nbytes: int) -> None:
        """See `get_buffer`."""

    def _decline(self, declined: Declined) -> None:
        body = (declined.text + "\n").encode()
        head = [
            f"HTTP/1.1 {declined.status}",
            "Content-Type: text/plain; charset=utf-8",
            f"Content-Length: {len(body)}",
            "Connection: close",
            *(f"{name}: {value}" for name, value in declined.headers),
        ]
        self._transport.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
        self._transport.close()
