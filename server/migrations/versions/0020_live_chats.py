"""Teams know which live chats stand on their pages.

Revision ID: 0020_live_chats
Revises: 0019_last_seen
"""

import sqlalchemy as sa
from alembic import op

from userview.tables import UTCDateTime

revision = "0020_live_chats"
down_revision = "0019_last_seen"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; pages tell of their chats again at the next page view."""
    op.create_table(
        "live_chats",
        sa.Column("team_id", sa.String(40), nullable=False),
        sa.Column("integration", sa.String(32), nullable=False),
        sa.Column("first_seen_at", UTCDateTime(), nullable=False),
        sa.Column("last_seen_at", UTCDateTime(), nullable=False),
        sa.Column("host", sa.String(253), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("fk_live_chats_team_id_teams"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("team_id", "integration", name=op.f("pk_live_chats")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("live_chats")
