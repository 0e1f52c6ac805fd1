"""The `Live` facade, the journal, restarts and draining, through real sockets."""

import asyncio
import logging
from typing import Any

import pytest

from tests.gateway.doors import MemoryJournal
from tests.gateway.servers import agent, running, tab, viewer
from tests.gateway.test_content import SESSION, content
from tests.realtime.world import page
from userview.gateway.limits import GatewayLimits
from userview.protocol.messages.common import EndReason, SessionState
from userview.realtime.limits import Limits
from userview.realtime.records import StateChanged


def states(journal: MemoryJournal) -> list[str]:
    """The states that were stored, in order."""
    return [change.state.value for change in journal.changes if isinstance(change, StateChanged)]


async def test_end_session_returns_when_stored() -> None:
    async with running() as server, tab(server) as (tab_peer, visitor, _), agent(server) as ada:
        await server.open(visitor, requires_consent=False)
        await ada.say("session.join", session=SESSION, seat=None, ref="r")
        await tab_peer.hear("capture.start")
        assert server.realtime.session_of(visitor) == SESSION
        assert server.realtime.is_live(visitor)
        await server.realtime.end_session(SESSION, EndReason.API_STOPPED)
        assert server.journal.specs[SESSION].state is SessionState.ENDED
        assert server.realtime.session_of(visitor) is None
        await server.realtime.end_session(SESSION, EndReason.API_STOPPED)
        await server.realtime.end_session("e" * 16, EndReason.API_STOPPED)
        assert (await tab_peer.hear("session.end"))["reason"] == "api_stopped"


async def test_s8_nothing_is_said_before_it_is_stored() -> None:
    async with running() as server, tab(server) as (tab_peer, visitor, _), agent(server) as ada:
        gate = asyncio.Event()
        record = server.journal.record

        async def slowly(changes: Any) -> None:
            await gate.wait()
            await record(changes)

        server.journal.record = slowly
        await server.open(visitor)
        await ada.say("session.join", session=SESSION, seat=None, ref="r")
        await ada.say("ping", id=1)
        await ada.hear("pong")
        await tab_peer.connection.ping()
        told = [[message["type"] for message in peer.heard if isinstance(message, dict)] for peer in (ada, tab_peer)]
        gate.set()
        assert told == [["welcome", "agent.availability", "pong"], ["welcome"]]
        await ada.hear("session.joined")
        await tab_peer.hear("session.request")


async def test_s8_a_journal_that_recovers_loses_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL + 1)
    limits = GatewayLimits(store_delays_seconds=(0.01, 0.01, 0.01, 0.01, 0.01))
    async with running(limits=limits) as server, tab(server) as (tab_peer, visitor, _), agent(server) as ada:
        record, failures = server.journal.record, 3

        async def sometimes(changes: Any) -> None:
            nonlocal failures
            if failures:
                failures -= 1
                raise OSError("the database is locked")
            await record(changes)

        server.journal.record = sometimes
        await server.open(visitor, requires_consent=False)
        await ada.say("session.join", session=SESSION, seat=None, ref="r")
        await ada.hear("session.joined")
        await tab_peer.hear("capture.start")
        assert states(server.journal) == ["active"]


async def test_s8_a_session_that_cannot_be_stored_ends(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL + 1)
    limits = GatewayLimits(store_delays_seconds=(0.01,))
    async with running(limits=limits) as server, tab(server) as (tab_peer, visitor, _), agent(server) as ada:
        await server.open(visitor)
        await ada.say("session.join", session=SESSION, seat=None, ref="r")
        await tab_peer.hear("session.request")
        server.journal.broken = True
        await tab_peer.say("session.answer", session=SESSION, allow=True)
        assert (await tab_peer.hear("session.end"))["reason"] == "api_stopped"
        assert (await ada.hear("error"))["code"] == "session_ended"
        assert not [
            message for message in tab_peer.heard if isinstance(message, dict) and message["type"] == "session.start"
        ]
        server.journal.broken = False
        await server.realtime.driver.finish()
        assert states(server.journal) == ["authorizing", "ended"]


async def test_s9_a_killed_server_goes_on_where_it_was() -> None:
    async with running() as server, tab(server) as (tab_peer, visitor, credentials), agent(server) as ada:
        port, journal, secrets = server.port, server.journal, server.visitors.secrets
        await server.open(visitor)
        await ada.say("session.join", session=SESSION, seat=None, ref="r")
        await tab_peer.hear("session.request")
        await tab_peer.say("session.answer", session=SESSION, allow=True)
        before = await tab_peer.hear("capture.start")
    async with running(journal=journal, port=port) as server:
        server.visitors.secrets.update(secrets)
        resume = {"session": SESSION, "page": before["page"], "epoch": before["epoch"], "sequence": 9}
        async with tab(server, visitor=credentials, resume=resume) as (tab_peer, same, _), agent(server) as ada:
            assert same == visitor
            assert (await tab_peer.hear("session.start"))["continued"] is True
            await ada.say("session.join", session=SESSION, seat=None, ref="r")
            joined = await ada.hear("session.joined")
            after = await tab_peer.hear("capture.start")
            assert after["epoch"] != before["epoch"]
            assert after["page"] != before["page"]
            async with viewer(server, joined["viewer"]["ticket"]) as mirror:
                await tab_peer.connection.send(content(after, 1, snapshot=True))
                await mirror.frame()
    assert states(journal) == ["authorizing", "active", "paused", "active"]


