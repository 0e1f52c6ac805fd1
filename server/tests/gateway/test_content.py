"""Content through real sockets: resuming without loss, slow viewers, consent and stop (rules R, B, S)."""

import asyncio
import contextlib
from typing import Any

from tests.gateway.servers import Peer, Running, agent, running, tab, viewer
from tests.realtime.world import page
from userview.gateway.limits import KIB, GatewayLimits
from userview.protocol.envelope import FrameFlags, FrameType, Header, pack, read_header

SESSION = "00000000000000a1"


def content(capture: dict[str, Any], sequence: int, payload: bytes = b"x", *, snapshot: bool = False) -> bytes:
    """A frame of a capture run."""
    flags = FrameFlags.FIRST | FrameFlags.LAST
    kind = FrameType.SNAPSHOT if snapshot else FrameType.CHANGES
    return pack(Header(kind, flags, 1, SESSION, capture["page"], capture["epoch"], sequence, 1.5, 0.0), payload)


async def watched(server: Running, ada: Peer, tab_peer: Peer, visitor: Any) -> tuple[dict[str, Any], str]:
    """A session that is live; its capture run and a viewer's ticket."""
    await server.open(visitor, requires_consent=False)
    await ada.say("session.join", session=SESSION, seat=None, ref="r1")
    ticket = (await ada.hear("session.joined"))["viewer"]["ticket"]
    return await tab_peer.hear("capture.start"), ticket


async def another_ticket(ada: Peer) -> str:
    await ada.say("viewer.ticket", session=SESSION, ref="again")
    return (await ada.hear("viewer.ticket"))["ticket"]


async def test_a_session_from_hello_to_stop() -> None:
    async with running() as server, tab(server) as (tab_peer, visitor, _), agent(server) as ada:
        await server.open(visitor)
        await ada.say("session.join", session=SESSION, seat=None, ref="r1")
        joined = await ada.hear("session.joined")
        assert joined["session"]["state"] == "authorizing"
        assert (await tab_peer.hear("session.request"))["agent_name"] == "Ada"
        async with viewer(server, joined["viewer"]["ticket"]) as mirror:
            await tab_peer.say("session.answer", session=SESSION, allow=True)
            await tab_peer.hear("session.start")
            capture = await tab_peer.hear("capture.start")
            assert capture["assets_url"] == f"{server.public}/sdk/assets/{SESSION}/{capture['page']}/"
            await tab_peer.connection.send(content(capture, 1, b"whole page", snapshot=True))
            start = await mirror.hear("stream.start")
            assert (start["epoch"], start["sequence"]) == (capture["epoch"], 1)
            frame = await mirror.frame()
            assert frame[40:] == b"whole page"
            assert read_header(frame).received_at > 0
            assert (await tab_peer.hear("ack"))["sequence"] == 1
            await tab_peer.say("session.stop", session=SESSION)
            assert (await mirror.hear("stream.end"))["reason"] == "visitor_stopped"
            assert (await mirror.ended())[0] == 4410
        assert (await tab_peer.hear("session.end"))["reason"] == "visitor_stopped"
        assert server.journal.specs[SESSION].went_live


async def test_s4_nothing_is_relayed_before_consent() -> None:
    async with running() as server, tab(server) as (tab_peer, visitor, _), agent(server) as ada:
        await server.open(visitor)
        await ada.say("session.join", session=SESSION, seat=None, ref="r1")
        joined = await ada.hear("session.joined")
        async with viewer(server, joined["viewer"]["ticket"]) as mirror:
            await tab_peer.connection.send(content({"page": 1048577, "epoch": 1048577}, 1, snapshot=True))
            await tab_peer.say("session.answer", session=SESSION, allow=False)
            assert (await mirror.ended())[0] == 4410
            assert not [message for message in mirror.heard if isinstance(message, bytes)]


async def test_r3_a_cut_connection_loses_and_repeats_nothing() -> None:
    total = 400
    async with running() as server, agent(server) as ada, contextlib.AsyncExitStack() as stack:
        tab_peer, visitor, credentials = await stack.enter_async_context(tab(server))
        capture, ticket = await watched(server, ada, tab_peer, visitor)
        async with viewer(server, ticket) as mirror:
            frames = [content(capture, 1, b"page", snapshot=True)]
            frames += [content(capture, number, b"%d" % number * 100) for number in range(2, total + 1)]
            for frame in frames[:250]:
                await tab_peer.connection.send(frame)
            tab_peer.drop()
            resume = {"session": SESSION, "page": capture["page"], "epoch": capture["epoch"], "sequence": 250}
            async with tab(server, visitor=credentials, resume=resume) as (again, same, _):
                assert same == visitor
                resumed = await again.hear("capture.resume")
                for frame in frames[resumed["sequence"] :]:
                    await again.connection.send(frame)
                got = [await mirror.frame() for _ in range(total)]
            assert [read_header(frame).sequence for frame in got] == list(range(1, total + 1))
            assert [frame[40:] for frame in got] == [frame[40:] for frame in frames]


