"""Visitors who wait, over real connections: who hears what, and when (rules Q1-Q7)."""

from uuid import uuid4

from tests.gateway.doors import ADA, EVE, TEAM
from tests.gateway.servers import agent, running, tab
from tests.gateway.test_content import SESSION
from tests.realtime.world import page
from userview.realtime.inputs import VisitorRenamed
from userview.realtime.limits import Limits


async def test_q5_desks_hear_of_requests_and_only_the_called_agent_of_a_call() -> None:
    async with running() as server, agent(server) as ada, agent(server, "eve-cookie") as eve:
        for desk in (ada, eve):
            await desk.say("desk.open")
            assert (await desk.hear("desk.queue"))["waiting"] == []
        async with tab(server) as (peer, visitor, _):
            wait = str(uuid4())
            await peer.say("wait.begin", wait=wait, call_name=None, note="cart", again=False)
            state = await peer.hear("wait.state")
            assert (state["wait"], state["status"]) == (wait, "pending")
            for desk in (ada, eve):
                told = (await desk.hear("desk.waiting"))["waiting"]
                assert (told["short_id"], told["note"], told["call_name"]) == (visitor.short_id, "cart", None)
            async with agent(server) as later:
                await later.say("desk.open")
                queue = (await later.hear("desk.queue"))["waiting"]
                assert [waiting["short_id"] for waiting in queue] == [visitor.short_id]
            await peer.say("wait.begin", wait=str(uuid4()), call_name="ada", note=None, again=False)
            assert (await ada.hear("desk.waited"))["answered_by"] is None
            assert (await ada.hear("desk.waiting"))["waiting"]["call_name"] == "ada"
            await eve.hear("desk.waited")
            await server.open(visitor)
            assert (await ada.hear("desk.waited"))["short_id"] == visitor.short_id
            await eve.say("ping", id=1)
            while (said := await eve.next()) and isinstance(said, dict) and said["type"] != "pong":
                assert said["type"] not in ("desk.waiting", "desk.waited"), "a call is told to its agent alone"
        await server.realtime.driver.finish()
        assert [what for _, what in server.visitors.requests] == ["created", "cancelled"]


async def test_a6_agents_who_are_shown_no_details_are_not_told_who_waits_and_what_for() -> None:
    info = page(url="https://shop.example/cart?coupon=ADA10&page=2#top")
    async with (
        running() as server,
        agent(server) as ada,
        agent(server, "blind-cookie") as blind,
        tab(server, info=info) as (peer, visitor, _),
    ):
        for desk in (ada, blind):
            await desk.say("desk.open")
            await desk.hear("desk.queue")
        await peer.say("wait.begin", wait=str(uuid4()), call_name=None, note="cart of Ann", again=False)
        seen = (await ada.hear("desk.waiting"))["waiting"]
        assert (seen["title"], seen["note"], seen["url"]) == ("Page 1", "cart of Ann", info.url)
        server.realtime.driver.feed(VisitorRenamed(visitor, "Ann"))
        assert (await ada.hear("desk.waiting"))["waiting"]["nickname"] == "Ann"
        async with agent(server, "blind-cookie") as later:
            await later.say("desk.open")
            hidden = [(await later.hear("desk.queue"))["waiting"][0]]
        hidden += [(await blind.hear("desk.waiting"))["waiting"] for _ in range(2)]
        for one in hidden:
            assert (one["short_id"], one["nickname"]) == (visitor.short_id, visitor.short_id)
            assert (one["title"], one["note"], one["url"]) == ("", None, "https://shop.example/cart")


