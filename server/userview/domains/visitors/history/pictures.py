"""Pictures of page views: three PNG images each, in the object store, gone with the page view.

An object's row is written before the object and removed after it, so that none is left without a row.
"""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import delete, insert, select, update

from userview.domains.visitors.history import store
from userview.domains.visitors.history.model import PICTURE_SIZES, Picture, PictureSize
from userview.domains.visitors.model import Clock
from userview.ports.blobs import Blobs
from userview.realtime.records import VisitorKey
from userview.tables import Transactions, moment

SWEEP: Final = "history.sweep_pictures"
"""The job that removes the objects of page views that are gone."""

CUT_OFF_AFTER: Final = timedelta(hours=1)
"""Storing three images takes seconds; what is not bound to its page view by then never will be."""

SWEPT_AT_ONCE: Final = 200
"""Objects whose rows are removed in one transaction."""

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


class Pictures:
    """Keeps and gives out; `clock` gives Unix seconds."""

    def __init__(self, database: Transactions, blobs: Blobs, clock: Clock) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock

    async def keep(self, visitor: VisitorKey, pageview_id: str, images: Mapping[PictureSize, bytes]) -> bool:
        """Keep the images of a page view, as PNG files, in place of those it has; False when it is not there any more.

        Raises:
            ValueError: a size is missing, or an image is no PNG.
            BlobsUnavailable: the bytes could not be stored; it may be tried again.
        """
        c = store.pictures.c
        found: dict[PictureSize, Picture] = {size: _picture(images[size]) for size in PICTURE_SIZES if size in images}
        if len(found) != len(PICTURE_SIZES):
            raise ValueError(f"expected images of the sizes {', '.join(PICTURE_SIZES)}, got {', '.join(images)}")
        pending = {"announced_at": moment(self._clock()), "bound": False}
        rows: list[dict[str, Any]] = [
            {"blob": one.blob, "size": size, "width": one.width, "height": one.height, **pending}
            for size, one in found.items()
        ]
        async with self._database.transaction() as connection:
            await connection.execute(insert(store.pictures), rows)
        for size, one in found.items():
            await self._blobs.put(one.blob, images[size])
        async with self._database.transaction() as connection:
            number = await store.pageview_number(connection, visitor.team, visitor.short_id, pageview_id)
            mine = c.blob.in_([one.blob for one in found.values()])
            await connection.execute(
                update(store.pictures).where(c.pageview_number == number).values(pageview_number=None)
            )
            await connection.execute(update(store.pictures).where(mine).values(pageview_number=number, bound=True))
        return number is not None

    async def show(self, blob: str) -> bytes | None:
        """The PNG file, None when it is gone."""
        c = store.pictures.c
        async with self._database.reading() as connection:
            kept = select(c.blob).where(c.blob == blob, c.pageview_number.is_not(None))
            if (await connection.execute(kept)).first() is None:
                return None
        return await self._blobs.get(blob)

    async def sweep(self) -> int:
        """Remove the images whose page view is gone, and those that were cut off; how many."""
        c = store.pictures.c
        cut_off = c.announced_at < moment(self._clock()) - CUT_OFF_AFTER
        unused = select(c.blob).where(c.pageview_number.is_(None), c.bound | cut_off).limit(SWEPT_AT_ONCE)
        count = 0
        while True:
            async with self._database.reading() as connection:
                blobs = (await connection.execute(unused)).scalars().all()
            if not blobs:
                return count
            for blob in blobs:
                await self._blobs.delete(blob)
            async with self._database.transaction() as connection:
                await connection.execute(delete(store.pictures).where(c.blob.in_(blobs)))
            count += len(blobs)


def _picture(image: bytes) -> Picture:
    """Width and height stand at the same place in every PNG file, in its first chunk."""
    if image[:8] != _SIGNATURE or image[12:16] != b"IHDR" or len(image) < 24:
        raise ValueError("expected a PNG file")
    width, height = (int.from_bytes(image[at : at + 4], "big") for at in (16, 20))
    return Picture(f"pictures/{secrets.token_hex(16)}.png", width, height)
