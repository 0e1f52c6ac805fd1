"""Tables of recordings and their chunks, and the statements on them.

A chunk's row is written before its object and removed after it, so that no object is left without a row. A row
without a session is an object to be removed.
"""

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.recordings.model import Chunk, Opened, Recording, Sealed, State
from userview.domains.sessions.store import sessions
from userview.tables import JSONDocument, UTCDateTime, metadata, moment, upsert

recordings: Final = Table(
    "recordings",
    metadata,
    Column("session_id", String(16), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("began_ms", BigInteger, nullable=False),
    Column("last_ms", Float, nullable=False),
    Column("failure", Text),
    Column("finished_at", UTCDateTime, index=True),
    CheckConstraint("state IN ('recording', 'complete', 'removed', 'expired')", name="state"),
)

recording_chunks: Final = Table(
    "recording_chunks",
    metadata,
    Column("blob", String(120), primary_key=True),
    Column("session_id", String(16)),
    Column("number", Integer, nullable=False),
    Column("first_ms", Float, nullable=False),
    Column("last_ms", Float, nullable=False),
    Column("raw_size", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("keyframes", JSONDocument, nullable=False),
    Column("quiet", JSONDocument, nullable=False),
    Column("stored", Boolean, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    UniqueConstraint("session_id", "number"),
)


async def open_recording(connection: AsyncConnection, session: str, at_ms: float) -> Opened | None:
    """The session's recording, begun now if it was not before; None when the session is gone, or its recording removed."""
    known = select(sessions.c.id).where(sessions.c.id == session).with_for_update()
    if (await connection.execute(known)).first() is None:
        return None
    # Rounded up: what it begins with, the page as it is then, has no later time than the beginning.
    new = {"session_id": session, "state": "recording", "began_ms": math.ceil(at_ms), "last_ms": 0.0}
    await connection.execute(upsert(connection, recordings).values(new).on_conflict_do_nothing())
    c = recording_chunks.c
    row = (await connection.execute(select(recordings).where(recordings.c.session_id == session))).one()
    last = (await connection.execute(select(func.max(c.number)).where(c.session_id == session))).scalar_one()
    if row.state in ("removed", "expired"):
        return None
    return Opened(row.began_ms, row.last_ms, 0 if last is None else last + 1)


async def is_wanted(connection: AsyncConnection, session: str) -> bool:
    """Whether more of this recording is to be kept; it cannot be removed before the transaction ends."""
    c = recordings.c
    statement = select(c.state).where(c.session_id == session).with_for_update()
    return (await connection.execute(statement)).scalar_one_or_none() in ("recording", "complete")


async def is_stored(connection: AsyncConnection, session: str, number: int) -> bool:
    """Whether this chunk is in the blob store already."""
    c = recording_chunks.c
    statement = select(c.blob).where(c.session_id == session, c.number == number, c.stored)
    return (await connection.execute(statement)).first() is not None


async def announce_chunk(connection: AsyncConnection, session: str, sealed: Sealed, at: datetime) -> None:
    """The chunk's object is about to be written; what was announced before and never written goes."""
    c, chunk = recording_chunks.c, sealed.chunk
    mine = (c.session_id == session, c.number == chunk.number)
    await connection.execute(update(recording_chunks).where(*mine).values(session_id=None))
    await connection.execute(
        insert(recording_chunks).values(
            blob=sealed.blob,
            session_id=session,
            number=chunk.number,
            first_ms=chunk.first_ms,
            last_ms=chunk.last_ms,
            raw_size=chunk.raw_size,
            size=sealed.size,
            keyframes=[list(one) for one in chunk.keyframes],
            quiet=[list(one) for one in chunk.quiet],
            stored=False,
            created_at=at,
        )
    )


async def mark_stored(connection: AsyncConnection, session: str, blob: str, last_ms: float) -> None:
    """The object was written."""
    await connection.execute(update(recording_chunks).where(recording_chunks.c.blob == blob).values(stored=True))
    c = recordings.c
    later = (c.session_id == session, c.last_ms < last_ms)
    await connection.execute(update(recordings).where(*later).values(last_ms=last_ms))


async def finish_recording(connection: AsyncConnection, session: str, failure: str | None, at: datetime) -> None:
    """Nothing more of it comes."""
    c = recordings.c
    mine = (c.session_id == session, c.state == "recording")
    await connection.execute(update(recordings).where(*mine).values(state="complete", failure=failure, finished_at=at))


async def unfinished(connection: AsyncConnection) -> Sequence[str]:
    """Sessions that have ended and whose recordings have not."""
    joined = recordings.join(sessions, sessions.c.id == recordings.c.session_id)
    ended = (recordings.c.state == "recording", sessions.c.state == "ended")
    return (await connection.execute(select(recordings.c.session_id).select_from(joined).where(*ended))).scalars().all()


async def find(connection: AsyncConnection, session: str) -> Recording | None:
    """The session's recording."""
    row = (await connection.execute(select(recordings).where(recordings.c.session_id == session))).one_or_none()
    if row is None:
        return None
    return Recording(row.session_id, row.state, moment(row.began_ms / 1000), row.last_ms, row.failure)


async def chunks(connection: AsyncConnection, session: str) -> list[Chunk]:
    """Those in the blob store, in order."""
    c = recording_chunks.c
    statement = select(recording_chunks).where(c.session_id == session, c.stored).order_by(c.number)
    return [_as_chunk(row) for row in await connection.execute(statement)]


async def blob_of(connection: AsyncConnection, session: str, number: int) -> str | None:
    """The object of a chunk."""
    c = recording_chunks.c
    statement = select(c.blob).where(c.session_id == session, c.number == number, c.stored)
    return (await connection.execute(statement)).scalar_one_or_none()


async def forget(connection: AsyncConnection, session_ids: Sequence[str], state: State | None) -> None:
    """These recordings go; their rows stay with `state`, or go as well."""
    c = recording_chunks.c
    await connection.execute(update(recording_chunks).where(c.session_id.in_(session_ids)).values(session_id=None))
    mine = recordings.c.session_id.in_(session_ids)
    if state is None:
        await connection.execute(delete(recordings).where(mine))
    else:
        await connection.execute(update(recordings).where(mine).values(state=state))


async def finished_before(connection: AsyncConnection, team: str, before: datetime, limit: int) -> Sequence[str]:
    """The team's recordings that were finished before then, oldest first."""
    joined = recordings.join(sessions, sessions.c.id == recordings.c.session_id)
    old = (sessions.c.team_id == team, recordings.c.finished_at < before, recordings.c.state == "complete")
    statement = select(recordings.c.session_id).select_from(joined).where(*old)
    return (await connection.execute(statement.order_by(recordings.c.finished_at).limit(limit))).scalars().all()


async def unused_blobs(connection: AsyncConnection, cut_off_before: datetime, limit: int) -> Sequence[str]:
    """Objects that no session needs, and those whose writing was cut off."""
    c = recording_chunks.c
    gone = or_(c.session_id.is_(None), ~c.stored & (c.created_at < cut_off_before))
    return (await connection.execute(select(c.blob).where(gone).limit(limit))).scalars().all()


async def forget_blobs(connection: AsyncConnection, blobs: Sequence[str]) -> None:
    """These objects are gone."""
    await connection.execute(delete(recording_chunks).where(recording_chunks.c.blob.in_(blobs)))


def _as_chunk(row: Any) -> Chunk:
    return Chunk(
        row.number,
        row.first_ms,
        row.last_ms,
        row.raw_size,
        [(at, place) for at, place in row.keyframes],
        [(first, last) for first, last in row.quiet],
    )
