"""The installation's facts, the worker's jobs and schedules, assets and their bytes.

Revision: 0001_foundation, the first.
"""

import sqlalchemy as sa
from alembic import op

from userview.tables import JSONDocument, UTCDateTime

revision = "0001_foundation"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the five tables."""
    op.create_table(
        "installation",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.String(200), nullable=False),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("payload", JSONDocument, nullable=False),
        sa.Column("dedupe_key", sa.String(200)),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("run_at", UTCDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("worker", sa.String(80)),
        sa.Column("lease_until", UTCDateTime()),
        sa.Column("last_error", sa.Text),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("finished_at", UTCDateTime()),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'dead')", name="state"),
    )
    op.create_index("ix_jobs_due", "jobs", ["state", "run_at"])
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "uq_jobs_waiting_dedupe_key",
        "jobs",
        ["dedupe_key"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_table(
        "schedules",
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("next_at", UTCDateTime(), nullable=False),
    )
    op.create_table(
        "asset_blobs",
        sa.Column("blob", sa.String(120), primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('pending', 'stored', 'doomed')", name="state"),
    )
    stored = sa.text("state = 'stored'")
    op.create_index(
        "uq_asset_blobs_stored_sha256",
        "asset_blobs",
        ["sha256"],
        unique=True,
        sqlite_where=stored,
        postgresql_where=stored,
    )
    op.create_table(
        "asset_bindings",
        sa.Column("session", sa.String(16), primary_key=True),
        sa.Column("asset", sa.String(64), primary_key=True),
        sa.Column("page", sa.BigInteger, nullable=False),
        sa.Column("blob", sa.String(120), sa.ForeignKey("asset_blobs.blob")),
        sa.Column("refused", sa.Boolean, nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
    )
    op.create_index("ix_asset_bindings_blob", "asset_bindings", ["blob"])
    op.create_index("ix_asset_bindings_session_page", "asset_bindings", ["session", "page"])


def downgrade() -> None:
    """Drop them."""
    for table in ("asset_bindings", "asset_blobs", "schedules", "jobs", "installation"):
        op.drop_table(table)
