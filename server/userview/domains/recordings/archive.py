"""Recordings in the blob store: sealed chunk by chunk, read, forgotten. `clock` gives Unix seconds."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, Final

import zstandard
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.recordings import store
from userview.domains.recordings.errors import ChunkDamaged
from userview.domains.recordings.model import Chunk, Opened, Recording, Sealed, State
from userview.domains.recordings.tape import Contents
from userview.domains.sessions.store import sessions
from userview.ports.blobs import Blobs
from userview.tables import Transactions, moment

SWEEP: Final = "recordings.sweep"
"""The job that removes objects which no session needs any more."""

CUT_OFF_AFTER: Final = timedelta(hours=1)
"""Storing a chunk takes seconds; what is not marked as stored by then never will be."""

AT_ONCE: Final = 200
"""Rows of one transaction."""

LEVEL: Final = 3
"""Of zstd: 300 MB/s at about 5:1."""

MOST_RAW_BYTES: Final = 64 * 1024 * 1024
"""No chunk of ours is longer; what says that it is was not written by us."""

Enqueue = Callable[..., Awaitable[Any]]
"""`(connection, kind, payload, *, dedupe_key)`, in the caller's transaction."""


class Archive:
    """All recordings of the installation."""

    def __init__(self, database: Transactions, blobs: Blobs, enqueue: Enqueue, clock: Callable[[], float]) -> None:
        self._database = database
        self._blobs = blobs
        self._enqueue = enqueue
        self._clock = clock

    async def open(self, session: str, at: float) -> Opened | None:
        """Begin, or go on with, a session's recording; None when nothing of it may be kept any more. `at`: Unix seconds."""
        async with self._database.transaction() as connection:
            return await store.open_recording(connection, session, at * 1000)

    async def keep(self, session: str, number: int, raw: bytes, contents: Contents) -> bool:
        """Seal a chunk; False when nothing of this session may be kept any more. Once is enough, twice does no harm.

        Raises:
            BlobsUnavailable, DatabaseUnavailable: not kept; call it again.
        """
        chunk = Chunk(number, contents.first, contents.last, len(raw), contents.keyframes, contents.quiet)
        sealed = await asyncio.to_thread(_compressed, raw)
        blob = f"recordings/{session}/{number:06d}-{secrets.token_hex(4)}.zst"
        async with self._database.transaction() as connection:
            if not await store.is_wanted(connection, session):
                return False
            if await store.is_stored(connection, session, number):
                return True
            await store.announce_chunk(connection, session, Sealed(blob, len(sealed), chunk), moment(self._clock()))
        await self._blobs.put(blob, sealed)
        async with self._database.transaction() as connection:
            await store.mark_stored(connection, session, blob, chunk.last_ms)
        return True

    async def finish(self, session: str, failure: str | None = None) -> None:
        """All of it is in the blob store. `failure`: why it ends before the session does."""
        async with self._database.transaction() as connection:
            await store.finish_recording(connection, session, failure, moment(self._clock()))

    async def unfinished(self) -> Sequence[str]:
        """Sessions that have ended while their recordings were not finished: the server was killed."""
        async with self._database.reading() as connection:
            return await store.unfinished(connection)

    async def find(self, session: str) -> Recording | None:
        """What there is of a session's."""
        async with self._database.reading() as connection:
            return await store.find(connection, session)

    async def chunks(self, session: str) -> list[Chunk]:
        """What of it can be read, in order."""
        async with self._database.reading() as connection:
            return await store.chunks(connection, session)

    async def sealed(self, session: str, number: int) -> bytes | None:
        """A chunk as it is kept, compressed with zstd; None when there is none.

        Raises:
            ChunkDamaged: its object is gone.
        """
        async with self._database.reading() as connection:
            blob = await store.blob_of(connection, session, number)
        if blob is None:
            return None
        sealed = await self._blobs.get(blob)
        if sealed is None:
            raise ChunkDamaged(f"the object of chunk {number} is gone")
        return sealed

    async def raw(self, session: str, number: int) -> bytes | None:
        """A chunk as it was written; None when there is none.

        Raises:
            ChunkDamaged: what is kept of it is not what was written.
        """
        sealed = await self.sealed(session, number)
        if sealed is None:
            return None
        return await asyncio.to_thread(decompressed, sealed, number)

    async def remove(self, session: str) -> None:
        """On request: nothing of it is left, and `video_status` says so."""
        async with self._database.transaction() as connection:
            await self._forget(connection, [session], "removed")

    async def expire(self, team: str, before: float) -> int:
        """By retention: those of the team that were finished before this time (Unix seconds); how many. Call until it is 0."""
        async with self._database.transaction() as connection:
            old = await store.finished_before(connection, team, moment(before), AT_ONCE)
            if old:
                await self._forget(connection, old, "expired")
        return len(old)

    async def erase(self, connection: AsyncConnection, session_ids: Sequence[str]) -> None:
        """These sessions are erased, in the caller's transaction."""
        if session_ids:
            await store.forget(connection, session_ids, None)
            await self._enqueue(connection, SWEEP, {}, dedupe_key=SWEEP)

    async def sweep(self) -> int:
        """Remove the objects that no session needs, and those whose writing was cut off; how many."""
        count = 0
        while True:
            before = moment(self._clock()) - CUT_OFF_AFTER
            async with self._database.reading() as connection:
                blobs = await store.unused_blobs(connection, before, AT_ONCE)
            if not blobs:
                return count
            for blob in blobs:
                await self._blobs.delete(blob)
            async with self._database.transaction() as connection:
                await store.forget_blobs(connection, blobs)
            count += len(blobs)

    async def _forget(self, connection: AsyncConnection, session_ids: Sequence[str], state: State) -> None:
        await store.forget(connection, session_ids, state)
        c = sessions.c
        recorded = c.id.in_(session_ids) & c.id.in_(select(store.recordings.c.session_id))
        await connection.execute(update(sessions).where(recorded).values(video_status=state))
        await self._enqueue(connection, SWEEP, {}, dedupe_key=SWEEP)


def _compressed(raw: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compress(raw)


def decompressed(sealed: bytes, number: int) -> bytes:
    """A chunk as it was written.

    Raises:
        ChunkDamaged: it is not that any more.
    """
    try:
        return zstandard.ZstdDecompressor().decompress(sealed, max_output_size=MOST_RAW_BYTES)
    except zstandard.ZstdError as error:
        raise ChunkDamaged(f"chunk {number} cannot be read: {error}") from None
