"""Tables of the assets, which bytes are kept and which session shows them under which id; and the statements on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.assets.model import Blob, Place
from userview.tables import UTCDateTime, metadata, upsert

asset_blobs: Final = Table(
    "asset_blobs",
    metadata,
    Column("blob", String(120), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("media_type", String(40), nullable=False),
    Column("size", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    CheckConstraint("state IN ('pending', 'stored', 'doomed')", name="state"),
    Index(
        "uq_asset_blobs_stored_sha256",
        "sha256",
        unique=True,
        sqlite_where=text("state = 'stored'"),
        postgresql_where=text("state = 'stored'"),
    ),
)
"""One row per object in the blob store, written before the object and deleted after it: nothing is orphaned."""

asset_bindings: Final = Table(
    "asset_bindings",
    metadata,
    Column("session", String(16), primary_key=True),
    Column("asset", String(64), primary_key=True),
    Column("page", BigInteger, nullable=False),
    Column("blob", String(120), ForeignKey("asset_blobs.blob")),
    Column("refused", Boolean, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Index("ix_asset_bindings_blob", "blob"),
    Index("ix_asset_bindings_session_page", "session", "page"),
)
"""An asset id of a session and its bytes. `refused` without bytes: it came and was not allowed, so nobody waits for it."""


@dataclass(frozen=True, slots=True)
class Binding:
    """What an id stands for; `blob` None: it was refused."""

    blob: str | None
    sha256: str | None
    media_type: str | None


async def binding(connection: AsyncConnection, session: str, asset: str) -> Binding | None:
    """What the id stands for in this session, None while nothing has come."""
    statement = (
        select(asset_bindings.c.blob, asset_blobs.c.sha256, asset_blobs.c.media_type)
        .select_from(asset_bindings.outerjoin(asset_blobs))
        .where(asset_bindings.c.session == session, asset_bindings.c.asset == asset)
    )
    row = (await connection.execute(statement)).one_or_none()
    return Binding(row.blob, row.sha256, row.media_type) if row else None


async def page_usage(connection: AsyncConnection, session: str, page: int) -> tuple[int, int]:
    """How many assets a page has, refused ones too, and how many bytes."""
    statement = (
        select(func.count(), func.coalesce(func.sum(asset_blobs.c.size), 0))
        .select_from(asset_bindings.outerjoin(asset_blobs))
        .where(asset_bindings.c.session == session, asset_bindings.c.page == page)
    )
    row = (await connection.execute(statement)).one()
    return int(row[0]), int(row[1])


async def bind(connection: AsyncConnection, place: Place, blob: str | None, at: datetime) -> None:
    """Bind an id to an object, or to a refusal (None); what was bound before stays."""
    values = {**place._asdict(), "blob": blob, "refused": blob is None, "created_at": at}
    await connection.execute(upsert(connection, asset_bindings).values(values).on_conflict_do_nothing())


async def stored_blob(connection: AsyncConnection, sha256: str) -> str | None:
    """The object with this content; it cannot be removed before the transaction ends."""
    c = asset_blobs.c
    statement = select(c.blob).where(c.sha256 == sha256, c.state == "stored").with_for_update()
    return (await connection.execute(statement)).scalar_one_or_none()


async def holds_blob(connection: AsyncConnection, sha256: str) -> bool:
    """Whether there is an object with this content now."""
    statement = select(asset_blobs.c.blob).where(asset_blobs.c.sha256 == sha256, asset_blobs.c.state == "stored")
    return (await connection.execute(statement)).first() is not None


async def announce_blob(connection: AsyncConnection, blob: Blob, at: datetime) -> None:
    """An object is about to be written."""
    await connection.execute(
        insert(asset_blobs).values(
            blob=blob.key,
            sha256=blob.sha256,
            media_type=blob.media_type,
            size=blob.size,
            state="pending",
            created_at=at,
        )
    )


async def mark_stored(connection: AsyncConnection, blob: str) -> None:
    """The object was written.

    Raises:
        IntegrityError: another object with the same content was, at the same moment.
    """
    await connection.execute(update(asset_blobs).where(asset_blobs.c.blob == blob).values(state="stored"))


async def unbind_sessions(connection: AsyncConnection, sessions: Sequence[str]) -> int:
    """Forget all ids of these sessions; how many."""
    return (await connection.execute(delete(asset_bindings).where(asset_bindings.c.session.in_(sessions)))).rowcount


async def sessions_bound(connection: AsyncConnection) -> list[str]:
    """Every session that has an id bound."""
    return list((await connection.execute(select(asset_bindings.c.session).distinct())).scalars())


async def doom_unused(connection: AsyncConnection, pending_before: datetime) -> list[str]:
    """Mark objects that no id stands for, and those whose upload was cut off; all that are to be removed now."""
    c = asset_blobs.c
    unused = ~select(asset_bindings.c.blob).where(asset_bindings.c.blob == c.blob).exists()
    gone = or_(and_(c.state == "stored", unused), and_(c.state == "pending", c.created_at < pending_before))
    candidates = list(
        (await connection.execute(select(c.blob).where(gone).with_for_update(skip_locked=True))).scalars()
    )
    # Asked again now that the rows are locked: an id may have been bound in between, and none can be from here on.
    await connection.execute(update(asset_blobs).where(c.blob.in_(candidates), unused).values(state="doomed"))
    return list((await connection.execute(select(c.blob).where(c.state == "doomed"))).scalars())


async def forget_blob(connection: AsyncConnection, blob: str) -> None:
    """The object is gone."""
    await connection.execute(delete(asset_blobs).where(asset_blobs.c.blob == blob, asset_blobs.c.state == "doomed"))
