"""Assets are kept once by content, shown by session, waited for, and gone when nobody shows them (rules F1-F3)."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.assets.files import PNG, SVG, woff
from tests.support.nouns import Clock
from userview.adapters.blobs import LocalBlobs
from userview.adapters.database import Database
from userview.domains.assets.errors import AssetNotAllowed, AssetTooLarge, PageFull
from userview.domains.assets.model import AssetLimits, Place, Uploaded
from userview.domains.assets.service import CUT_OFF_AFTER, SWEEP, Assets
from userview.domains.assets.store import asset_blobs
from userview.errors import BlobsUnavailable
from userview.worker.queue import JobQueue
from userview.worker.tables import jobs

SESSION, OTHER = "a" * 16, "b" * 16


class FullDisk(LocalBlobs):
    """A store that has no room left."""

    async def put(self, key: str, data: bytes) -> None:
        raise BlobsUnavailable(f"The object {key} cannot be written: no space left ({len(data)} bytes)")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def assets(database: Database, clock: Clock, folder: Path) -> Assets:
    return make(database, clock, folder)


def make(database: Database, clock: Clock, folder: Path, limits: AssetLimits | None = None) -> Assets:
    return Assets(database, LocalBlobs(folder), JobQueue(database, clock).enqueue, clock, limits)


def objects(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def forget(database: Database, assets: Assets, *sessions: str) -> None:
    async with database.transaction() as connection:
        await assets.forget_sessions(connection, sessions)


async def test_f1_what_was_uploaded_is_shown(assets: Assets) -> None:
    assert await assets.upload(Place(SESSION, 1, "logo"), PNG) is Uploaded.STORED
    shown = await assets.show(SESSION, "logo")
    assert shown is not None
    assert (shown.body, shown.media_type) == (PNG, "image/png")


async def test_f1_a_known_id_stays_what_it_was(assets: Assets) -> None:
    await assets.upload(Place(SESSION, 1, "logo"), PNG)
    assert await assets.knows(SESSION, "logo")
    assert await assets.upload(Place(SESSION, 1, "logo"), SVG) is Uploaded.KNOWN
    shown = await assets.show(SESSION, "logo")
    assert shown is not None
    assert shown.body == PNG


async def test_f1_the_same_bytes_are_kept_once(assets: Assets, folder: Path) -> None:
    await assets.upload(Place(SESSION, 1, "logo"), PNG)
    await assets.upload(Place(SESSION, 2, "again"), PNG)
    await assets.upload(Place(OTHER, 1, "logo"), PNG)
    assert len(objects(folder)) == 1


async def test_f1_the_same_bytes_at_the_same_moment_are_shown_under_every_id(
    assets: Assets, folder: Path, clock: Clock
) -> None:
    await asyncio.gather(*(assets.upload(Place(SESSION, 1, f"id-{number}"), PNG) for number in range(12)))
    for number in range(12):
        assert await assets.show(SESSION, f"id-{number}") is not None
    clock.tick(CUT_OFF_AFTER.total_seconds() + 1)
    await assets.sweep()
    assert len(objects(folder)) == 1
    assert await assets.show(SESSION, "id-7") is not None


async def test_f2_what_is_no_picture_or_font_is_refused_and_not_waited_for(assets: Assets, folder: Path) -> None:
    with pytest.raises(AssetNotAllowed, match="expected a picture"):
        await assets.upload(Place(SESSION, 1, "page"), b"<html>")
    assert await assets.show(SESSION, "page") is None
    assert objects(folder) == []


async def test_f2_one_asset_has_at_most_so_many_bytes(database: Database, clock: Clock, folder: Path) -> None:
    assets = make(database, clock, folder, AssetLimits(asset_bytes=100))
    assert await assets.upload(Place(SESSION, 1, "fits"), woff(size=100)) is Uploaded.STORED
    with pytest.raises(AssetTooLarge, match="at most 100 bytes"):
        await assets.upload(Place(SESSION, 1, "large"), woff(size=101))
    assert await assets.show(SESSION, "large") is None


async def test_f2_a_page_has_at_most_so_many_bytes(database: Database, clock: Clock, folder: Path) -> None:
    assets = make(database, clock, folder, AssetLimits(page_bytes=200))
    await assets.upload(Place(SESSION, 1, "a"), woff(size=100))
    await assets.upload(Place(SESSION, 1, "b"), woff(b"wOF2", size=100))
    with pytest.raises(PageFull):
        await assets.upload(Place(SESSION, 1, "c"), PNG)
    assert await assets.upload(Place(SESSION, 2, "c of the next page"), PNG) is Uploaded.STORED


async def test_f2_a_page_has_at_most_so_many_assets_refused_ones_too(
    database: Database, clock: Clock, folder: Path
) -> None:
    assets = make(database, clock, folder, AssetLimits(page_assets=2))
    await assets.upload(Place(SESSION, 1, "a"), PNG)
    with pytest.raises(AssetNotAllowed):
        await assets.upload(Place(SESSION, 1, "b"), b"text")
    with pytest.raises(PageFull):
        await assets.upload(Place(SESSION, 1, "c"), SVG)
    assert not await assets.knows(SESSION, "c"), "a full page remembers no more"


async def test_f3_an_asset_that_has_not_come_yet_is_waited_for(assets: Assets) -> None:
    async with asyncio.timeout(assets.limits.wait_seconds):
        shown, _ = await asyncio.gather(assets.show(SESSION, "logo"), assets.upload(Place(SESSION, 1, "logo"), PNG))
    assert shown is not None
    assert shown.body == PNG


async def test_f3_a_refusal_ends_the_waiting(assets: Assets) -> None:
    async with asyncio.timeout(assets.limits.wait_seconds):
        shown, _ = await asyncio.gather(assets.show(SESSION, "logo"), assets.refuse(Place(SESSION, 1, "logo")))
    assert shown is None


async def test_f3_what_does_not_come_is_missing_in_the_end(database: Database, clock: Clock, folder: Path) -> None:
    assets = make(database, clock, folder, AssetLimits(wait_seconds=0.01))
    assert await assets.show(SESSION, "logo") is None
    await assets.upload(Place(SESSION, 1, "logo"), PNG)
    assert await assets.show(SESSION, "logo") is not None


async def test_f3_only_so_many_wait_at_once(database: Database, clock: Clock, folder: Path) -> None:
    assets = make(database, clock, folder, AssetLimits(wait_seconds=3600, waiting=1))
    asked = {asyncio.create_task(assets.show(SESSION, name)) for name in ("one", "other")}
    refused, waiting = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
    assert [task.result() for task in refused] == [None]
    for name in ("one", "other"):
        await assets.upload(Place(SESSION, 1, name), PNG)
    assert all([await task is not None for task in waiting])


async def test_f3_one_session_does_not_show_what_is_anothers(database: Database, clock: Clock, folder: Path) -> None:
    assets = make(database, clock, folder, AssetLimits(wait_seconds=0.01))
    await assets.upload(Place(SESSION, 1, "logo"), PNG)
    assert await assets.show(OTHER, "logo") is None


async def test_bytes_go_with_the_last_session_that_shows_them(database: Database, assets: Assets, folder: Path) -> None:
    await assets.upload(Place(SESSION, 1, "logo"), PNG)
    await assets.upload(Place(OTHER, 1, "logo"), PNG)
    await forget(database, assets, SESSION)
    assert await assets.sweep() == 0
    assert await assets.show(OTHER, "logo") is not None
    assert await assets.sessions() == [OTHER]
    await forget(database, assets, OTHER)
    assert await assets.sweep() == 1
    assert objects(folder) == []
    async with database.reading() as connection:
        assert (await connection.execute(select(asset_blobs))).all() == []


async def test_forgetting_makes_sure_that_the_bytes_follow(database: Database, assets: Assets) -> None:
    await forget(database, assets, "c" * 16)
    await assets.upload(Place(SESSION, 1, "logo"), PNG)
    await forget(database, assets, SESSION)
    async with database.reading() as connection:
        assert (await connection.execute(select(jobs.c.kind))).scalars().all() == [SWEEP]


async def test_bytes_that_come_again_after_they_went_are_kept_anew(
    database: Database, assets: Assets, folder: Path
) -> None:
    await assets.upload(Place(SESSION, 1, "logo"), PNG)
    await forget(database, assets, SESSION)
    await asyncio.gather(assets.sweep(), assets.upload(Place(OTHER, 1, "logo"), PNG))
    await assets.sweep()
    shown = await assets.show(OTHER, "logo")
    assert shown is not None
    assert shown.body == PNG
    assert len(objects(folder)) == 1


async def test_what_an_upload_left_that_was_cut_off_is_swept(database: Database, clock: Clock, folder: Path) -> None:
    assets = Assets(database, FullDisk(folder), JobQueue(database, clock).enqueue, clock)
    with pytest.raises(BlobsUnavailable):
        await assets.upload(Place(SESSION, 1, "logo"), PNG)
    assert not await assets.knows(SESSION, "logo"), "it may be tried again"
    assert await assets.sweep() == 0, "it might still be on its way"
    clock.tick(CUT_OFF_AFTER.total_seconds() + 1)
    assert await assets.sweep() == 1
    async with database.reading() as connection:
        assert (await connection.execute(select(asset_blobs))).all() == []
