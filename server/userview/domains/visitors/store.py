"""Tables of visitors and the statements on them. Each takes a connection: the caller's transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, cast

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
    bindparam,
    delete,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.visitors.identity import Claims
from userview.domains.visitors.model import Browser, Device, LookupCode, Visitor, nickname
from userview.ports.places import Place
from userview.realtime.records import VisitorKey
from userview.tables import JSONDocument, UTCDateTime, metadata, moment

_Number: Final = BigInteger().with_variant(Integer, "sqlite")

_IDENTIFIED: Final = text("identities IS NOT NULL OR unique_id IS NOT NULL")

visitors: Final = Table(
    "visitors",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=True),
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
    Column("short_id", String(18), nullable=False, unique=True),
    Column("secret_hash", String(64), nullable=False),
    Column("added_at", UTCDateTime, nullable=False),
    Column("claims", JSONDocument, nullable=False),
    Column("identities", JSONDocument),
    Column("unique_id", Text),
    Column("tags", JSONDocument, nullable=False),
    Column("metadata", JSONDocument, nullable=False),
    Column("name", Text),
    Column("email", Text),
    Column("ip_address", String(45), nullable=False),
    Column("location_city", Text),
    Column("location_country", String(2)),
    Column("user_agent", Text, nullable=False),
    Column("language", String(64), nullable=False),
    Column("is_supported", Boolean, nullable=False),
    Column("js_configuration", Boolean, nullable=False),
    Column("browser_name", Text),
    Column("device_name", Text),
    Column("device_type", String(20)),
    Column("last_url", Text),
    Column("search_text", Text, nullable=False),
    Index(None, "team_id", "unique_id"),
    Index(None, "team_id", "location_country"),
    Index(None, "team_id", "ip_address"),
    Index(None, "team_id", "device_type"),
    Index("ix_visitors_identified", "team_id", sqlite_where=_IDENTIFIED, postgresql_where=_IDENTIFIED),
)

IDENTIFIED: Final = or_(visitors.c.identities.is_not(None), visitors.c.unique_id.is_not(None))
"""It is known who somebody is; written as in the index of those."""

visitor_activity: Final = Table(
    "visitor_activity",
    metadata,
    Column("visitor_number", _Number, ForeignKey("visitors.number", ondelete="CASCADE"), primary_key=True),
    Column("team_id", String(40), nullable=False),
    Column("last_seen_at", UTCDateTime, nullable=False),
    Index(None, "team_id", "last_seen_at", "visitor_number"),
)
"""When visitors were last heard of: apart, because it is written all the time and must drag no index of theirs along."""

visitor_integration_ids: Final = Table(
    "visitor_integration_ids",
    metadata,
    Column("visitor_number", _Number, ForeignKey("visitors.number", ondelete="CASCADE"), primary_key=True),
    Column("integration_id", String(300), primary_key=True),
    Column("team_id", String(40), nullable=False),
    Index(None, "team_id", "integration_id"),
)
"""By which live chats know visitors: what `claims` say, once more, so that an index finds it."""


lookup_codes: Final = Table(
    "lookup_codes",
    metadata,
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("code", String(8), primary_key=True),
    Column("visitor_number", _Number, ForeignKey("visitors.number", ondelete="CASCADE"), nullable=False, unique=True),
    Column("expires_at", UTCDateTime, nullable=False, index=True),
)
"""One code of a visitor at a time; one visitor of a code. Rows that are too old are as good as none."""


def visitors_with_activity() -> Select[Any]:
    """Every visitor with the time it was last seen, and its lookup code."""
    joined = visitors.join(visitor_activity, visitor_activity.c.visitor_number == visitors.c.number)
    joined = joined.outerjoin(lookup_codes, lookup_codes.c.visitor_number == visitors.c.number)
    code = (lookup_codes.c.code.label("lookup_code"), lookup_codes.c.expires_at.label("lookup_code_expires_at"))
    return select(visitors, visitor_activity.c.last_seen_at, *code).select_from(joined)


FIND: Final = visitors_with_activity().where(
    visitors.c.team_id == bindparam("of_team_id", type_=String),
    visitors.c.short_id == bindparam("of_short_id", type_=String),
)
"""One visitor of a team; `as_visitor` reads its row."""
_FIND_FOR_UPDATE: Final = FIND.with_for_update(of=visitors)


def as_visitor(row: Row[Any]) -> Visitor:
    """A visitor from a row of `visitors_with_activity`."""
    return _visitor(row, Claims.from_json(row.claims))


def _visitor(row: Row[Any], claims: Claims) -> Visitor:
    identity = claims.result
    return Visitor(
        number=row.number,
        team_id=row.team_id,
        short_id=row.short_id,
        added_at=row.added_at,
        last_seen_at=row.last_seen_at,
        identities=row.identities,
        unique_id=row.unique_id,
        tags=row.tags,
        metadata=row.metadata,
        name=row.name,
        email=row.email,
        identity_verified=identity.is_verified,
        identity_sources=identity.sources,
        integration=claims.integration,
        integration_ids=identity.integration_ids,
        browser=Browser(
            ip_address=row.ip_address,
            user_agent=row.user_agent,
            language=row.language,
            is_supported=row.is_supported,
            js_configuration=row.js_configuration,
            place=Place(row.location_city, row.location_country),
        ),
        device=Device(row.browser_name, row.device_name, row.device_type),
        last_url=row.last_url,
        lookup_code=LookupCode(row.lookup_code, row.lookup_code_expires_at) if row.lookup_code else None,
    )


async def find(
    connection: AsyncConnection, team_id: str, short_id: str, *, for_update: bool = False
) -> tuple[Visitor, Claims, str] | None:
    """A visitor of this team, with what its sources claim and the hash of its secret."""
    statement = _FIND_FOR_UPDATE if for_update else FIND
    row = (await connection.execute(statement, {"of_team_id": team_id, "of_short_id": short_id})).one_or_none()
    if row is None:
        return None
    claims = Claims.from_json(row.claims)
    return _visitor(row, claims), claims, row.secret_hash


async def find_nicknames(connection: AsyncConnection, team_id: str, short_ids: Collection[str]) -> dict[str, str]:
    """What those of these visitors that the team has are called, by short id."""
    c = visitors.c
    mine = (c.team_id == team_id, c.short_id.in_(short_ids))
    found = await connection.execute(select(c.short_id, c.name, c.email, c.unique_id).where(*mine))
    return {row.short_id: nickname(row.name, row.email, row.unique_id, row.short_id) for row in found}


async def newest_facts(connection: AsyncConnection, team_id: str, most: int) -> list[Row[Any]]:
    """Country, type of device, tags, URL and time of so many visitors, those who were seen last, the last first."""
    c, seen = visitors.c, visitor_activity.c
    newest = select(seen.visitor_number, seen.last_seen_at).where(seen.team_id == team_id)
    newest = newest.order_by(seen.last_seen_at.desc(), seen.visitor_number.desc()).limit(most).subquery()
    facts = select(c.short_id, c.location_country, c.device_type, c.tags, c.last_url, newest.c.last_seen_at)
    statement = facts.join(newest, newest.c.visitor_number == c.number)
    order = (newest.c.last_seen_at.desc(), c.number.desc())
    return list(await connection.execute(cast("Select[Any]", statement.order_by(*order))))


async def insert_visitor(connection: AsyncConnection, values: Mapping[str, Any], seen_at: datetime) -> int:
    """A new visitor, seen now; its number."""
    number = (await connection.execute(insert(visitors).values(values).returning(visitors.c.number))).scalar_one()
    activity = {"visitor_number": number, "team_id": values["team_id"], "last_seen_at": seen_at}
    await connection.execute(insert(visitor_activity).values(activity))
    return number


async def update_visitor(connection: AsyncConnection, number: int, values: Mapping[str, Any]) -> None:
    """Change these columns only: what is not named drags no index along."""
    await connection.execute(update(visitors).where(visitors.c.number == number).values(values))


async def set_integration_ids(connection: AsyncConnection, team_id: str, number: int, ids: Sequence[str]) -> None:
    """These are the visitor's integration ids now, and no others."""
    await connection.execute(delete(visitor_integration_ids).where(visitor_integration_ids.c.visitor_number == number))
    if ids:
        rows = [{"team_id": team_id, "visitor_number": number, "integration_id": one} for one in ids]
        await connection.execute(insert(visitor_integration_ids), rows)


