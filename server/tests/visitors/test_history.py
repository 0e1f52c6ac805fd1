"""Page views and events: kept once, in order, within bounds, and each visitor's own (rules J1-J5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.support.history import happened, told, uuid
from tests.support.nouns import Nouns
from userview.domains.sessions.model import Start
from userview.domains.visitors.history import store
from userview.domains.visitors.history.model import HistoryLimits, Pageview
from userview.domains.visitors.history.service import PageHistory
from userview.domains.visitors.model import Visitor
from userview.protocol.messages.common import EndReason, SessionState
from userview.realtime.records import AgentJoined, AgentRef, NotedInHistory, StateChanged, VisitorKey
from userview.tables import moment


async def _visitor(nouns: Nouns, name: str = "Shop") -> Visitor:
    team = await nouns.teams.create(name)
    await nouns.teams.change(team.id, {"settings": {"collect_history": True}})
    return (await nouns.enter(team.id)).visitor


async def _all(nouns: Nouns, visitor: Visitor) -> list[Pageview]:
    found, end = await nouns.history.page(visitor, 100, None)
    assert end is None
    return found


async def test_j2_what_a_page_tells_is_kept_once(nouns: Nouns) -> None:
    visitor, now = await _visitor(nouns), nouns.clock()
    first = told(visitor.key, now, 1, happened(2, "Second", age_ms=100), happened(1, "First", "load", age_ms=900))
    assert await nouns.history.collect([first]) == {visitor.key}
    again = told(visitor.key, now + 5, 1, happened(2, "Other"), happened(3, "Third"), title="Later", seen_ms=900)
    await nouns.history.collect([again, again])
    [pageview] = await _all(nouns, visitor)
    assert (pageview.pageview_id, pageview.url, pageview.title) == (uuid(1), "https://shop.example.com/1", "Later")
    assert pageview.at == moment(now - 1)
    assert pageview.seen_seconds == 0.9
    assert [(event.title, event.kind, event.icon, event.at) for event in pageview.events] == [
        ("First", "load", "load", moment(now - 0.9)),
        ("Second", "click", "click", moment(now - 0.1)),
        ("Third", "click", "click", moment(now + 5)),
    ]
    assert pageview.pictures is None


async def test_time_that_a_page_was_seen_never_shrinks_and_never_exceeds_its_age(nouns: Nouns) -> None:
    visitor, now = await _visitor(nouns), nouns.clock()
    await nouns.history.collect([told(visitor.key, now, 1, seen_ms=99_999, age_ms=4000)])
    await nouns.history.collect([told(visitor.key, now, 1, seen_ms=10, age_ms=4000)])
    assert [pageview.seen_seconds for pageview in await _all(nouns, visitor)] == [4.0]


async def test_nothing_is_older_than_a_week_or_than_its_page_view(nouns: Nouns) -> None:
    visitor, now = await _visitor(nouns), nouns.clock()
    await nouns.history.collect([told(visitor.key, now, 1, happened(1, age_ms=0xFFFFFFFF), age_ms=0xFFFFFFFF)])
    [pageview] = await _all(nouns, visitor)
    assert pageview.at == pageview.events[0].at == moment(now) - timedelta(days=7)


async def test_j2_a_page_view_begins_no_sooner_than_the_one_before_it(nouns: Nouns) -> None:
    visitor, now = await _visitor(nouns), nouns.clock()
    late = replace(told(visitor.key, now, 2, age_ms=5000), not_before=now - 1)
    await nouns.history.collect([told(visitor.key, now, 1, age_ms=1000), late])
    assert [pageview.pageview_id for pageview in await _all(nouns, visitor)] == [uuid(2), uuid(1)]


async def test_j3_no_page_reaches_another_visitors_page_view(nouns: Nouns) -> None:
    visitor, now = await _visitor(nouns), nouns.clock()
    stranger = await _visitor(nouns, "Other")
    neighbour = (await nouns.enter(visitor.team_id)).visitor
    await nouns.history.collect([told(visitor.key, now, 1, happened(1, "Mine"))])
    await nouns.history.collect(
        [told(other.key, now, 1, happened(1, "Theirs"), happened(2, "More"), url="https://evil.example/", title="Theirs")
         for other in (stranger, neighbour)]
    )  # fmt: skip
    [pageview] = await _all(nouns, visitor)
    assert (pageview.title, [event.title for event in pageview.events]) == ("Page 1", ["Mine"])
    for other in (stranger, neighbour):
        assert [event.title for event in (await _all(nouns, other))[0].events] == ["Theirs", "More"]


async def test_who_is_not_known_is_left_out(nouns: Nouns) -> None:
    visitor, now = await _visitor(nouns), nouns.clock()
    nobody = VisitorKey(visitor.team_id, "Z" * 18)
    elsewhere = VisitorKey("team_other", visitor.short_id)
    kept = await nouns.history.collect([told(key, now, 1) for key in (nobody, elsewhere, visitor.key)])
    assert kept == {visitor.key}


async def test_texts_without_the_character_that_no_database_keeps(nouns: Nouns) -> None:
    visitor, now = await _visitor(nouns), nouns.clock()
    await nouns.history.collect(
        [told(visitor.key, now, 1, happened(1, "a\x00b"), title="c\x00d", url="https://e/\x00f")]
    )
    [pageview] = await _all(nouns, visitor)
    assert (pageview.title, pageview.url, pageview.events[0].title) == ("cd", "https://e/f", "ab")


async def test_j3_a_page_view_has_so_many_events_and_a_visitor_so_many_page_views(nouns: Nouns) -> None:
    visitor, now = await _visitor(nouns), nouns.clock()
    history = PageHistory(nouns.database, HistoryLimits(events_per_pageview=3, pageviews_per_visitor=2))
    for number in range(1, 4):
        await history.collect([told(visitor.key, now + number, 1, happened(2 * number), happened(2 * number + 1))])
    [pageview] = await _all(nouns, visitor)
    assert [event.uuid for event in pageview.events] == [uuid(2), uuid(3), uuid(4)]
    for number in (2, 3, 4):
        await history.collect([told(visitor.key, now + 10 * number, number)])
    assert [pageview.pageview_id for pageview in await _all(nouns, visitor)] == [uuid(4), uuid(3)]


async def test_pages_of_the_list_are_newest_first_and_overlap_nowhere(nouns: Nouns) -> None:
    visitor, now = await _visitor(nouns), nouns.clock()
    # Some began at the very same moment.
    await nouns.history.collect([told(visitor.key, now + number // 3, number) for number in range(8)])
    seen: list[str] = []
    after = None
    while True:
        found, after = await nouns.history.page(visitor, 3, after)
        seen += [pageview.pageview_id for pageview in found]
        if after is None:
            break
    assert seen == [uuid(number) for number in reversed(range(8))]


@pytest.mark.parametrize("collects", [True, False])
async def test_j4_sessions_are_noted_where_the_visitor_was(nouns: Nouns, *, collects: bool) -> None:
    visitor, now = await _visitor(nouns), nouns.clock()
    await nouns.history.collect([told(visitor.key, now, 1)])
    await nouns.teams.change(visitor.team_id, {"settings": {"collect_history": collects}})
    team = await nouns.teams.get(visitor.team_id)
    spec = await nouns.sessions.watch(team, visitor, Start(source="search", permissions={}, metadata={}))
    await nouns.journal.record(
        [
            AgentJoined(spec.id, AgentRef("a", "Ada", None, None), now),
            AgentJoined(spec.id, AgentRef("b", "", "bob@example.com", None), now),
            NotedInHistory(spec.id, visitor.key, uuid(1), "started", now + 1),
            # A page view of which nothing was collected.
            NotedInHistory(spec.id, visitor.key, uuid(2), "ended", now + 2),
            NotedInHistory(spec.id, visitor.key, uuid(1), "ended", now + 2),
            StateChanged(spec.id, SessionState.ENDED, EndReason.AGENT_STOPPED, now + 2),
        ]
    )
    [pageview] = await _all(nouns, visitor)
    noted = [(event.title, event.kind, event.icon, event.at) for event in pageview.events]
    assert noted == ([
        ("Session with Ada and bob started", "session", "session", moment(now + 1)),
        ("Session with Ada and bob ended", "session", "session", moment(now + 2)),
    ] if collects else [])  # fmt: skip


async def test_j5_history_goes_with_its_visitor_and_with_time(nouns: Nouns) -> None:
    visitor, now = await _visitor(nouns), nouns.clock()
    other = await _visitor(nouns, "Other")
    for one in (visitor, other):
        await nouns.history.collect([told(one.key, now - day * 86_400, day, happened(day)) for day in range(1, 6)])
    await nouns.history.forget_of_team(visitor.team_id, now - 3.5 * 86_400)
    assert [pageview.pageview_id for pageview in await _all(nouns, visitor)] == [uuid(1), uuid(2), uuid(3)]
    assert len(await _all(nouns, other)) == 5
    assert sorted(await nouns.history.teams()) == sorted([visitor.team_id, other.team_id])
    assert await nouns.erasing.erase(*visitor.key)
    assert await _all(nouns, visitor) == []
    await nouns.history.forget_of_unseen(other.team_id, now + 1)
    async with nouns.database.reading() as connection:
        for table in (store.pageviews, store.events):
            assert await connection.scalar(select(func.count()).select_from(table)) == 0


async def test_many_page_views_are_forgotten_in_short_transactions(
    nouns: Nouns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("userview.domains.visitors.history.service.FORGOTTEN_AT_ONCE", 2)
    visitor, now = await _visitor(nouns), nouns.clock()
    await nouns.history.collect([told(visitor.key, now, number) for number in range(5)])
    await nouns.history.forget_of_unseen(visitor.team_id, now + 1)
    assert await _all(nouns, visitor) == []
