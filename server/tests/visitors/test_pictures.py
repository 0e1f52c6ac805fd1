"""Pictures of page views: real sizes, three of them, and no object outlives its page view."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from tests.support.history import told, uuid
from tests.support.nouns import Nouns
from userview.adapters.blobs.local import LocalBlobs
from userview.domains.visitors.history.model import Picture, PictureSize
from userview.domains.visitors.history.pictures import Pictures
from userview.domains.visitors.model import Visitor


def png(width: int, height: int) -> bytes:
    """A real PNG file, all white."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + b"\xff" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


IMAGES: dict[PictureSize, bytes] = {"small": png(320, 180), "medium": png(640, 360), "large": png(1280, 720)}


async def _made(nouns: Nouns, folder: Path) -> tuple[Pictures, Visitor]:
    team = await nouns.teams.create("Shop")
    visitor = (await nouns.enter(team.id)).visitor
    await nouns.history.collect([told(visitor.key, nouns.clock(), 1)])
    return Pictures(nouns.database, LocalBlobs(folder), nouns.clock), visitor


def _objects(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


async def _shown(nouns: Nouns, visitor: Visitor) -> dict[PictureSize, Picture]:
    [pageview], _ = await nouns.history.page(visitor, 10, None)
    return dict(pageview.pictures or {})


async def test_a_page_view_has_pictures_in_their_real_sizes(nouns: Nouns, tmp_path: Path) -> None:
    pictures, visitor = await _made(nouns, tmp_path / "blobs")
    assert await _shown(nouns, visitor) == {}
    assert await pictures.keep(visitor.key, uuid(1), IMAGES)
    shown = await _shown(nouns, visitor)
    assert {size: (one.width, one.height) for size, one in shown.items()} == {
        "small": (320, 180),
        "medium": (640, 360),
        "large": (1280, 720),
    }
    for size, one in shown.items():
        assert await pictures.show(one.blob) == IMAGES[size]
    assert await pictures.show("pictures/none.png") is None


async def test_newer_pictures_take_the_place_of_older_ones(nouns: Nouns, tmp_path: Path) -> None:
    pictures, visitor = await _made(nouns, tmp_path / "blobs")
    await pictures.keep(visitor.key, uuid(1), IMAGES)
    before = await _shown(nouns, visitor)
    await pictures.keep(visitor.key, uuid(1), IMAGES)
    after = await _shown(nouns, visitor)
    assert {one.blob for one in before.values()}.isdisjoint(one.blob for one in after.values())
    assert await pictures.sweep() == 3
    assert _objects(tmp_path / "blobs") == 3
    assert await _shown(nouns, visitor) == after


async def test_pictures_go_with_their_page_view(nouns: Nouns, tmp_path: Path) -> None:
    pictures, visitor = await _made(nouns, tmp_path / "blobs")
    await pictures.keep(visitor.key, uuid(1), IMAGES)
    blobs = [one.blob for one in (await _shown(nouns, visitor)).values()]
    assert await nouns.erasing.erase(*visitor.key)
    for blob in blobs:
        assert await pictures.show(blob) is None
    assert await pictures.sweep() == 3
    assert _objects(tmp_path / "blobs") == 0


async def test_pictures_of_a_page_view_that_is_gone_are_not_kept(nouns: Nouns, tmp_path: Path) -> None:
    pictures, visitor = await _made(nouns, tmp_path / "blobs")
    assert not await pictures.keep(visitor.key, uuid(2), IMAGES)
    await pictures.sweep()
    assert _objects(tmp_path / "blobs") == 0


async def test_what_was_cut_off_is_swept_an_hour_later(
    nouns: Nouns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures, visitor = await _made(nouns, tmp_path / "blobs")

    async def cut_off(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr("userview.domains.visitors.history.store.pageview_number", cut_off)
        with pytest.raises(ConnectionError):
            await pictures.keep(visitor.key, uuid(1), IMAGES)
    assert await pictures.sweep() == 0
    nouns.clock.tick(3601)
    assert await pictures.sweep() == 3
    assert _objects(tmp_path / "blobs") == 0


@pytest.mark.parametrize("images", [{}, {"small": IMAGES["small"]}, {**IMAGES, "large": b"GIF89a"}])
async def test_what_is_no_picture_is_refused(nouns: Nouns, tmp_path: Path, images: dict[PictureSize, bytes]) -> None:
    pictures, visitor = await _made(nouns, tmp_path / "blobs")
    with pytest.raises(ValueError, match="expected"):
        await pictures.keep(visitor.key, uuid(1), images)
    assert _objects(tmp_path / "blobs") == 0
