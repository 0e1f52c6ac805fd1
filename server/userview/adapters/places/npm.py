"""The little of the npm registry's protocol that fetching one package takes, set up as npm itself is.

The registry's address comes from npm's own settings: environment variables, then `.npmrc` of the working folder, then
the user's. Proxies come from `HTTPS_PROXY` and the like; further certificates from npm's `cafile` or `NODE_EXTRA_CA_CERTS`.
"""

import base64
import binascii
import contextlib
import hashlib
import json
import os
import re
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any, ClassVar, Final
from urllib.parse import quote, urlsplit, urlunsplit

from userview.errors import UserViewError

DEFAULT_REGISTRY: Final = "https://registry.npmjs.org/"
PATIENCE_SECONDS: Final = 60.0
"""Of silence, after which the registry is given up."""
MAX_METADATA_BYTES: Final = 16 * 1024 * 1024
CHUNK_BYTES: Final = 256 * 1024

_REFERENCE: Final = re.compile(r"\$\{([^}]+)\}")

Progress = Callable[[int, int | None], None]
"""Told the bytes that have come and how many there are (None when the registry does not say)."""


class FetchFailed(UserViewError):
    """The package could not be had; the sentence says what failed and what may help."""

    code: ClassVar[str] = "fetch_failed"


@dataclass(frozen=True, slots=True)
class Package:
    """One version of a package, as the registry describes it."""

    name: str
    version: str
    tarball: str
    digest: bytes
    """SHA-512 of the tarball."""


class Registry:
    """A registry that packages are fetched from."""

    def __init__(self, address: str, cafile: str | None = None) -> None:
        """`cafile`: certificates (PEM) that are believed beside the system's.

        Raises:
            FetchFailed: the address or the file cannot be used.
        """
        if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc:
            raise FetchFailed(f"npm's registry: expected an address such as {DEFAULT_REGISTRY}, got {address[:100]!r}.")
        self.address: Final = address.rstrip("/") + "/"
        self._tls = ssl.create_default_context()
        if cafile:
            try:
                self._tls.load_verify_locations(cafile)
            except OSError as error:
                raise FetchFailed(f"The certificates in {cafile} cannot be read: {error}.") from error

    def newest(self, name: str) -> Package:
        """The version of a package that is tagged `latest`.

        Raises:
            FetchFailed: no answer, no such package, or an answer that is not what registries give.
        """
        url = f"{self.address}{quote(name, safe='@')}"
        with self._opened(url, "application/vnd.npm.install-v1+json, application/json;q=0.8") as answer:
            text = answer.read(MAX_METADATA_BYTES + 1)
        try:
            document: Any = json.loads(text)
            version = str(document["dist-tags"]["latest"])
            dist = document["versions"][version]["dist"]
            tarball, integrity = str(dist["tarball"]), str(dist["integrity"])
        except (ValueError, LookupError, TypeError) as error:
            raise FetchFailed(f"{url} did not answer with the description of an npm package.") from error
        return Package(name, version, self._own(tarball), _sha512(integrity, name))

    def download(self, package: Package, target: IO[bytes], limit_bytes: int, progress: Progress) -> None:
        """Write the package's tarball, which has been checked against its integrity hash when this returns.

        Raises:
            FetchFailed: no answer, an end before the end, more than `limit_bytes`, or another content than the
                registry's description says.
        """
        sha512, done = hashlib.sha512(), 0
        with self._opened(package.tarball, "application/octet-stream") as answer:
            length = answer.headers.get("Content-Length", "")
            size = int(length) if length.isdecimal() else None
            while True:
                try:
                    chunk = answer.read(CHUNK_BYTES)
                except (OSError, HTTPException) as error:
                    raise FetchFailed(
                        f"{package.tarball} broke off after {done:,} bytes: {error}. Try again."
                    ) from error
                if not chunk:
                    break
                done += len(chunk)
                if done > limit_bytes:
                    raise FetchFailed(f"{package.tarball} has more than {limit_bytes:,} bytes; it was not taken.")
                sha512.update(chunk)
                target.write(chunk)
                progress(done, size)
        if sha512.digest() != package.digest:
            raise FetchFailed(
                f"{package.tarball}: expected the SHA-512 {package.digest.hex()[:16]}… of the registry's description, got "
                f"{sha512.hexdigest()[:16]}… after {done:,} bytes; it was not taken. Try again."
            )

    def _own(self, tarball: str) -> str:
        """A mirror may pass on descriptions that name the public registry; like npm, we stay with the mirror."""
        public, given = urlsplit(DEFAULT_REGISTRY), urlsplit(tarball)
        if given.netloc != public.netloc:
            return tarball
        own = urlsplit(self.address)
        return urlunsplit((own.scheme, own.netloc, own.path.rstrip("/") + given.path, given.query, ""))

    def _opened(self, url: str, accept: str) -> Any:
        if urlsplit(url).scheme not in ("http", "https"):
            raise FetchFailed(f"The registry names {url[:200]!r} as the package's address: expected http or https.")
        request = urllib.request.Request(url, headers={"Accept": accept, "User-Agent": "userview"})  # noqa: S310 - checked
        opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=self._tls))
        try:
            return opener.open(request, timeout=PATIENCE_SECONDS)
        except urllib.error.HTTPError as error:
            error.close()
            raise FetchFailed(f"{url} answered {error.code} {error.reason}. {_SET_UP}") from error
        except (OSError, HTTPException) as error:
            reason = error.reason if isinstance(error, urllib.error.URLError) else error
            raise FetchFailed(f"{url} cannot be reached: {reason}. {_SET_UP}") from error


