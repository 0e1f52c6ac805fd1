"""Identity secrets of teams, and by which live chats know visitors.

Revision: 0005_identity, after 0004_operations.
"""

import sqlalchemy as sa
from alembic import op

from userview.tables import UTCDateTime

revision = "0005_identity"
down_revision = "0004_operations"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "identity_secrets",
        sa.Column("team_id", sa.String(40), sa.ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("sealed", sa.String(200), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("previous_sealed", sa.String(200)),
        sa.Column("previous_until", UTCDateTime()),
    )
    op.create_table(
        "visitor_integration_ids",
        sa.Column("visitor_number", NUMBER, sa.ForeignKey("visitors.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("integration_id", sa.String(300), primary_key=True),
        sa.Column("team_id", sa.String(40), nullable=False),
    )
    op.create_index(
        "ix_visitor_integration_ids_team_id_integration_id",
        "visitor_integration_ids",
        ["team_id", "integration_id"],
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("visitor_integration_ids")
    op.drop_table("identity_secrets")
