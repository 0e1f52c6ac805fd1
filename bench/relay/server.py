"""The servers under load, each a process of its own that prints its port: `python -m bench.relay.server ours|peer`.

`ours` is the whole gateway with doors in memory: envelope checks, backlog, acknowledgements, send queues. `peer`
is the least that relays at all: the `websockets` library, passing each binary message on to its viewer.
"""

import asyncio
import sys
from typing import Any
from uuid import UUID

import uvloop
from typing_extensions import override
from websockets.asyncio.server import ServerConnection, serve

from tests.gateway.doors import Visitors
from tests.gateway.servers import Running, running
from userview.gateway.doors import KnownVisitor, Upgrade
from userview.gateway.limits import GatewayLimits
from userview.protocol.messages.visitor import VisitorHello
from userview.realtime.limits import MIB, Limits

UNLIMITED = 1e15
CORE_LIMITS = Limits(
    window_bytes=1024 * MIB,
    content_bytes_per_second=UNLIMITED,
    content_burst_bytes=int(UNLIMITED),
    kept_bytes=1024 * MIB,
)
GATEWAY_LIMITS = GatewayLimits(waiting_per_address=100_000, visitor_messages_burst=10**9)


class Opening(Visitors):
    """Makes a session for every visitor that comes; its id is the number of the page view."""

    server: Running

    @override
    async def connect(self, hello: VisitorHello, upgrade: Upgrade) -> KnownVisitor:
        known = await super().connect(hello, upgrade)
        session = f"{UUID(hello.page.pageview).int:016x}"
        await self.server.open(known.key, session, requires_consent=False)
        return known


async def ours() -> None:
    """Serve until killed."""
    async with running(limits=GATEWAY_LIMITS, core_limits=CORE_LIMITS, visitors=Opening) as server:
        assert isinstance(server.visitors, Opening)
        server.visitors.server = server
        print(server.port, flush=True)
        await asyncio.Event().wait()


async def peer() -> None:
    """Serve until killed: `/visitor/<n>` sends, `/viewer/<n>` receives."""
    viewers: dict[str, ServerConnection] = {}

    async def handle(connection: ServerConnection) -> None:
        request = connection.request
        assert request is not None
        _, role, number = request.path.split("/")
        if role == "viewer":
            viewers[number] = connection
            await connection.wait_closed()
            return
        async for message in connection:
            await viewers[number].send(message)

    options: dict[str, Any] = {"compression": None, "ping_interval": None}
    async with serve(handle, "127.0.0.1", 0, **options) as server:
        print(next(iter(server.sockets)).getsockname()[1], flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(ours() if sys.argv[1] == "ours" else peer())
