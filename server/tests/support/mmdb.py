"""Small MaxMind DB files in each of the shapes that providers give."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mmdb_writer import MMDBWriter
from netaddr import IPSet

LONDON, PARIS, TOKYO = "81.2.69.0/24", "90.60.0.0/16", "2001:218::/32"


def write_database(file: Path, kind: str, records: Mapping[str, Any], version: int = 6) -> Path:
    """A database of these networks; `version` is 4 for one that has no IPv6 addresses."""
    writer = MMDBWriter(version, kind, languages=["en"], ipv4_compatible=version == 6)
    for network, record in records.items():
        writer.insert_network(IPSet([network]), record)
    file.parent.mkdir(parents=True, exist_ok=True)
    writer.to_db_file(str(file))
    return file


def flat(city: str, country: str) -> dict[str, Any]:
    """A record of npm's DB-IP files."""
    return {"city": city, "country_code": country, "state1": "", "latitude": 1.5, "timezone": ""}


def nested(city: str | None, country: str) -> dict[str, Any]:
    """A record of GeoLite2, and of DB-IP's own files."""
    place: dict[str, Any] = {"country": {"iso_code": country, "names": {"en": f"{country} in English", "de": "?"}}}
    return {**place, "city": {"names": {"de": "?", "en": city}}} if city else place


def installed_files(folder: Path, city: str = "London (Soho)") -> None:
    """Both files of npm's DB-IP package, as `userview geoip install` leaves them."""
    ipv4 = {LONDON: flat(city, "GB"), PARIS: flat("Paris", "FR"), "8.8.8.0/24": flat("Mountain View", "US")}
    ipv6 = {TOKYO: flat("Tokyo", "JP"), "2001:4860::/32": flat("", "US")}
    write_database(folder / "dbip-city-ipv4.mmdb", "city ipv4", ipv4, 4)
    write_database(folder / "dbip-city-ipv6.mmdb", "city ipv6", ipv6, 6)
