"""A URL, taken apart once: what is checked is what is connected to and asked for."""

import re
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote, urljoin, urlsplit

import idna

from userview.ports.egress import EgressRefused

MAX_URL: Final = 2048
DEFAULT_PORTS: Final = {"http": 80, "https": 443}

_UNFIT: Final = re.compile(r'[\x00-\x20\x7f"<>\\^`{|}]')
_HOST: Final = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|[0-9a-f:.]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a URL leads."""

    url: str
    scheme: Literal["http", "https"]
    host: str
    """Lower case, in ASCII (IDNA), without brackets and without the dot at the end."""
    port: int
    target: str
    """Path and query, as they are sent."""

    @property
    def authority(self) -> str:
        """The value of `Host`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def place_of(url: str) -> Place:
    """Take a URL apart.

    Raises:
        EgressRefused: no absolute http or https URL, too long, or with credentials.
    """
    if len(url) > MAX_URL:
        raise EgressRefused(f"expected a URL of at most {MAX_URL} characters, got one of {len(url)}")
    try:
        parts = urlsplit(url)
        port, name = parts.port, parts.hostname
    except ValueError:
        raise EgressRefused("expected an absolute http or https URL") from None
    if not name or port == 0 or _UNFIT.search(url):
        raise EgressRefused("expected an absolute http or https URL")
    scheme = parts.scheme
    if scheme not in ("http", "https"):
        raise EgressRefused(f"expected an http or https URL, got one of the scheme {scheme[:20]!r}")
    if "@" in parts.netloc:
        raise EgressRefused("expected a URL without a user name or password in it")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?") if parts.query else ""
    # Fragments are the reader's own business and are not sent.
    return Place(url, scheme, _ascii(name), port or DEFAULT_PORTS[scheme], path + query)


def redirected(place: Place, location: str) -> Place:
    """Where an answer of `place` sends on to.

    Raises:
        EgressRefused: nowhere that may be fetched; from https to http would tell the network what was secret.
    """
    try:
        url = urljoin(place.url, location)
    except ValueError:
        raise EgressRefused(f"{place.host} redirects to something that is no URL") from None
    onward = place_of(url)
    if (place.scheme, onward.scheme) == ("https", "http"):
        raise EgressRefused(f"{place.host} redirects from https to http")
    return onward


def _ascii(name: str) -> str:
    host = name.rstrip(".")
    try:
        if not host.isascii():
            host = idna.encode(host, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        host = ""
    host = host.lower()
    if not _HOST.fullmatch(host):
        raise EgressRefused(f"expected a host name or address, got {name[:80]!r}")
    return host
