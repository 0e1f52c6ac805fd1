"""Erasing many visitors in the background, and tombstones of all who were erased.

Revision: 0007_erasures, after 0006_lookup_codes.
"""

import sqlalchemy as sa
from alembic import op

from userview.tables import UTCDateTime

revision = "0007_erasures"
down_revision = "0006_lookup_codes"
branch_labels = None
depends_on = None

RUNNING = sa.text("finished_at IS NULL")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "erasures",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("team_id", sa.String(40), sa.ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("started_at", UTCDateTime()),
        sa.Column("finished_at", UTCDateTime()),
    )
    op.create_index(
        "uq_erasures_one_per_team",
        "erasures",
        ["team_id"],
        unique=True,
        sqlite_where=RUNNING,
        postgresql_where=RUNNING,
    )
    op.create_table(
        "erasure_visitors",
        sa.Column("erasure_id", sa.String(40), sa.ForeignKey("erasures.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("short_id", sa.String(18), primary_key=True),
    )
    op.create_table(
        "tombstones",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("erased_at", UTCDateTime(), nullable=False),
    )
    op.create_index("ix_tombstones_erased_at", "tombstones", ["erased_at"])


def downgrade() -> None:
    """Drop them; the file of tombstones stays."""
    for table in ("tombstones", "erasure_visitors", "erasures"):
        op.drop_table(table)
