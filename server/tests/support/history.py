"""What pages tell of their history, for tests."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from userview.domains.visitors.history.model import Told
from userview.protocol.messages.history import History, HistoryEvent
from userview.realtime.records import VisitorKey


def uuid(number: int) -> str:
    """The same number, the same UUID."""
    return str(UUID(int=number))


def happened(number: int, title: str = "Clicked", kind: str = "click", age_ms: int = 0, **fields: Any) -> HistoryEvent:
    """An event."""
    return HistoryEvent.model_validate(
        {"uuid": uuid(number), "kind": kind, "title": title, "icon": None, "age_ms": age_ms, **fields}
    )


def message(pageview: int, *events: HistoryEvent, age_ms: int = 1000, **fields: Any) -> History:
    """A page view with events."""
    values: dict[str, Any] = {
        "pageview": uuid(pageview),
        "url": f"https://shop.example.com/{pageview}",
        "title": f"Page {pageview}",
        "age_ms": age_ms,
        "seen_ms": 500,
        "events": list(events),
    }
    return History.model_validate({**values, **fields})


def told(visitor: VisitorKey, at: float, pageview: int, *events: HistoryEvent, **fields: Any) -> Told:
    """What a visitor's page says at a time (Unix seconds)."""
    return Told(visitor, message(pageview, *events, **fields), at)
