"""Webhooks, events on their way, deliveries with their attempts, and who was told to be online.

Revision: 0008_webhooks, after 0007_erasures.
"""

import sqlalchemy as sa
from alembic import op

from userview.tables import JSONDocument, UTCDateTime

revision = "0008_webhooks"
down_revision = "0007_erasures"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
OF_SESSIONS = sa.text("kind = 'session'")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "webhooks",
        sa.Column("id", sa.String(40), nullable=False),
        _team(),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("events", JSONDocument, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("old_secret", sa.Text),
        sa.Column("old_secret_until", UTCDateTime),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("delivered_at", UTCDateTime),
        sa.Column("failing_since", UTCDateTime),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("paused_until", UTCDateTime),
        sa.Column("disabled_at", UTCDateTime),
        sa.Column("disabled_reason", sa.String(10)),
        sa.CheckConstraint("kind IN ('team', 'session')", name=op.f("ck_webhooks_kind")),
        sa.CheckConstraint("(kind = 'team') = (url IS NOT NULL)", name=op.f("ck_webhooks_url")),
        _of_team("webhooks"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    op.create_index("ix_webhooks_team_id", "webhooks", ["team_id"])
    op.create_index(
        "uq_webhooks_one_of_sessions",
        "webhooks",
        ["team_id"],
        unique=True,
        sqlite_where=OF_SESSIONS,
        postgresql_where=OF_SESSIONS,
    )
    op.create_table(
        "webhook_events",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(40), nullable=False),
        _team(),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("visitor_short_id", sa.String(18), nullable=False),
        sa.Column("session_id", sa.String(16)),
        sa.Column("session_url", sa.Text),
        sa.Column("at", UTCDateTime, nullable=False),
        _of_team("webhook_events"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_webhook_events")),
    )
    op.create_index("ix_webhook_events_team_id_visitor_short_id", "webhook_events", ["team_id", "visitor_short_id"])
    _deliveries()
    op.create_table(
        "webhook_online",
        _team(),
        sa.Column("short_id", sa.String(18), nullable=False),
        _of_team("webhook_online"),
        sa.PrimaryKeyConstraint("team_id", "short_id", name=op.f("pk_webhook_online")),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("webhook_online", "webhook_attempts", "webhook_deliveries", "webhook_events", "webhooks"):
        op.drop_table(table)


def _deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(40), nullable=False),
        _team(),
        sa.Column("webhook_id", sa.String(40), nullable=False),
        sa.Column("event_id", sa.String(40), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("session_url", sa.Text),
        sa.Column("session_id", sa.String(16)),
        sa.Column("visitor_short_id", sa.String(18)),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_at", UTCDateTime),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("finished_at", UTCDateTime),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'failed')", name=op.f("ck_webhook_deliveries_state")),
        _of_team("webhook_deliveries"),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhooks.id"], name=op.f("fk_webhook_deliveries_webhook_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_webhook_deliveries")),
        sa.UniqueConstraint("id", name=op.f("uq_webhook_deliveries_id")),
    )
    for columns in (["created_at"], ["webhook_id", "number"], ["team_id", "visitor_short_id"]):
        op.create_index(f"ix_webhook_deliveries_{'_'.join(columns)}", "webhook_deliveries", columns)
    op.create_table(
        "webhook_attempts",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("delivery_id", sa.String(40), nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.Column("duration_ms", sa.Integer, nullable=False),
        sa.Column("status_code", sa.Integer),
        sa.Column("error", sa.Text),
        sa.Column("answer", sa.Text),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["webhook_deliveries.id"],
            name=op.f("fk_webhook_attempts_delivery_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_webhook_attempts")),
    )
    op.create_index("ix_webhook_attempts_delivery_id", "webhook_attempts", ["delivery_id"])


def _team() -> sa.Column[str]:
    return sa.Column("team_id", sa.String(40), nullable=False)


def _of_team(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f(f"fk_{table}_team_id"), ondelete="CASCADE")
