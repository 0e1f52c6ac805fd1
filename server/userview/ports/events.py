"""Events: what happened to visitors and sessions, told by name to whoever wants to hear of it (webhooks).

Promise. Atomicity: `note` writes in the caller's transaction, so an event exists exactly when what it
is about was committed. Order: a visitor's events are heard in the order of noting. Loss: what was
noted is heard, after a crash too. Nobody who notes an event knows who hears it, or whether anybody does.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol, get_args

EventName = Literal[
    "visitor.online",
    "visitor.offline",
    "visitor.identified",
    "agent_request.created",
    "agent_request.accepted",
    "agent_request.cancelled",
    "session.requested",
    "session.started",
    "session.agent_joined",
    "session.agent_left",
    "session.ended",
    "session.video_ready",
    "call.started",
    "call.ended",
]

EVENT_NAMES: Final[tuple[EventName, ...]] = get_args(EventName)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a visitor, in a session or outside of one."""

    name: EventName
    team: str
    visitor: str
    """The visitor's short id."""
    at: float
    """Unix seconds."""
    session: str | None = None
    session_url: str | None = None
    """The session's own `webhook_url`, which hears of it too."""


class Events(Protocol):
    """Implementations: `domains/webhooks/outbox.py`, and `NoEvents` where nobody can hear."""

    async def note(self, connection: Any, event: Event) -> None:
        """Keep the event in the caller's transaction (`connection`), if anybody wants to hear of it."""
        ...

    def wake(self) -> None:
        """To be called after the commit, so that it is heard at once; without it, it is heard seconds later."""
        ...


class NoEvents:
    """Nobody hears."""

    async def note(self, connection: Any, event: Event) -> None:
        """Forget it."""
        del connection, event

    def wake(self) -> None:
        """Nobody is asleep."""
