"""Patience with what one connection sends: rates and unreadable messages (rules M2, M3)."""

from collections import deque

from userview.realtime.rates import TokenBucket


class RateGuard:
    """Messages within a rate pass; those over it are dropped, for a while (M3). Times in seconds."""

    def __init__(self, per_second: float, burst: int, patience_seconds: float, now: float) -> None:
        self._bucket = TokenBucket(per_second, burst, now)
        self._patience_seconds = patience_seconds
        self._since: float | None = None
        self._last = now
        self._told_at: float | None = None

    def passes(self, now: float) -> bool:
        """Whether the next message is within the rate."""
        if self._bucket.take(1, now):
            return True
        # A second without a drop ends an excess: a sender that slowed down has refilled the bucket by then.
        if self._since is None or now - self._last > 1.0:
            self._since = now
        self._last = now
        return False

    def is_exhausted(self) -> bool:
        """Whether this has gone on for too long."""
        return self._since is not None and self._last - self._since >= self._patience_seconds

    def should_tell(self, now: float) -> bool:
        """Whether to say so again: once a second, so that the answer is no flood itself."""
        if self._told_at is not None and now - self._told_at < 1.0:
            return False
        self._told_at = now
        return True


class FaultGuard:
    """Counts unreadable messages (M2)."""

    def __init__(self, allowed: int, within_seconds: float) -> None:
        self._allowed = allowed
        self._within_seconds = within_seconds
        self._faults: deque[float] = deque(maxlen=allowed)

    def is_enough(self, now: float) -> bool:
        """One more came; whether that is too many."""
        self._faults.append(now)
        return len(self._faults) == self._allowed and now - self._faults[0] <= self._within_seconds
