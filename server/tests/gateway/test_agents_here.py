"""Agents who are connected: known as long as they are, closed when removed, back at once when their rights change."""

from tests.gateway.doors import SEAT
from tests.gateway.servers import agent, running, tab, viewer
from tests.gateway.test_content import SESSION
from userview.realtime.records import AgentLeft

TEAM = "team_1"


async def test_members_are_online_while_their_dashboard_is_open() -> None:
    async with running() as server:
        assert server.realtime.agents_online(TEAM) == frozenset()
        async with agent(server), agent(server, "eve-cookie"), agent(server, ""):
            assert server.realtime.agents_online(TEAM) == {"agent_ada", "agent_eve"}
            assert server.realtime.agents_online("team_2") == frozenset()
        await server.realtime.driver.finish()


async def test_guests_are_online_while_they_take_part() -> None:
    async with running() as server, tab(server) as (_, visitor, _), agent(server, "") as guest:
        await server.open(visitor)
        await guest.say("session.join", session=SESSION, seat=SEAT, ref="r")
        await guest.hear("session.joined")
        assert len(server.realtime.agents_online(TEAM)) == 1


async def test_a_removed_agent_is_out_of_every_session_at_once() -> None:
    async with running() as server, tab(server) as (tab_peer, visitor, _), agent(server) as ada:
        await server.open(visitor, requires_consent=False)
        await ada.say("session.join", session=SESSION, seat=None, ref="r")
        joined = await ada.hear("session.joined")
        await tab_peer.hear("capture.start")
        async with viewer(server, joined["viewer"]["ticket"]) as mirror, agent(server, "eve-cookie") as eve:
            server.realtime.dismiss_agent("team_2", "agent_ada")
            assert "agent_ada" in server.realtime.agents_online(TEAM)
            server.realtime.dismiss_agent(TEAM, "agent_ada")
            assert (await ada.ended())[0] == 4401
            assert (await mirror.ended())[0] == 1000
            await eve.say("ping", id=1)
            await eve.hear("pong")
        await server.realtime.driver.finish()
        assert [change.agent.id for change in server.journal.changes if isinstance(change, AgentLeft)] == ["agent_ada"]


async def test_d3_all_pages_of_an_agent_are_told_whether_they_are_available() -> None:
    async with running() as server, agent(server) as one, agent(server) as other, agent(server, "eve-cookie") as eve:
        for page in (one, other, eve):
            assert (await page.hear("agent.availability"))["availability"] == "available"
        server.realtime.agent_availability(TEAM, "agent_ada", "away")
        for page in (one, other):
            assert (await page.hear("agent.availability"))["availability"] == "away"
        await eve.say("ping", id=1)
        said = await eve.next()
        assert isinstance(said, dict)
        assert said["type"] == "pong"


async def test_an_agent_whose_rights_change_comes_back_unnoticed() -> None:
    async with running() as server, tab(server) as (tab_peer, visitor, _):
        await server.open(visitor, requires_consent=False)
        async with agent(server) as ada:
            await ada.say("session.join", session=SESSION, seat=None, ref="r")
            await ada.hear("session.joined")
            await tab_peer.hear("capture.start")
            server.realtime.agent_changed(TEAM, "agent_ada")
            assert (await ada.ended())[0] == 1001
        async with agent(server) as again:
            await again.say("session.join", session=SESSION, seat=None, ref="r")
            assert len((await again.hear("session.joined"))["session"]["agents"]) == 1
        assert not [change for change in server.journal.changes if isinstance(change, AgentLeft)]
