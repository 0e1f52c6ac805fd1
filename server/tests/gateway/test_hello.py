"""Rules H1-H4, V1, K1 and the table of connections: who gets in, and what those hear who do not."""

import asyncio
from typing import Any, cast

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.gateway.doors import SITE
from tests.gateway.servers import VERSIONS, Peer, agent, hello_visitor, running, tab, visit
from userview.gateway.limits import GatewayLimits


async def declined(port: int, path: str, host: str, origin: str | None) -> tuple[int, str]:
    """Status and text with which an upgrade is declined."""
    with pytest.raises(InvalidStatus) as caught:
        async with connect(
            f"ws://{host}{path}", host="127.0.0.1", port=port, origin=cast("Any", origin), compression=None
        ):
            pass
    response = caught.value.response
    return response.status_code, response.body.decode()


async def test_wrong_paths_hosts_and_origins_are_declined() -> None:
    async with running() as server:
        public, replay = f"localhost:{server.port}", f"127.0.0.1:{server.port}"
        assert (await declined(server.port, "/ws/nothing", public, None))[0] == 404
        status, text = await declined(server.port, "/ws/view", public, server.replay)
        assert status == 421
        assert server.replay in text
        assert (await declined(server.port, "/ws/visitor", replay, SITE))[0] == 421
        assert (await declined(server.port, "/ws/agent", replay, server.public))[0] == 421
        assert (await declined(server.port, "/ws/agent", "evil.example", server.public))[0] == 421
        status, text = await declined(server.port, "/ws/agent", public, "https://evil.example")
        assert status == 403
        assert server.public in text
        assert (await declined(server.port, "/ws/agent", public, None))[0] == 403
        assert (await declined(server.port, "/ws/view", replay, server.public))[0] == 403


async def test_http_goes_on_beside_websockets() -> None:
    async with running() as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 200")
        writer.close()


@pytest.mark.parametrize(
    ("request_head", "status"),
    [
        ("GET /ws/agent HTTP/1.1\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: {key}", b"426"),
        ("GET /ws/agent HTTP/1.1\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short", b"400"),
        ("GET /ws/agent HTTP/1.1\r\nSec-WebSocket-Version: 13", b"400"),
        ("POST /ws/agent HTTP/1.1\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}", b"405"),
    ],
)
async def test_malformed_upgrades_are_declined(request_head: str, status: bytes) -> None:
    async with running() as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        head = request_head.format(key="AAAAAAAAAAAAAAAAAAAAAA==")
        rest = f"Host: localhost:{server.port}\r\nOrigin: {server.public}\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade"
        writer.write(f"{head}\r\n{rest}\r\n\r\n".encode())
        assert (await reader.read()).split()[1] == status
        writer.close()


async def test_firefox_way_of_asking_is_understood() -> None:
    async with running() as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(
            f"GET /ws/agent?x=1 HTTP/1.1\r\nHost: localhost:{server.port}\r\nOrigin: {server.public}\r\n"
            "Upgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 101")
        assert b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in answer
        assert b"deflate" not in answer
        writer.close()


async def test_h1_silence_closes() -> None:
    async with running(limits=GatewayLimits(hello_seconds=0.05)) as server:
        async with visit(server, "/ws/visitor", SITE) as peer:
            assert (await peer.ended())[0] == 4401
        assert server.realtime.counts.connections["visitor"] == 0


@pytest.mark.parametrize(
    "first", ['{"type": "page"}', "nonsense", '{"type": "visitor.reset"}', b"\x01binary", '{"type": "hello"}']
)
async def test_h1_anything_but_hello_first_closes(first: str | bytes) -> None:
    async with running() as server, visit(server, "/ws/visitor", SITE) as peer:
        await peer.connection.send(first)
        assert (await peer.ended())[0] == 4400


async def test_h1_hello_twice_is_a_bad_message() -> None:
    async with running() as server, agent(server) as ada:
        await ada.say("hello", protocol=VERSIONS)
        assert (await ada.hear("error"))["code"] == "bad_message"


async def test_h2_welcome_is_first() -> None:
    async with running() as server, tab(server) as (peer, _, _):
        welcome = peer.heard[0]
        assert isinstance(welcome, dict)
        assert welcome["type"] == "welcome"
        assert welcome["version"] == 1
        assert welcome["limits"]["window_bytes"] > 0


