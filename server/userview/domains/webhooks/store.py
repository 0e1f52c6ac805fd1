"""Tables of webhooks, of events on their way, and of deliveries with their attempts; and the statements on them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.webhooks.model import Attempt, Delivery, Pending, Webhook
from userview.ports.events import EventName
from userview.tables import JSONDocument, UTCDateTime, metadata

_Number: Final = BigInteger().with_variant(Integer, "sqlite")
_OF_SESSIONS: Final = text("kind = 'session'")

webhooks: Final = Table(
    "webhooks",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("url", Text),
    Column("events", JSONDocument, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("secret", Text, nullable=False),
    Column("old_secret", Text),
    Column("old_secret_until", UTCDateTime),
    Column("created_at", UTCDateTime, nullable=False),
    Column("delivered_at", UTCDateTime),
    Column("failing_since", UTCDateTime),
    Column("failures", Integer, nullable=False),
    Column("paused_until", UTCDateTime),
    Column("disabled_at", UTCDateTime),
    Column("disabled_reason", String(10)),
    CheckConstraint("kind IN ('team', 'session')", name="kind"),
    CheckConstraint("(kind = 'team') = (url IS NOT NULL)", name="url"),
    Index(
        "uq_webhooks_one_of_sessions",
        "team_id",
        unique=True,
        sqlite_where=_OF_SESSIONS,
        postgresql_where=_OF_SESSIONS,
    ),
)
"""Secrets are sealed (`sealing.py`). A team has at most one webhook of the kind `session`, made when first needed."""

webhook_events: Final = Table(
    "webhook_events",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=True),
    Column("id", String(40), nullable=False),
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(40), nullable=False),
    Column("visitor_short_id", String(18), nullable=False),
    Column("session_id", String(16)),
    Column("session_url", Text),
    Column("at", UTCDateTime, nullable=False),
    Index(None, "team_id", "visitor_short_id"),
)
"""Written in the transaction of what happened; gone when its deliveries are there, a moment later."""

webhook_deliveries: Final = Table(
    "webhook_deliveries",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
    Column("webhook_id", String(40), ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
    Column("event_id", String(40), nullable=False),
    Column("event", String(40), nullable=False),
    Column("session_url", Text),
    Column("session_id", String(16)),
    Column("visitor_short_id", String(18)),
    Column("body", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", UTCDateTime),
    Column("created_at", UTCDateTime, nullable=False, index=True),
    Column("finished_at", UTCDateTime),
    CheckConstraint("state IN ('waiting', 'delivered', 'failed')", name="state"),
    Index(None, "webhook_id", "number"),
    Index(None, "team_id", "visitor_short_id"),
)

webhook_attempts: Final = Table(
    "webhook_attempts",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=True),
    Column(
        "delivery_id",
        String(40),
        ForeignKey("webhook_deliveries.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("at", UTCDateTime, nullable=False),
    Column("duration_ms", Integer, nullable=False),
    Column("status_code", Integer),
    Column("error", Text),
    Column("answer", Text),
)

webhook_online: Final = Table(
    "webhook_online",
    metadata,
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("short_id", String(18), primary_key=True),
)
"""Visitors of whom `visitor.online` was told and `visitor.offline` was not: a restart of the server tells neither."""


def as_webhook(row: Row[Any]) -> Webhook:
    """A row as the domain knows it."""
    return Webhook(
        id=row.id,
        team_id=row.team_id,
        kind=row.kind,
        url=row.url,
        events=tuple(row.events),
        active=row.active,
        created_at=row.created_at,
        delivered_at=row.delivered_at,
        failing_since=row.failing_since,
        failures=row.failures,
        paused_until=row.paused_until,
        disabled_at=row.disabled_at,
        disabled_reason=row.disabled_reason,
    )


def of_team(team_id: str) -> Select[Any]:
    """All webhooks of a team, newest first."""
    return select(webhooks).where(webhooks.c.team_id == team_id).order_by(webhooks.c.created_at.desc(), webhooks.c.id)


async def find(connection: AsyncConnection, webhook_id: str, *, for_update: bool = False) -> Row[Any] | None:
    """A webhook's row, with its sealed secrets."""
    statement = select(webhooks).where(webhooks.c.id == webhook_id)
    return (await connection.execute(statement.with_for_update() if for_update else statement)).one_or_none()


async def hearers(connection: AsyncConnection, team_id: str, names: Collection[EventName]) -> list[Webhook]:
    """The team's active webhooks that want to hear of one of these, oldest first."""
    statement = of_team(team_id).where(webhooks.c.active, webhooks.c.kind == "team")
    found = [as_webhook(row) for row in await connection.execute(statement)]
    return [webhook for webhook in reversed(found) if not set(names).isdisjoint(webhook.events)]


async def of_sessions(connection: AsyncConnection, team_id: str) -> Webhook | None:
    """The webhook for the URLs of single sessions, when it was made already."""
    statement = of_team(team_id).where(webhooks.c.kind == "session")
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else as_webhook(row)


