"""How much of the fetching anybody may have: places at once, an allowance over time, and hosts that are left alone.

In memory: one process serves, and after a restart everybody may begin anew. What strangers name (sessions,
hosts) is kept for a bounded number of them.
"""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Final, TypeVar

REMEMBERED: Final = 10_000
"""Sessions and hosts of which something is kept; beyond it those that were used longest ago are forgotten."""


_T = TypeVar("_T")


@dataclass(slots=True)
class _Places:
    free: asyncio.Semaphore
    wanted: int = 0


class Places:
    """At most `most` at once for each key; whoever comes then waits for its turn."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._of: dict[str, _Places] = {}

    @contextlib.asynccontextmanager
    async def one(self, key: str) -> AsyncGenerator[None]:
        """Hold one place within the block."""
        places = self._of.setdefault(key, _Places(asyncio.Semaphore(self._most)))
        places.wanted += 1
        try:
            async with places.free:
                yield
        finally:
            places.wanted -= 1
            if places.wanted == 0:
                del self._of[key]


@dataclass(slots=True)
class Allowance:
    """What is left of assets and bytes, at the time `at`. Bytes may fall below nothing: they are known afterwards."""

    assets: float
    bytes: float
    at: float


class Allowances:
    """A burst, and as much again within `refill_seconds`, for each key. Times are any clock's seconds."""

    def __init__(self, burst_assets: int, burst_bytes: int, refill_seconds: float) -> None:
        self._burst_assets = burst_assets
        self._burst_bytes = burst_bytes
        self._refill_seconds = refill_seconds
        self._of: OrderedDict[str, Allowance] = OrderedDict()

    def take(self, key: str, now: float) -> bool:
        """Take one asset; False when there is none left, or no byte."""
        left = self._now(key, now)
        if left.assets < 1 or left.bytes <= 0:
            return False
        left.assets -= 1
        return True

    def spend(self, key: str, size: int, now: float) -> None:
        """So many bytes came."""
        self._now(key, now).bytes -= size

    def _now(self, key: str, now: float) -> Allowance:
        full = Allowance(self._burst_assets, self._burst_bytes, now)
        left = _remember(self._of, key, full)
        share = max(0.0, now - left.at) / self._refill_seconds
        left.assets = min(full.assets, left.assets + full.assets * share)
        left.bytes = min(full.bytes, left.bytes + full.bytes * share)
        left.at = max(left.at, now)
        return left


@dataclass(slots=True)
class _Trouble:
    failures: int = 0
    until: float = field(default=float("-inf"))


class Shunned:
    """Hosts that did not answer several times in a row: they are left alone for a while."""

    def __init__(self, after: int, seconds: float) -> None:
        self._after = after
        self._seconds = seconds
        self._of: OrderedDict[str, _Trouble] = OrderedDict()

    def has(self, host: str, now: float) -> bool:
        """Whether the host is left alone now."""
        trouble = self._of.get(host)
        return trouble is not None and now < trouble.until

    def failed(self, host: str, now: float) -> None:
        """It did not answer."""
        trouble = _remember(self._of, host, _Trouble())
        trouble.failures += 1
        if trouble.failures >= self._after:
            trouble.until = now + self._seconds

    def answered(self, host: str) -> None:
        """It did."""
        self._of.pop(host, None)


def _remember(kept: OrderedDict[str, _T], key: str, new: _T) -> _T:
    found = kept.setdefault(key, new)
    kept.move_to_end(key)
    if len(kept) > REMEMBERED:
        kept.popitem(last=False)
    return found
