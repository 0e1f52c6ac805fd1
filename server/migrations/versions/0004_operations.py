"""What a team keeps of its agents, and sign-ins that open one team alone.

Revision: 0004_operations, after 0003_places.
"""

import sqlalchemy as sa
from alembic import op

from userview.tables import JSONDocument

revision = "0004_operations"
down_revision = "0003_places"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of profiles; nobody who is signed in now came by an administrator's link."""
    op.create_table(
        "agent_profiles",
        sa.Column("team_id", sa.String(40), nullable=False),
        sa.Column("agent_id", sa.String(40), nullable=False),
        sa.Column("call_name", sa.String(64)),
        sa.Column("permissions", JSONDocument),
        sa.Column("availability", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "agent_id", name="pk_agent_profiles"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_agent_profiles_team_id", ondelete="CASCADE"),
        sa.UniqueConstraint("team_id", "call_name", name="uq_agent_profiles_team_id_call_name"),
    )
    for table in ("sign_in_links", "sign_ins"):
        op.add_column(table, sa.Column("confined", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Drop both; a link that opened one team alone must not open more."""
    for table in ("sign_in_links", "sign_ins"):
        op.execute(sa.delete(sa.table(table, sa.column("confined"))).where(sa.column("confined")))
        with op.batch_alter_table(table) as batch:
            batch.drop_column("confined")
    op.drop_table("agent_profiles")