async def test_r5_a_viewer_comes_back_without_a_fresh_start() -> None:
    async with running() as server, tab(server) as (tab_peer, visitor, _), agent(server) as ada:
        capture, ticket = await watched(server, ada, tab_peer, visitor)
        async with viewer(server, ticket) as mirror:
            for number in range(1, 6):
                await tab_peer.connection.send(content(capture, number, snapshot=number == 1))
            for _ in range(5):
                await mirror.frame()
            mirror.drop()
        await tab_peer.connection.send(content(capture, 6))
        resume = {"epoch": capture["epoch"], "sequence": 5}
        async with viewer(server, await another_ticket(ada), resume) as mirror:
            assert read_header(await mirror.frame()).sequence == 6
            assert [message["type"] for message in mirror.heard if isinstance(message, dict)] == ["welcome"]


async def test_a_newer_viewer_of_a_window_replaces_the_older() -> None:
    async with running() as server, tab(server) as (tab_peer, visitor, _), agent(server) as ada:
        _, ticket = await watched(server, ada, tab_peer, visitor)
        async with viewer(server, ticket) as old, viewer(server, await another_ticket(ada)):
            assert (await old.ended())[0] == 4409


async def test_a_newer_connection_of_a_page_replaces_the_older() -> None:
    async with running() as server, tab(server) as (old, _, credentials), tab(server, visitor=credentials):
        assert (await old.ended())[0] == 4409


async def send_all(tab_peer: Peer, capture: dict[str, Any], count: int, size: int) -> None:
    """Much content, within the window that is acknowledged."""
    await tab_peer.connection.send(content(capture, 1, b"s", snapshot=True))
    acknowledged = 0
    for number in range(2, count + 1):
        await tab_peer.connection.send(content(capture, number, bytes(size)))
        while (number - acknowledged) * size > 1024 * KIB:
            acknowledged = (await tab_peer.hear("ack"))["sequence"]


async def test_b3_a_slow_viewer_gets_a_fresh_start_and_nobody_else_notices() -> None:
    limits = GatewayLimits(queue_bytes=256 * KIB, socket_bytes=16 * KIB)
    async with (
        running(limits=limits) as server,
        tab(server) as (tab_peer, visitor, _),
        contextlib.AsyncExitStack() as stack,
    ):
        ada = await stack.enter_async_context(agent(server))
        eve = await stack.enter_async_context(agent(server, "eve-cookie"))
        capture, ticket = await watched(server, ada, tab_peer, visitor)
        await eve.say("session.join", session=SESSION, seat=None, ref="r2")
        eves_ticket = (await eve.hear("session.joined"))["viewer"]["ticket"]
        quick = await stack.enter_async_context(viewer(server, ticket))
        slow = await stack.enter_async_context(viewer(server, eves_ticket))
        slow.connection.transport.pause_reading()
        sending = asyncio.create_task(send_all(tab_peer, capture, 300, 48 * KIB))
        got = [read_header(await quick.frame()).sequence for _ in range(300)]
        await sending
        assert got == list(range(1, 301))
        assert server.realtime.counts.viewer_overflows > 0
        slow.connection.transport.resume_reading()
        last, expected = 0, 0
        while last < 300:
            message = await slow.next()
            if isinstance(message, dict):
                expected = message["sequence"] if message["type"] == "stream.start" else expected
                continue
            last = read_header(message).sequence
            assert last == expected, "R4: no sequence is missing or twice"
            expected += 1


async def test_b3_a_viewer_that_reads_nothing_is_closed() -> None:
    limits = GatewayLimits(socket_bytes=16 * KIB, stalled_seconds=0.1)
    async with running(limits=limits) as server, tab(server) as (tab_peer, visitor, _), agent(server) as ada:
        capture, ticket = await watched(server, ada, tab_peer, visitor)
        async with viewer(server, ticket) as mirror:
            mirror.connection.transport.pause_reading()
            await send_all(tab_peer, capture, 300, 48 * KIB)
            while server.realtime.counts.closed.get(4408) is None:
                await tab_peer.connection.send(content(capture, 1))
                await tab_peer.hear("ack")


async def test_b2_content_beyond_twice_the_window_closes() -> None:
    async with running() as server, tab(server) as (tab_peer, _, _):
        with contextlib.suppress(Exception):
            for number in range(1, 200):
                await tab_peer.connection.send(content({"page": 1, "epoch": 1}, number, bytes(60 * KIB)))
        assert (await tab_peer.ended())[0] == 4429


async def test_a_page_change_is_followed() -> None:
    async with running() as server, agent(server) as ada, contextlib.AsyncExitStack() as stack:
        tab_peer, visitor, credentials = await stack.enter_async_context(tab(server))
        capture, ticket = await watched(server, ada, tab_peer, visitor)
        async with viewer(server, ticket) as mirror:
            await tab_peer.connection.send(content(capture, 1, snapshot=True))
            await mirror.frame()
            await tab_peer.connection.close()
            async with tab(server, visitor=credentials, info=page(2)) as (next_page, _, _):
                assert (await next_page.hear("session.start"))["continued"] is True
                second = await next_page.hear("capture.start")
                assert second["epoch"] != capture["epoch"]
                await next_page.connection.send(content(second, 1, snapshot=True))
                await mirror.hear("stream.start")
                start = await mirror.frame()
                assert read_header(start).epoch == second["epoch"]
