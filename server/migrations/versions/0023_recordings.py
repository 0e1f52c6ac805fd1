"""Recordings and their chunks; what the visitor said of being recorded, and what there is of a session's video.

Revision ID: 0023_recordings
Revises: 0022_saved_searches
"""

import sqlalchemy as sa
from alembic import op

from userview.tables import JSONDocument, UTCDateTime

revision = "0023_recordings"
down_revision = "0022_saved_searches"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables. No session from before was recorded."""
    op.create_table(
        "recordings",
        sa.Column("session_id", sa.String(16), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("began_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_ms", sa.Float(), nullable=False),
        sa.Column("failure", sa.Text()),
        sa.Column("finished_at", UTCDateTime()),
        sa.CheckConstraint(
            "state IN ('recording', 'complete', 'removed', 'expired')", name=op.f("ck_recordings_state")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_recordings_session_id_sessions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_recordings")),
    )
    op.create_index(op.f("ix_recordings_finished_at"), "recordings", ["finished_at"])
    op.create_table(
        "recording_chunks",
        sa.Column("blob", sa.String(120), nullable=False),
        sa.Column("session_id", sa.String(16)),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_ms", sa.Float(), nullable=False),
        sa.Column("last_ms", sa.Float(), nullable=False),
        sa.Column("raw_size", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("keyframes", JSONDocument, nullable=False),
        sa.Column("quiet", JSONDocument, nullable=False),
        sa.Column("stored", sa.Boolean(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("blob", name=op.f("pk_recording_chunks")),
        sa.UniqueConstraint("session_id", "number", name=op.f("uq_recording_chunks_session_id_number")),
    )
    with op.batch_alter_table("sessions") as table:
        table.add_column(sa.Column("recording_mode", sa.String(4), nullable=False, server_default="off"))
        table.add_column(sa.Column("recording_allowed", sa.Boolean()))
        table.add_column(sa.Column("video_status", sa.String(16), nullable=False, server_default="not_available"))
        table.drop_column("recording")


def downgrade() -> None:
    """Take them away; the objects in the blob store stay, for nobody."""
    with op.batch_alter_table("sessions") as table:
        table.add_column(sa.Column("recording", sa.Boolean(), nullable=False, server_default=sa.true()))
        table.drop_column("video_status")
        table.drop_column("recording_allowed")
        table.drop_column("recording_mode")
    op.drop_table("recording_chunks")
    op.drop_table("recordings")
