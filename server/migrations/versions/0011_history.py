"""Page views of visitors, and what happened in them.

Revision: 0011_history, after 0010_search.
"""

import sqlalchemy as sa
from alembic import op

from userview.tables import UTCDateTime

revision = "0011_history"
down_revision = "0010_search"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    visitor = sa.ForeignKey("visitors.number", ondelete="CASCADE")
    op.create_table(
        "pageviews",
        sa.Column("number", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("visitor_number", NUMBER, visitor, nullable=False),
        sa.Column("team_id", sa.String(40), nullable=False),
        sa.Column("pageview_id", sa.String(36), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("ts", UTCDateTime(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger, nullable=False),
        sa.Column("event_count", sa.Integer, nullable=False),
        sa.UniqueConstraint("visitor_number", "pageview_id"),
    )
    op.create_index("ix_pageviews_visitor_number_ts_number", "pageviews", ["visitor_number", "ts", "number"])
    op.create_index("ix_pageviews_team_id_ts", "pageviews", ["team_id", "ts"])
    pageview = sa.ForeignKey("pageviews.number", ondelete="CASCADE")
    op.create_table(
        "pageview_events",
        sa.Column("number", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("pageview_number", NUMBER, pageview, nullable=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("icon", sa.String(20)),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("ts", UTCDateTime(), nullable=False),
        sa.UniqueConstraint("pageview_number", "uuid"),
    )
    op.create_table(
        "pageview_pictures",
        sa.Column("blob", sa.String(200), primary_key=True),
        sa.Column("pageview_number", NUMBER, sa.ForeignKey("pageviews.number", ondelete="SET NULL")),
        sa.Column("size", sa.String(10), nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("announced_at", UTCDateTime(), nullable=False),
        sa.Column("bound", sa.Boolean, nullable=False),
    )
    op.create_index("ix_pageview_pictures_pageview_number", "pageview_pictures", ["pageview_number"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("pageview_pictures")
    op.drop_table("pageview_events")
    op.drop_table("pageviews")