async def test_h3_an_unanswered_ping_closes() -> None:
    limits = GatewayLimits(ping_seconds=0.05, pong_seconds=0.05, close_seconds=0.05)
    async with running(limits=limits) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(
            f"GET /ws/agent HTTP/1.1\r\nHost: localhost:{server.port}\r\nOrigin: {server.public}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        await reader.readuntil(b"\r\n\r\n")
        async with asyncio.timeout(5):
            rest = await reader.read()
        assert rest[0] == 0x89, "a ping"
        assert int.from_bytes(rest[rest.index(b"\x88") + 2 :][:2], "big") == 1001
        writer.close()


async def test_h3_an_answered_ping_measures_the_round_trip() -> None:
    limits = GatewayLimits(ping_often_seconds=0.02)
    async with running(limits=limits) as server, tab(server) as (page, visitor, _), agent(server) as ada:
        session = await server.open(visitor, requires_consent=False)
        reading = asyncio.create_task(page.hear("session.end"))
        await ada.say("session.join", session=session, seat=None, ref="r")
        while (await ada.hear("session.state"))["session"]["visitor_rtt_ms"] is None:
            pass
        await ada.say("session.end", session=session)
        await reading


async def test_h4_too_many_silent_sockets_of_an_address() -> None:
    async with (
        running(limits=GatewayLimits(waiting_per_address=2)) as server,
        visit(server, "/ws/visitor", SITE) as one,
        visit(server, "/ws/visitor", SITE),
    ):
        async with visit(server, "/ws/visitor", SITE) as third:
            assert (await third.ended())[0] == 4429
        await hello_visitor(one)
        async with visit(server, "/ws/visitor", SITE) as fourth:
            await hello_visitor(fourth)


async def test_v1_no_version_in_common() -> None:
    async with running() as server, visit(server, "/ws/agent", server.public) as peer:
        await peer.say("hello", protocol={"min": 7, "max": 9})
        error = await peer.hear("error")
        assert error["code"] == "unsupported_version"
        assert "1 to 1" in error["message"]
        assert (await peer.ended())[0] == 4426


async def test_v1_the_highest_common_version() -> None:
    async with running() as server, visit(server, "/ws/agent", server.public) as peer:
        await peer.say("hello", protocol={"min": 0, "max": 9})
        assert (await peer.hear("welcome"))["version"] == 1


async def refused(peer: Peer, **changes: object) -> tuple[str, int]:
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever the library says: the connection closes instead of a welcome
        await hello_visitor(peer, **changes)
    errors = [message["code"] for message in peer.heard if isinstance(message, dict) and message["type"] == "error"]
    return errors[-1], peer.connection.close_code or 0


async def test_a_door_that_stays_shut_says_why() -> None:
    async with running() as server:
        async with visit(server, "/ws/visitor", SITE) as peer:
            assert await refused(peer, key="pk_" + "Z" * 24) == ("invalid_api_key", 4401)
        async with visit(server, "/ws/visitor", "https://evil.example") as peer:
            assert await refused(peer) == ("site_not_allowed", 4403)


async def test_p1_a_browser_is_known_by_its_secret_alone() -> None:
    async with running() as server:
        async with tab(server) as (_, first, credentials):
            pass
        async with tab(server, visitor=credentials) as (peer, again, _):
            assert again == first
            assert isinstance(peer.heard[0], dict)
            assert peer.heard[0]["visitor"]["secret"] is None
        async with tab(server, visitor={**credentials, "secret": "x" * 43}) as (_, other, _):
            assert other != first


async def test_only_trusted_proxies_say_who_is_asking() -> None:
    async with running() as server, visit(server, "/ws/visitor", SITE, **{"X-Forwarded-For": "203.0.113.9"}) as peer:
        await hello_visitor(peer)
        assert server.visitors.ips == ["127.0.0.1"]
    async with (
        running(trusted=["127.0.0.1"]) as server,
        visit(server, "/ws/visitor", SITE, **{"X-Forwarded-For": "203.0.113.9"}) as peer,
    ):
        await hello_visitor(peer)
        assert server.visitors.ips == ["203.0.113.9"]


async def test_w3_a_ticket_is_good_once() -> None:
    async with running() as server, tab(server) as (_, visitor, _), agent(server) as ada:
        session = await server.open(visitor)
        await ada.say("session.join", session=session, seat=None, ref="r")
        ticket = (await ada.hear("session.joined"))["viewer"]["ticket"]
        for expected in ("welcome", "error"):
            async with visit(server, "/ws/view", server.replay) as peer:
                await peer.say("hello", protocol=VERSIONS, ticket=ticket, resume=None)
                message = await peer.next()
                assert isinstance(message, dict)
                assert message["type"] == expected
                if expected == "error":
                    assert (await peer.ended())[0] == 4401
        async with visit(server, "/ws/view", server.replay) as peer:
            await peer.say("hello", protocol=VERSIONS, ticket="made.up", resume=None)
            assert (await peer.ended())[0] == 4401
