"""Lookup codes are random, unique among those of now, good for ten minutes and used up by a session (rules L1, L2)."""

from __future__ import annotations

import contextlib

import pytest
from sqlalchemy import func, select

from tests.support.nouns import Nouns
from userview.domains.sessions.model import Start
from userview.domains.teams.model import Team
from userview.domains.visitors.errors import NoCodeFree, UnknownVisitor
from userview.domains.visitors.model import Visitor
from userview.domains.visitors.store import lookup_codes
from userview.realtime.records import VisitorKey


async def _visitor(nouns: Nouns) -> tuple[Team, Visitor]:
    team = await nouns.teams.create("Shop")
    return team, (await nouns.enter(team.id)).visitor


async def test_l1_a_visitor_keeps_a_code_until_it_expires(nouns: Nouns) -> None:
    team, visitor = await _visitor(nouns)
    given = await nouns.lookups.give(visitor.key, 6)
    assert len(given.code) == 6
    assert given.code.isdigit()
    nouns.clock.tick(599)
    assert await nouns.lookups.give(visitor.key, 6) == given
    assert await nouns.lookups.find(team.id, given.code) == visitor.short_id
    nouns.clock.tick(1)
    assert await nouns.lookups.find(team.id, given.code) is None
    renewed = await nouns.lookups.give(visitor.key, 6)
    assert renewed.expires_at.timestamp() == nouns.clock() + 600
    assert await nouns.lookups.find(team.id, renewed.code) == visitor.short_id


async def test_l1_the_team_says_how_many_digits(nouns: Nouns) -> None:
    _, visitor = await _visitor(nouns)
    six = await nouns.lookups.give(visitor.key, 6)
    four = await nouns.lookups.give(visitor.key, 4)
    assert (len(six.code), len(four.code)) == (6, 4)
    assert await nouns.lookups.find(visitor.team_id, six.code) is None


async def test_l1_codes_of_a_team_are_of_one_visitor_each(nouns: Nouns) -> None:
    team, _ = await _visitor(nouns)
    other = await nouns.teams.create("Other")
    codes = [(await nouns.lookups.give((await nouns.enter(team.id)).visitor.key, 4)).code for _ in range(30)]
    assert len(set(codes)) == 30
    assert await nouns.lookups.find(other.id, codes[0]) is None
    with pytest.raises(UnknownVisitor):
        await nouns.lookups.give(VisitorKey(team.id, "X" * 18), 6)


async def test_l1_when_all_codes_are_in_use_there_is_none_until_some_expire(nouns: Nouns) -> None:
    team, visitor = await _visitor(nouns)
    others = [(await nouns.enter(team.id)).visitor for _ in range(10)]
    codes = set[str]()
    for other in others:
        # One time in 600 the last free one of ten is not among the random ones that are tried: then again.
        while other.short_id not in codes:
            with contextlib.suppress(NoCodeFree):
                await nouns.lookups.give(other.key, 1)
                codes.add(other.short_id)
    with pytest.raises(NoCodeFree):
        await nouns.lookups.give(visitor.key, 1)
    nouns.clock.tick(600)
    given = await nouns.lookups.give(visitor.key, 1)
    assert await nouns.lookups.find(team.id, given.code) == visitor.short_id


async def test_l2_a_session_with_the_visitor_uses_the_code_up(nouns: Nouns) -> None:
    team, visitor = await _visitor(nouns)
    given = await nouns.lookups.give(visitor.key, 6)
    await nouns.sessions.watch(team, visitor, Start(source="lookup code", permissions={}, metadata={}))
    assert await nouns.lookups.find(team.id, given.code) is None
    assert (await nouns.visitors.get(team.id, visitor.short_id)).lookup_code is None


async def test_expired_codes_are_forgotten(nouns: Nouns) -> None:
    _, visitor = await _visitor(nouns)
    await nouns.lookups.give(visitor.key, 6)
    assert await nouns.lookups.forget_expired() == 0
    nouns.clock.tick(600)
    assert await nouns.lookups.forget_expired() == 1
    async with nouns.database.reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(lookup_codes)) == 0
