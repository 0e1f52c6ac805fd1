"""`agent_request.created`, `.accepted` and `.cancelled`: what became of visitors who asked for help."""

from typing import Final

from userview.domains.webhooks.model import Clock
from userview.ports.events import Event, EventName, Events
from userview.realtime.effects import RequestEvent
from userview.realtime.records import VisitorKey
from userview.tables import Transactions

_NAMES: Final[dict[RequestEvent, EventName]] = {
    "created": "agent_request.created",
    "accepted": "agent_request.accepted",
    "cancelled": "agent_request.cancelled",
}


class AgentRequests:
    """Turns what the live side knows into events."""

    def __init__(self, database: Transactions, clock: Clock, events: Events) -> None:
        self._database = database
        self._clock = clock
        self._events = events

    async def happened(self, visitor: VisitorKey, happened: RequestEvent) -> None:
        """The visitor asked for help, got it, or asks no more."""
        event = Event(_NAMES[happened], visitor.team, visitor.short_id, self._clock())
        async with self._database.transaction() as connection:
            await self._events.note(connection, event)
        self._events.wake()
