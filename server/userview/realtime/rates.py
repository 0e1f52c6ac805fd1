"""A token bucket that may go into debt: how content is slowed by credit instead of being cut off (rule B2)."""


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
