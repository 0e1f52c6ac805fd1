"""Which addresses belong to nobody in particular, and so to this machine and its neighbours.

Source: IANA's registries of special-purpose addresses (RFC 6890 and its updates), multicast (RFC 5771).
"""

import ipaddress
from typing import Final

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

SPECIAL_IPV4: Final = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared, behind a provider's NAT
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local; metadata services of clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)

GLOBAL_IPV6: Final = ipaddress.IPv6Network("2000::/3")
"""All that is given out for the Internet. What lies outside is special: loopback, link-local, private, multicast."""

SPECIAL_IPV6: Final = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments; Teredo, which hides an IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which hides an IPv4 address
        "3fff::/20",  # documentation
    )
)

NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""An IPv4 address as machines that have IPv6 alone reach it (RFC 6052)."""


def is_special(address: Address) -> bool:
    """Whether this is no address of the public Internet, in whatever form it comes."""
    if isinstance(address, ipaddress.IPv4Address):
        return any(address in network for network in SPECIAL_IPV4)
    hidden = embedded(address)
    if hidden is not None:
        return is_special(hidden)
    return address not in GLOBAL_IPV6 or any(address in network for network in SPECIAL_IPV6)


def embedded(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for (mapped or NAT64), if it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped
