"""Keeping assets: bytes once by content, ids by session, and nothing for longer than a session needs it.

An object's row is written before the object and removed after it. While a row is `stored`, new ids may
be bound to its object; before an object is removed its row becomes `doomed`, which nobody binds to. So
bytes are never removed under an id that was just bound, and no object is ever left without a row.

Source: protocol/SPEC.md, rules F1-F3.
"""

import asyncio
import hashlib
import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.assets import store
from userview.domains.assets.errors import AssetNotAllowed, AssetTooLarge, PageFull
from userview.domains.assets.model import Asset, AssetLimits, Blob, Place, Uploaded
from userview.domains.assets.sniff import media_type
from userview.ports.blobs import Blobs
from userview.tables import Transactions, moment

SWEEP: Final = "assets.sweep"
"""The job that removes objects which no session shows any more."""

CUT_OFF_AFTER: Final = timedelta(hours=1)
"""An upload that has not ended by then was cut off: none takes longer than minutes."""

Enqueue = Callable[..., Awaitable[Any]]
"""`(connection, kind, payload, *, dedupe_key)`, in the caller's transaction."""


class Assets:
    """The assets of all sessions. `clock` gives Unix seconds."""

    def __init__(
        self,
        database: Transactions,
        blobs: Blobs,
        enqueue: Enqueue,
        clock: Callable[[], float],
        limits: AssetLimits | None = None,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._enqueue = enqueue
        self._clock = clock
        self.limits = limits or AssetLimits()
        self._waiting: defaultdict[tuple[str, str], list[asyncio.Event]] = defaultdict(list)
        self._waiters = 0

    async def knows(self, session: str, asset: str) -> bool:
        """Whether the id was bound, or refused, before."""
        async with self._database.reading() as connection:
            return await store.binding(connection, session, asset) is not None

    async def upload(self, place: Place, body: bytes) -> Uploaded:
        """Keep `body` as an asset of a session (F1). What is refused is remembered, so that no viewer waits.

        Raises:
            AssetTooLarge: more than 10 MiB (413).
            AssetNotAllowed: neither picture nor font (415).
            PageFull: the page has 2,000 assets or 50 MiB of them (429).
            BlobsUnavailable: the bytes could not be stored; the upload may be tried again.
        """
        try:
            return await self.keep(place, body)
        except (AssetTooLarge, AssetNotAllowed, PageFull):
            await self.refuse(place)
            raise

    async def keep(self, place: Place, body: bytes) -> Uploaded:
        """The same, but nothing is remembered of what is refused: another may bring it. Raises as `upload` does."""
        uploaded = await self._keep(place, body)
        self._tell(place)
        return uploaded

    async def holds(self, sha256: str) -> bool:
        """Whether these bytes are kept now."""
        async with self._database.reading() as connection:
            return await store.holds_blob(connection, sha256)

    async def bind(self, place: Place, sha256: str, size: int) -> bool:
        """Show bytes that are kept already under this id too; False when they are kept no more.

        Raises:
            PageFull: the page has 2,000 assets or 50 MiB of them.
        """
        async with self._database.transaction() as connection:
            if await store.binding(connection, place.session, place.asset) is None:
                kept = await store.stored_blob(connection, sha256)
                if kept is None:
                    return False
                await self._room(connection, place, size)
                await store.bind(connection, place, kept, moment(self._clock()))
        self._tell(place)
        return True

    async def refuse(self, place: Place) -> None:
        """Nobody needs to wait for this asset: it is not allowed, or the browser cannot give it (F2).

        A full page remembers no more of them.
        """
        async with self._database.transaction() as connection:
            count, _ = await store.page_usage(connection, place.session, place.page)
            if count < self.limits.page_assets:
                await store.bind(connection, place, None, moment(self._clock()))
        self._tell(place)

    async def show(self, session: str, asset: str) -> Asset | None:
        """The asset, waited for as long as rule F3 says; None when it does not come or was refused."""
        arrived = asyncio.Event()
        events = self._waiting[session, asset]
        events.append(arrived)
        try:
            found = await self._look_up(session, asset)
            if found is None and await self._arrives(arrived):
                found = await self._look_up(session, asset)
        finally:
            events.remove(arrived)
            if not events:
                self._waiting.pop((session, asset), None)
        if found is None or found.blob is None or found.sha256 is None or found.media_type is None:
            return None
        body = await self._blobs.get(found.blob)
        return None if body is None else Asset(found.sha256, found.media_type, body)

    async def forget_sessions(self, connection: AsyncConnection, sessions: Sequence[str]) -> None:
        """These sessions' assets go, in the caller's transaction; bytes that nobody else shows go soon after it."""
        if sessions and await store.unbind_sessions(connection, sessions):
            await self._enqueue(connection, SWEEP, {}, dedupe_key=SWEEP)

    async def sessions(self) -> list[str]:
        """Every session that has assets."""
        async with self._database.reading() as connection:
            return await store.sessions_bound(connection)

    async def sweep(self) -> int:
        """Remove the bytes that nobody shows, and those of uploads that were cut off; how many objects."""
        pending_before = moment(self._clock()) - CUT_OFF_AFTER
        async with self._database.transaction() as connection:
            doomed = await store.doom_unused(connection, pending_before)
        for blob in doomed:
            await self._blobs.delete(blob)
            async with self._database.transaction() as connection:
                await store.forget_blob(connection, blob)
        return len(doomed)

    def _allowed(self, body: bytes) -> str:
        limit = self.limits.asset_bytes
        if len(body) > limit:
            raise AssetTooLarge(f"expected at most {limit} bytes, got more", limit_bytes=limit)
        kind = media_type(body)
        if kind is None:
            raise AssetNotAllowed(
                "expected a picture (PNG, JPEG, GIF, WebP, AVIF, SVG, ICO, BMP) or a font (WOFF, WOFF2, TTF, OTF)"
            )
        return kind

    async def _keep(self, place: Place, body: bytes) -> Uploaded:
        kind = self._allowed(body)
        digest = hashlib.sha256(body).hexdigest()
        async with self._database.transaction() as connection:
            if await store.binding(connection, place.session, place.asset) is not None:
                return Uploaded.KNOWN
            await self._room(connection, place, len(body))
            kept = await store.stored_blob(connection, digest)
            if kept is not None:
                await store.bind(connection, place, kept, moment(self._clock()))
                return Uploaded.STORED
            blob = Blob(f"assets/{digest[:2]}/{digest}-{secrets.token_hex(4)}", digest, kind, len(body))
            await store.announce_blob(connection, blob, moment(self._clock()))
        await self._blobs.put(blob.key, body)
        try:
            await self._bind_stored(place, blob)
        except IntegrityError:
            # The same bytes were marked as stored at the same moment: now they can be seen.
            await self._bind_stored(place, blob)
        return Uploaded.STORED

    async def _bind_stored(self, place: Place, blob: Blob) -> None:
        async with self._database.transaction() as connection:
            # Somebody else may have stored the same bytes meanwhile; then ours are swept as cut off.
            kept = await store.stored_blob(connection, blob.sha256)
            if kept is None:
                await store.mark_stored(connection, blob.key)
            await store.bind(connection, place, kept or blob.key, moment(self._clock()))

    async def _room(self, connection: AsyncConnection, place: Place, size: int) -> None:
        count, used = await store.page_usage(connection, place.session, place.page)
        if count >= self.limits.page_assets or used + size > self.limits.page_bytes:
            raise PageFull(
                f"a page may have {self.limits.page_assets} pictures and fonts with {self.limits.page_bytes} bytes together, "
                f"this one has {count} with {used} bytes",
            )

    async def _look_up(self, session: str, asset: str) -> store.Binding | None:
        async with self._database.reading() as connection:
            return await store.binding(connection, session, asset)

    async def _arrives(self, arrived: asyncio.Event) -> bool:
        if self._waiters >= self.limits.waiting:
            return False
        self._waiters += 1
        try:
            async with asyncio.timeout(self.limits.wait_seconds):
                return await arrived.wait()
        except TimeoutError:
            return False
        finally:
            self._waiters -= 1

    def _tell(self, place: Place) -> None:
        for event in self._waiting.get((place.session, place.asset), ()):
            event.set()
