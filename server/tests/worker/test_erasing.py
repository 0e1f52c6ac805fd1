"""Erased means erased: no row, file, index or log has anything of the person, and a restored backup is erased again."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select, text

from tests.assets.files import PNG
from tests.support.history import happened, told
from tests.support.nouns import Nouns
from tests.worker.test_keeping import House
from userview.domains.assets.model import Place
from userview.domains.sessions.model import Start
from userview.domains.sessions.store import sessions
from userview.domains.teams.model import Team
from userview.domains.visitors.errors import UnknownVisitor
from userview.domains.visitors.history.store import events, pageviews
from userview.domains.visitors.model import Visitor
from userview.domains.visitors.store import visitors
from userview.erasing import TOPIC, hearing
from userview.erasures import AT_ONCE, ERASE_OFFLINE, erasure_visitors
from userview.ports.erasure import Erasure
from userview.realtime.records import AgentJoined, AgentRef, PageShown
from userview.tombstones import tombstones
from userview.worker.queue import LEASE, LeaseLost

CANARIES = (
    "canaryname",
    "canary@",
    "canaryunique",
    "canarytag",
    "canarymeta",
    "canarypath",
    "canarynote",
    "canarypage",
)


@pytest.fixture
def house(nouns: Nouns, tmp_path: Path) -> House:
    return House(nouns, tmp_path / "blobs")


async def _canary(nouns: Nouns, team: Team) -> Visitor:
    """A visitor of whom everything is known, with a session in which everything happened."""
    entered = await nouns.enter(
        team.id,
        {
            "identities": ["Canaryname Smith", "canary@example.com"],
            "unique_id": "canaryunique",
            "tags": ["canarytag"],
            "metadata": {"hobby": "canarymeta"},
        },
        url="https://shop.example.com/canarypath",
    )
    visitor = entered.visitor
    await nouns.lookups.give(visitor.key, 6)
    start = Start(source="api", permissions={}, metadata={"why": "canarymeta"}, notes="canarynote")
    spec = await nouns.sessions.watch(team, visitor, start)
    at = nouns.clock()
    await nouns.journal.record(
        [
            AgentJoined(spec.id, AgentRef("agent_a", "Ada", None, None), at),
            PageShown(spec.id, "https://shop.example.com/canarypage", at),
        ]
    )
    await nouns.assets.upload(Place(spec.id, 1, "logo"), PNG)
    return visitor


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def _leavings(nouns: Nouns, folder: Path) -> set[str]:
    """The canaries that are found anywhere: in SQLite's and all other files, or in any row of Postgres."""
    kept = _bytes(folder)
    if nouns.database.dialect == "postgresql":
        async with nouns.database.reading() as connection:
            found = await connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
            for table in list(found.scalars()):
                rows = await connection.execute(text(f'SELECT t::text FROM "{table}" t'))
                kept += "\n".join(str(row[0]) for row in rows).encode()
    return {canary for canary in CANARIES if canary.encode() in kept.lower()}


async def _finish(house: House) -> None:
    """Every job, with a serving process that listens."""
    async with house.bus.listen(TOPIC, hearing(house.nouns.live)):
        for _ in range(10):
            await house.work()
            house.nouns.clock.tick(30)


async def test_nothing_of_an_erased_visitor_is_left_anywhere(house: House, tmp_path: Path) -> None:
    nouns = house.nouns
    team = await nouns.teams.create("Shop")
    visitor = await _canary(nouns, team)
    other = (await nouns.enter(team.id, {"identities": ["Wren"]})).visitor
    assert await _leavings(nouns, tmp_path) == set(CANARIES)
    assert await nouns.erasing.erase(team.id, visitor.short_id)
    await _finish(house)
    assert await _leavings(nouns, tmp_path) == set()
    assert house.objects() == 0
    assert await house.count(sessions) == 0
    assert await nouns.visitors.get(team.id, other.short_id)
    assert not await nouns.erasing.erase(team.id, visitor.short_id)
    assert visitor.short_id not in (tmp_path / "erased.txt").read_text()