_SET_UP: Final = (
    "npm's own settings say which registry is asked (npm_config_registry, or `registry=` in .npmrc). Without one, download "
    "a city database yourself and name it with USERVIEW_GEOIP_DATABASE."
)


def npm_registry(scope: str, environment: Mapping[str, str] = os.environ, folder: Path | None = None) -> Registry:
    """The registry that npm would ask for packages of `scope` (`@name`), started in `folder`.

    Raises:
        FetchFailed: the settings name something that cannot be used.
    """
    config = {name.lower(): value for name, value in environment.items() if name.lower().startswith("npm_config_")}
    home = Path(config.get("npm_config_userconfig") or Path(environment.get("HOME") or "~").expanduser() / ".npmrc")
    settings: dict[str, str] = {}
    for file in (home, (folder or Path.cwd()) / ".npmrc"):
        settings |= _npmrc(file, environment)
    for name in ("registry", f"{scope}:registry", "cafile"):
        if config.get(f"npm_config_{name}"):
            settings[name] = config[f"npm_config_{name}"]
    address = settings.get(f"{scope}:registry") or settings.get("registry") or DEFAULT_REGISTRY
    return Registry(address, settings.get("cafile") or environment.get("NODE_EXTRA_CA_CERTS"))


def _npmrc(file: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """The lines `name = value` of an `.npmrc`, with `${NAME}` filled in from the environment."""
    found: dict[str, str] = {}
    with contextlib.suppress(OSError, UnicodeDecodeError):
        for line in file.read_text().splitlines():
            name, equals, value = line.partition("=")
            if equals and not line.lstrip().startswith((";", "#")):
                value = value.strip().strip("\"'")
                found[name.strip()] = _REFERENCE.sub(lambda part: environment.get(part[1], part[0]), value)
    return found


def _sha512(integrity: str, name: str) -> bytes:
    """The SHA-512 of a Subresource Integrity text."""
    for part in integrity.split():
        kind, _, text = part.partition("-")
        if kind == "sha512":
            with contextlib.suppress(binascii.Error, ValueError):
                digest = base64.b64decode(text.partition("?")[0], validate=True)
                if len(digest) == hashlib.sha512().digest_size:
                    return digest
    raise FetchFailed(f"The registry's description of {name} has no SHA-512 hash; the package is not taken unchecked.")
