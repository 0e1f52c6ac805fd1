"""Tables of the worker: jobs to be done, and when each regular one is due."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table, Text, text

from userview.tables import JSONDocument, UTCDateTime, metadata

jobs: Final = Table(
    "jobs",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(80), nullable=False),
    Column("payload", JSONDocument, nullable=False),
    Column("dedupe_key", String(200)),
    Column("state", String(10), nullable=False),
    Column("run_at", UTCDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("worker", String(80)),
    Column("lease_until", UTCDateTime),
    Column("last_error", Text),
    Column("created_at", UTCDateTime, nullable=False),
    Column("finished_at", UTCDateTime),
    CheckConstraint("state IN ('waiting', 'running', 'done', 'dead')", name="state"),
    Index("ix_jobs_due", "state", "run_at"),
    Index(
        "uq_jobs_waiting_dedupe_key",
        "dedupe_key",
        unique=True,
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)
"""`fence` grows with each lease: a worker whose lease ran out no longer has the row's number."""

schedules: Final = Table(
    "schedules",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("next_at", UTCDateTime, nullable=False),
)
"""When each regular job is due next; whoever moves the time on first, enqueues it."""
