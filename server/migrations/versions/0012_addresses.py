"""Visitors are found by their address, and by the beginning of their short id, without reading the others.

Revision: 0012_addresses, after 0011_history.
"""

from alembic import op

revision = "0012_addresses"
down_revision = "0011_history"
branch_labels = None
depends_on = None

SHORT_ID_BEGINS = "ix_visitors_short_id_begins"
"""Postgres compares beginnings by bytes, which the index of the unique constraint need not be ordered by; SQLite's is."""


def upgrade() -> None:
    """Add the indexes."""
    op.create_index("ix_visitors_team_id_ip_address", "visitors", ["team_id", "ip_address"])
    if op.get_bind().dialect.name == "postgresql":
        op.create_index(SHORT_ID_BEGINS, "visitors", ["short_id"], postgresql_ops={"short_id": "varchar_pattern_ops"})


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index(SHORT_ID_BEGINS, "visitors")
    op.drop_index("ix_visitors_team_id_ip_address", "visitors")
