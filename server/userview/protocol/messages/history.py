"""What a page tells of page views and events outside of sessions (rules J1-J5)."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from userview.protocol.messages.common import MAX_TITLE, Number, Part, Url, Uuid

MAX_EVENT_TITLE = 300
MAX_EVENTS = 50
"""Events of one message: 50 of the longest titles are well below the 64 KiB of rule M1."""


class EventKind(StrEnum):
    """What a page can say that its visitor did; events of sessions are the server's own (rule J4)."""

    LOAD = "load"
    NAVIGATION = "navigation"
    CLICK = "click"
    SUBMIT = "submit"
    ERROR = "error"
    CHAT = "chat"
    CUSTOM = "custom"


class EventIcon(StrEnum):
    """Pictures that a page may choose from for an event of its own."""

    BELL = "bell"
    CARD = "card"
    CART = "cart"
    CHECK = "check"
    DOWNLOAD = "download"
    FLAG = "flag"
    HEART = "heart"
    MAIL = "mail"
    PHONE = "phone"
    PLAY = "play"
    SEARCH = "search"
    STAR = "star"
    USER = "user"
    WARNING = "warning"


class HistoryEvent(Part):
    """One thing that the visitor did; told twice it counts once, by its `uuid`."""

    uuid: Uuid
    kind: EventKind
    title: Annotated[str, StringConstraints(min_length=1, max_length=MAX_EVENT_TITLE)]
    icon: EventIcon | None
    """For `custom` events; null shows the picture of the kind."""
    age_ms: Number
    """How long ago it was when the message was sent."""


class History(Part):
    """A page view and what happened in it since the message before."""

    type: Literal["history"] = "history"
    pageview: Uuid
    url: Url
    title: Annotated[str, StringConstraints(max_length=MAX_TITLE)]
    age_ms: Number
    """How long ago the page view began when the message was sent."""
    seen_ms: Number
    """How long the page was visible in this page view, up to now."""
    events: Annotated[list[HistoryEvent], Field(max_length=MAX_EVENTS)]
