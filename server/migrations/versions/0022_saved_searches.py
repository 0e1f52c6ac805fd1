"""Searches for visitors that members keep under a name.

Revision ID: 0022_saved_searches
Revises: 0021_visitor_filters
"""

import sqlalchemy as sa
from alembic import op

from userview.tables import UTCDateTime

revision = "0022_saved_searches"
down_revision = "0021_visitor_filters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "saved_searches",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("team_id", sa.String(40), nullable=False),
        sa.Column("agent_id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("search", sa.String(200), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("deleted_at", UTCDateTime()),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("fk_saved_searches_team_id_teams"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_searches")),
    )
    op.create_index(op.f("ix_saved_searches_team_id_agent_id"), "saved_searches", ["team_id", "agent_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("saved_searches")
