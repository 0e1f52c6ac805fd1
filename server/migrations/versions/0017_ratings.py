"""Visitors rate sessions.

Revision ID: 0017_ratings
Revises: 0016_invitations
"""

import sqlalchemy as sa
from alembic import op

revision = "0017_ratings"
down_revision = "0016_invitations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the rating; nobody was asked before."""
    op.add_column("sessions", sa.Column("rating", sa.SmallInteger))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("sessions", "rating")
