"""Lookup codes have six digits or four.

Teams that chose another number get six.

Revision ID: 0013_code_digits
Revises: 0012_addresses
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from userview.tables import JSONDocument

revision = "0013_code_digits"
down_revision = "0012_addresses"
branch_labels = None
depends_on = None

TEAMS = sa.table("teams", sa.column("id", sa.String), sa.column("settings", JSONDocument))


def upgrade() -> None:
    """Set it."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(TEAMS)).all():
        settings: dict[str, Any] = row.settings
        if settings.get("lookup_code_digits", 6) not in (4, 6):
            changed = {**settings, "lookup_code_digits": 6}
            connection.execute(sa.update(TEAMS).where(TEAMS.c.id == row.id).values(settings=changed))


def downgrade() -> None:
    """Six and four are numbers that were allowed before."""
