"""Reading what the journal wrote of a session."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from userview.domains.sessions import store
from userview.domains.sessions.model import Flat
from userview.tables import Transactions

EntryKind = Literal[
    "requested",
    "authorizing",
    "active",
    "paused",
    "ended",
    "authorized",
    "declined",
    "went_live",
    "agent_joined",
    "agent_left",
    "feature_used",
    "message_sent",
    "console_run",
    "page_shown",
    "control_changed",
    "rated",
    "recording_allowed",
    "recording_declined",
    "recording_started",
    "recording_failed",
]
"""What is written down: see `journal` and `ratings`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened in a session."""

    at: datetime
    kind: EntryKind
    agent_id: str | None
    detail: Mapping[str, Flat | None]


@dataclass(frozen=True, slots=True)
class EntryPosition:
    """Where a page of the timeline ended."""

    at: datetime
    number: int


class Timeline:
    """Every method is one transaction."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    async def page(
        self, session_id: str, limit: int, after: EntryPosition | None
    ) -> tuple[list[Entry], EntryPosition | None]:
        """Entries in the order in which they were written, and where the page ends (None at the end)."""
        c = store.session_events.c
        statement = select(store.session_events).where(c.session_id == session_id).order_by(c.number).limit(limit + 1)
        if after is not None:
            statement = statement.where(c.number > after.number)
        async with self._database.reading() as connection:
            rows = (await connection.execute(statement)).all()
        end = EntryPosition(rows[limit - 1].at, rows[limit - 1].number) if len(rows) > limit else None
        return [Entry(row.at, row.kind, row.agent_id, row.detail) for row in rows[:limit]], end
