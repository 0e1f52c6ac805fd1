"""Page views and events as the rest of the server sees them: plain, immutable facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from userview.protocol.messages.history import History
from userview.realtime.records import VisitorKey

SESSION: Final = "session"
"""The kind of the events that the server itself notes: a session began or ended."""

PictureSize = Literal["small", "medium", "large"]

PICTURE_SIZES: Final[tuple[PictureSize, ...]] = ("small", "medium", "large")


@dataclass(frozen=True, slots=True)
class HistoryLimits:
    """How much is kept of a visitor; each is a setting of the server."""

    events_per_pageview: int = 500
    """A page that never changes its address still comes to an end."""
    pageviews_per_visitor: int = 1000
    """Over it, the oldest go: a page that reloads itself must not fill the disk."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a page said of its history, and when it came (Unix seconds)."""

    visitor: VisitorKey
    message: History
    at: float
    not_before: float = 0.0
    """When the page view before it in the same tab began, as far as was told: messages may take longer on their way
    than what they tell of, and must not change places by that."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that the visitor did, or that happened to them."""

    uuid: str
    kind: str
    """An `EventKind`, or `SESSION`."""
    icon: str
    """Name of its picture: the kind's, or one that the page chose."""
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG image of a page view in one size, in pixels; `blob` is its key in the object store."""

    blob: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pageview:
    """A stay of a visitor at one URL."""

    number: int
    """The row; ascending in the order of being stored."""
    pageview_id: str
    """A UUID of the page's making: unique among the page views of its visitor."""
    url: str
    title: str
    at: datetime
    seen_seconds: float
    """How long the page was visible."""
    events: tuple[Event, ...]
    """Oldest first."""
    pictures: Mapping[PictureSize, Picture] | None
    """All three sizes, or None until they are rendered."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page of the list ended: newest first."""

    at: datetime
    number: int
