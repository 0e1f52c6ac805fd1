"""Usage: sessions and their length by day, people as keyed hashes.

Revision: 0009_usage, after 0008_webhooks.
"""

import sqlalchemy as sa
from alembic import op

from userview.tables import UTCDateTime

revision = "0009_usage"
down_revision = "0008_webhooks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; counting begins now."""
    op.create_table(
        "usage_days",
        sa.Column("team_id", sa.String(40), sa.ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("sessions", sa.Integer, nullable=False),
        sa.Column("session_milliseconds", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "usage_people",
        sa.Column("team_id", sa.String(40), sa.ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("kind", sa.String(10), primary_key=True),
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("last_at", UTCDateTime(), nullable=False),
    )
    op.create_index("ix_usage_people_last_at", "usage_people", ["last_at"])
    op.create_index("ix_usage_people_team_id_kind_last_at", "usage_people", ["team_id", "kind", "last_at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("usage_people")
    op.drop_table("usage_days")
