"""Rules J1-J3 and D2: what pages tell of their history, through real sockets."""

import logging
from typing import Any

import pytest

from tests.gateway.doors import Visitors
from tests.gateway.servers import Peer, agent, running, tab, viewer
from tests.gateway.test_content import SESSION, content
from tests.support.history import happened, message
from tests.support.waiting import until
from userview.gateway.limits import GatewayLimits

QUICK = GatewayLimits(history_seconds=0.01, desk_seconds=0.01)


async def tell(peer: Peer, pageview: int = 1, **fields: Any) -> None:
    """A page tells of one page view."""
    told = message(pageview, happened(1, "Clicked"), **fields)
    await peer.connection.send(told.model_dump_json())


async def stored(visitors: Visitors, count: int) -> None:
    """Returns when so many messages were stored."""

    async def enough() -> bool:
        return len(visitors.told) >= count

    await until(enough)


async def test_j2_what_a_page_tells_is_stored_and_desks_are_told() -> None:
    async with running(limits=QUICK) as server, tab(server) as (peer, visitor, _), agent(server) as ada:
        await ada.say("desk.open")
        await tell(peer)
        assert (await ada.hear("desk.history"))["short_id"] == visitor.short_id
        [told] = server.visitors.told
        assert (told.visitor, told.message.title, told.message.events[0].title) == (visitor, "Page 1", "Clicked")


async def test_j2_what_was_said_before_the_page_went_is_stored() -> None:
    async with running(limits=QUICK) as server:
        async with tab(server) as (peer, visitor, _):
            await tell(peer)
        await stored(server.visitors, 1)
        assert server.visitors.told[0].visitor == visitor


async def test_what_waits_is_stored_before_the_server_stops() -> None:
    async with running(limits=GatewayLimits(history_seconds=0.2)) as server:
        async with tab(server) as (peer, _, _):
            await tell(peer)
            await peer.connection.ping()
            await peer.say("session.stop", session="0" * 16)
        visitors = server.visitors
    assert len(visitors.told) == 1


async def test_j3_too_much_is_dropped_and_said_so() -> None:
    limits = GatewayLimits(history_seconds=0.01, history_messages_burst=2, history_messages_per_second=0.001)
    async with running(limits=limits) as server, tab(server) as (peer, _, _):
        for pageview in (1, 2, 3):
            await tell(peer, pageview)
        error = await peer.hear("error")
        assert (error["code"], "history" in error["message"]) == ("rate_limited", True)
        await stored(server.visitors, 2)
        assert [told.message.title for told in server.visitors.told] == ["Page 1", "Page 2"]


async def test_j3_no_more_waits_than_the_limit() -> None:
    limits = GatewayLimits(history_seconds=0.01, history_waiting_bytes=100)
    async with running(limits=limits) as server, tab(server) as (peer, _, _):
        await tell(peer)
        assert (await peer.hear("error"))["code"] == "rate_limited"
        assert server.realtime.counts.history_dropped == 1
        assert server.visitors.told == []


async def test_a_store_that_recovers_loses_nothing_and_nobody_waits_for_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL + 1)
    limits = GatewayLimits(history_seconds=0.01, store_delays_seconds=(0.01,) * 200)
    async with running(limits=limits) as server, tab(server) as (peer, _, _):
        server.visitors.takes_no_history = True
        await tell(peer, 1)
        await tell(peer, 2)
        # The connection goes on meanwhile.
        await peer.say("nonsense")
        await peer.hear("error")
        assert server.visitors.told == []
        server.visitors.takes_no_history = False
        await stored(server.visitors, 2)
        assert server.realtime.counts.history_dropped == 0


async def test_what_the_store_never_takes_is_counted(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL + 1)
    limits = GatewayLimits(history_seconds=0.01, store_delays_seconds=(0.01,))
    async with running(limits=limits) as server, tab(server) as (peer, _, _):
        server.visitors.takes_no_history = True
        await tell(peer)

        async def dropped() -> bool:
            return server.realtime.counts.history_dropped > 0

        await until(dropped)
        server.visitors.takes_no_history = False
        await tell(peer, 2)
        await stored(server.visitors, 1)
        assert server.visitors.told[0].message.title == "Page 2"


async def test_j2_page_views_of_a_tab_keep_their_order_however_long_messages_take() -> None:
    async with running(limits=QUICK) as server, tab(server) as (peer, _, _):
        # The first was on its way for seconds, so that it seems to have begun later than the one after it.
        await tell(peer, 1, age_ms=10)
        await tell(peer, 2, age_ms=5000)
        await tell(peer, 2, age_ms=6000)
        await stored(server.visitors, 3)
        first, second, again = server.visitors.told
        assert first.not_before == second.not_before == again.not_before == first.at - 0.01


async def test_d2_desks_are_told_of_sessions_that_were_noted() -> None:
    async with running(limits=QUICK) as server, tab(server) as (peer, visitor, _), agent(server) as ada:
        await ada.say("desk.open")
        await server.open(visitor, requires_consent=False)
        await ada.say("session.join", session=SESSION, seat=None, ref="r")
        capture = await peer.hear("capture.start")
        joined = await ada.hear("session.joined")
        async with viewer(server, joined["viewer"]["ticket"]):
            await peer.connection.send(content(capture, 1, snapshot=True))
            assert (await ada.hear("desk.history"))["short_id"] == visitor.short_id
