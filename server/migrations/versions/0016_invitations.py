"""Links by which people join a team or get a new password; which teams a password opens.

Revision ID: 0016_invitations
Revises: 0015_call_names
"""

import sqlalchemy as sa
from alembic import op

from userview.tables import UTCDateTime

revision = "0016_invitations"
down_revision = "0015_call_names"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table. Passwords that were there before open every team of their accounts, as they did."""
    op.create_table(
        "invitations",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("team_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_folded", sa.String(254), nullable=False),
        sa.Column("name", sa.String(256)),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("agent_id", sa.String(40)),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("invited_by", sa.String(256), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("fk_invitations_team_id_teams"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("team_id", "email_folded", "kind", name=op.f("uq_invitations_team_id_email_folded_kind")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index(op.f("ix_invitations_expires_at"), "invitations", ["expires_at"])
    no, yes = sa.false(), sa.true()
    op.add_column("accounts", sa.Column("password_by_team", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("memberships", sa.Column("password_opens", sa.Boolean(), nullable=False, server_default=yes))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("memberships", "password_opens")
    op.drop_column("accounts", "password_by_team")
    op.drop_table("invitations")
