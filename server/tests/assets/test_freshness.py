"""How long an answer may be used again for other sessions (rule F4)."""

from __future__ import annotations

import pytest

from userview.domains.assets.freshness import MOST_SECONDS, Freshness, freshness

ETAG = {"if-none-match": '"x"'}
DATED = {"if-modified-since": "Tue, 24 Nov 2026 00:00:00 GMT"}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"cache-control": "max-age=60"}, Freshness(60, {})),
        ({"cache-control": "public, MAX-AGE=60, immutable", "etag": '"x"'}, Freshness(60, ETAG)),
        ({"cache-control": "s-maxage=30, max-age=60"}, Freshness(30, {})),
        ({"cache-control": "max-age=60", "age": "45"}, Freshness(15, {})),
        ({"cache-control": "max-age=60", "age": "90"}, None),
        ({"cache-control": "max-age=31536000"}, Freshness(MOST_SECONDS, {})),
        ({"cache-control": "max-age=99999999999999"}, None),
        ({"cache-control": 'max-age="60"'}, Freshness(60, {})),
        ({"cache-control": "max-age=-1"}, None),
        ({"cache-control": "max-age"}, None),
        ({"cache-control": "max-age=60, no-cache", "etag": '"x"'}, Freshness(0, ETAG)),
        ({"etag": '"x"', "last-modified": DATED["if-modified-since"]}, Freshness(0, ETAG)),
        ({"last-modified": DATED["if-modified-since"]}, Freshness(0, DATED)),
        ({"cache-control": "private, max-age=60"}, None),
        ({"cache-control": "no-store", "etag": '"x"'}, None),
        ({"cache-control": "max-age=60", "vary": "Accept, Cookie"}, None),
        ({"cache-control": "max-age=60", "vary": "*"}, None),
        ({"cache-control": "max-age=60", "vary": "Accept-Encoding"}, Freshness(60, {})),
    ],
)
def test_f4_what_is_meant_for_one_person_is_not_used_again(headers: dict[str, str], expected: Freshness | None) -> None:
    assert freshness(headers) == expected