async def update_seen(connection: AsyncConnection, last_seen: Iterable[tuple[VisitorKey, float]]) -> None:
    """Note when visitors were last heard of; never back in time. Unknown ones are left out."""
    short_id, at = bindparam("of_short_id", type_=String), bindparam("at", type_=UTCDateTime)
    team_id = bindparam("of_team_id", type_=String)
    number = select(visitors.c.number).where(visitors.c.short_id == short_id, visitors.c.team_id == team_id)
    statement = (
        update(visitor_activity)
        .where(visitor_activity.c.visitor_number == number.scalar_subquery(), visitor_activity.c.last_seen_at < at)
        .values(last_seen_at=at)
    )
    rows = [
        {"of_team_id": key.team, "of_short_id": key.short_id, "at": moment(seen)} for key, seen in sorted(last_seen)
    ]
    if rows:
        await connection.execute(statement, rows)


async def unseen_since(
    connection: AsyncConnection, before: datetime, limit: int, team_id: str | None = None
) -> list[int]:
    """Numbers of visitors, of one team or of all, who were last seen before this time, the longest absent first."""
    c = visitor_activity.c
    statement = select(c.visitor_number).where(c.last_seen_at < before).order_by(c.last_seen_at).limit(limit)
    if team_id is not None:
        statement = statement.where(c.team_id == team_id)
    return list((await connection.execute(statement)).scalars())


async def delete_visitors(connection: AsyncConnection, numbers: Sequence[int]) -> None:
    """Remove visitors and what hangs on their rows."""
    await connection.execute(delete(visitors).where(visitors.c.number.in_(numbers)))


async def lock_visitor(connection: AsyncConnection, number: int) -> bool:
    """Let nobody else change or lock the visitor until the transaction ends; False when it is gone."""
    statement = select(visitors.c.number).where(visitors.c.number == number).with_for_update()
    return (await connection.execute(statement)).one_or_none() is not None
