"""Who really asks: the address of a client behind trusted reverse proxies."""

import ipaddress
from collections.abc import Iterable
from typing import Final

from userview.errors import StartRefused

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

MAX_HOPS: Final = 32
"""More proxies in a row than anybody has; what lies before them is not read."""


class TrustedProxies:
    """The proxies whose `X-Forwarded-For` is believed. Immutable."""

    def __init__(self, networks: Iterable[str]) -> None:
        """`networks`: addresses (`10.0.0.7`, `::1`) and networks (`10.0.0.0/8`).

        Raises:
            StartRefused: naming the one that is neither.
        """
        self._networks: list[Network] = []
        for text in networks:
            try:
                self._networks.append(ipaddress.ip_network(text, strict=False))
            except ValueError:
                raise StartRefused(
                    f"USERVIEW_TRUSTED_PROXIES: expected addresses such as 10.0.0.7 or networks such as 10.0.0.0/8, got {text[:80]!r}."
                ) from None

    def client(self, peer: str, forwarded_for: str | None) -> str:
        """The client's address: `peer`, the other end of the TCP connection, or whom trusted proxies name.

        `forwarded_for` is the header's value (several headers joined by commas). It is read from its
        end: each trusted proxy vouches for the entry before it; the first stranger is the client.
        """
        address = _plain(peer)
        if not forwarded_for or not self._trusts(address):
            return address
        for entry in reversed(forwarded_for.split(",")[-MAX_HOPS:]):
            named = _plain(_without_port(entry.strip()))
            if not _is_address(named):
                return address
            address = named
            if not self._trusts(address):
                return address
        return address

    def _trusts(self, address: str) -> bool:
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._networks)


def _plain(address: str) -> str:
    """IPv4 addresses that came in as IPv6 (`::ffff:1.2.3.4`) are IPv4 addresses."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return str(mapped or parsed)


def _without_port(entry: str) -> str:
    if entry.startswith("["):
        return entry[1:].partition("]")[0]
    return entry.partition(":")[0] if entry.count(":") == 1 else entry


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
