"""What a team sees of a member is its own: id, address as it was written, and name.

Members keep the ids that they have. Names were the accounts'; each team keeps the one it saw.

Revision ID: 0014_members
Revises: 0013_code_digits
"""

import sqlalchemy as sa
from alembic import op

revision = "0014_members"
down_revision = "0013_code_digits"
branch_labels = None
depends_on = None

ACCOUNTS = sa.table("accounts", *(sa.column(name, sa.String) for name in ("id", "email", "name", "email_folded")))
MEMBERSHIPS = sa.table("memberships", *(sa.column(name, sa.String) for name in ("account_id", "id", "email", "name")))


def _of_account(column: str) -> sa.ScalarSelect[str]:
    mine = ACCOUNTS.c.id == MEMBERSHIPS.c.account_id
    return sa.select(ACCOUNTS.c[column]).where(mine).scalar_subquery()


def upgrade() -> None:
    """Move address and name from accounts to memberships."""
    for column in (
        sa.Column("id", sa.String(40)),
        sa.Column("email", sa.String(254)),
        sa.Column("name", sa.String(256)),
    ):
        op.add_column("memberships", column)
    values = {"id": MEMBERSHIPS.c.account_id, "email": _of_account("email"), "name": _of_account("name")}
    op.execute(sa.update(MEMBERSHIPS).values(values))
    with op.batch_alter_table("memberships") as batch:
        batch.alter_column("id", existing_type=sa.String(40), nullable=False)
        batch.alter_column("email", existing_type=sa.String(254), nullable=False)
        batch.create_unique_constraint("uq_memberships_team_id_id", ["team_id", "id"])
    with op.batch_alter_table("accounts") as batch:
        batch.drop_column("email")
        batch.drop_column("name")


def downgrade() -> None:
    """Accounts get an address and a name of one of their teams back; ids of members are their accounts' again."""
    for column in (sa.Column("email", sa.String(254)), sa.Column("name", sa.String(256))):
        op.add_column("accounts", column)
    for name in ("email", "name"):
        mine = MEMBERSHIPS.c.account_id == ACCOUNTS.c.id
        one = sa.select(sa.func.min(MEMBERSHIPS.c[name])).where(mine).scalar_subquery()
        op.execute(sa.update(ACCOUNTS).values({name: one}))
    op.execute(sa.update(ACCOUNTS).where(ACCOUNTS.c.email.is_(None)).values(email=ACCOUNTS.c.email_folded))
    with op.batch_alter_table("accounts") as batch:
        batch.alter_column("email", existing_type=sa.String(254), nullable=False)
    with op.batch_alter_table("memberships") as batch:
        batch.drop_constraint("uq_memberships_team_id_id", type_="unique")
        for name in ("id", "email", "name"):
            batch.drop_column(name)
