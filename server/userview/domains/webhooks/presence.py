"""`visitor.online` and `visitor.offline`, in pairs, whatever restarts lie between them."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import delete, select

from userview.domains.webhooks import store
from userview.domains.webhooks.model import Clock
from userview.ports.events import Event, EventName, Events
from userview.realtime.records import VisitorKey
from userview.tables import Transactions, upsert

NAMES: Final[tuple[EventName, EventName]] = ("visitor.online", "visitor.offline")


class Presences:
    """Turns what the live side knows into events."""

    def __init__(self, database: Transactions, clock: Clock, events: Events) -> None:
        self._database = database
        self._clock = clock
        self._events = events

    async def changed(self, visitor: VisitorKey, *, online: bool) -> None:
        """The visitor came, or has gone. Who comes back after a restart of the server was there all the time."""
        c, row = store.webhook_online.c, {"team_id": visitor.team, "short_id": visitor.short_id}
        mine = (c.team_id == visitor.team, c.short_id == visitor.short_id)
        async with self._database.reading() as connection:
            told = (await connection.execute(select(c.short_id).where(*mine))).first() is not None
            wanted = bool(await store.hearers(connection, visitor.team, NAMES))
        if (online and told) or not (wanted or told):
            return
        name = NAMES[0] if online else NAMES[1]
        async with self._database.transaction() as connection:
            if online:
                await connection.execute(upsert(connection, store.webhook_online).values(row).on_conflict_do_nothing())
            else:
                await connection.execute(delete(store.webhook_online).where(*mine))
            await self._events.note(connection, Event(name, visitor.team, visitor.short_id, self._clock()))
        self._events.wake()

    async def settle(self, is_online: Callable[[VisitorKey], bool]) -> None:
        """Some time after a start: those who did not come back have gone."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(store.webhook_online))).all()
        for row in rows:
            visitor = VisitorKey(row.team_id, row.short_id)
            if not is_online(visitor):
                await self.changed(visitor, online=False)
