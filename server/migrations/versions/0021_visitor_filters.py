"""Visitors are found by kind of device, and by whether it is known who they are, without reading the others.

Revision ID: 0021_visitor_filters
Revises: 0020_live_chats
"""

import sqlalchemy as sa
from alembic import op

revision = "0021_visitor_filters"
down_revision = "0020_live_chats"
branch_labels = None
depends_on = None

IDENTIFIED = sa.text("identities IS NOT NULL OR unique_id IS NOT NULL")


def upgrade() -> None:
    """Add the indexes."""
    op.create_index("ix_visitors_team_id_device_type", "visitors", ["team_id", "device_type"])
    op.create_index(
        "ix_visitors_identified", "visitors", ["team_id"], sqlite_where=IDENTIFIED, postgresql_where=IDENTIFIED
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_visitors_identified", "visitors")
    op.drop_index("ix_visitors_team_id_device_type", "visitors")
