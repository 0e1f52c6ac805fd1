"""Assets as the rest of the server sees them."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class AssetLimits:
    """Bounds of rule F2."""

    asset_bytes: int = 10 * MIB
    """One picture or font: larger ones are photographs that nobody needs at full size."""
    page_bytes: int = 50 * MIB
    page_assets: int = 2000
    wait_seconds: float = 10.0
    """How long a viewer waits for an asset that the stream names already (F3)."""
    waiting: int = 2000
    """Requests that wait at once; more are answered 404 without waiting, and the viewer asks again."""


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Bounds of what the server fetches for visitors' pages (F4), which strangers write."""

    asset_fetches: int = 32
    """At once: each may hold as many bytes in memory as an asset may have."""
    asset_fetches_per_host: int = 6
    """At once: as many as one browser would ask a host for."""
    asset_fetches_per_session: int = 12
    """At once: no session takes the places of all others."""
    burst_assets: int = 2000
    burst_bytes: int = 50 * MIB
    """What a session may have fetched at once: a page as large as pages may be (F2)..."""
    refill_seconds: float = 120.0
    """...and again as much in this time. What is more the browser uploads, at its own cost."""
    sheet_bytes: int = 2 * MIB
    """One style sheet: the largest of frameworks have a fifth of it."""
    shunned_after: int = 2
    """Failures in a row (no connection, no answer in time) after which a host is left alone..."""
    shunned_seconds: float = 30.0
    """...for so long: a host that does not answer must not hold places."""


class Place(NamedTuple):
    """Where an asset belongs: a page of a session, and the id that capture gave it."""

    session: str
    page: int
    asset: str


@dataclass(frozen=True, slots=True)
class Blob:
    """An object in the blob store."""

    key: str
    sha256: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture or font, ready to be shown."""

    sha256: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Named:
    """An asset that a page names by its URL, for the server to fetch (F4)."""

    place: Place
    team: str
    url: str
    """Absolute, http or https. What stands in it may be secret: it is neither logged nor stored."""
    size: int | None
    """How many bytes it has in the visitor's browser, where that may say so."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style sheet that was fetched; `url` is where it came from, which what stands in it is relative to."""

    url: str
    text: str


class Uploaded(Enum):
    """What became of an upload."""

    STORED = auto()
    KNOWN = auto()
    """The id was bound before; the bytes that came now were not looked at."""