async def test_jobs_forget_what_they_were_about(house: House) -> None:
    nouns = house.nouns
    visitor = (await nouns.enter((await nouns.teams.create("Shop")).id)).visitor
    await nouns.erasing.erase(*visitor.key)
    await _finish(house)
    async with nouns.database.reading() as connection:
        payloads = (await connection.execute(text("SELECT payload FROM jobs WHERE kind LIKE 'visitors.%'"))).scalars()
        assert not any(visitor.short_id in str(payload) for payload in payloads)


async def test_sessions_of_a_visitor_who_is_forgotten_are_erased_too(house: House) -> None:
    nouns = house.nouns
    team = await nouns.teams.create("Shop")
    visitor = await _canary(nouns, team)
    await nouns.visitors.forget_unseen(nouns.clock() + 1)
    assert await nouns.erasing.erase(team.id, visitor.short_id)
    assert await house.count(sessions) == 0


# All who are offline


async def _progress(house: House, team: Team, erasure: Erasure) -> Erasure:
    found = await house.nouns.erasures.progress(team.id, erasure.id)
    assert found is not None
    return found


async def test_all_offline_visitors_go_and_those_online_stay(house: House, tmp_path: Path) -> None:
    nouns = house.nouns
    team, other = await nouns.teams.create("Shop"), await nouns.teams.create("Other")
    gone = [(await nouns.enter(team.id)).visitor for _ in range(AT_ONCE + 5)]
    await _canary(nouns, team)
    here, back = (await nouns.enter(team.id)).visitor, (await nouns.enter(team.id)).visitor
    stranger = (await nouns.enter(other.id)).visitor
    nouns.live.heard[here.key] = nouns.clock()
    nouns.clock.tick(1)
    begun = await nouns.erasures.erase_offline(team.id, nouns.live.online(team.id))
    assert (begun.state, begun.total, begun.done, begun.started_at) == ("waiting", AT_ONCE + 7, 0, None)
    assert await nouns.erasures.erase_offline(team.id, ()) == begun
    assert await nouns.erasures.progress(other.id, begun.id) is None
    nouns.clock.tick(1)
    await nouns.visitors.seen({back.key: nouns.clock()})
    await _finish(house)
    ended = await _progress(house, team, begun)
    assert (ended.state, ended.done) == ("done", ended.total)
    assert ended.started_at is not None
    assert ended.finished_at is not None
    for visitor in (here, back, stranger):
        assert await nouns.visitors.get(visitor.team_id, visitor.short_id)
    for visitor in gone:
        with pytest.raises(UnknownVisitor):
            await nouns.visitors.get(team.id, visitor.short_id)
    assert await _leavings(nouns, tmp_path) == set()
    assert (await nouns.erasures.erase_offline(team.id, ())).id != begun.id


async def test_a_worker_that_dies_leaves_the_rest_to_the_next(house: House) -> None:
    nouns = house.nouns
    team = await nouns.teams.create("Shop")
    for _ in range(AT_ONCE * 2 + 1):
        await nouns.enter(team.id)
    begun = await nouns.erasures.erase_offline(team.id, ())
    [job] = await nouns.queue.claim("doomed", 1)
    assert job.kind == ERASE_OFFLINE
    noted, nouns.tombstones.note = nouns.tombstones.note, _power_cut
    with contextlib.suppress(PowerCutError):
        await nouns.erasures.work(job)
    nouns.tombstones.note = noted
    cut = await _progress(house, team, begun)
    assert (cut.state, cut.done, cut.total) == ("running", AT_ONCE, AT_ONCE * 2 + 1)
    nouns.clock.tick(LEASE.total_seconds() + 1)
    [again] = [taken for taken in await nouns.queue.claim("next", 100) if taken.kind == ERASE_OFFLINE]
    with pytest.raises(LeaseLost):
        await nouns.erasures.work(job)
    await nouns.erasures.work(again)
    assert (await _progress(house, team, begun)).done == AT_ONCE * 2 + 1
    assert await house.count(visitors) == 0
    assert await house.count(erasure_visitors) == 0


