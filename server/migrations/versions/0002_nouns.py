"""Teams and their accounts, keys and sign-ins; visitors and the index that finds them; sessions, timeline, links.

Revision: 0002_nouns, after 0001_foundation.

Building `visitors` anew on SQLite (batch mode) drops the triggers that keep `visitor_search`: a later migration that
does so makes them again.
"""

import sqlalchemy as sa
from alembic import op

from userview.tables import JSONDocument, UTCDateTime

revision = "0002_nouns"
down_revision = "0001_foundation"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
NOT_ENDED = sa.text("state <> 'ended'")

SQLITE_SEARCH = (
    "CREATE VIRTUAL TABLE visitor_search USING fts5("
    "search_text, content='visitors', content_rowid='number', tokenize='trigram')",
    "CREATE TRIGGER visitor_search_insert AFTER INSERT ON visitors BEGIN"
    " INSERT INTO visitor_search(rowid, search_text) VALUES (new.number, new.search_text); END",
    "CREATE TRIGGER visitor_search_delete AFTER DELETE ON visitors BEGIN"
    " INSERT INTO visitor_search(visitor_search, rowid, search_text) VALUES ('delete', old.number, old.search_text); END",
    "CREATE TRIGGER visitor_search_update AFTER UPDATE OF search_text ON visitors BEGIN"
    " INSERT INTO visitor_search(visitor_search, rowid, search_text) VALUES ('delete', old.number, old.search_text);"
    " INSERT INTO visitor_search(rowid, search_text) VALUES (new.number, new.search_text); END",
)
"""The text stays in `visitors`; the index follows every change of it, and of nothing else."""

POSTGRES_SEARCH = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX ix_visitors_search_text_trgm ON visitors USING gin (search_text gin_trgm_ops)",
)


def upgrade() -> None:
    """Make the tables, then the search index of the database at hand."""
    _teams()
    _visitors()
    _sessions()
    for statement in SQLITE_SEARCH if op.get_bind().dialect.name == "sqlite" else POSTGRES_SEARCH:
        op.execute(statement)


