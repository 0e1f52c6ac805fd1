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


class Uploaded(Enum):
    """What became of an upload."""

    STORED = auto()
    KNOWN = auto()
    """The id was bound before; the bytes that came now were not looked at."""
