"""Places from files that may come, change and go while the server runs."""

import ipaddress
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from userview.adapters.places.files import Source
from userview.observe.logging import logger
from userview.ports.places import NOWHERE, Credit, Place

LOOK_SECONDS: Final = 5.0
"""How often it is looked whether a file was replaced: as fast as anybody expects it, and a look costs microseconds."""

_LOG = logger("places")

_Print = tuple[int, int, int]
"""Inode, time of change and size: another file has another one."""


class MmdbPlaces:
    """Looks addresses up in the first of these files that knows them."""

    def __init__(self, files: Sequence[Path], clock: Callable[[], float] = time.monotonic) -> None:
        """`clock`: seconds, for looking at the files now and then."""
        self.files: Final = tuple(files)
        self._clock = clock
        self._looked_at: float | None = None
        self._prints: dict[Path, _Print | None] = {}
        self._open: dict[Path, Source] = {}

    def find(self, ip_address: str) -> Place:
        """The place of an address."""
        try:
            address = ipaddress.ip_address(ip_address.partition("%")[0])
        except ValueError:
            return NOWHERE
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        if not address.is_global:
            return NOWHERE
        self._look()
        for path, source in list(self._open.items()):
            try:
                place = source.find(address)
            except ValueError as error:
                self._damaged(path, error)
                continue
            if place != NOWHERE:
                return place
        return NOWHERE

    def credit(self) -> Credit | None:
        """Who is to be named, by the files that are open now."""
        self._look()
        return next((source.credit for source in self._open.values() if source.credit is not None), None)

    def _look(self) -> None:
        """Open what is new, forget what is gone; an old file stays mapped until nobody reads it any more."""
        now = self._clock()
        if self._looked_at is not None and now - self._looked_at < LOOK_SECONDS:
            return
        self._looked_at = now
        for path in self.files:
            seen = _print(path)
            if path in self._prints and self._prints[path] == seen:
                continue
            self._prints[path] = seen
            self._open.pop(path, None)
            if seen is None:
                continue
            try:
                self._open[path] = Source.opened(path)
            except (OSError, ValueError) as error:
                self._damaged(path, error)

    def _damaged(self, path: Path, error: Exception) -> None:
        self._open.pop(path, None)
        _LOG.warning("the geolocation database cannot be read; places stay unknown", file=str(path), problem=str(error))


def _print(path: Path) -> _Print | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
