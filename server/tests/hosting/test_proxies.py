"""Only trusted proxies may say who the client is."""

from __future__ import annotations

import pytest

from userview.errors import StartRefused
from userview.hosting.proxies import TrustedProxies

PROXIES = TrustedProxies(["10.0.0.0/8", "::1", "192.0.2.7"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.9", None, "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # a stranger claims
        ("10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),  # what the client itself sent is not believed
        ("10.0.0.1", "198.51.100.1, 10.0.0.2, 192.0.2.7", "198.51.100.1"),
        ("::1", "2001:db8::5", "2001:db8::5"),
        ("10.0.0.1", "[2001:db8::5]:4711", "2001:db8::5"),
        ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("::ffff:10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, unknown", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_the_client_is_whom_the_nearest_stranger_is(peer: str, forwarded: str | None, client: str) -> None:
    assert PROXIES.client(peer, forwarded) == client


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(StartRefused, match="USERVIEW_TRUSTED_PROXIES: expected addresses"):
        TrustedProxies(["10.0.0.0/8", "proxy.example.com"])
