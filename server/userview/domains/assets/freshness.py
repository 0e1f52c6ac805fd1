"""How long an answer may be shown to other sessions without asking its host again.

Source: RFC 9111; more careful than it where an answer may be meant for one person.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

OF_FRESHNESS: Final = frozenset(("age", "cache-control", "etag", "last-modified", "vary"))
"""The headers that count here."""

MOST_SECONDS: Final = 3600.0
"""However long a host allows: a picture that it has replaced is seen soon."""

_SECONDS: Final = re.compile(r'"?(\d{1,10})"?')


@dataclass(frozen=True, slots=True)
class Freshness:
    """What is known of an answer that may be used again."""

    seconds: float
    """From now on; 0: its host must be asked whether it still holds."""
    validators: Mapping[str, str]
    """Headers of that question; empty when there is nothing to ask with."""


def freshness(headers: Mapping[str, str]) -> Freshness | None:
    """By an answer's headers (names in lower case); None: it is not to be used again."""
    said = _directives(headers.get("cache-control", ""))
    varies = {name.strip() for name in headers.get("vary", "").lower().split(",")}
    if said.keys() & {"no-store", "private"} or varies & {"*", "cookie", "authorization"}:
        return None
    validators = _validators(headers)
    seconds = 0.0
    if "no-cache" not in said:
        allowed = _number(said.get("s-maxage")) or _number(said.get("max-age"))
        seconds = min(max(0.0, allowed - _number(headers.get("age"))), MOST_SECONDS)
    return Freshness(seconds, validators) if seconds > 0 or validators else None


def _directives(cache_control: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in cache_control.lower().split(","))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _number(text: str | None) -> float:
    """A number of seconds; 0 for none, and for what cannot be read."""
    found = _SECONDS.fullmatch(text.strip()) if text is not None else None
    return float(found[1]) if found else 0.0


def _validators(headers: Mapping[str, str]) -> dict[str, str]:
    asked: dict[str, str] = {}
    if etag := headers.get("etag"):
        asked["if-none-match"] = etag
    elif modified := headers.get("last-modified"):
        asked["if-modified-since"] = modified
    return asked
