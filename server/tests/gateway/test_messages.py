"""Rules M1-M3 and K2: what is not understood, too large or too much."""

import asyncio
import json
import logging
from typing import Any

import pytest

from tests.gateway.doors import FRAMED, SEAT
from tests.gateway.servers import SITE, agent, running, tab, visit
from tests.realtime.world import page as page_info
from tests.support.history import happened
from tests.support.history import message as told
from tests.support.waiting import until
from userview.gateway.limits import GatewayLimits


async def test_m1_larger_messages_close() -> None:
    async with running() as server:
        async with tab(server) as (peer, _, _):
            await peer.connection.send("x" * 65537)
            assert (await peer.ended())[0] == 1009
        async with tab(server) as (peer, _, _):
            await peer.connection.send(["x" * 40000, "y" * 40000])
            assert (await peer.ended())[0] == 1009


async def test_m1_a_message_may_come_in_pieces() -> None:
    async with running() as server, agent(server) as ada:
        await ada.connection.send(['{"type": "pi', 'ng", "id"', ": 7}"])
        assert (await ada.hear("pong"))["id"] == 7


@pytest.mark.parametrize(
    ("text", "code", "names"),
    [
        ("nonsense", "bad_message", "JSON"),
        ("[1, 2]", "bad_message", "object"),
        ('{"type": "dance"}', "unknown_message", "dance"),
        ('{"type": "ping"}', "bad_message", "id"),
        ('{"type": "ping", "id": -1}', "bad_message", "id"),
        ('{"type": "session.leave", "session": "../../etc"}', "bad_message", "session"),
        ("\udcff", "bad_message", "JSON"),
    ],
)
async def test_m2_unreadable_messages_are_answered(text: str, code: str, names: str) -> None:
    async with running() as server, agent(server) as ada:
        await ada.connection.send(text.encode("utf-8", "surrogateescape"), text=True)
        error = await ada.hear("error")
        assert error["code"] == code
        assert names in error["message"]
        await ada.say("ping", id=1)
        await ada.hear("pong")


async def test_m2_ten_of_them_close() -> None:
    async with running() as server, agent(server) as ada:
        for _ in range(10):
            await ada.connection.send("nonsense")
        assert (await ada.ended())[0] == 4400
        errors = [message for message in ada.heard if isinstance(message, dict) and message["type"] == "error"]
        assert len(errors) == 10


@pytest.mark.parametrize("data", [b"", b"short", b"\x07" + bytes(60), b"\x01\x0f" + bytes(60), b"\x01\x03" + bytes(60)])
async def test_m2_binary_that_is_no_envelope_closes(data: bytes) -> None:
    async with running() as server, tab(server) as (peer, _, _):
        await peer.connection.send(data)
        assert (await peer.ended())[0] == 4400


async def test_agents_send_no_binary() -> None:
    async with running() as server, agent(server) as ada:
        await ada.connection.send(bytes(64))
        assert (await ada.ended())[0] == 4400


async def test_m3_too_many_are_dropped_and_said_so_once() -> None:
    limits = GatewayLimits(agent_messages_per_second=0.001, agent_messages_burst=5)
    async with running(limits=limits) as server, agent(server) as ada:
        for number in range(20):
            await ada.say("ping", id=number)
        assert (await ada.hear("error"))["code"] == "rate_limited"
        answered = [message["id"] for message in ada.heard if isinstance(message, dict) and message["type"] == "pong"]
        assert answered == [0, 1, 2, 3]


async def test_m3_for_too_long_closes() -> None:
    limits = GatewayLimits(agent_messages_per_second=0.001, agent_messages_burst=1, rate_patience_seconds=0)
    async with running(limits=limits) as server, agent(server) as ada:
        await ada.say("ping", id=1)
        assert (await ada.ended())[0] == 4429


async def test_a_defect_closes_that_connection_alone(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL + 1)
    async with running() as server, tab(server) as (one, _, _), tab(server) as (other, _, _):
        patch = {"identities": None, "unique_id": "boom", "tags": None, "metadata": None}
        await one.say("identify", identity=patch)
        assert (await one.ended())[0] == 1011
        assert server.realtime.counts.defects == 1
        await other.connection.send("nonsense")
        await other.hear("error")


async def test_joining_needs_a_sign_in_or_a_seat() -> None:
    async with running() as server, tab(server) as (_, visitor, _), agent(server, cookie="") as guest:
        session = await server.open(visitor)
        await guest.say("session.join", session=session, seat=None, ref="r1")
        error = await guest.hear("error")
        assert (error["code"], error["ref"]) == ("not_authenticated", "r1")
        await guest.say("session.join", session=session, seat="w" * 43, ref="r2")
        assert (await guest.hear("error"))["code"] == "not_authenticated"
        await guest.say("desk.open")
        assert (await guest.hear("error"))["code"] == "not_authenticated"
        await guest.say("session.join", session=session, seat=SEAT, ref="r3")
        assert (await guest.hear("session.joined"))["participant"]["name"] == "Guest"


async def test_another_teams_session_does_not_exist() -> None:
    async with running() as server, agent(server) as ada:
        await ada.say("session.join", session="f" * 16, seat=None, ref="r")
        assert (await ada.hear("error"))["code"] == "no_such_session"


