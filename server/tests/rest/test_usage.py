"""Usage is counted, not sampled: distinct people, sessions by day in UTC, whole across midnight, restarts and erasing."""

from __future__ import annotations

from typing import Any

from tests.rest.conftest import Shop
from userview.domains.sessions.journal import SessionJournal
from userview.domains.usage.service import Usage
from userview.protocol.messages.common import EndReason, SessionState
from userview.realtime.records import AgentJoined, AgentLeft, AgentRef, Change, StateChanged, WentLive
from userview.signing import Signer

ADA = AgentRef("agent_ada", "Ada", None, None)
BOB = AgentRef("agent_bob", "Bob", None, "b-1")

HOUR = 3600.0
DAY = 24 * HOUR
MIDNIGHT_AHEAD = 16 * HOUR
"""The clock of tests begins at 08:00 UTC."""


async def _usage(shop: Shop) -> dict[str, Any]:
    answer = await shop.client.get("/v1/usage")
    assert answer.status_code == 200, answer.text
    return answer.json()["usage"]


async def _session(shop: Shop, *agents: AgentRef) -> str:
    """A session that went live now, with these agents in it."""
    session: str = (await shop.watch_url())["session_id"]
    at = shop.nouns.clock()
    joined: list[Change] = [AgentJoined(session, agent, at) for agent in agents]
    live = [StateChanged(session, SessionState.ACTIVE, None, at), WentLive(session, at, "https://shop.example.com/")]
    await shop.nouns.journal.record([*joined, *live])
    return session


async def test_a_team_that_just_began_has_its_one_visitor(shop: Shop) -> None:
    assert await _usage(shop) == {
        "visitors": {"online_now": 0, "last_24_hrs": 1, "last_30_days": 1},
        "agents": {"today": 0, "last_30_days": 0},
        "session_counts": {"now": 0, "today": 0, "last_30_days": 0},
        "session_seconds": {"today": 0, "last_30_days": 0},
    }


async def test_visitors_are_counted_once_each_while_they_are_in_the_window(shop: Shop) -> None:
    nouns = shop.nouns
    for _ in range(3):
        entered = await nouns.enter(shop.team.id)
        assert entered.secret is not None
        await nouns.enter(shop.team.id, credentials=(entered.visitor.short_id, entered.secret))
    await nouns.enter(shop.other.id)
    nouns.live.heard[shop.visitor.key] = nouns.clock()
    assert (await _usage(shop))["visitors"] == {"online_now": 1, "last_24_hrs": 4, "last_30_days": 4}
    nouns.clock.tick(DAY - 1)
    await nouns.visitors.seen({shop.visitor.key: nouns.clock()})
    assert (await _usage(shop))["visitors"]["last_24_hrs"] == 4
    nouns.clock.tick(2)
    assert (await _usage(shop))["visitors"] == {"online_now": 1, "last_24_hrs": 1, "last_30_days": 4}
    nouns.clock.tick(28 * DAY)
    assert (await _usage(shop))["visitors"]["last_30_days"] == 4
    nouns.clock.tick(MIDNIGHT_AHEAD)
    assert (await _usage(shop))["visitors"]["last_30_days"] == 1


async def test_a_session_over_midnight_gives_each_day_its_part(shop: Shop) -> None:
    nouns = shop.nouns
    nouns.clock.tick(MIDNIGHT_AHEAD - 600)
    session = await _session(shop, ADA)
    nouns.clock.tick(590)
    running = await _usage(shop)
    assert running["session_counts"] == {"now": 1, "today": 1, "last_30_days": 1}
    assert running["session_seconds"] == {"today": 590, "last_30_days": 590}
    nouns.clock.tick(310)
    after = await _usage(shop)
    assert after["session_counts"] == {"now": 1, "today": 0, "last_30_days": 1}
    assert after["session_seconds"] == {"today": 300, "last_30_days": 900}
    assert after["agents"] == {"today": 1, "last_30_days": 1}
    await nouns.live.end_session(session, EndReason.AGENT_STOPPED)
    nouns.clock.tick(HOUR)
    ended = await _usage(shop)
    assert ended["session_counts"] == {"now": 0, "today": 0, "last_30_days": 1}
    assert ended["session_seconds"] == {"today": 300, "last_30_days": 900}
    assert ended["agents"] == {"today": 1, "last_30_days": 1}
    nouns.clock.tick(28 * DAY)
    assert (await _usage(shop))["session_seconds"] == {"today": 0, "last_30_days": 900}
    nouns.clock.tick(DAY)
    assert (await _usage(shop))["session_seconds"] == {"today": 0, "last_30_days": 300}
    nouns.clock.tick(DAY)
    assert (await _usage(shop))["session_counts"]["last_30_days"] == 0


async def test_agents_are_counted_once_each_on_every_day_on_which_they_took_part(shop: Shop) -> None:
    nouns = shop.nouns
    session = await _session(shop, ADA, BOB)
    await nouns.journal.record([AgentLeft(session, BOB, nouns.clock())])
    await nouns.live.end_session(session, EndReason.AGENT_STOPPED)
    again = await _session(shop, ADA)
    assert (await _usage(shop))["agents"] == {"today": 2, "last_30_days": 2}
    await nouns.live.end_session(again, EndReason.AGENT_STOPPED)
    nouns.clock.tick(DAY)
    assert (await _usage(shop))["agents"] == {"today": 0, "last_30_days": 2}


async def test_a_session_that_never_went_live_counts_for_nothing(shop: Shop) -> None:
    made = await shop.watch_url()
    await shop.nouns.live.end_session(made["session_id"], EndReason.LINK_EXPIRED)
    shop.nouns.clock.tick(60)
    assert (await _usage(shop))["session_counts"] == {"now": 0, "today": 0, "last_30_days": 0}


async def test_erasing_and_forgetting_change_no_number(shop: Shop) -> None:
    nouns = shop.nouns
    ended = await _session(shop, BOB)
    nouns.clock.tick(30)
    await nouns.live.end_session(ended, EndReason.AGENT_STOPPED)
    await _session(shop, ADA)
    nouns.clock.tick(60)
    before = await _usage(shop)
    assert before["session_seconds"]["today"] == 90
    assert (await shop.client.delete(f"/v1/visitors/{shop.visitor.short_id}")).status_code == 200
    nouns.clock.tick(60)
    after = await _usage(shop)
    before["session_counts"]["now"] = 0
    assert after == before
    await nouns.sessions.forget_ended(nouns.clock() + 1)
    await nouns.usage.forget_old()
    assert await _usage(shop) == before


async def test_a_restart_counts_nobody_twice_and_forgets_nothing(shop: Shop) -> None:
    nouns = shop.nouns
    session = await _session(shop, ADA)
    nouns.clock.tick(120)
    usage = Usage(nouns.database, Signer(b"k" * 32), nouns.clock)
    journal = SessionJournal(nouns.database, usage)
    await journal.open_sessions()
    await journal.record([StateChanged(session, SessionState.PAUSED, None, nouns.clock())])
    async with nouns.database.transaction() as connection:
        await usage.visitors_seen(connection, [(shop.visitor.key, nouns.clock())])
    nouns.clock.tick(60)
    await journal.record([StateChanged(session, SessionState.ENDED, EndReason.VISITOR_GONE, nouns.clock())])
    assert await _usage(shop) == {
        "visitors": {"online_now": 0, "last_24_hrs": 1, "last_30_days": 1},
        "agents": {"today": 1, "last_30_days": 1},
        "session_counts": {"now": 0, "today": 1, "last_30_days": 1},
        "session_seconds": {"today": 180, "last_30_days": 180},
    }
