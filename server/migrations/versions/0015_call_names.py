"""Sessions know the call name of the agent whose personal link they began with.

Revision ID: 0015_call_names
Revises: 0014_members
"""

import sqlalchemy as sa
from alembic import op

revision = "0015_call_names"
down_revision = "0014_members"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; nobody followed a link before."""
    op.add_column("sessions", sa.Column("call_name", sa.String(64)))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("sessions", "call_name")
