"""What visitors say of their sessions (rule S10), on both databases."""

from __future__ import annotations

import pytest

from tests.support.nouns import Nouns
from userview.domains.sessions.model import Start
from userview.domains.sessions.ratings import RATING_SECONDS, Ratings
from userview.domains.sessions.timeline import Timeline
from userview.domains.visitors.model import Visitor
from userview.protocol.messages.common import EndReason, SessionState
from userview.realtime.records import Authorized, StateChanged, VisitorKey


async def _session(nouns: Nouns, *, allowed: bool = True, ends: bool = True) -> tuple[Visitor, str]:
    team = await nouns.teams.create("Shop")
    visitor = (await nouns.enter(team.id)).visitor
    spec = await nouns.sessions.watch(team, visitor, Start(source="search", permissions={}, metadata={}))
    await nouns.journal.record([Authorized(spec.id, allowed, asked=True, at=nouns.clock())])
    if ends:
        ended = StateChanged(spec.id, SessionState.ENDED, EndReason.VISITOR_STOPPED, nouns.clock())
        await nouns.journal.record([ended])
    return visitor, spec.id


async def _rated(nouns: Nouns, visitor: Visitor, session: str) -> list[object]:
    entries, _ = await Timeline(nouns.database).page(session, 100, None)
    said = [entry.detail["rating"] for entry in entries if entry.kind == "rated"]
    return [(await nouns.sessions.get(visitor.team_id, session)).rating, *said]


async def test_s10_a_rating_is_kept_changed_and_told_once_in_the_timeline(nouns: Nouns) -> None:
    ratings = Ratings(nouns.database, nouns.clock)
    visitor, session = await _session(nouns)
    assert await _rated(nouns, visitor, session) == [None]
    assert await ratings.rate(visitor.key, session, 2)
    assert await ratings.rate(visitor.key, session, 2)
    assert await _rated(nouns, visitor, session) == [2, 2]
    assert await ratings.rate(visitor.key, session, 5)
    assert await _rated(nouns, visitor, session) == [5, 5]


async def test_s10_not_any_more_after_ten_minutes(nouns: Nouns) -> None:
    ratings = Ratings(nouns.database, nouns.clock)
    visitor, session = await _session(nouns)
    nouns.clock.tick(RATING_SECONDS - 1)
    assert await ratings.rate(visitor.key, session, 4)
    nouns.clock.tick(2)
    assert not await ratings.rate(visitor.key, session, 1)
    assert await _rated(nouns, visitor, session) == [4, 4]


@pytest.mark.parametrize(("allowed", "ends"), [(False, True), (True, False)])
async def test_s10_neither_a_declined_session_nor_one_that_runs(nouns: Nouns, *, allowed: bool, ends: bool) -> None:
    visitor, session = await _session(nouns, allowed=allowed, ends=ends)
    assert not await Ratings(nouns.database, nouns.clock).rate(visitor.key, session, 5)
    assert await _rated(nouns, visitor, session) == [None]


async def test_s10_nobody_rates_the_session_of_another_visitor(nouns: Nouns) -> None:
    ratings = Ratings(nouns.database, nouns.clock)
    visitor, session = await _session(nouns)
    stranger, _ = await _session(nouns)
    for key in (stranger.key, VisitorKey(stranger.team_id, visitor.short_id), VisitorKey(visitor.team_id, "A" * 18)):
        assert not await ratings.rate(key, session, 1)
    assert not await ratings.rate(visitor.key, "0" * 16, 1)
    assert await _rated(nouns, visitor, session) == [None]
