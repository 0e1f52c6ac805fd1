"""Which room or visitor wants to be woken next, for many of them at once.

A heap with lazy deletion: moving an alarm to a later time costs nothing until the earlier one rings.
"""

import heapq
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Alarms(Generic[K]):
    """One alarm per key; times are seconds on the caller's clock."""

    def __init__(self) -> None:
        self._at: dict[K, float] = {}
        self._heap: list[tuple[float, int, K]] = []
        self._queued: dict[K, float] = {}
        self._count = 0

    def set(self, key: K, at: float | None) -> None:
        """Ring for `key` at `at`, instead of when it was set before; None: not at all."""
        if at is None:
            self._at.pop(key, None)
            return
        self._at[key] = at
        queued = self._queued.get(key)
        if queued is None or at < queued:
            self._queue(key, at)

    def next_at(self) -> float | None:
        """When the next alarm rings, None when none is set."""
        while self._heap:
            at, _, key = self._heap[0]
            if self._queued.get(key) != at:
                heapq.heappop(self._heap)
                continue
            wanted = self._at.get(key)
            if wanted == at:
                return at
            heapq.heappop(self._heap)
            del self._queued[key]
            if wanted is not None:
                self._queue(key, wanted)
        return None

    def due(self, now: float) -> list[K]:
        """The keys whose alarms ring by `now`, earliest first; their alarms are off from now on."""
        keys: list[K] = []
        while (at := self.next_at()) is not None and at <= now:
            _, _, key = heapq.heappop(self._heap)
            del self._queued[key]
            del self._at[key]
            keys.append(key)
        return keys

    def _queue(self, key: K, at: float) -> None:
        # The count keeps the order of equal times and spares keys from being compared.
        self._count += 1
        self._queued[key] = at
        heapq.heappush(self._heap, (at, self._count, key))
