"""Allowed sites: which pages may carry a team's snippet.

A pattern is an origin (`https://shop.example.com`, `http://localhost:3000`). `*.` before the host stands
for every subdomain, not for the host itself. Without a scheme both http and https fit; without a port the
scheme's own one; `:*` is any port.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlsplit

from typing_extensions import override

_PATTERN: Final = re.compile(r"^(?:(https?)://)?(\*\.)?([^\s/:@?#\[\]*]+|\[[0-9a-f:.]+\])(?::(\d{1,5}|\*))?/?$")
_HOST: Final = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
_PORT: Final = r"[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]|\*"
_REST: Final = rf"(\*\.)?({_HOST}(\.{_HOST})*|\[[0-9a-f:.]+\])(:({_PORT}))?$"
SITE_EXPRESSION: Final = rf"^(https?://)?{_REST}"
"""What patterns look like that are kept, for descriptions; `parse` also reads what people write instead."""
ORIGIN_EXPRESSION: Final = rf"^https?://{_REST}"
"""The same of those with a scheme."""
_LABEL: Final = re.compile(r"^(?!-)[a-z0-9_-]{1,63}(?<!-)$")
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_EXPECTED: Final = "expected an origin such as https://shop.example.com or https://*.example.com"


@dataclass(frozen=True, slots=True)
class SitePattern:
    """One entry of `allowed_sites`, in parts."""

    scheme: str | None
    subdomains: bool
    host: str
    port: str | None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a pattern as a person writes it; upper case and a final slash do not matter.

        Raises:
            ValueError: it is no origin; the text says what is expected.
        """
        found = _PATTERN.match(text.strip().lower())
        if found is None:
            raise ValueError(f"{_EXPECTED}, got {text[:80]!r}")
        scheme, wildcard, host, port = found.groups()
        if port not in (None, "*") and not 0 < int(port) < 65_536:
            raise ValueError(f"expected a port between 1 and 65535, got {port}")
        return cls(scheme, bool(wildcard), _ascii_host(host, text), port)

    def fits(self, origin: str) -> bool:
        """Whether a page of `origin` (as browsers send it) is one of these."""
        try:
            parts = urlsplit(origin)
            port = parts.port
        except ValueError:
            return False
        if parts.scheme not in _DEFAULT_PORTS or parts.hostname is None:
            return False
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        return (
            self.scheme in (None, parts.scheme)
            and (host.endswith("." + self.host) if self.subdomains else host == self.host)
            and (self.port == "*" or (port or _DEFAULT_PORTS[parts.scheme]) == self._port(parts.scheme))
        )

    def _port(self, scheme: str) -> int:
        return _DEFAULT_PORTS[scheme] if self.port is None else int(self.port)

    @override
    def __str__(self) -> str:
        scheme = f"{self.scheme}://" if self.scheme else ""
        port = f":{self.port}" if self.port else ""
        return f"{scheme}{'*.' if self.subdomains else ''}{self.host}{port}"


def whole_site(text: str) -> str:
    """The pattern, if it can be a site that somebody means: a name without a dot is one on an intranet, and that needs its scheme.

    Raises:
        ValueError: it cannot; the text says what is expected.
    """
    pattern = SitePattern.parse(text)
    named = "." in pattern.host or pattern.host.startswith("[") or pattern.host == "localhost"
    if pattern.scheme is None and not named:
        raise ValueError(f"{_EXPECTED}; a name without a dot needs its scheme, as in http://{pattern.host}")
    return text


def site_allowed(origin: str | None, allowed_sites: Sequence[str]) -> bool:
    """Whether a page of this origin may carry the snippet; with no sites given every page may."""
    if not allowed_sites:
        return True
    return site_named(origin, allowed_sites)


def site_named(origin: str | None, allowed_sites: Sequence[str]) -> bool:
    """Whether this origin is one of those that are given; with none given it is not."""
    return origin is not None and any(SitePattern.parse(site).fits(origin) for site in allowed_sites)


def _ascii_host(host: str, text: str) -> str:
    if host.startswith("["):
        return host
    try:
        encoded = host.encode("idna").decode()
    except UnicodeError as error:
        raise ValueError(f"{_EXPECTED}, got {text[:80]!r}") from error
    if not all(_LABEL.match(label) for label in encoded.split(".")):
        raise ValueError(f"{_EXPECTED}, got {text[:80]!r}")
    return encoded