async def test_no_transaction_deletes_more_than_a_few_hundred_rows(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("userview.erasing.ROWS_AT_ONCE", 10)
    nouns = house.nouns
    team = await nouns.teams.create("Shop")
    one, other = [(await nouns.enter(team.id)).visitor for _ in range(2)]
    for visitor in (one, other):
        session = await house.session(team, visitor)
        shown = [PageShown(session, f"https://shop.example.com/{page}", nouns.clock()) for page in range(25)]
        await nouns.journal.record(shown)
        await nouns.history.collect(
            [
                told(visitor.key, nouns.clock(), page, *(happened(page * 10 + each) for each in range(3)))
                for page in range(15)
            ]
        )
    deleted: dict[str, list[int]] = {}
    with _deleting(nouns, deleted):
        assert await nouns.erasing.erase(*one.key)
        await nouns.erasures.erase_offline(team.id, ())
        nouns.clock.tick(1)
        await _finish(house)
    assert await house.count(events) == await house.count(pageviews) == await house.count(sessions) == 0
    # Nothing is left to go along with the rows that others hang on.
    assert {table: sum(rows) for table, rows in deleted.items() if table in ("events", "pageviews")} == {
        "events": 2 * 15 * 3,
        "pageviews": 2 * 15,
    }
    assert sum(deleted["session_events"]) >= 2 * 25
    assert max(max(rows) for rows in deleted.values()) <= 10


@contextlib.contextmanager
def _deleting(nouns: Nouns, deleted: dict[str, list[int]]) -> Generator[None]:
    """Notes how many rows each DELETE takes from a table, by the table's name."""

    def executed(_connection: object, cursor: Any, statement: str, *_: object) -> None:
        if statement.startswith("DELETE FROM "):
            table = statement.split()[2].removeprefix("pageview_")
            deleted.setdefault(table, []).append(cursor.rowcount)

    engine = nouns.database.writing_engine.sync_engine
    event.listen(engine, "after_cursor_execute", executed)
    try:
        yield
    finally:
        event.remove(engine, "after_cursor_execute", executed)


class PowerCutError(Exception):
    """The machine is gone."""


def _power_cut(hashes: Sequence[str]) -> None:
    raise PowerCutError(f"{len(hashes)} are not in the file")


# Tombstones


async def test_a_restored_backup_is_erased_again(house: House) -> None:
    nouns = house.nouns
    team = await nouns.teams.create("Shop")
    erased, other = (await nouns.enter(team.id)).visitor, (await nouns.enter(team.id)).visitor
    assert await nouns.tombstones.come_back() == []
    async with nouns.database.reading() as connection:
        backup = [dict(row) for row in (await connection.execute(select(visitors))).mappings()]
    await nouns.erasing.erase(*erased.key)
    assert await nouns.tombstones.come_back() == []
    async with nouns.database.transaction() as connection:
        await connection.execute(text("DELETE FROM tombstones"))
        row = next(row for row in backup if row["short_id"] == erased.short_id)
        await connection.execute(insert(visitors).values(row))
        seen = {"number": row["number"], "team": team.id, "at": row["added_at"]}
        await connection.execute(
            text("INSERT INTO visitor_activity (visitor_number, team_id, last_seen_at) VALUES (:number, :team, :at)"),
            seen,
        )
    assert await nouns.tombstones.come_back() == [(team.id, erased.short_id)]
    assert await nouns.erasing.erase(team.id, erased.short_id)
    assert await nouns.tombstones.come_back() == []
    assert await nouns.visitors.get(team.id, other.short_id)


async def test_the_file_learns_what_only_the_database_knows(house: House, tmp_path: Path) -> None:
    nouns = house.nouns
    visitor = (await nouns.enter((await nouns.teams.create("Shop")).id)).visitor
    await nouns.erasing.erase(*visitor.key)
    file = tmp_path / "erased.txt"
    before = file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    file.write_text("1800000000 cut-o")
    await nouns.tombstones.come_back()
    assert before.split()[1] in file.read_text()
    async with nouns.database.reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(tombstones)) == 1
    nouns.clock.tick(401 * 86_400)
    assert await nouns.tombstones.forget_old() == 1
    assert await nouns.tombstones.come_back() == []
