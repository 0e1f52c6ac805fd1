"""Visitors as the rest of the server sees them: plain, immutable facts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from userview.ports.places import NOWHERE, Place
from userview.protocol.messages.visitor import BrowserHints
from userview.realtime.records import VisitorKey

Clock = Callable[[], float]
"""Gives the time in Unix seconds."""

Flat = str | int | float | bool
"""A value of `metadata`."""


class IdentityChange(TypedDict, total=False):
    """Who somebody says the visitor is: a field that is absent leaves what is known, None clears it (rule P3)."""

    identities: list[str] | None
    unique_id: str | None
    tags: list[str] | None
    metadata: Mapping[str, Flat] | None
    integration_ids: list[str] | None
    """`chat:1234`: joined to those of before, one a chat; `chat:` clears that chat's (rule I5)."""


@dataclass(frozen=True, slots=True)
class Device:
    """What the user agent tells of browser and device; each part None when unknown."""

    browser_name: str | None
    device_name: str | None
    device_type: str | None


@dataclass(frozen=True, slots=True)
class Clues:
    """All that a browser says of itself."""

    user_agent: str
    hints: BrowserHints | None = None
    touch: int = 0
    """Fingers that the screen takes at once."""


@dataclass(frozen=True, slots=True)
class Browser:
    """What a connection tells of the visitor's browser."""

    ip_address: str
    user_agent: str
    language: str
    is_supported: bool
    js_configuration: bool
    """The page overrode a team setting."""
    place: Place = NOWHERE
    """Of the IP address."""


@dataclass(frozen=True, slots=True)
class LookupCode:
    """Digits by which an agent finds the visitor until they expire."""

    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser of one person, of one team."""

    number: int
    """The row; ascending in the order of appearing."""
    team_id: str
    short_id: str
    added_at: datetime
    last_seen_at: datetime
    """As stored: a few seconds old while the visitor is online."""
    identities: list[str] | None
    unique_id: str | None
    tags: list[str]
    metadata: dict[str, Flat]
    name: str | None
    email: str | None
    identity_verified: bool
    """What counts as the identity was signed by the site's server, or came by REST."""
    identity_sources: Mapping[str, str]
    """Who said `identities` and `unique_id`, where they are known: livechat, page, token or rest."""
    integration: str | None
    """The live chat on the page last visited."""
    integration_ids: list[str]
    browser: Browser
    device: Device
    last_url: str | None
    lookup_code: LookupCode | None
    """As it was given; perhaps too old by now."""

    @property
    def key(self) -> VisitorKey:
        """Team and short id."""
        return VisitorKey(self.team_id, self.short_id)

    @property
    def nickname(self) -> str:
        """What agents see first: name, else local part of the e-mail, else unique id, else short id."""
        return nickname(self.name, self.email, self.unique_id, self.short_id)


@dataclass(frozen=True, slots=True)
class Site:
    """A site whose pages carry the snippet."""

    origin: str
    url: str
    """Of the page that was seen last."""
    seen_at: datetime
    visitors: int
    """How many of those who were seen last were there."""


@dataclass(frozen=True, slots=True)
class Choices:
    """By what a list of visitors may be narrowed."""

    countries: Sequence[str]
    """Codes."""
    devices: Sequence[str]
    """Types."""
    tags: Sequence[str]
    hosts: Sequence[str]


def nickname(name: str | None, email: str | None, unique_id: str | None, short_id: str) -> str:
    """What a visitor is called: name, else local part of the e-mail, else unique id, else short id."""
    return name or (email or "").partition("@")[0] or unique_id or short_id


@dataclass(frozen=True, slots=True)
class Entered:
    """A visitor who was recognised or made; `secret` is set when the browser must store a new pair (rule P1)."""

    visitor: Visitor
    secret: str | None
    refusal: str | None = None
    """Why the identity that the page gave was not taken (rule I3)."""
