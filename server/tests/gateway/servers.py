"""A real server on a free port of loopback, and clients that speak the protocol through an independent library."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncGenerator, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import uvicorn
from typing_extensions import override
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.gateway.doors import KEY, SITE, Agents, MemoryJournal, MemoryKeeper, Visitors
from tests.realtime.world import EVERYTHING, page
from userview.gateway.limits import GatewayLimits
from userview.gateway.realtime import Realtime
from userview.gateway.server import Gateway
from userview.gateway.services import Addresses
from userview.protocol.messages.common import PageInfo, SessionState
from userview.realtime.limits import Limits
from userview.realtime.records import SessionSpec, VisitorKey
from userview.signing import Signer

SOON = 5.0
"""Seconds after which something that should come at once counts as missing."""


async def nothing(scope: Any, receive: Any, send: Any) -> None:
    """The HTTP side: 200 for everything."""
    del scope, receive
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


class Quiet(uvicorn.Server):
    """uvicorn without signal handlers, which says when it accepts connections."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.answers = asyncio.Event()

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.answers.set()

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


@dataclass
class Running:
    """A running server."""

    port: int
    realtime: Realtime
    gateway: Gateway
    visitors: Visitors
    journal: MemoryJournal

    @property
    def public(self) -> str:
        """The public origin."""
        return f"http://localhost:{self.port}"

    @property
    def replay(self) -> str:
        """The replay origin."""
        return f"http://127.0.0.1:{self.port}"

    async def open(self, visitor: VisitorKey, session: str = "00000000000000a1", **changes: Any) -> str:
        """A session of a visitor, as REST makes it."""
        values: dict[str, Any] = {
            "id": session,
            "visitor": visitor,
            "nickname": "Ann",
            "state": SessionState.REQUESTED,
            "generation": 1,
            "requires_consent": True,
            "page_may_decide_consent": False,
            "authorized": False,
            "went_live": False,
            "permissions": EVERYTHING,
            "created_at": self.realtime.clock(),
            "live_at": None,
            "link_expires_at": None,
            "time_limit_seconds": 3600.0,
        } | changes
        spec = SessionSpec(**values)
        self.journal.specs[session] = spec
        await self.realtime.open_session(spec)
        return session


@contextlib.asynccontextmanager
async def running(
    *,
    limits: GatewayLimits | None = None,
    core_limits: Limits | None = None,
    journal: MemoryJournal | None = None,
    visitors: type[Visitors] = Visitors,
    port: int = 0,
    trusted: Sequence[str] = (),
    tls: tuple[Path, Path] | None = None,
) -> AsyncGenerator[Running]:
    """A server with memory doors, drained and stopped at the end. `tls`: certificate and key."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    listening.listen(64)
    port = listening.getsockname()[1]
    scheme = "https" if tls else "http"
    realtime = Realtime(core_limits)
    door = visitors(realtime)
    journal = journal or MemoryJournal()

    def client_address(peer: str, forwarded: str | None) -> str:
        return forwarded if forwarded and peer in trusted else peer

    gateway = Gateway(
        realtime,
        visitors=door,
        agents=Agents(),
        journal=journal,
        keeper=MemoryKeeper(),
        signer=Signer(b"k" * 32),
        addresses=Addresses(
            f"{scheme}://localhost:{port}",
            f"{scheme}://127.0.0.1:{port}",
            lambda: f"{scheme}://localhost/sdk/capture.js",
            lambda: f"{scheme}://localhost/sdk/companion.js",
        ),
        client_address=client_address,
        limits=limits or GatewayLimits(),
    )
    await gateway.start()
    options: dict[str, Any] = {"ws": gateway.websocket_protocol}
    if tls:
        options |= {"ssl_certfile": tls[0], "ssl_keyfile": tls[1]}
    config = uvicorn.Config(nothing, http="httptools", loop="none", lifespan="off", log_config=None, **options)
    server = Quiet(config)
    serving = asyncio.create_task(server.serve([listening]))
    await server.answers.wait()
    try:
        yield Running(port, realtime, gateway, door, journal)
    finally:
        await gateway.drain()
        server.should_exit = True
        await serving


class Peer:
    """One client connection: says and hears JSON, and keeps binary messages in order."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.heard: list[dict[str, Any] | bytes] = []

    async def say(self, kind: str, **fields: Any) -> None:
        """Send a control message."""
        await self.connection.send(json.dumps({"type": kind, **fields}))

    async def next(self) -> dict[str, Any] | bytes:
        """The next message, control or content."""
        async with asyncio.timeout(SOON):
            message = await self.connection.recv()
        heard = message if isinstance(message, bytes) else cast("dict[str, Any]", json.loads(message))
        self.heard.append(heard)
        return heard

    async def hear(self, kind: str) -> dict[str, Any]:
        """The next control message of a type; others are passed over."""
        while True:
            message = await self.next()
            if isinstance(message, dict) and message["type"] == kind:
                return message

    async def frame(self) -> bytes:
        """The next content; control messages are passed over."""
        while True:
            message = await self.next()
            if isinstance(message, bytes):
                return message

    async def ended(self) -> tuple[int, str]:
        """Code and reason of the close; what comes before it is kept in `heard`."""
        try:
            while True:
                await self.next()
        except ConnectionClosed:
            return self.connection.close_code or 0, self.connection.close_reason or ""

    def drop(self) -> None:
        """The network goes away, without a word."""
        self.connection.transport.abort()


