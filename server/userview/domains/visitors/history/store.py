"""Tables of page views and events, and the statements on them. Each takes a connection: the caller's transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    case,
    delete,
    func,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.visitors.history.model import (
    PICTURE_SIZES,
    Event,
    Pageview,
    Picture,
    PictureSize,
    Position,
)
from userview.domains.visitors.store import visitor_activity, visitors
from userview.realtime.records import VisitorKey
from userview.tables import UTCDateTime, metadata, upsert

_Number: Final = BigInteger().with_variant(Integer, "sqlite")

pageviews: Final = Table(
    "pageviews",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=True),
    Column("visitor_number", _Number, ForeignKey("visitors.number", ondelete="CASCADE"), nullable=False),
    Column("team_id", String(40), nullable=False),
    Column("pageview_id", String(36), nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("ts", UTCDateTime, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
    Column("event_count", Integer, nullable=False),
    UniqueConstraint("visitor_number", "pageview_id"),
    Index(None, "visitor_number", "ts", "number"),
    Index(None, "team_id", "ts"),
)
"""A page view's id counts among those of its visitor only: no page can name another visitor's row."""

events: Final = Table(
    "pageview_events",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=True),
    Column("pageview_number", _Number, ForeignKey("pageviews.number", ondelete="CASCADE"), nullable=False),
    Column("uuid", String(36), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("icon", String(20)),
    Column("title", Text, nullable=False),
    Column("ts", UTCDateTime, nullable=False),
    UniqueConstraint("pageview_number", "uuid"),
)

pictures: Final = Table(
    "pageview_pictures",
    metadata,
    Column("blob", String(200), primary_key=True),
    Column("pageview_number", _Number, ForeignKey("pageviews.number", ondelete="SET NULL"), index=True),
    Column("size", String(10), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("announced_at", UTCDateTime, nullable=False),
    Column("bound", Boolean, nullable=False),
)
"""A row is written before its object and removed after it. However a page view goes, its pictures' rows stay and
name no page view any more: those objects are removed."""


async def hold_visitors(connection: AsyncConnection, keys: Sequence[VisitorKey]) -> dict[VisitorKey, int]:
    """Numbers of those of these visitors that exist; none of them can be erased until the transaction ends."""
    c = visitors.c
    wanted = set(keys)
    statement = (
        select(c.number, c.team_id, c.short_id)
        .where(c.short_id.in_({key.short_id for key in wanted}))
        .order_by(c.number)
        .with_for_update(read=True, key_share=True)
    )
    rows = (await connection.execute(statement)).all()
    found = {VisitorKey(row.team_id, row.short_id): row.number for row in rows}
    return {key: number for key, number in found.items() if key in wanted}


async def keep_pageview(connection: AsyncConnection, values: Mapping[str, Any]) -> tuple[int, int]:
    """A new row, or the one there is with its title and time brought up to date; its number and how many events it has."""
    statement = upsert(connection, pageviews).values(**values, event_count=0)
    seen = statement.excluded.seen_ms
    longer = case((seen > pageviews.c.seen_ms, seen), else_=pageviews.c.seen_ms)
    kept = statement.on_conflict_do_update(
        index_elements=["visitor_number", "pageview_id"], set_={"title": statement.excluded.title, "seen_ms": longer}
    ).returning(pageviews.c.number, pageviews.c.event_count)
    row = (await connection.execute(kept)).one()
    return row.number, row.event_count


async def add_events(connection: AsyncConnection, pageview: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Events of one page view; those that it has already are left as they are."""
    statement = (
        upsert(connection, events)
        .values([{**row, "pageview_number": pageview} for row in rows])
        .on_conflict_do_nothing(index_elements=["pageview_number", "uuid"])
        .returning(events.c.number)
    )
    added = len((await connection.execute(statement)).all())
    if added:
        c = pageviews.c
        counted = update(pageviews).where(c.number == pageview).values(event_count=c.event_count + added)
        await connection.execute(counted)


async def drop_oldest(connection: AsyncConnection, visitor: int, keep: int) -> None:
    """Remove all page views of a visitor but the newest `keep`."""
    c = pageviews.c
    older = (
        select(c.number).where(c.visitor_number == visitor).order_by(c.ts.desc(), c.number.desc()).offset(keep)
    ).limit(100)
    numbers = (await connection.execute(older)).scalars().all()
    if numbers:
        await connection.execute(delete(pageviews).where(c.number.in_(numbers)))


