"""Places from MaxMind DB files: the user's own, or the one that `userview geoip install` fetches."""

from userview.adapters.places.files import FOLDER, INSTALLED
from userview.adapters.places.mmdb import MmdbPlaces
from userview.settings import Settings

__all__ = ["FOLDER", "INSTALLED", "MmdbPlaces", "make_places"]


def make_places(settings: Settings) -> MmdbPlaces:
    """The database that the settings name; its files are opened when they are first used, and may come later."""
    if settings.geoip_database is not None:
        return MmdbPlaces([settings.geoip_database])
    return MmdbPlaces([settings.data_dir / FOLDER / name for name in INSTALLED])
