"""Whether an upgrade request may become a connection: its path, host and origin (rules of "Connections")."""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

from userview.gateway.doors import Upgrade

Role = Literal["visitor", "agent", "viewer"]

_ROLES: Final[Mapping[str, Role]] = {"/ws/visitor": "visitor", "/ws/agent": "agent", "/ws/view": "viewer"}
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}


@dataclass(frozen=True, slots=True)
class Accepted:
    """Answer it with 101 for `key`."""

    role: Role
    key: str
    upgrade: Upgrade


@dataclass(frozen=True, slots=True)
class Declined:
    """Answer it with an HTTP status and a sentence."""

    status: str
    text: str
    headers: tuple[tuple[str, str], ...] = ()


class UpgradeRules:
    """The rules of one installation; `public` and `replay` are its origins.

    `client_address` gives the client's address from the peer's and the `X-Forwarded-For` header; it believes
    trusted proxies only.
    """

    def __init__(self, public: str, replay: str, client_address: Callable[[str, str | None], str]) -> None:
        self._origins: Mapping[Role, str] = {"visitor": public, "agent": public, "viewer": replay}
        self._client_address = client_address

    def judge(self, request: bytes, peer: str) -> Accepted | Declined:
        """`request`: the head of an HTTP request, as it came; `peer`: the other end's address."""
        lines = request.decode("latin-1").split("\r\n")
        method, _, rest = lines[0].partition(" ")
        path = rest.partition(" ")[0].partition("?")[0]
        headers = _headers(lines[1:])
        role = _ROLES.get(path)
        if method != "GET":
            return Declined("405 Method Not Allowed", f"Expected GET, got {method[:20]}.", (("Allow", "GET"),))
        if role is None:
            return Declined(
                "404 Not Found", "There is no WebSocket here; they are at /ws/visitor, /ws/agent and /ws/view."
            )
        home = self._origins[role]
        host = headers.get("host", "")
        if not _is_host_of(home, host):
            text = f"{path} is at {home}, not at {host[:200]!r}."
            return Declined("421 Misdirected Request", text)
        origin = headers.get("origin")
        if role != "visitor" and origin != home:
            text = f"Expected a page of {home}, got one of {(origin or 'nowhere')[:200]}."
            return Declined("403 Forbidden", text)
        if headers.get("sec-websocket-version") != "13":
            text = "Expected Sec-WebSocket-Version: 13."
            return Declined("426 Upgrade Required", text, (("Sec-WebSocket-Version", "13"),))
        key = headers.get("sec-websocket-key", "")
        if not _is_key(key):
            return Declined("400 Bad Request", "Expected a Sec-WebSocket-Key of 16 bytes in base64.")
        upgrade = Upgrade(
            ip=self._client_address(peer, headers.get("x-forwarded-for")),
            origin=origin,
            user_agent=headers.get("user-agent", "")[:1024],
            cookies=_cookies(headers.get("cookie", "")),
        )
        return Accepted(role, key, upgrade)


def _headers(lines: list[str]) -> dict[str, str]:
    """Names in lower case; values of repeated ones joined as HTTP says."""
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            name, value = name.strip().lower(), value.strip()
            joint = "; " if name == "cookie" else ", "
            headers[name] = f"{headers[name]}{joint}{value}" if name in headers else value
    return headers


def _is_host_of(origin: str, host: str) -> bool:
    parts = urlsplit(origin)
    port = _DEFAULT_PORTS[parts.scheme]
    return host.strip().lower().removesuffix(port) == parts.netloc.lower().removesuffix(port)


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == 16
    except (binascii.Error, ValueError):
        return False


def _cookies(header: str) -> dict[str, str]:
    """The first of several with one name, which is the one with the longest path."""
    cookies: dict[str, str] = {}
    for part in header.split(";"):
        name, equals, value = part.strip().partition("=")
        if equals and name not in cookies:
            cookies[name] = value.strip('"')
    return cookies