@contextlib.asynccontextmanager
async def visit(server: Running, path: str, origin: str | None, **headers: str) -> AsyncGenerator[Peer]:
    """A connection to a path of the host that it lives at."""
    host = "127.0.0.1" if path == "/ws/view" else "localhost"
    uri = f"ws://{host}:{server.port}{path}"
    async with connect(
        uri,
        host="127.0.0.1",
        port=server.port,
        origin=cast("Any", origin),
        additional_headers=headers,
        compression=None,
        max_queue=None,
        ping_interval=None,
        close_timeout=1,
    ) as connection:
        yield Peer(connection)


VERSIONS = {"min": 1, "max": 1}


async def hello_visitor(peer: Peer, **changes: Any) -> dict[str, Any]:
    """A tab says hello; its welcome."""
    info = cast("PageInfo", changes.pop("info", page()))
    message: dict[str, Any] = {
        "protocol": VERSIONS,
        "key": KEY,
        "visitor": None,
        "page": info.model_dump(mode="json"),
        "identity": {},
        "options": {
            "require_authorization": None,
            "js_configuration": False,
            "allow_click": None,
            "allow_scroll": None,
            "allow_type": None,
        },
        "client": {"version": "1", "supported": True, "language": "en"},
        "resume": None,
    } | changes
    await peer.say("hello", **message)
    return await peer.hear("welcome")


@contextlib.asynccontextmanager
async def tab(
    server: Running, site: str = SITE, **changes: Any
) -> AsyncGenerator[tuple[Peer, VisitorKey, dict[str, Any]]]:
    """A welcomed tab: connection, visitor and what it must bring to be the same visitor again."""
    async with visit(server, "/ws/visitor", site) as peer:
        welcome = await hello_visitor(peer, **changes)
        visitor = welcome["visitor"]
        given = cast("dict[str, str]", changes.get("visitor") or {})
        secret = visitor["secret"] or given.get("secret")
        yield peer, VisitorKey("team_1", visitor["short_id"]), {"short_id": visitor["short_id"], "secret": secret}


@contextlib.asynccontextmanager
async def agent(server: Running, cookie: str = "ada-cookie") -> AsyncGenerator[Peer]:
    """A welcomed agent's page."""
    headers = {"Cookie": f"userview={cookie}"} if cookie else {}
    async with visit(server, "/ws/agent", server.public, **headers) as peer:
        await peer.say("hello", protocol=VERSIONS)
        await peer.hear("welcome")
        yield peer


@contextlib.asynccontextmanager
async def viewer(server: Running, ticket: str, resume: dict[str, int] | None = None) -> AsyncGenerator[Peer]:
    """A welcomed viewer."""
    async with visit(server, "/ws/view", server.replay) as peer:
        await peer.say("hello", protocol=VERSIONS, ticket=ticket, resume=resume)
        await peer.hear("welcome")
        yield peer
