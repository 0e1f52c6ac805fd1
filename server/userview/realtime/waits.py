"""What a session waits for, and how long (rules S2, S3, S6)."""

from enum import Enum, auto
from typing import Final

from userview.protocol.messages.common import EndReason
from userview.realtime.limits import Limits


class Wait(Enum):
    """One thing that a session waits for."""

    LINK = auto()
    """Somebody redeems the watch link."""
    CONSENT = auto()
    """The visitor answers."""
    VISITOR = auto()
    """A tab connects."""
    AGENTS = auto()
    """An agent connects."""
    IDLE = auto()
    """An agent does something."""
    LIMIT = auto()
    """Nothing: the team's limit."""
    PAGE_CHANGE = auto()
    """The next page connects; after that the session is paused."""
    FOLLOW = auto()
    """The next page of the captured tab; after that another tab is shown."""


END_REASON: Final = {
    Wait.LINK: EndReason.LINK_EXPIRED,
    Wait.CONSENT: EndReason.AUTHORIZATION_TIMEOUT,
    Wait.VISITOR: EndReason.VISITOR_GONE,
    Wait.AGENTS: EndReason.AGENTS_GONE,
    Wait.IDLE: EndReason.AGENT_IDLE,
    Wait.LIMIT: EndReason.TIME_LIMIT,
}
"""What a session ends with when it waited in vain; the others do not end it."""


class Waits:
    """The running waits of one session; times are seconds on its clock."""

    def __init__(self) -> None:
        self._until: dict[Wait, float] = {}

    def start(self, wait: Wait, until: float) -> None:
        """Wait until then, from anew."""
        self._until[wait] = until

    def stop(self, wait: Wait) -> None:
        """What was waited for is there, or is of no interest any more."""
        self._until.pop(wait, None)

    def keep_up(
        self, limits: Limits, now: float, *, visitor: bool, visitor_seconds: float, agents: bool, page: bool, link: bool
    ) -> None:
        """Begin to wait for what is missing now, and stop waiting for what is not.

        `page`: the next page of a tab. `visitor_seconds`: how long the visitor is waited for (S11).
        """
        for wait, missing, seconds in (
            (Wait.VISITOR, visitor, visitor_seconds),
            (Wait.AGENTS, agents, limits.agents_absence_seconds),
            (Wait.PAGE_CHANGE, page, limits.page_change_seconds),
        ):
            if not missing:
                self.stop(wait)
            elif wait not in self._until:
                self._until[wait] = now + seconds
        if not link:
            self.stop(Wait.LINK)

    def clear(self) -> None:
        """Wait for nothing."""
        self._until.clear()

    def next_deadline(self) -> float | None:
        """When the first wait is over."""
        return min(self._until.values(), default=None)

    def over(self, now: float) -> list[Wait]:
        """The waits that are over, earliest first; they are stopped."""
        ready = sorted((until, wait.value, wait) for wait, until in self._until.items() if until <= now)
        for _, _, wait in ready:
            del self._until[wait]
        return [wait for _, _, wait in ready]
