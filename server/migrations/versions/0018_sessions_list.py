"""Sessions are listed by agent, source, outcome and site, and those that run by themselves, without reading the others.

Revision ID: 0018_sessions_list
Revises: 0017_ratings
"""

import sqlalchemy as sa
from alembic import op

from userview.protocol.origins import MAX_HOST, host_of
from userview.tables import UTCDateTime

revision = "0018_sessions_list"
down_revision = "0017_ratings"
branch_labels = None
depends_on = None

SESSIONS = sa.table(
    "sessions",
    sa.column("id", sa.String),
    sa.column("start_url", sa.Text),
    sa.column("start_host", sa.String),
    sa.column("created_at", UTCDateTime()),
)
AGENTS = sa.table("session_agents", sa.column("session_id", sa.String), sa.column("session_created_at", UTCDateTime()))
BATCH = 2000
NOT_ENDED = sa.text("state <> 'ended'")


def upgrade() -> None:
    """Add what the lists go along, and fill it."""
    op.add_column("sessions", sa.Column("start_host", sa.String(MAX_HOST)))
    op.add_column("session_agents", sa.Column("session_created_at", UTCDateTime()))
    _fill_hosts()
    mine = sa.select(SESSIONS.c.created_at).where(SESSIONS.c.id == AGENTS.c.session_id).scalar_subquery()
    op.execute(sa.update(AGENTS).values(session_created_at=mine))
    with op.batch_alter_table("session_agents") as batch:
        batch.alter_column("session_created_at", existing_type=UTCDateTime(), nullable=False)
    op.drop_index("ix_session_agents_agent_id", "session_agents")
    op.create_index(
        "ix_session_agents_agent_id_session_created_at_session_id",
        "session_agents",
        ["agent_id", "session_created_at", "session_id"],
    )
    for column in ("source", "end_reason", "start_host"):
        op.create_index(
            f"ix_sessions_team_id_{column}_created_at_id", "sessions", ["team_id", column, "created_at", "id"]
        )
    op.create_index(
        "ix_sessions_running",
        "sessions",
        ["team_id", "created_at", "id"],
        sqlite_where=NOT_ENDED,
        postgresql_where=NOT_ENDED,
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_sessions_running", "sessions")
    for column in ("start_host", "end_reason", "source"):
        op.drop_index(f"ix_sessions_team_id_{column}_created_at_id", "sessions")
    op.drop_index("ix_session_agents_agent_id_session_created_at_session_id", "session_agents")
    op.drop_column("session_agents", "session_created_at")
    op.create_index("ix_session_agents_agent_id", "session_agents", ["agent_id"])
    op.drop_column("sessions", "start_host")


def _fill_hosts() -> None:
    """Databases cannot read URLs, so each is read here."""
    connection, last = op.get_bind(), ""
    c = SESSIONS.c
    given = sa.update(SESSIONS).where(c.id == sa.bindparam("of_id")).values(start_host=sa.bindparam("host"))
    while True:
        rows = connection.execute(sa.select(c.id, c.start_url).where(c.id > last).order_by(c.id).limit(BATCH)).all()
        if not rows:
            return
        last = rows[-1].id
        hosts = [{"of_id": row.id, "host": host} for row in rows if (host := host_of(row.start_url)) is not None]
        if hosts:
            connection.execute(given, hosts)