async def change(connection: AsyncConnection, webhook_id: str, values: Mapping[str, Any]) -> None:
    """Set columns of a webhook."""
    await connection.execute(update(webhooks).where(webhooks.c.id == webhook_id).values(**values))


async def pending(connection: AsyncConnection, limit: int) -> list[Pending]:
    """Events on their way, in the order of noting."""
    rows = await connection.execute(select(webhook_events).order_by(webhook_events.c.number).limit(limit))
    return [
        Pending(
            row.number, row.id, row.team_id, row.name, row.visitor_short_id, row.session_id, row.session_url, row.at
        )
        for row in rows
    ]


async def take(connection: AsyncConnection, number: int) -> bool:
    """Take an event away; False when it was taken, or erased, before."""
    taken = await connection.execute(delete(webhook_events).where(webhook_events.c.number == number))
    return taken.rowcount == 1


def with_webhook() -> Select[Any]:
    """Deliveries with the URL of their webhook."""
    return select(webhook_deliveries, webhooks.c.url).join(webhooks, webhooks.c.id == webhook_deliveries.c.webhook_id)


async def read_deliveries(connection: AsyncConnection, statement: Select[Any]) -> list[Delivery]:
    """Deliveries of a statement made of `with_webhook`, with their attempts."""
    rows = (await connection.execute(statement)).all()
    attempts: dict[str, list[Attempt]] = {row.id: [] for row in rows}
    c = webhook_attempts.c
    made = select(webhook_attempts).where(c.delivery_id.in_(attempts)).order_by(c.number)
    for row in await connection.execute(made):
        attempts[row.delivery_id].append(Attempt(row.at, row.duration_ms, row.status_code, row.error, row.answer))
    return [_as_delivery(row, attempts[row.id]) for row in rows]


def _as_delivery(row: Row[Any], attempts: Iterable[Attempt]) -> Delivery:
    return Delivery(
        id=row.id,
        number=row.number,
        webhook_id=row.webhook_id,
        event_id=row.event_id,
        event=row.event,
        url=row.session_url or row.url or "",
        session_id=row.session_id,
        visitor_short_id=row.visitor_short_id,
        body=row.body,
        state=row.state,
        tries=row.tries,
        next_at=row.next_at,
        created_at=row.created_at,
        finished_at=row.finished_at,
        attempts=tuple(attempts),
    )


async def change_delivery(connection: AsyncConnection, delivery_id: str, values: Mapping[str, Any]) -> bool:
    """Set columns of a delivery; False when it is gone."""
    c = webhook_deliveries.c
    changed = await connection.execute(update(webhook_deliveries).where(c.id == delivery_id).values(**values))
    return changed.rowcount == 1


async def add_attempt(connection: AsyncConnection, delivery_id: str, attempt: Attempt) -> None:
    """Write down an attempt."""
    await connection.execute(
        insert(webhook_attempts).values(
            delivery_id=delivery_id,
            at=attempt.at,
            duration_ms=attempt.duration_ms,
            status_code=attempt.status_code,
            error=attempt.error,
            answer=attempt.answer,
        )
    )


async def give_up_waiting(connection: AsyncConnection, webhook_id: str, at: datetime) -> None:
    """Nothing more is tried of what still waits for this webhook."""
    c = webhook_deliveries.c
    waiting = update(webhook_deliveries).where(c.webhook_id == webhook_id, c.state == "waiting")
    await connection.execute(waiting.values(state="failed", next_at=None, finished_at=at))


async def count_of_team(connection: AsyncConnection, team_id: str) -> int:
    """How many webhooks a team has."""
    statement = select(func.count()).select_from(webhooks).where(webhooks.c.team_id == team_id)
    return (await connection.execute(statement)).scalar_one()


async def erase_visitor(connection: AsyncConnection, team_id: str, short_id: str) -> None:
    """All that names a visitor: events on their way, deliveries with their attempts, being told as online."""
    for table in (webhook_events, webhook_deliveries):
        mine = (table.c.team_id == team_id, table.c.visitor_short_id == short_id)
        await connection.execute(delete(table).where(*mine))
    c = webhook_online.c
    await connection.execute(delete(webhook_online).where(c.team_id == team_id, c.short_id == short_id))


async def thin_visitor(connection: AsyncConnection, team_id: str, short_id: str, rows: int) -> int:
    """Remove at most so many of a visitor's deliveries, whose attempts are few; how many."""
    c = webhook_deliveries.c
    some = select(c.id).where(c.team_id == team_id, c.visitor_short_id == short_id).limit(rows)
    return (await connection.execute(delete(webhook_deliveries).where(c.id.in_(some)))).rowcount


async def forget_before(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Remove deliveries made before this time; how many."""
    c = webhook_deliveries.c
    old: Sequence[str] = (
        (await connection.execute(select(c.id).where(c.created_at < before).limit(limit))).scalars().all()
    )
    await connection.execute(delete(webhook_deliveries).where(c.id.in_(old)))
    return len(old)
