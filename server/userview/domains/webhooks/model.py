"""Webhooks as the rest of the server sees them: plain, immutable facts, and when to try again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, TypedDict

from userview.ports.events import EventName

Clock = Callable[[], float]
"""Gives the time in Unix seconds."""

Kind = Literal["team", "session"]
"""`team`: has a URL, hears of what it asked for. `session`: signs what goes to the `webhook_url` of single sessions."""

DisabledReason = Literal["failing", "gone"]
"""`failing`: days without a success. `gone`: its server answered 410."""

DeliveryState = Literal["waiting", "delivered", "failed"]

TEST_EVENT: Final = "webhook.test"
"""The type of what the test button sends; no event of that name happens."""

MAX_WEBHOOKS: Final = 50
"""Of one team: each event is looked up against all of them."""

RETRY_SECONDS: Final = (5, 60, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Between the attempts of a delivery: 11 attempts over three days, so that a weekend's outage loses nothing."""

LONGEST_PAUSE_SECONDS: Final = 3600.0
"""A webhook that fails is left alone for a time that doubles from 5 s up to this; other deliveries wait meanwhile."""

DISABLED_AFTER: Final = timedelta(days=5)
DISABLED_AFTER_FAILURES: Final = 10
"""Both must be: an hour's trouble that nobody tried again for days is not days of failure."""

OLD_SECRET_KEPT: Final = timedelta(hours=24)
"""After a rotation the old secret signs too, so that receivers can change over."""

ANSWER_BYTES: Final = 1024
"""Of an answer; enough to read the error of a receiver in."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook's row, without its secrets."""

    id: str
    team_id: str
    kind: Kind
    url: str | None
    """None for the kind `session`."""
    events: tuple[EventName, ...]
    active: bool
    created_at: datetime
    delivered_at: datetime | None
    """When something was last delivered."""
    failing_since: datetime | None
    """The first failure after the last success."""
    failures: int
    paused_until: datetime | None
    disabled_at: datetime | None
    disabled_reason: DisabledReason | None

    def is_paused(self, now: datetime) -> bool:
        """Whether it is left alone at the moment."""
        return self.paused_until is not None and self.paused_until > now


class WebhookChange(TypedDict, total=False):
    """What is absent stays."""

    url: str
    events: tuple[EventName, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request and what came of it: a status, or an error."""

    at: datetime
    duration_ms: int
    status_code: int | None
    error: str | None
    answer: str | None
    """The first KiB of the answer's body."""

    @property
    def succeeded(self) -> bool:
        """Any 2xx."""
        return self.status_code is not None and 200 <= self.status_code < 300


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event for one webhook, with its attempts in the order of trying."""

    id: str
    number: int
    webhook_id: str
    event_id: str
    event: str
    url: str
    """Where it goes: the webhook's URL as it is now, or the session's own."""
    session_id: str | None
    visitor_short_id: str | None
    body: str
    """The JSON text that is sent, byte for byte."""
    state: DeliveryState
    tries: int
    """Attempts made by the schedule; those asked for by people do not count."""
    next_at: datetime | None
    created_at: datetime
    finished_at: datetime | None
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """An event that was noted and not yet turned into deliveries."""

    number: int
    id: str
    team_id: str
    name: EventName
    visitor_short_id: str
    session_id: str | None
    session_url: str | None
    at: datetime


Document = Mapping[str, Any]
"""The payload's `data`: `{"session": …}` or `{"visitor": …}`."""


def retry_after(tries: int) -> float | None:
    """Seconds until the next attempt when `tries` have failed; None: it was the last."""
    return None if tries > len(RETRY_SECONDS) else RETRY_SECONDS[tries - 1]


def pause_after(failures: int) -> float:
    """Seconds for which a webhook is left alone after so many failures in a row."""
    return min(5.0 * 2.0 ** min(failures - 1, 20), LONGEST_PAUSE_SECONDS)
