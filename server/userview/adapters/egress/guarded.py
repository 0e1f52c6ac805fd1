"""The guarded door on httpcore: its connections are made by a backend that checks each address and goes to that one."""

import asyncio
import ipaddress
import logging
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import httpcore
from typing_extensions import override

from userview.adapters.egress.addresses import Address, is_special
from userview.adapters.egress.allowed import Allowed
from userview.adapters.egress.names import MachineNames
from userview.adapters.egress.urls import Place, place_of, redirected
from userview.ports.egress import Answer, Ask, EgressFailed, EgressRefused

PORTS: Final = frozenset((80, 443))
CONNECTIONS: Final = 32
"""At once, where nothing else is said; the lane of the webhooks' jobs is narrower."""

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""`(host, port)`: its addresses in the order to try them. Raises `OSError` when it has none."""


@dataclass(frozen=True, slots=True)
class EgressLimits:
    """How long and how far; each is a setting of the server."""

    egress_connect_seconds: float = 5
    egress_total_seconds: float = 10
    """With all redirects, to the end of the answer."""
    egress_redirects: int = 3


class GuardedEgress:
    """Implements `ports.egress.Egress`."""

    def __init__(
        self,
        allowed: Allowed,
        limits: EgressLimits | None = None,
        *,
        resolve: Resolve | None = None,
        trust: ssl.SSLContext | None = None,
        connections: int = CONNECTIONS,
    ) -> None:
        """`trust`: who may vouch for names; by default the well-known authorities and those of the machine.

        `resolve`: by default the machine's own resolver.
        """
        self._limits = limits or EgressLimits()
        self._names = MachineNames()
        self._guard = Guard(allowed, resolve or self._names)
        self._trust = trust
        self._connections = connections
        self._pool: httpcore.AsyncConnectionPool | None = None
        # At the level "debug" the library would log headers.
        logging.getLogger("httpcore").setLevel(logging.WARNING)

    async def check(self, url: str) -> None:
        """What is known to be refused is refused; a name that does not resolve now passes."""
        place = place_of(url)
        try:
            async with asyncio.timeout(self._limits.egress_connect_seconds):
                await self._guard.addresses(place.host, place.port)
        except (OSError, TimeoutError):
            self._guard.check_port(place.host, place.port)

    async def fetch(self, ask: Ask) -> Answer:
        """Fetch, following redirects."""
        place = place_of(ask.url)
        try:
            async with asyncio.timeout(self._limits.egress_total_seconds):
                for _ in range(self._limits.egress_redirects + 1):
                    answer = await self._once(place, ask)
                    onward = answer.headers.get("location")
                    if onward is None or not _goes_on(answer.status, ask.method):
                        return answer
                    place = redirected(place, onward)
        except TimeoutError:
            seconds = self._limits.egress_total_seconds
            raise EgressFailed(f"{place.host} did not answer in full within {seconds:g} s") from None
        raise EgressFailed(f"expected at most {self._limits.egress_redirects} redirects, {place.host} came after more")

    async def close(self) -> None:
        """Let go of connections."""
        if self._pool is not None:
            await self._pool.aclose()
            self._pool = None
        self._names.close()

    def _opened(self) -> httpcore.AsyncConnectionPool:
        if self._pool is None:
            trust = self._trust
            if trust is None:
                trust = httpcore.default_ssl_context()
                trust.load_default_certs()
            # No connection is kept: each request looks the name up anew, and none meets a connection just closed.
            self._pool = httpcore.AsyncConnectionPool(
                ssl_context=trust,
                max_connections=self._connections,
                max_keepalive_connections=0,
                network_backend=GuardedBackend(self._guard),
            )
        return self._pool

    async def _once(self, place: Place, ask: Ask) -> Answer:
        headers = {"accept-encoding": "identity", **{name.lower(): value for name, value in ask.headers.items()}}
        limits = self._limits
        times = {"connect": limits.egress_connect_seconds, "pool": None, "read": None, "write": None}
        url = httpcore.URL(
            scheme=place.scheme.encode(), host=place.host.encode(), port=place.port, target=place.target.encode()
        )
        try:
            async with self._opened().stream(
                ask.method,
                url,
                headers=[("host", place.authority), *headers.items()],
                content=ask.body,
                extensions={"timeout": times},
            ) as response:
                names = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                wanted = ask.wanted is None or ask.wanted(response.status, names)
                body, whole = await _read(response, ask.max_bytes) if wanted else (b"", False)
        except httpcore.ConnectTimeout:
            seconds = limits.egress_connect_seconds
            raise EgressFailed(f"{place.host} did not accept a connection within {seconds:g} s") from None
        except OSError as error:
            raise EgressFailed(f"the name {place.host} cannot be resolved: {error.strerror or error}") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
            raise EgressFailed(f"no answer of {place.host}: {_reason(error)}") from None
        return Answer(response.status, names, body, whole, place.url)


class Guard:
    """Decides which addresses of a host may be connected to."""

    def __init__(self, allowed: Allowed, resolve: Resolve) -> None:
        self._allowed = allowed
        self._resolve = resolve

    def check_port(self, host: str, port: int) -> None:
        """What needs no resolver: of a name that has no address yet, whether this port may be asked at any.

        Raises:
            EgressRefused: it may not.
        """
        if port not in PORTS and not self._allowed.host(host) and not self._allowed.has_networks:
            raise self._port_refused(port)

    def _port_refused(self, port: int) -> EgressRefused:
        return EgressRefused(f"expected port 80 or 443, got {port}; {self._allowed.setting} can allow others")

    async def addresses(self, host: str, port: int) -> list[str]:
        """Those that may, in the resolver's order; at least one.

        Raises:
            EgressRefused: none may.
            OSError: the name cannot be resolved.
        """
        try:
            found = [ipaddress.ip_address(address) for address in await self._resolve(host, port)]
        except UnicodeError:
            raise EgressRefused(f"expected a host name or address, got {host[:80]!r}") from None
        by_name = self._allowed.host(host)
        permitted = [address for address in found if by_name or self._may_reach(address)]
        reachable = [address for address in permitted if by_name or port in PORTS or self._allowed.address(address)]
        if reachable:
            return [str(address) for address in reachable]
        if permitted:
            raise self._port_refused(port)
        raise EgressRefused(
            f"{host} leads to an address that is not on the public Internet; {self._allowed.setting} can allow it"
        )

    def _may_reach(self, address: Address) -> bool:
        return self._allowed.address(address) or not is_special(address)


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Makes httpcore's connections: to checked addresses and nothing else. TLS goes on verifying the host's name."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._network = cast("httpcore.AsyncNetworkBackend", httpcore.AnyIOBackend())

    @override
    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check, and connect to the first address that accepts."""
        failed: httpcore.ConnectError | None = None
        try:
            async with asyncio.timeout(timeout):
                for address in await self._guard.addresses(host, port):
                    try:
                        return await self._network.connect_tcp(address, port, None, local_address, socket_options)
                    except httpcore.ConnectError as error:
                        failed = error
        except TimeoutError:
            raise httpcore.ConnectTimeout from None
        raise failed or httpcore.ConnectError("it has no address")

    @override
    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        """No URL leads to one."""
        raise EgressRefused("expected a host, got a socket in the file system")

    @override
    async def sleep(self, seconds: float) -> None:
        """Between attempts to connect."""
        await asyncio.sleep(seconds)


def _goes_on(status: int, method: str) -> bool:
    return status in (301, 302, 307, 308) or (status == 303 and method == "GET")


async def _read(response: httpcore.Response, max_bytes: int) -> tuple[bytes, bool]:
    body = bytearray()
    async for chunk in response.aiter_stream():
        body += chunk
        if len(body) > max_bytes:
            return bytes(body[:max_bytes]), False
    return bytes(body), True


def _reason(error: Exception) -> str:
    text = str(error).partition("\n")[0]
    return text[:200] or type(error).__name__
