"""Lookup codes: digits by which agents find a visitor for ten minutes.

Revision: 0006_lookup_codes, after 0005_identity.
"""

import sqlalchemy as sa
from alembic import op

from userview.tables import UTCDateTime

revision = "0006_lookup_codes"
down_revision = "0005_identity"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "lookup_codes",
        sa.Column("team_id", sa.String(40), sa.ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("code", sa.String(8), primary_key=True),
        sa.Column(
            "visitor_number",
            NUMBER,
            sa.ForeignKey("visitors.number", ondelete="CASCADE"),
            nullable=False,
            unique=True,
        ),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
    )
    op.create_index("ix_lookup_codes_expires_at", "lookup_codes", ["expires_at"])


def downgrade() -> None:
    """Drop it; whoever reads out a code gets another one."""
    op.drop_table("lookup_codes")