async def test_q5_who_waits_has_the_name_that_was_said_before_and_since() -> None:
    async with running() as server, agent(server) as ada, tab(server) as (peer, visitor, _):
        await ada.say("desk.open")
        await ada.hear("desk.queue")
        await peer.say("identify", identity={"tags": ["vip"]})
        await peer.say("wait.begin", wait=str(uuid4()), call_name=None, note=None, again=False)
        assert (await ada.hear("desk.waiting"))["waiting"]["nickname"] == "Vera"
        await server.realtime.identify_visitor(visitor, "Grace")
        assert (await ada.hear("desk.waiting"))["waiting"]["nickname"] == "Grace"


async def test_q8_visitors_of_one_network_share_what_they_may_ask() -> None:
    async with (
        running(core_limits=Limits(waits_per_minute_per_address=0.5)) as server,
        agent(server) as ada,
        tab(server) as (first, _, _),
        tab(server, info=page(2)) as (second, _, _),
    ):
        await ada.say("desk.open")
        await ada.hear("desk.queue")
        for peer in (first, second):
            await peer.say("wait.begin", wait=str(uuid4()), call_name=None, note=None, again=False)
        assert (await first.hear("wait.state"))["status"] == "pending"
        assert (await second.hear("error"))["code"] == "rate_limited"
        assert (await second.hear("wait.state"))["status"] == "unavailable"


async def test_q2_q4_nobody_available_and_nobody_of_that_name() -> None:
    async with running() as server, tab(server) as (peer, _, _):
        await peer.say("wait.begin", wait=str(uuid4()), call_name=None, note=None, again=False)
        state = await peer.hear("wait.state")
        assert (state["status"], state["redirect_url"]) == ("unavailable", "https://shop.example/contact")
        await peer.say("wait.begin", wait=str(uuid4()), call_name="bo", note=None, again=False)
        assert (await peer.hear("wait.state"))["status"] == "unknown_call_name"
        await peer.say("wait.begin", wait="no uuid", call_name=None, note=None, again=False)
        assert (await peer.hear("error"))["code"] == "bad_message"


async def test_q3_agents_come_and_say_that_they_are_away() -> None:
    async with running(core_limits=Limits(agents_grace_seconds=0.05)) as server, tab(server) as (peer, _, _):
        await peer.say("wait.ask")
        assert not (await peer.hear("agents.available"))["available"]
        async with agent(server) as ada:
            await ada.hear("agent.availability")
            await peer.say("wait.begin", wait=str(uuid4()), call_name=None, note=None, again=False)
            assert (await peer.hear("wait.state"))["status"] == "unavailable", "nobody looks at who waits"
            await ada.say("desk.open")
            assert (await peer.hear("agents.available"))["available"]
            await peer.say("wait.begin", wait=str(uuid4()), call_name=None, note=None, again=False)
            assert (await peer.hear("wait.state"))["status"] == "pending"
            await peer.say("wait.end")
            assert (await peer.hear("wait.state"))["status"] == "canceled"
            await ada.say("desk.close")
            assert not (await peer.hear("agents.available"))["available"]
            await ada.say("desk.open")
            assert (await peer.hear("agents.available"))["available"]
            server.realtime.agent_availability(TEAM, ADA.id, "away")
            assert not (await peer.hear("agents.available"))["available"]


async def test_q6_of_two_who_answer_one_is_first() -> None:
    async with running() as server, agent(server) as ada, tab(server) as (peer, visitor, _):
        await ada.say("desk.open")
        await ada.hear("desk.queue")
        await peer.say("wait.begin", wait=str(uuid4()), call_name=None, note=None, again=False)
        await peer.hear("wait.state")
        first, second = server.realtime.answer(visitor, EVE), server.realtime.answer(visitor, ADA)
        assert first is not None
        assert second is not None
        assert (first.accepted_by, second.accepted_by) == (EVE, EVE)
        server.realtime.answer_failed(visitor)
        third = server.realtime.answer(visitor, ADA)
        assert third is not None
        assert third.accepted_by == ADA
        await server.open(visitor, SESSION)
        assert (await peer.hear("wait.state"))["status"] == "accepted"
        assert server.realtime.waiter(visitor) is None
