"""Egress: the one door through which this server fetches URLs that others gave it (webhooks, assets).

Promise. Guard: only http and https, only ports 80 and 443, and no special-use address (private,
loopback, link-local, shared, multicast, metadata services, and IPv6 forms of these), unless the
installation allows it; checked again at each redirect. Pinning: the connection goes to the address
that was checked, while TLS verifies the name. Bounds: time to connect, time in all, redirects, bytes
of the answer. Privacy: no cookies, credentials, proxies or settings of the environment go out, and
nothing of requests and answers is logged. `server/tests/test_egress_doors.py` finds side doors.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Protocol

from userview.errors import UserViewError


class EgressRefused(UserViewError):
    """The URL may not be fetched; the sentence says why, and names the host at most."""

    code: ClassVar[str] = "egress_refused"


class EgressFailed(UserViewError):
    """The URL may be fetched, but no answer came; the sentence says why, and names the host at most."""

    code: ClassVar[str] = "egress_failed"


@dataclass(frozen=True, slots=True)
class Ask:
    """What to fetch."""

    url: str
    max_bytes: int
    """How much of the answer's body is wanted; the rest is not read."""
    method: Literal["GET", "POST"] = "GET"
    """Redirects keep it: a POST goes on as a POST with its body (301, 302, 307, 308), and ends at a 303."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Sent to each host on the way; so nothing secret, and no credentials."""
    body: bytes | None = None
    wanted: Callable[[int, Mapping[str, str]], bool] | None = None
    """Asked with status and headers of each answer: whether to read its body. None: always."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came, whatever its status."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case; of several with one name, the last."""
    body: bytes
    """At most `max_bytes`, as sent: not decompressed (none is asked for)."""
    whole: bool
    """False when there was more, or the body was not wanted."""
    url: str
    """Where it came from, after redirects."""


class Egress(Protocol):
    """Adapter: `adapters/egress/` (httpcore)."""

    async def check(self, url: str) -> None:
        """To be asked before a URL is kept. A name that cannot be resolved now passes: `fetch` looks again.

        Raises:
            EgressRefused: it could not be fetched.
        """
        ...

    async def fetch(self, ask: Ask) -> Answer:
        """Fetch it.

        Raises:
            EgressRefused: the URL, or one that it redirects to, may not be fetched.
            EgressFailed: no answer, or too many redirects.
        """
        ...
