"""Token buckets: one may go into debt, which slows content by credit instead of cutting it off (rule B2)."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)

REMEMBERED: Final = 10_000
"""Callers kept in mind, about 3 MB: more do not come within the time in which a bucket fills."""


class TokenBucket:
    """Fills at `per_second` up to `burst`. Times are seconds on the caller's clock, which never goes back."""

    __slots__ = ("_at", "_burst", "_level", "_per_second")

    def __init__(self, per_second: float, burst: float, now: float) -> None:
        """A full bucket."""
        self._per_second = per_second
        self._burst = burst
        self._level = burst
        self._at = now

    def spend(self, amount: float, now: float) -> bool:
        """Take `amount`, whatever is there; False when that leaves a debt."""
        self._fill(now)
        self._level -= amount
        return self._level >= 0

    def take(self, amount: float, now: float) -> bool:
        """Take `amount` if it is there; False, and nothing is taken, when it is not."""
        self._fill(now)
        if self._level < amount:
            return False
        self._level -= amount
        return True

    def clear_at(self, now: float) -> float:
        """When no debt is left: `now`, or the time at which the level is back at zero."""
        self._fill(now)
        return now if self._level >= 0 else now - self._level / self._per_second

    def _fill(self, now: float) -> None:
        self._level = min(self._burst, self._level + (now - self._at) * self._per_second)
        self._at = now


class TokenBuckets(Generic[K]):
    """A bucket for each caller; beyond `REMEMBERED`, whoever has asked for nothing for longest has a full one again."""

    def __init__(self, per_second: float, burst: float) -> None:
        self._per_second = per_second
        self._burst = burst
        self._buckets: OrderedDict[K, TokenBucket] = OrderedDict()

    def take(self, caller: K, now: float, amount: float = 1) -> bool:
        """Take so much from the caller's bucket; False, and nothing is taken, when it is not there."""
        bucket = self._buckets.get(caller)
        if bucket is None:
            bucket = self._buckets[caller] = TokenBucket(self._per_second, self._burst, now)
            if len(self._buckets) > REMEMBERED:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(caller)
        return bucket.take(amount, now)

    def forget(self, caller: K) -> None:
        """Nothing is kept of this caller."""
        self._buckets.pop(caller, None)