async def pageview_number(connection: AsyncConnection, team: str, short_id: str, pageview_id: str) -> int | None:
    """The row of a visitor's page view; None when nothing of it was collected."""
    c = pageviews.c
    statement = (
        select(c.number)
        .join(visitors, visitors.c.number == c.visitor_number)
        .where(visitors.c.team_id == team, visitors.c.short_id == short_id, c.pageview_id == pageview_id)
    )
    return (await connection.execute(statement)).scalar_one_or_none()


async def read_pageviews(
    connection: AsyncConnection, visitor: int, limit: int, after: Position | None
) -> list[Pageview]:
    """Page views of a visitor with their events, newest first."""
    c = pageviews.c
    statement = select(pageviews).where(c.visitor_number == visitor)
    if after is not None:
        statement = statement.where(tuple_(c.ts, c.number) < (after.at, after.number))
    rows = (await connection.execute(statement.order_by(c.ts.desc(), c.number.desc()).limit(limit))).all()
    e = events.c
    of_these = select(events).where(e.pageview_number.in_([row.number for row in rows])).order_by(e.ts, e.number)
    grouped: dict[int, list[Event]] = {row.number: [] for row in rows}
    for row in await connection.execute(of_these):
        grouped[row.pageview_number].append(Event(row.uuid, row.kind, row.icon or row.kind, row.title, row.ts))
    p = pictures.c
    shown = select(pictures).where(p.pageview_number.in_(list(grouped)))
    sizes: dict[int, dict[PictureSize, Picture]] = {}
    for row in await connection.execute(shown):
        sizes.setdefault(row.pageview_number, {})[row.size] = Picture(row.blob, row.width, row.height)
    return [_as_pageview(row, grouped[row.number], sizes.get(row.number)) for row in rows]


async def forget_of_team(connection: AsyncConnection, team: str, before: datetime, limit: int) -> int:
    """Remove a team's page views of before this time, the oldest first; how many."""
    c = pageviews.c
    old = select(c.number).where(c.team_id == team, c.ts < before).order_by(c.ts).limit(limit)
    return await _delete(connection, list((await connection.execute(old)).scalars()))


async def erase_visitor(connection: AsyncConnection, team: str, short_id: str) -> None:
    """All page views of a visitor, with their events."""
    await connection.execute(delete(pageviews).where(pageviews.c.number.in_(_of_visitor(team, short_id))))


async def thin_visitor(connection: AsyncConnection, team: str, short_id: str, rows: int) -> int:
    """Remove at most so many rows of a visitor's history, events before the page views that they hang on; how many."""
    e, c = events.c, pageviews.c
    some = select(e.number).where(e.pageview_number.in_(_of_visitor(team, short_id))).limit(rows)
    gone = (await connection.execute(delete(events).where(e.number.in_(some)))).rowcount
    if gone < rows:
        left = _of_visitor(team, short_id).limit(rows - gone)
        gone += (await connection.execute(delete(pageviews).where(c.number.in_(left)))).rowcount
    return gone


async def forget_of_unseen(connection: AsyncConnection, team: str, before: datetime, limit: int) -> int:
    """Remove some page views of a team's visitors who were last seen before this time; how many."""
    c = pageviews.c
    theirs = (
        select(c.number)
        .join(visitor_activity, visitor_activity.c.visitor_number == c.visitor_number)
        .where(visitor_activity.c.team_id == team, visitor_activity.c.last_seen_at < before)
        .limit(limit)
    )
    return await _delete(connection, list((await connection.execute(theirs)).scalars()))


def _of_visitor(team: str, short_id: str) -> Select[tuple[int]]:
    c = pageviews.c
    theirs = select(c.number).join(visitors, visitors.c.number == c.visitor_number)
    return theirs.where(visitors.c.team_id == team, visitors.c.short_id == short_id)


async def teams_with_history(connection: AsyncConnection) -> list[str]:
    """Every team of which page views are kept."""
    return list((await connection.execute(select(func.distinct(pageviews.c.team_id)))).scalars())


async def _delete(connection: AsyncConnection, numbers: Sequence[int]) -> int:
    if numbers:
        await connection.execute(delete(pageviews).where(pageviews.c.number.in_(numbers)))
    return len(numbers)


def _as_pageview(row: Row[Any], its_events: Sequence[Event], sizes: Mapping[PictureSize, Picture] | None) -> Pageview:
    return Pageview(
        number=row.number,
        pageview_id=row.pageview_id,
        url=row.url,
        title=row.title,
        at=row.ts,
        seen_seconds=row.seen_ms / 1000,
        events=tuple(its_events),
        pictures=sizes if sizes is not None and len(sizes) == len(PICTURE_SIZES) else None,
    )
