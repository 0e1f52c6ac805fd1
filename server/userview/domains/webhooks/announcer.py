"""Turns events into deliveries, one per webhook that hears of it, with the object as it is right after the commit.

Runs in the serving process, which alone knows what is live. What a crash leaves is announced at the next start.
"""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.webhooks import store
from userview.domains.webhooks.model import Document, Pending, Webhook
from userview.domains.webhooks.outbox import Outbox
from userview.errors import UserViewError
from userview.observe.logging import logger
from userview.protocol.ids import new_id
from userview.signing import digest
from userview.tables import Transactions

DELIVER: Final = "webhooks.deliver"
"""The job: one delivery."""

LOOK_SECONDS: Final = 5.0
"""How soon is found what nobody was woken for: left by a crash, or noted by another process."""

AT_ONCE: Final = 100

Render = Callable[[Pending], Awaitable[Document | None]]
"""The payload's `data`; None when what it is about is not there any more."""

Enqueue = Callable[..., Awaitable[Any]]
"""`(connection, kind, payload, *, run_at)`, in the caller's transaction."""

log = logger("webhooks")


class Announcer:
    """The one of an installation."""

    def __init__(self, database: Transactions, outbox: Outbox, render: Render, enqueue: Enqueue) -> None:
        self._database = database
        self._outbox = outbox
        self._render = render
        self._enqueue = enqueue

    async def run(self) -> None:
        """Announce what there is and what comes, until cancelled."""
        while True:
            self._outbox.noted.clear()
            try:
                await self.announce()
            except (UserViewError, SQLAlchemyError, OSError) as error:
                log.warning("events could not be read; trying again", reason=str(error).partition("\n")[0])
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._outbox.noted.wait(), LOOK_SECONDS)

    async def announce(self) -> int:
        """Announce what there is; how many events. One that cannot be announced stays, and holds up no other."""
        announced = 0
        failed: set[int] = set()
        while True:
            async with self._database.reading() as connection:
                found = await store.pending(connection, AT_ONCE + len(failed))
            events = [event for event in found if event.number not in failed]
            if not events:
                return announced
            for event in events:
                try:
                    await self._announce(event)
                    announced += 1
                except Exception:
                    failed.add(event.number)
                    log.exception("an event could not be announced; trying again later", webhook_event=event.name)

    async def _announce(self, event: Pending) -> None:
        async with self._database.reading() as connection:
            hearers = await store.hearers(connection, event.team_id, (event.name,))
            own = None if event.session_url is None else await store.of_sessions(connection, event.team_id)
        if own is not None and own.active:
            hearers.append(own)
        data = await self._render(event) if hearers else None
        async with self._database.transaction() as connection:
            if not await store.take(connection, event.number) or data is None:
                return
            body = payload(event.id, event.name, event.at, data)
            for webhook in hearers:
                await self._add(connection, event, webhook, body)

    async def _add(self, connection: AsyncConnection, event: Pending, webhook: Webhook, body: str) -> None:
        delivery = new_id("dlv")
        await connection.execute(
            insert(store.webhook_deliveries).values(
                id=delivery,
                team_id=event.team_id,
                webhook_id=webhook.id,
                event_id=event.id,
                event=event.name,
                session_url=event.session_url if webhook.kind == "session" else None,
                session_id=event.session_id,
                visitor_short_id=event.visitor_short_id,
                body=body,
                state="waiting",
                tries=0,
                next_at=event.at,
                created_at=event.at,
            )
        )
        # What is of one visitor goes to one webhook in order; the job must not name the visitor, whom it may outlive.
        turn = digest(f"{webhook.id} {event.visitor_short_id}")[:16]
        # Due at once; microseconds keep the order of what happened at the same moment.
        run_at = event.at.timestamp() + event.number % 1000 / 1_000_000
        await self._enqueue(connection, DELIVER, {"delivery": delivery, "turn": turn}, run_at=run_at)


def payload(event_id: str, name: str, at: datetime, data: Mapping[str, Any]) -> str:
    """The JSON text of a message."""
    created_at = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    message = {"id": event_id, "type": name, "created_at": created_at, "data": data}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))