async def test_draining_says_where_to_go_and_keeps_sessions() -> None:
    async with running() as server, tab(server) as (tab_peer, visitor, _), agent(server) as ada:
        await server.open(visitor, requires_consent=False)
        await ada.say("session.join", session=SESSION, seat=None, ref="r")
        await ada.hear("session.joined")
        draining = asyncio.create_task(server.gateway.drain())
        assert (await tab_peer.ended())[0] == 4503
        assert (await ada.ended())[0] == 4503
        await draining
        assert server.journal.specs[SESSION].state is SessionState.ACTIVE
        assert visitor in server.visitors.stored


async def test_d1_desks_hear_of_visitors_as_things_happen() -> None:
    limits, core_limits = GatewayLimits(desk_seconds=0.02), Limits(tab_grace_seconds=0.05)
    async with running(limits=limits, core_limits=core_limits) as server, agent(server) as ada:
        await ada.say("desk.open")
        assert (await ada.hear("desk.online"))["online"] == 0
        async with tab(server) as (tab_peer, visitor, _):
            assert (await ada.hear("desk.visitor"))["visitor"]["is_online"] is True
            assert (await ada.hear("desk.online"))["online"] == 1
            await tab_peer.say("page", page=page(1, url="https://shop.example/cart").model_dump(mode="json"))
            while (await ada.hear("desk.visitor"))["visitor"]["last_url"] != "https://shop.example/cart":
                pass
        while (await ada.hear("desk.visitor"))["visitor"]["is_online"]:
            pass
        assert (await ada.hear("desk.online"))["online"] == 0
        server.visitors.erase(visitor)
        await server.realtime.touch_visitor(visitor)
        assert (await ada.hear("desk.gone"))["short_id"] == visitor.short_id


async def test_an_erased_visitor_comes_back_as_somebody_new() -> None:
    async with (
        running() as server,
        tab(server) as (tab_peer, visitor, credentials),
        tab(server, visitor=credentials, info=page(2)) as (other, _, _),
        agent(server) as ada,
    ):
        await server.open(visitor)
        await ada.say("session.join", session=SESSION, seat=None, ref="r")
        await tab_peer.hear("session.request")
        server.visitors.erase(visitor)
        await server.realtime.erase_visitor(visitor)
        assert (await tab_peer.hear("session.end"))["reason"] == "erased"
        assert (await tab_peer.ended())[0] == (await other.ended())[0] == 1001
        async with tab(server, visitor=credentials) as (again, somebody, _):
            assert somebody != visitor
            assert isinstance(again.heard[0], dict)
            assert again.heard[0]["visitor"]["secret"]


@pytest.mark.parametrize("how", ["identify", "visitor.reset"])
async def test_p4_another_identity_is_another_visitor(how: str) -> None:
    async with running() as server, tab(server) as (tab_peer, visitor, _), agent(server) as ada:
        await server.open(visitor)
        await ada.say("session.join", session=SESSION, seat=None, ref="r")
        await tab_peer.hear("session.request")
        patch = {"identities": None, "unique_id": "somebody", "tags": None, "metadata": None}
        await tab_peer.say(how, **({"identity": patch} if how == "identify" else {}))
        changed = await tab_peer.hear("visitor.changed")
        assert changed["reason"] == ("identity_changed" if how == "identify" else "reset")
        assert (await tab_peer.hear("session.end"))["reason"] == "visitor_gone"


async def test_seen_times_are_stored() -> None:
    async with running(core_limits=Limits(seen_seconds=0.02)) as server, tab(server) as (_, visitor, _):
        async with asyncio.timeout(5):
            await server.visitors.was_seen.wait()
        assert visitor in server.visitors.stored
        assert server.realtime.online(visitor.team).keys() == {visitor.short_id}


async def test_metrics_tell_what_is_going_on() -> None:
    async with running() as server, tab(server) as (_, visitor, _), agent(server):
        await server.open(visitor)
        samples = {
            (sample.name, *sample.labels.values()): sample.value
            for metric in server.gateway.metrics.collect()
            for sample in metric.samples
        }
        assert samples["userview_connections", "visitor"] == 1
        assert samples["userview_connections", "agent"] == 1
        assert samples["userview_sessions", "requested"] == 1
