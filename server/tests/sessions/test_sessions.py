"""Asking for sessions, and what the journal makes of them (rules S1, S2, S8, S9), on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.support.nouns import Nouns
from userview.domains.sessions.errors import UnknownSession
from userview.domains.sessions.model import Branding, Offer, Session, Start
from userview.domains.sessions.service import Filter
from userview.domains.teams.model import Team
from userview.domains.visitors.errors import UnknownVisitor
from userview.domains.visitors.model import Visitor
from userview.protocol.messages.common import EndReason, Permissions, SessionState
from userview.realtime.records import (
    AgentJoined,
    AgentLeft,
    AgentRef,
    Authorized,
    ControlChanged,
    FeatureUsed,
    PageShown,
    StateChanged,
    WentLive,
)

SEARCH = Start(source="search", permissions={}, metadata={})
ADA = AgentRef(id="agent_ada", name="Ada", email="ada@example.com", external_id=None)
BOB = AgentRef(id="agent_bob", name="Bob", email=None, external_id="b-1")


def offer(expires_in: int = 300, **permissions: bool) -> Offer:
    """A link for Bob."""
    return Offer(
        agent=BOB,
        expires_in=expires_in,
        permissions=permissions,
        branding=Branding(),
        language=None,
        allowed_origins=None,
    )


async def _shop(nouns: Nouns) -> tuple[Team, Visitor]:
    team = await nouns.teams.create("Shop")
    return team, (await nouns.enter(team.id, {"identities": ["Vera"]}, url="https://shop.example.com/cart")).visitor


async def _session(nouns: Nouns, team: Team, session: str) -> Session:
    return await nouns.sessions.get(team.id, session)


async def test_a_new_session_is_requested_and_knows_its_visitor(nouns: Nouns) -> None:
    team, visitor = await _shop(nouns)
    spec = await nouns.sessions.watch(team, visitor, SEARCH)
    assert (spec.visitor, spec.nickname, spec.state) == (visitor.key, "Vera", SessionState.REQUESTED)
    assert (spec.generation, spec.link_expires_at, spec.time_limit_seconds) == (1, None, 14_400)
    assert (spec.requires_consent, spec.page_may_decide_consent, spec.authorized) == (True, True, False)
    session = await _session(nouns, team, spec.id)
    assert (session.source, session.start_url, session.agents) == ("search", "https://shop.example.com/cart", ())
    assert session.length_seconds(session.created_at) == 0


async def test_whoever_asks_next_joins_the_session_that_runs(nouns: Nouns) -> None:
    team, visitor = await _shop(nouns)
    first = await nouns.sessions.watch(team, visitor, SEARCH)
    second, _ = await nouns.sessions.watch_by_link(team, visitor, Start("api", {}, {"a": 1}), offer())
    assert second == first
    assert (await _session(nouns, team, first.id)).source == "search"
    await nouns.live.end_session(first.id, EndReason.API_STOPPED)
    third = await nouns.sessions.watch(team, visitor, SEARCH)
    assert third.id != first.id


async def test_many_who_ask_at_once_get_one_session(nouns: Nouns) -> None:
    team, visitor = await _shop(nouns)
    specs = await asyncio.gather(*(nouns.sessions.watch(team, visitor, SEARCH) for _ in range(8)))
    assert len({spec.id for spec in specs}) == 1


async def test_a_visitor_who_was_erased_gets_no_session(nouns: Nouns) -> None:
    team, visitor = await _shop(nouns)
    await nouns.visitors.forget_unseen(nouns.clock() + 1)
    with pytest.raises(UnknownVisitor):
        await nouns.sessions.watch(team, visitor, SEARCH)


async def test_a4_permissions_are_the_callers_and_the_teams(nouns: Nouns) -> None:
    team, visitor = await _shop(nouns)
    team = await nouns.teams.change(team.id, {"settings": {"allow_remote_scroll": False}})
    spec, _ = await nouns.sessions.watch_by_link(team, visitor, Start("api", {"allow_type": False}, {}), offer())
    assert spec.permissions == Permissions(
        allow_click=True,
        allow_scroll=False,
        allow_type=False,
        allow_draw=True,
        allow_agent_redirect=True,
        hide_private_details=False,
    )


async def test_s2_the_session_waits_for_the_link_that_is_good_for_longest(nouns: Nouns) -> None:
    team, visitor = await _shop(nouns)
    now = nouns.clock()
    api = Start("api", {}, {})
    waits = [(await nouns.sessions.watch_by_link(team, visitor, api, offer(seconds)))[0] for seconds in (300, 600, 60)]
    assert [spec.link_expires_at for spec in waits] == [now + 300, now + 600, now + 600]
    await nouns.journal.record([AgentJoined(waits[0].id, BOB, now)])
    later, _ = await nouns.sessions.watch_by_link(team, visitor, api, offer(900))
    assert later.link_expires_at is None


async def test_s8_the_journal_keeps_a_whole_session(nouns: Nouns) -> None:
    team, visitor = await _shop(nouns)
    spec = await nouns.sessions.watch(team, visitor, SEARCH)
    at, session = nouns.clock(), spec.id
    await nouns.journal.record(
        [
            AgentJoined(session, ADA, at + 1),
            StateChanged(session, SessionState.AUTHORIZING, None, at + 1),
            Authorized(session, allowed=True, asked=True, at=at + 2),
            StateChanged(session, SessionState.ACTIVE, None, at + 2),
        ]
    )
    await nouns.journal.record(
        [
            PageShown(session, "https://shop.example.com/\x00cart", at + 3),
            WentLive(session, at + 3, "https://shop.example.com/pay"),
            AgentJoined(session, BOB, at + 4),
            ControlChanged(session, ADA, at + 5),
            FeatureUsed(session, "remote_click", ADA, at + 5),
            FeatureUsed(session, "pointer", BOB, at + 5),
            FeatureUsed(session, "remote_click", BOB, at + 6),
            AgentLeft(session, ADA, at + 7),
            AgentJoined(session, ADA, at + 8),
            ControlChanged(session, None, at + 9),
        ]
    )
    running = await _session(nouns, team, session)
    assert (running.state, running.went_live, running.authorized) == (SessionState.ACTIVE, True, True)
    assert running.start_url == "https://shop.example.com/pay"
    assert running.features == ("remote_click", "pointer")
    assert [agent.ref for agent in running.agents] == [ADA, BOB]
    assert [agent.left_at for agent in running.agents] == [None, None]
    await nouns.journal.record([StateChanged(session, SessionState.ENDED, EndReason.VISITOR_STOPPED, at + 63.5)])
    ended = await _session(nouns, team, session)
    assert (ended.state, ended.end_reason) == (SessionState.ENDED, EndReason.VISITOR_STOPPED)
    assert ended.ended_at is not None
    assert ended.length_seconds(ended.ended_at) == 60
    assert all(agent.left_at == ended.ended_at for agent in ended.agents)


async def test_what_is_said_of_a_session_after_its_end_is_dropped(nouns: Nouns) -> None:
    team, visitor = await _shop(nouns)
    spec = await nouns.sessions.watch(team, visitor, SEARCH)
    await nouns.live.end_session(spec.id, EndReason.DECLINED)
    await nouns.journal.record([StateChanged(spec.id, SessionState.ACTIVE, None, nouns.clock())])
    await nouns.live.end_session(spec.id, EndReason.API_STOPPED)
    session = await _session(nouns, team, spec.id)
    assert (session.state, session.end_reason) == (SessionState.ENDED, EndReason.DECLINED)


async def test_a_session_that_is_not_there_any_more_hurts_nobody(nouns: Nouns) -> None:
    await nouns.journal.record(
        [
            AgentJoined("0123456789abcdef", ADA, nouns.clock()),
            StateChanged("0123456789abcdef", SessionState.ENDED, EndReason.ERASED, nouns.clock()),
        ]
    )


async def test_s9_a_restart_reads_what_runs_and_raises_its_generation(nouns: Nouns) -> None:
    team, visitor = await _shop(nouns)
    over = await nouns.sessions.watch(team, visitor, SEARCH)
    await nouns.live.end_session(over.id, EndReason.API_STOPPED)
    spec = await nouns.sessions.watch(team, visitor, SEARCH)
    at = nouns.clock()
    await nouns.journal.record(
        [
            Authorized(spec.id, allowed=True, asked=False, at=at),
            StateChanged(spec.id, SessionState.ACTIVE, None, at),
            WentLive(spec.id, at, "https://shop.example.com/"),
        ]
    )
    active = replace(spec, state=SessionState.ACTIVE, authorized=True, went_live=True, live_at=at)
    assert await nouns.journal.open_sessions() == [replace(active, generation=2)]
    assert await nouns.journal.open_sessions() == [replace(active, generation=3)]


async def test_the_list_can_be_narrowed_and_paged(nouns: Nouns) -> None:
    team, visitor = await _shop(nouns)
    other = (await nouns.enter(team.id)).visitor
    ids: list[str] = []
    for number in range(5):
        nouns.clock.tick(10)
        spec = await nouns.sessions.watch(team, visitor if number % 2 else other, SEARCH)
        await nouns.journal.record([AgentJoined(spec.id, ADA if number < 2 else BOB, nouns.clock())])
        if number < 3:
            await nouns.live.end_session(spec.id, EndReason.API_STOPPED)
        ids.append(spec.id)
    await nouns.journal.record([StateChanged(ids[4], SessionState.ACTIVE, None, nouns.clock())])

    async def found(asked: Filter) -> list[int]:
        page, _ = await nouns.sessions.page(team.id, asked, 100, None)
        return [ids.index(session.id) for session in page]

    created = [(await _session(nouns, team, session)).created_at for session in ids]
    assert await found(Filter()) == [4, 3, 2, 1, 0]
    assert await found(Filter(visitor_id=visitor.short_id)) == [3, 1]
    assert await found(Filter(agent_id=ADA.id)) == [1, 0]
    assert await found(Filter(source="api")) == []
    assert await found(Filter(live=True)) == [4]
    assert await found(Filter(live=False)) == [3, 2, 1, 0]
    assert await found(Filter(started_after=created[1], started_before=created[4])) == [3, 2]
    assert await found(Filter(video_status="ready")) == []
    assert await found(Filter(video_status="not_available")) == [4, 3, 2, 1, 0]
    first, end = await nouns.sessions.page(team.id, Filter(), 3, None)
    second, last = await nouns.sessions.page(team.id, Filter(), 3, end)
    assert [ids.index(session.id) for session in (*first, *second)] == [4, 3, 2, 1, 0]
    assert last is None


async def test_each_visitor_has_its_newest_sessions(nouns: Nouns) -> None:
    team, visitor = await _shop(nouns)
    other = (await nouns.enter(team.id)).visitor
    ids: list[str] = []
    for _ in range(4):
        nouns.clock.tick(1)
        ids.append((await nouns.sessions.watch(team, visitor, SEARCH)).id)
        await nouns.live.end_session(ids[-1], EndReason.API_STOPPED)
    found = await nouns.sessions.of_visitors(team.id, [visitor.short_id, other.short_id], limit=3)
    assert [session.id for session in found[visitor.short_id]] == ids[:0:-1]
    assert found[other.short_id] == []


async def test_one_team_sees_nothing_of_another(nouns: Nouns) -> None:
    team, visitor = await _shop(nouns)
    other = await nouns.teams.create("Other")
    spec = await nouns.sessions.watch(team, visitor, SEARCH)
    with pytest.raises(UnknownSession):
        await nouns.sessions.get(other.id, spec.id)
    assert await nouns.sessions.running(other.id, visitor.short_id) is None
    assert await nouns.sessions.page(other.id, Filter(), 10, None) == ([], None)
    assert await nouns.sessions.of_visitors(other.id, [visitor.short_id]) == {visitor.short_id: []}


async def test_retention_removes_what_ended_long_ago(nouns: Nouns) -> None:
    team, visitor = await _shop(nouns)
    old, _ = await nouns.sessions.watch_by_link(team, visitor, Start("api", {}, {}), offer())
    await nouns.journal.record([AgentJoined(old.id, BOB, nouns.clock())])
    await nouns.live.end_session(old.id, EndReason.API_STOPPED)
    nouns.clock.tick(1000)
    running = await nouns.sessions.watch(team, visitor, SEARCH)
    assert await nouns.sessions.forget_ended(nouns.clock()) == 1
    assert await nouns.sessions.forget_ended(nouns.clock() + 10_000) == 0
    page, _ = await nouns.sessions.page(team.id, Filter(), 10, None)
    assert [session.id for session in page] == [running.id]
