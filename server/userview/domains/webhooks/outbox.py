"""Events are kept beside what they are about, in the same transaction, until the announcer takes them."""

import asyncio

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.webhooks import store
from userview.ports.events import Event
from userview.protocol.ids import new_id
from userview.tables import moment


class Outbox:
    """Implements `ports.events.Events`. Keeps only what a webhook, or the session's own URL, will hear."""

    def __init__(self) -> None:
        self.noted = asyncio.Event()
        """Set when there may be something new."""

    async def note(self, connection: AsyncConnection, event: Event) -> None:
        """Keep the event, if anybody wants to hear of it."""
        if event.session_url is None and not await store.hearers(connection, event.team, (event.name,)):
            return
        await connection.execute(
            insert(store.webhook_events).values(
                id=new_id("evt"),
                team_id=event.team,
                name=event.name,
                visitor_short_id=event.visitor,
                session_id=event.session,
                session_url=event.session_url,
                at=moment(event.at),
            )
        )

    def wake(self) -> None:
        """The announcer looks at once."""
        self.noted.set()
