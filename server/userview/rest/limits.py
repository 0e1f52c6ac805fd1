"""How often somebody may ask: a token bucket per caller, and growing delays for wrong passwords.

In memory, per process: a limit protects this process. Times are Unix seconds from the caller's clock.
"""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from userview.rest.errors import RateLimited

REMEMBERED: Final = 20_000
"""Callers kept in mind; the one who has not asked for longest is forgotten first (about 4 MB)."""

LONGEST_DELAY_SECONDS: Final = 900.0
"""Between two passwords for one account from one address, however many were wrong."""


HOUR_SECONDS: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Wrong:
    """How many wrong guesses may come, and in how many seconds: of one agent or key, and of a whole team."""

    per_agent: tuple[tuple[int, float], ...]
    per_team: tuple[tuple[int, float], ...]


WRONG_CODES: Final = Wrong(((5, 60.0), (20, HOUR_SECONDS)), ((100, HOUR_SECONDS),))
"""Lookup codes. With 500 live codes of four digits, 20 guesses would hit one with 64 %."""

WRONG_LINKS: Final = Wrong(((20, 60.0), (200, HOUR_SECONDS)), ((1000, HOUR_SECONDS),))
"""Ids in links from live chats: long, but many people in a chat were never at a page with the SDK."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a caller has left, for the `RateLimit-*` headers."""

    limit: int
    remaining: int
    reset_seconds: int
    """Until all of the limit is there again."""

    def headers(self) -> dict[str, str]:
        """As headers of the answer."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset_seconds),
        }


class RateLimit:
    """`per_minute` requests a minute and caller; what was not used is saved up to a minute's worth."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> Allowance:
        """Count one request; an allowance with `remaining` below 0 means that it is refused."""
        now = self._clock()
        tokens, since = self._buckets.pop(caller, (float(self._per_minute), now))
        rate = self._per_minute / 60
        tokens = min(float(self._per_minute), tokens + max(0.0, now - since) * rate)
        allowed = tokens >= 1
        left = tokens - 1 if allowed else tokens
        self._buckets[caller] = (left, now)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        reset = math.ceil((self._per_minute - left) / rate)
        return Allowance(self._per_minute, int(left) if allowed else -1, reset)

    def retry_after(self, caller: str) -> int:
        """Whole seconds until the caller may ask again."""
        tokens, _ = self._buckets.get(caller, (1.0, 0.0))
        return max(1, math.ceil((1 - tokens) * 60 / self._per_minute))


class LookupGuard:
    """Counts what somebody asked for that there is not, and refuses more than a limit of it."""

    def __init__(self, clock: Callable[[], float], what: str, limits: Wrong) -> None:
        """`what`: what there were too many of, for the message."""
        self._clock = clock
        self._what = what
        self._limits = limits
        self._wrong: OrderedDict[str, list[tuple[float, str]]] = OrderedDict()
        self._found: OrderedDict[tuple[str, str], str] = OrderedDict()

    def attempt(self, agent: str, team: str, code: str) -> None:
        """Count an attempt as a wrong one; `right` takes it back.

        Raises:
            RateLimited: there were too many.
        """
        now = self._clock()
        wait, limit = max(self._wait(agent, self._limits.per_agent, now), self._wait(team, self._limits.per_team, now))
        if wait > 0:
            raise RateLimited(math.ceil(wait), self._what, limit)
        for who in (agent, team):
            self._wrong.setdefault(who, []).append((now, code))
            if len(self._wrong) > REMEMBERED:
                self._wrong.popitem(last=False)

    def right(self, agent: str, team: str, code: str, visitor: str) -> None:
        """The last attempt with this code was right, and found this visitor."""
        self._found[agent, visitor] = code
        if len(self._found) > REMEMBERED:
            self._found.popitem(last=False)
        for who in (agent, team):
            known = self._wrong.get(who, [])
            last = next((index for index in reversed(range(len(known))) if known[index][1] == code), None)
            if last is not None:
                del known[last]

    def found_by(self, agent: str, visitor: str) -> str | None:
        """The code by which this agent found the visitor last, if any."""
        return self._found.get((agent, visitor))

    def was_wrong(self, agent: str, code: str) -> bool:
        """Whether this agent had this very code wrong within the last minute: asking again guesses nothing new."""
        since = self._clock() - 60
        return any(at > since and wrong == code for at, wrong in self._wrong.get(agent, ()))

    def _wait(self, who: str, limits: tuple[tuple[int, float], ...], now: float) -> tuple[float, int]:
        """Seconds until this one may guess again, and how many there were too many of."""
        known = [wrong for wrong in self._wrong.get(who, ()) if wrong[0] > now - HOUR_SECONDS]
        if known:
            self._wrong[who] = known
            self._wrong.move_to_end(who)
        else:
            self._wrong.pop(who, None)
        waits = [(0.0, 0)]
        for most, seconds in limits:
            recent = [at for at, _ in known if at > now - seconds]
            if len(recent) >= most:
                waits.append((recent[-most] + seconds - now, most))
        return max(waits)


@dataclass(slots=True)
class _Attempts:
    recent: list[float] = field(default_factory=list[float])
    delay: float = 0.0
    blocked_until: float = 0.0


class SignInGuard:
    """Wrong passwords: so many a minute per account and address, then one per doubling delay.

    Address and account together, so that nobody can be locked out by strangers.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], _Attempts] = OrderedDict()

    def attempt(self, account: str, address: str) -> None:
        """Count an attempt.

        Raises:
            RateLimited: it comes too early.
        """
        now = self._clock()
        key = (account, address)
        attempts = self._known.pop(key, None) or _Attempts()
        self._known[key] = attempts
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        if now < attempts.blocked_until:
            raise RateLimited(math.ceil(attempts.blocked_until - now), "wrong passwords", self._per_minute)
        if now - attempts.blocked_until > LONGEST_DELAY_SECONDS:
            attempts.delay = 0.0
        attempts.recent = [at for at in attempts.recent if at > now - 60] + [now]
        if attempts.delay or len(attempts.recent) >= self._per_minute:
            attempts.delay = min(LONGEST_DELAY_SECONDS, attempts.delay * 2 or 1.0)
            attempts.blocked_until = now + attempts.delay

    def succeeded(self, account: str, address: str) -> None:
        """The password was right: all is forgotten."""
        self._known.pop((account, address), None)
