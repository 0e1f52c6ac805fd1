"""Visitors of a country are found without reading the others.

Revision: 0010_search, after 0009_usage.
"""

from alembic import op

revision = "0010_search"
down_revision = "0009_usage"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_visitors_team_id_location_country", "visitors", ["team_id", "location_country"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_visitors_team_id_location_country", "visitors")
