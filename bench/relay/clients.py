"""Visitors and viewers that keep a relay busy, a bounded number of messages under way in each session."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

import picows
from picows import WSFrame, WSListener, WSMsgType, WSTransport
from typing_extensions import override

from tests.gateway.doors import KEY, SITE
from tests.gateway.servers import VERSIONS
from userview.protocol.envelope import HEADER_BYTES, FrameFlags, FrameType, Header, pack

MESSAGE_BYTES = 1024
UNDER_WAY = 32
"""Messages of one session between visitor and viewer."""
SNAPSHOT_EVERY = 1000
"""A page sends the whole of itself now and then, so that what is kept stays small."""

PAYLOAD = bytes(MESSAGE_BYTES - HEADER_BYTES)


class Client(WSListener):
    """One connection; binary messages go to `received`, the others into a queue."""

    def __init__(self, received: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._received = received
        self._said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.transport: WSTransport

    @override
    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    @override
    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.BINARY and self._received is not None:
            self._received()
        elif frame.msg_type == WSMsgType.TEXT and self._received is None:
            self._said.put_nowait(json.loads(frame.get_payload_as_bytes()))

    def say(self, kind: str, **fields: Any) -> None:
        """Send a control message."""
        self.transport.send(WSMsgType.TEXT, json.dumps({"type": kind, **fields}).encode())

    async def hear(self, kind: str) -> dict[str, Any]:
        """The next control message of a type."""
        while (message := await self._said.get())["type"] != kind:
            pass
        return message


async def connect(port: int, path: str, *, host: str, headers: dict[str, str], client: Client) -> Client:
    """Open a connection."""

    def factory() -> WSListener:
        return client

    await cast("Any", picows).ws_connect(
        factory, f"ws://{host}:{port}{path}", extra_headers=headers, max_frame_size=1 << 20
    )
    return client


class Stream:
    """One session: as soon as the viewer has a message, the visitor sends another."""

    def __init__(self) -> None:
        self.relayed = 0
        self._sequence = 0
        self._sender: WSTransport | None = None
        self._frame: Callable[[int], bytes] = lambda _sequence: PAYLOAD

    def begin(self, sender: WSTransport, frame: Callable[[int], bytes]) -> None:
        """`frame`: the message with a sequence number."""
        self._sender, self._frame = sender, frame
        for _ in range(UNDER_WAY):
            self._send()

    def received(self) -> None:
        """The viewer has one more."""
        self.relayed += 1
        self._send()

    def stop(self) -> None:
        """Send no more."""
        self._sender = None

    def _send(self) -> None:
        if self._sender is not None:
            self._sequence += 1
            self._sender.send(WSMsgType.BINARY, self._frame(self._sequence))


async def session_of_ours(port: int, number: int) -> Stream:
    """A visitor, an agent and its viewer, up to the first message under way."""
    stream = Stream()
    page = {
        "pageview": str(UUID(int=number)),
        "url": "https://shop.example/",
        "title": "",
        "visible": True,
        "focused": True,
        "viewport": {"width": 1, "height": 1},
    }
    options = dict.fromkeys(("require_authorization", "allow_click", "allow_scroll", "allow_type"))
    public, replay = f"http://localhost:{port}", f"http://127.0.0.1:{port}"
    visitor = await connect(port, "/ws/visitor", host="localhost", headers={"Origin": SITE}, client=Client())
    visitor.say(
        "hello",
        protocol=VERSIONS,
        key=KEY,
        visitor=None,
        page=page,
        identity={},
        options={**options, "js_configuration": False},
        client={"version": "1", "supported": True, "language": "en"},
        resume=None,
    )
    await visitor.hear("welcome")
    headers = {"Origin": public, "Cookie": "userview=ada-cookie"}
    agent = await connect(port, "/ws/agent", host="localhost", headers=headers, client=Client())
    agent.say("hello", protocol=VERSIONS)
    session = f"{number:016x}"
    agent.say("session.join", session=session, seat=None, ref="r")
    ticket = (await agent.hear("session.joined"))["viewer"]["ticket"]
    viewer = await connect(
        port, "/ws/view", host="127.0.0.1", headers={"Origin": replay}, client=Client(stream.received)
    )
    viewer.say("hello", protocol=VERSIONS, ticket=ticket, resume=None)
    capture = await visitor.hear("capture.start")
    whole = FrameFlags.FIRST | FrameFlags.LAST

    def frame(sequence: int) -> bytes:
        kind = FrameType.SNAPSHOT if sequence % SNAPSHOT_EVERY == 1 else FrameType.CHANGES
        header = Header(kind, whole, 1, session, capture["page"], capture["epoch"], sequence, 0.0, 0.0)
        return pack(header, PAYLOAD)

    stream.begin(visitor.transport, frame)
    return stream


async def session_of_peer(port: int, number: int) -> Stream:
    """A visitor and a viewer, up to the first message under way."""
    stream = Stream()
    host, headers = "127.0.0.1", dict[str, str]()
    await connect(port, f"/viewer/{number}", host=host, headers=headers, client=Client(stream.received))
    visitor = await connect(port, f"/visitor/{number}", host=host, headers=headers, client=Client())
    stream.begin(visitor.transport, lambda _sequence: PAYLOAD + bytes(HEADER_BYTES))
    return stream