async def test_a_session_that_was_not_joined_cannot_be_told_from_none() -> None:
    async with running() as server, agent(server) as ada, tab(server) as (_, visitor, _):
        for session in (await server.open(visitor), "f" * 16):
            await ada.say("viewer.ticket", session=session, ref="r")
            assert (await ada.hear("error"))["ref"] == "r"
            await ada.say("session.end", session=session)
            error = await ada.hear("error")
            assert (error["code"], error["message"]) == ("not_allowed", "join the session first")


async def test_messages_stay_in_order_while_a_door_is_asked() -> None:
    async with running() as server, agent(server) as ada, tab(server) as (page, visitor, _):
        session = await server.open(visitor)
        await ada.say("session.join", session=session, seat=None, ref="r")
        await ada.say("session.end", session=session)
        await ada.hear("session.joined")
        ended = await ada.hear("session.state")
        assert ended["session"]["end_reason"] == "agent_stopped"
        await page.hear("session.end")


async def test_what_was_said_before_the_connection_went_is_heard() -> None:
    async with running() as server, agent(server) as ada, tab(server) as (page, visitor, _):
        session = await server.open(visitor, requires_consent=False)
        await ada.say("session.join", session=session, seat=None, ref="r")
        capture = await page.hear("capture.start")
        assert capture["session"] == session
        gate = asyncio.Event()
        visit_door = server.visitors.visit

        async def slowly(*given: object) -> None:
            await gate.wait()
            await visit_door(*given)  # pyright: ignore[reportArgumentType] - handed on as it came

        server.visitors.visit = slowly  # pyright: ignore[reportAttributeAccessIssue] - a double of the method
        moved = page_info(1, url="https://shop.example/bye").model_dump(mode="json")
        await page.say("page", page=moved)
        await page.say("session.stop", session=session)
        await page.connection.close()
        gate.set()
        while (await ada.hear("session.state"))["session"]["end_reason"] != "visitor_stopped":
            pass


async def test_unmasked_frames_and_other_nonsense_close() -> None:
    async with running() as server, visit(server, "/ws/visitor", SITE) as peer:
        peer.connection.transport.write(b"\x81\x02hi")
        assert (await peer.ended())[0] == 1002


@pytest.mark.parametrize(
    "message",
    [
        {"type": "identify", "identity": {"tags": ["#new"]}},
        {"type": "livechat", "integration": "crisp"},
        {"type": "lookup.ask"},
        told(1, happened(1, "Clicked")).model_dump(mode="json"),
    ],
    ids=lambda message: message["type"],
)
async def test_p2_every_message_is_a_sign_of_life(message: dict[str, Any]) -> None:
    async with running() as server, tab(server) as (peer, visitor, _):
        before = server.realtime.online(visitor.team)[visitor.short_id]
        await peer.connection.send(json.dumps(message))

        async def heard() -> bool:
            return server.realtime.online(visitor.team)[visitor.short_id] > before

        await until(heard)


async def test_i3_a_refused_identity_is_told_and_the_connection_goes_on() -> None:
    async with running() as server, tab(server) as (peer, _, _):
        await peer.say("identify", identity={"identity_token": "bad", "tags": ["vip"]})
        error = await peer.hear("error")
        assert (error["code"], error["message"]) == ("identity_refused", "identityToken: it is not good")
        await peer.say("identify", identity={"unique_id": "somebody"})
        assert (await peer.hear("visitor.changed"))["reason"] == "identity_changed"


async def test_a6_desks_of_agents_who_may_not_see_details_are_not_told_who_it_is() -> None:
    async with (
        running() as server,
        tab(server) as (peer, _, _),
        agent(server) as ada,
        agent(server, "blind-cookie") as blind,
    ):
        for desk in (ada, blind):
            await desk.say("desk.open")
            await desk.hear("desk.online")
        await peer.say("livechat", integration="crisp", identities=["Vera"])
        seen = (await ada.hear("desk.visitor"))["visitor"]
        hidden = (await blind.hear("desk.visitor"))["visitor"]
        assert seen["short_id"] == hidden["short_id"] == hidden["nickname"]
        assert seen["nickname"] == "Vera"


async def test_i6_what_a_live_chat_says_reaches_desks() -> None:
    async with running() as server, tab(server) as (peer, _, _), agent(server) as ada:
        await ada.say("desk.open")
        await ada.hear("desk.online")
        await peer.say("livechat", integration="crisp", identities=["Vera"])
        assert (await ada.hear("desk.visitor"))["visitor"] is not None
        assert [said.integration for said in server.visitors.chats] == ["crisp"]


async def test_c9_an_agent_leads_to_sites_that_the_team_names_and_to_no_other() -> None:
    async with running() as server, tab(server) as (shop, visitor, _), agent(server) as ada:
        session = await server.open(visitor, requires_consent=False)
        await ada.say("session.join", session=session, seat=None, ref="r1")
        await ada.hear("session.joined")
        capture = await shop.hear("capture.start")
        place = {"session": session, "page": capture["page"], "epoch": capture["epoch"]}
        named = {"kind": "navigate", "to": "url", "url": f"{FRAMED}/pay"}
        await ada.say("input", **place, id=1, action=named)
        assert (await shop.hear("input"))["action"] == named
        await ada.say("input", **place, id=2, action={**named, "url": "https://evil.example/"})
        error = await ada.hear("error")
        assert (error["code"], error["ref"]) == ("site_not_allowed", "2")
