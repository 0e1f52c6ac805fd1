"""When members were there last.

Revision ID: 0019_last_seen
Revises: 0018_sessions_list
"""

import sqlalchemy as sa
from alembic import op

from userview.tables import UTCDateTime

revision = "0019_last_seen"
down_revision = "0018_sessions_list"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody knows of the past."""
    op.add_column("memberships", sa.Column("last_seen_at", UTCDateTime()))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("memberships", "last_seen_at")