def downgrade() -> None:
    """Drop them. The extension stays: it may be somebody else's too."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE visitor_search")
    for table in ("seats", "watch_links", "session_events", "session_agents", "sessions"):
        op.drop_table(table)
    for table in ("visitor_activity", "visitors"):
        op.drop_table(table)
    for table in ("sign_ins", "sign_in_links", "api_keys", "external_agents", "memberships", "accounts", "teams"):
        op.drop_table(table)


def _team_id(*, primary_key: bool = False) -> sa.Column[str]:
    team = sa.ForeignKey("teams.id", ondelete="CASCADE")
    return sa.Column("team_id", sa.String(40), team, nullable=False, primary_key=primary_key)


def _account_id(*, primary_key: bool = False) -> sa.Column[str]:
    account = sa.ForeignKey("accounts.id", ondelete="CASCADE")
    return sa.Column("account_id", sa.String(40), account, nullable=False, primary_key=primary_key)


def _session_id(*, primary_key: bool = False) -> sa.Column[str]:
    session = sa.ForeignKey("sessions.id", ondelete="CASCADE")
    return sa.Column("session_id", sa.String(16), session, nullable=False, primary_key=primary_key)


def _teams() -> None:
    op.create_table(
        "teams",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("domain", sa.String(253)),
        sa.Column("public_key", sa.String(40), nullable=False, unique=True),
        sa.Column("settings", JSONDocument, nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_folded", sa.String(254), nullable=False, unique=True),
        sa.Column("name", sa.String(256)),
        sa.Column("password_hash", sa.String(255)),
        sa.Column("created_at", UTCDateTime(), nullable=False),
    )
    op.create_table(
        "memberships",
        _team_id(primary_key=True),
        _account_id(primary_key=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
    )
    op.create_index("ix_memberships_account_id", "memberships", ["account_id"])
    op.create_table(
        "external_agents",
        sa.Column("id", sa.String(40), primary_key=True),
        _team_id(),
        sa.Column("external_id", sa.String(256), nullable=False),
        sa.Column("name", sa.String(256), nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.UniqueConstraint("team_id", "external_id"),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(40), primary_key=True),
        _team_id(),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("hint", sa.String(4), nullable=False),
        sa.Column("scopes", JSONDocument, nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("last_used_at", UTCDateTime()),
        sa.Column("revoked_at", UTCDateTime()),
    )
    op.create_index("ix_api_keys_team_id", "api_keys", ["team_id"])
    op.create_table(
        "sign_in_links",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        _team_id(),
        _account_id(),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
    )
    op.create_index("ix_sign_in_links_expires_at", "sign_in_links", ["expires_at"])
    op.create_table(
        "sign_ins",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        _team_id(),
        _account_id(),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
    )
    op.create_index("ix_sign_ins_account_id", "sign_ins", ["account_id"])
    op.create_index("ix_sign_ins_expires_at", "sign_ins", ["expires_at"])


def _visitors() -> None:
    op.create_table(
        "visitors",
        sa.Column("number", NUMBER, primary_key=True, autoincrement=True),
        _team_id(),
        sa.Column("short_id", sa.String(18), nullable=False, unique=True),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("claims", JSONDocument, nullable=False),
        sa.Column("identities", JSONDocument),
        sa.Column("unique_id", sa.Text),
        sa.Column("tags", JSONDocument, nullable=False),
        sa.Column("metadata", JSONDocument, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("email", sa.Text),
        sa.Column("ip_address", sa.String(45), nullable=False),
        sa.Column("user_agent", sa.Text, nullable=False),
        sa.Column("language", sa.String(64), nullable=False),
        sa.Column("is_supported", sa.Boolean, nullable=False),
        sa.Column("js_configuration", sa.Boolean, nullable=False),
        sa.Column("browser_name", sa.Text),
        sa.Column("device_name", sa.Text),
        sa.Column("device_type", sa.String(20)),
        sa.Column("last_url", sa.Text),
        sa.Column("search_text", sa.Text, nullable=False),
    )
    op.create_index("ix_visitors_team_id_unique_id", "visitors", ["team_id", "unique_id"])
    op.create_table(
        "visitor_activity",
        sa.Column("visitor_number", NUMBER, sa.ForeignKey("visitors.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("team_id", sa.String(40), nullable=False),
        sa.Column("last_seen_at", UTCDateTime(), nullable=False),
    )
    seen = ["team_id", "last_seen_at", "visitor_number"]
    op.create_index("ix_visitor_activity_team_id_last_seen_at_visitor_number", "visitor_activity", seen)


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(16), primary_key=True),
        _team_id(),
        sa.Column("visitor_short_id", sa.String(18), nullable=False),
        sa.Column("visitor_nickname", sa.Text, nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("end_reason", sa.String(40)),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("requires_consent", sa.Boolean, nullable=False),
        sa.Column("page_may_decide_consent", sa.Boolean, nullable=False),
        sa.Column("authorized", sa.Boolean),
        sa.Column("went_live", sa.Boolean, nullable=False),
        sa.Column("permissions", JSONDocument, nullable=False),
        sa.Column("may_click", sa.Boolean, nullable=False),
        sa.Column("may_scroll", sa.Boolean, nullable=False),
        sa.Column("may_type", sa.Boolean, nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("live_at", UTCDateTime()),
        sa.Column("ended_at", UTCDateTime()),
        sa.Column("start_url", sa.Text, nullable=False),
        sa.Column("features", JSONDocument, nullable=False),
        sa.Column("metadata", JSONDocument, nullable=False),
        sa.Column("recording", sa.Boolean, nullable=False),
        sa.Column("webhook_url", sa.Text),
        sa.Column("notes", sa.Text),
        sa.Column("language", sa.String(64)),
        sa.Column("link_expires_at", UTCDateTime()),
        sa.Column("time_limit_seconds", sa.Integer, nullable=False),
    )
    op.create_index("ix_sessions_ended_at", "sessions", ["ended_at"])
    op.create_index("ix_sessions_team_id_created_at_id", "sessions", ["team_id", "created_at", "id"])
    op.create_index("ix_sessions_visitor_short_id_created_at", "sessions", ["visitor_short_id", "created_at"])
    op.create_index(
        "uq_sessions_one_per_visitor",
        "sessions",
        ["visitor_short_id"],
        unique=True,
        sqlite_where=NOT_ENDED,
        postgresql_where=NOT_ENDED,
    )
    op.create_table(
        "session_agents",
        _session_id(primary_key=True),
        sa.Column("agent_id", sa.String(40), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.String(256), nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("external_id", sa.String(256)),
        sa.Column("joined_at", UTCDateTime(), nullable=False),
        sa.Column("left_at", UTCDateTime()),
    )
    op.create_index("ix_session_agents_agent_id", "session_agents", ["agent_id"])
    op.create_table(
        "session_events",
        sa.Column("number", NUMBER, primary_key=True, autoincrement=True),
        _session_id(),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("agent_id", sa.String(40)),
        sa.Column("detail", JSONDocument, nullable=False),
    )
    op.create_index("ix_session_events_session_id_number", "session_events", ["session_id", "number"])
    op.create_table(
        "watch_links",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        _session_id(),
        sa.Column("agent_id", sa.String(40), nullable=False),
        sa.Column("agent_name", sa.String(256), nullable=False),
        sa.Column("agent_email", sa.String(254)),
        sa.Column("agent_external_id", sa.String(256)),
        sa.Column("permissions", JSONDocument, nullable=False),
        sa.Column("branding", JSONDocument, nullable=False),
        sa.Column("language", sa.String(64)),
        sa.Column("allowed_origins", JSONDocument),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("redeemed_at", UTCDateTime()),
    )
    op.create_index("ix_watch_links_session_id", "watch_links", ["session_id"])
    op.create_table(
        "seats",
        sa.Column("seat_hash", sa.String(64), primary_key=True),
        _session_id(),
        sa.Column(
            "token_hash", sa.String(64), sa.ForeignKey("watch_links.token_hash", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("created_at", UTCDateTime(), nullable=False),
    )
    op.create_index("ix_seats_session_id", "seats", ["session_id"])
