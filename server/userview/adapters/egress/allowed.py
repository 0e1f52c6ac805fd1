"""What the installation allows beyond the public Internet: `USERVIEW_EGRESS_ALLOW`, and for assets a list of their own."""

import ipaddress
import re
from collections.abc import Iterable
from typing import Final

from userview.adapters.egress.addresses import Address, embedded
from userview.errors import StartRefused

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_HOST: Final = re.compile(r"(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")


class Allowed:
    """Hosts and networks that may be reached on any port, whatever kind of address they have. Immutable."""

    def __init__(self, entries: Iterable[str] = (), setting: str = "USERVIEW_EGRESS_ALLOW") -> None:
        """`entries`: `hooks.internal`, `*.corp.example` (all names below it), `10.1.2.3`, `10.0.0.0/8`.

        `setting`: where they stand, for sentences about them.

        Raises:
            StartRefused: naming the one that is none of these.
        """
        self.setting = setting
        self._hosts: set[str] = set()
        self._networks: list[Network] = []
        for entry in entries:
            try:
                self._networks.append(ipaddress.ip_network(entry, strict=False))
                continue
            except ValueError:
                host = entry.lower().rstrip(".")
            # A text of digits and dots that is no address was meant as one.
            if not _HOST.fullmatch(host) or re.fullmatch(r"[0-9.]+", host):
                raise StartRefused(
                    f"{setting}: expected host names such as hooks.internal or *.corp.example, addresses such as "
                    f"10.0.0.7 or networks such as 10.0.0.0/8, got {entry[:80]!r}."
                )
            self._hosts.add(host)

    @property
    def has_networks(self) -> bool:
        """Whether addresses are allowed whose names nobody knows."""
        return bool(self._networks)

    def host(self, host: str) -> bool:
        """Whether everything under this name is allowed."""
        if host in self._hosts:
            return True
        labels = host.split(".")
        return any("*." + ".".join(labels[first:]) in self._hosts for first in range(1, len(labels)))

    def address(self, address: Address) -> bool:
        """Whether this address is allowed, under whatever name."""
        forms = (address, embedded(address))
        return any(form in network for form in forms if form is not None for network in self._networks)
