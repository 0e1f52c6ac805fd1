"""Visitors have a place: city and country of their IP address.

Revision: 0003_places, after 0002_nouns.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_places"
down_revision = "0002_nouns"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; they are filled when a visitor connects."""
    op.add_column("visitors", sa.Column("location_city", sa.Text))
    op.add_column("visitors", sa.Column("location_country", sa.String(2)))


def downgrade() -> None:
    """Forget the places."""
    op.drop_column("visitors", "location_country")
    op.drop_column("visitors", "location_city")
