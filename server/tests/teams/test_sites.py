"""Allowed sites: what a pattern means, and what is none."""

from __future__ import annotations

import pytest

from userview.domains.teams.sites import SitePattern, site_allowed


@pytest.mark.parametrize(
    ("site", "origin", "fits"),
    [
        ("https://shop.example.com", "https://shop.example.com", True),
        ("HTTPS://Shop.Example.com/", "https://shop.example.com", True),
        ("https://shop.example.com", "http://shop.example.com", False),
        ("https://shop.example.com", "https://shop.example.com:8443", False),
        ("https://shop.example.com:443", "https://shop.example.com", True),
        ("https://shop.example.com", "https://evil-shop.example.com", False),
        ("https://shop.example.com", "https://shop.example.com.evil.test", False),
        ("https://*.example.com", "https://a.b.example.com", True),
        ("https://*.example.com", "https://example.com", False),
        ("https://*.example.com", "https://evilexample.com", False),
        ("example.com", "http://example.com", True),
        ("example.com", "https://example.com", True),
        ("example.com", "https://example.com:8443", False),
        ("http://localhost:*", "http://localhost:3000", True),
        ("http://localhost:3000", "http://localhost:3000", True),
        ("http://[::1]:3000", "http://[::1]:3000", True),
        ("https://bücher.example", "https://xn--bcher-kva.example", True),
        ("https://shop.example.com", "null", False),
        ("https://shop.example.com", "https://shop.example.com:99999", False),
        ("https://shop.example.com", "chrome-extension://abcdef", False),
        ("https://shop.example.com", "", False),
    ],
)
def test_a_site_fits(site: str, origin: str, fits: bool) -> None:
    assert site_allowed(origin, [site]) is fits


def test_without_sites_every_page_is_allowed_and_with_some_none_without_origin() -> None:
    assert site_allowed(None, [])
    assert site_allowed("null", [])
    assert not site_allowed(None, ["https://shop.example.com"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://",
        "https://*",
        "*",
        "https://shop.example.com/path",
        "https://user@shop.example.com",
        "ftp://shop.example.com",
        "javascript:alert(1)",
        "https://shop.example.com; script-src *",
        "https://shop.example.com https://evil.test",
        "https://a,b",
        "https://-a.example",
        "https://a..example",
        "https://shop.example.com:0",
        "https://shop.example.com:65536",
        "https://" + "a" * 64 + ".example",
        "https://sh*p.example.com",
        "https://'self'",
        "https://[::1",
    ],
)
def test_what_is_no_origin_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        SitePattern.parse(text)
