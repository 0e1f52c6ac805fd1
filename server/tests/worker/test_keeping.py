"""What is not needed any more goes on time; what is erased goes at once, everywhere (retention, erasing)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.assets.files import PNG
from tests.support.history import happened, told, uuid
from tests.support.nouns import Nouns
from tests.visitors.test_pictures import IMAGES
from userview.adapters.blobs import LocalBlobs
from userview.domains.assets.model import Place
from userview.domains.sessions.model import Start
from userview.domains.sessions.store import sessions as session_rows
from userview.domains.teams.model import Team
from userview.domains.visitors.errors import UnknownVisitor
from userview.domains.visitors.history.pictures import Pictures
from userview.domains.visitors.history.store import events, pageviews, pictures
from userview.domains.visitors.model import Visitor
from userview.erasing import TOPIC, Register, hearing
from userview.erasures import ERASE_OFFLINE
from userview.jobs import REGULAR, Keeping
from userview.protocol.messages.common import EndReason, SessionState
from userview.realtime.records import StateChanged
from userview.settings import read_settings
from userview.worker.loop import Worker
from userview.worker.schedule import Schedule

DAY = 86_400.0


class House:
    """The domains, their jobs, and a worker that does them when a test says so."""

    def __init__(self, nouns: Nouns, folder: Path) -> None:
        database, clock, queue = nouns.database, nouns.clock, nouns.queue
        self.nouns = nouns
        self.folder = folder
        self.bus, self.assets, self.erasing = nouns.bus, nouns.assets, nouns.erasing
        self.pictures = Pictures(database, LocalBlobs(folder), clock)
        self.keeping = Keeping(
            settings=read_settings(visitor_retention_days=30, session_retention_days=400, asset_retention_minutes=10),
            database=database,
            clock=clock,
            queue=queue,
            teams=nouns.teams,
            sign_ins=nouns.sign_ins,
            invitations=nouns.invitations,
            visitors=nouns.visitors,
            lookups=nouns.lookups,
            history=nouns.history,
            pictures=self.pictures,
            sessions=nouns.sessions,
            assets=self.assets,
            archive=nouns.archive,
            tombstones=nouns.tombstones,
            erasures=nouns.erasures,
            webhooks=nouns.hooks.webhooks,
            sender=nouns.hooks.sender,
            usage=nouns.usage,
        )
        handlers = {**self.keeping.handlers(), **self.erasing.handlers(), ERASE_OFFLINE: nouns.erasures.work}
        self.worker = Worker(queue, Schedule(database, queue, clock, REGULAR), handlers)
        self.queue = queue

    async def work(self) -> None:
        """Until nothing is due."""
        while await self.worker.run_due():
            pass

    async def session(self, team: Team, visitor: Visitor) -> str:
        """A session with a picture in it."""
        spec = await self.nouns.sessions.watch(team, visitor, Start(source="search", permissions={}, metadata={}))
        await self.assets.upload(Place(spec.id, 1, "logo"), PNG)
        return spec.id

    async def end(self, session: str) -> None:
        await self.nouns.journal.record(
            [StateChanged(session, SessionState.ENDED, EndReason.AGENT_STOPPED, self.nouns.clock())]
        )

    def objects(self) -> int:
        return sum(path.is_file() for path in self.folder.rglob("*"))

    async def count(self, table: Any) -> int:
        async with self.nouns.database.reading() as connection:
            return await connection.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def house(nouns: Nouns, tmp_path: Path) -> House:
    return House(nouns, tmp_path / "blobs")


async def test_every_regular_job_can_be_done(house: House) -> None:
    assert {regular.kind for regular in REGULAR} <= house.keeping.handlers().keys()
    await house.work()
    assert await house.queue.counts() == {"done": len(REGULAR)}


async def test_visitors_are_forgotten_when_they_have_not_been_seen_for_long(house: House) -> None:
    nouns = house.nouns
    team = await nouns.teams.create("Acme")
    gone = (await nouns.enter(team.id)).visitor
    nouns.clock.tick(DAY)
    here = (await nouns.enter(team.id)).visitor
    nouns.clock.tick(29.5 * DAY)
    await house.work()
    with pytest.raises(UnknownVisitor):
        await nouns.visitors.get(team.id, gone.short_id)
    assert await nouns.visitors.get(team.id, here.short_id)


async def test_pictures_go_soon_after_a_session_and_its_row_much_later(house: House) -> None:
    nouns = house.nouns
    team = await nouns.teams.create("Acme")
    session = await house.session(team, (await nouns.enter(team.id)).visitor)
    other = await house.session(team, (await nouns.enter(team.id)).visitor)
    await house.end(session)
    nouns.clock.tick(9 * 60)
    await house.work()
    assert sorted(await house.assets.sessions()) == sorted([session, other])
    nouns.clock.tick(6 * 60)
    await house.work()
    assert await house.assets.sessions() == [other]
    assert house.objects() == 1, "the other session shows the same picture"
    await house.end(other)
    nouns.clock.tick(20 * 60)
    await house.work()
    assert house.objects() == 0
    assert await house.count(session_rows) == 2
    nouns.clock.tick(401 * DAY)
    await house.work()
    assert await house.count(session_rows) == 0


async def test_an_erased_visitor_leaves_nothing_behind_and_the_live_side_is_told(house: House) -> None:
    nouns = house.nouns
    team = await nouns.teams.create("Acme")
    visitor = (await nouns.enter(team.id, {"identities": ["Ada"]})).visitor
    other = (await nouns.enter(team.id)).visitor
    nouns.live.heard[visitor.key] = nouns.clock()
    await house.session(team, visitor)
    await house.erasing.erase(team.id, visitor.short_id)
    with pytest.raises(UnknownVisitor):
        await nouns.visitors.get(team.id, visitor.short_id)
    assert await house.count(session_rows) == 0
    async with house.bus.listen(TOPIC, hearing(nouns.live)):
        await house.work()
        while nouns.live.is_online(visitor.key):
            await house.work()
    assert house.objects() == 0
    assert await nouns.visitors.get(team.id, other.short_id)


async def test_the_live_side_is_told_again_until_it_hears(house: House) -> None:
    nouns = house.nouns
    visitor = (await nouns.enter((await nouns.teams.create("Acme")).id)).visitor.key
    nouns.live.heard[visitor] = nouns.clock()
    await house.erasing.erase(*visitor)
    await house.work()
    assert nouns.live.is_online(visitor)
    async with house.bus.listen(TOPIC, hearing(nouns.live)):
        nouns.clock.tick(60)
        while nouns.live.is_online(visitor):
            await house.work()


async def test_page_views_are_forgotten_as_the_team_or_the_setting_says(house: House) -> None:
    nouns = house.nouns
    usual, careful = await nouns.teams.create("Usual"), await nouns.teams.create("Careful")
    await nouns.teams.change(careful.id, {"settings": {"pageview_retention_days": 2}})
    visitors = [(await nouns.enter(team.id)).visitor for team in (usual, careful)]
    await nouns.history.collect([told(visitor.key, nouns.clock(), 1) for visitor in visitors])
    nouns.clock.tick(3 * DAY)
    await house.work()
    assert [len((await nouns.history.page(visitor, 9, None))[0]) for visitor in visitors] == [1, 0]
    await nouns.visitors.seen({visitors[0].key: nouns.clock() + 28 * DAY})
    nouns.clock.tick(28 * DAY)
    await house.work()
    assert await house.count(pageviews) == 0
    assert await nouns.visitors.get(usual.id, visitors[0].short_id)


async def test_nothing_of_a_visitors_history_is_left_when_the_visitor_is_erased(house: House) -> None:
    nouns = house.nouns
    team = await nouns.teams.create("Acme")
    visitor, other = (await nouns.enter(team.id)).visitor, (await nouns.enter(team.id)).visitor
    for one in (visitor, other):
        await nouns.history.collect([told(one.key, nouns.clock(), 1, happened(1))])
        await house.pictures.keep(one.key, uuid(1), IMAGES)
    assert house.objects() == 6
    await house.erasing.erase(team.id, visitor.short_id)
    await house.work()
    assert house.objects() == 3
    assert [await house.count(table) for table in (pageviews, events, pictures)] == [1, 1, 3]
    assert len((await nouns.history.page(other, 9, None))[0]) == 1


async def test_history_goes_with_visitors_who_are_not_seen_any_more(house: House) -> None:
    nouns = house.nouns
    visitor = (await nouns.enter((await nouns.teams.create("Acme")).id)).visitor
    nouns.clock.tick(20 * DAY)
    await nouns.history.collect([told(visitor.key, nouns.clock(), 1, happened(1))])
    nouns.clock.tick(11 * DAY)
    await house.work()
    assert [await house.count(table) for table in (pageviews, events)] == [0, 0]


async def test_a_domain_registers_once() -> None:
    register = Register()

    async def eraser(_connection: object, _team: str, _short_id: str) -> None: ...

    register.register("calls", eraser)
    with pytest.raises(ValueError, match="calls has registered already"):
        register.register("calls", eraser)


async def test_a_team_may_keep_visitors_shorter_or_longer_than_the_installation(house: House) -> None:
    nouns = house.nouns
    brief, patient, plain = [await nouns.teams.create(name) for name in ("Brief", "Patient", "Plain")]
    await nouns.teams.change(brief.id, {"settings": {"visitor_retention_days": 2}})
    await nouns.teams.change(patient.id, {"settings": {"visitor_retention_days": 90}})
    left: dict[str, int] = {}
    seen = [(team, (await nouns.enter(team.id)).visitor) for team in (brief, patient, plain)]
    for days in (3, 28, 60):
        nouns.clock.tick(days * DAY)
        await house.work()
        left = {}
        for team, visitor in seen:
            try:
                await nouns.visitors.get(team.id, visitor.short_id)
                left[team.name] = days
            except UnknownVisitor:
                continue
        assert set(left) == {3: {"Patient", "Plain"}, 28: {"Patient"}, 60: set[str]()}[days]
