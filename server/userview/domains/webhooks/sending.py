"""Sending deliveries: signed, through the guarded door, each attempt written down, and tried again for days."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.webhooks import store
from userview.domains.webhooks.announcer import DELIVER, Enqueue
from userview.domains.webhooks.errors import UnknownWebhook
from userview.domains.webhooks.model import (
    ANSWER_BYTES,
    DISABLED_AFTER,
    DISABLED_AFTER_FAILURES,
    Attempt,
    Clock,
    Delivery,
    DisabledReason,
    Webhook,
    pause_after,
    retry_after,
)
from userview.domains.webhooks.secrets import SigningSecrets
from userview.domains.webhooks.signatures import signed_headers
from userview.observe.logging import logger
from userview.ports.egress import Ask, Egress, EgressFailed, EgressRefused
from userview.tables import Transactions, moment

GONE: Final = 410

USER_AGENT: Final = "UserView-Webhooks"

StillHeld = Callable[[AsyncConnection], Awaitable[None]]
"""Raises when another worker has taken the job over (`JobQueue.still_held`)."""

log = logger("webhooks")


class Sender:
    """Any number may send at once, in any process."""

    def __init__(
        self,
        database: Transactions,
        clock: Clock,
        egress: Egress,
        signing: SigningSecrets,
        enqueue: Enqueue,
    ) -> None:
        self._database = database
        self._clock = clock
        self._egress = egress
        self._signing = signing
        self._enqueue = enqueue
        self._turns: defaultdict[str, Turn] = defaultdict(Turn)

    async def deliver(self, delivery_id: str, turn: str, still_held: StillHeld) -> None:
        """The job: one attempt of a delivery that waits; the next one, should it fail, is another job.

        Raises:
            LeaseLost: another worker has taken it over; nothing was written.
        """
        async with self._in_turn(turn):
            found = await self._read(delivery_id)
            if found is None or found[0].state != "waiting":
                return
            delivery, webhook = found
            now = moment(self._clock())
            again = {"delivery": delivery_id, "turn": turn}
            if not webhook.active:
                async with self._database.transaction() as connection:
                    await still_held(connection)
                    given_up = {"state": "failed", "next_at": None, "finished_at": now}
                    await store.change_delivery(connection, delivery_id, given_up)
                return
            if webhook.is_paused(now):
                async with self._database.transaction() as connection:
                    await still_held(connection)
                    await self._put_off(connection, delivery, webhook, again)
                return
            attempt = await self.attempt(delivery)
            async with self._database.transaction() as connection:
                await still_held(connection)
                await self._conclude(connection, delivery, attempt, again)

    async def attempt(self, delivery: Delivery) -> Attempt:
        """Send it once; what came of it is the caller's to write down.

        Raises:
            UnknownWebhook: it was deleted in the meantime.
            CannotUnseal: its secret was sealed under another master key.
        """
        signing = await self._signing.of(delivery.webhook_id)
        if not signing:
            raise UnknownWebhook("the webhook was deleted before its delivery was sent")
        at = self._clock()
        began = asyncio.get_running_loop().time()
        body = delivery.body.encode()
        status: int | None = None
        error: str | None = None
        answer: str | None = None
        try:
            headers = signed_headers(delivery.event_id, int(at), body, signing)
            headers = {**headers, "content-type": "application/json", "user-agent": USER_AGENT}
            came = await self._egress.fetch(Ask(delivery.url, ANSWER_BYTES, "POST", headers, body))
            status, answer = came.status, came.body.decode(errors="replace").replace("\x00", "")
        except (EgressFailed, EgressRefused) as failed:
            error = failed.message
        milliseconds = int((asyncio.get_running_loop().time() - began) * 1000)
        return Attempt(moment(at), milliseconds, status, error, answer)

    async def attempt_now(self, delivery: Delivery) -> None:
        """An attempt that a person asked for: a success counts, a failure leaves the schedule as it is."""
        attempt = await self.attempt(delivery)
        now = moment(self._clock())
        async with self._database.transaction() as connection:
            values = {"state": "delivered", "next_at": None, "finished_at": now} if attempt.succeeded else {}
            if values and not await store.change_delivery(connection, delivery.id, values):
                return
            if not values and (await self._state(connection, delivery.id)) is None:
                return
            await store.add_attempt(connection, delivery.id, attempt)
            if attempt.succeeded:
                await store.change(connection, delivery.webhook_id, _well(now))

    async def _read(self, delivery_id: str) -> tuple[Delivery, Webhook] | None:
        async with self._database.reading() as connection:
            statement = store.with_webhook().where(store.webhook_deliveries.c.id == delivery_id)
            found = await store.read_deliveries(connection, statement)
            row = await store.find(connection, found[0].webhook_id) if found else None
        return None if row is None else (found[0], store.as_webhook(row))

    async def _state(self, connection: AsyncConnection, delivery_id: str) -> str | None:
        statement = store.with_webhook().where(store.webhook_deliveries.c.id == delivery_id)
        found = await store.read_deliveries(connection, statement)
        return found[0].state if found else None

    async def _put_off(
        self, connection: AsyncConnection, delivery: Delivery, webhook: Webhook, again: dict[str, Any]
    ) -> None:
        """Wait until the webhook is tried again; microseconds apart, so that deliveries keep their order."""
        if webhook.paused_until is None:
            return
        next_at = webhook.paused_until + timedelta(microseconds=delivery.number % 1_000_000)
        if await store.change_delivery(connection, delivery.id, {"next_at": next_at}):
            await self._enqueue(connection, DELIVER, again, run_at=next_at.timestamp())

    async def _conclude(
        self, connection: AsyncConnection, delivery: Delivery, attempt: Attempt, again: dict[str, Any]
    ) -> None:
        """Write down an attempt of the schedule, and what follows from it."""
        now = moment(self._clock())
        # Locked first: attempts of other deliveries change the same counts.
        row = await store.find(connection, delivery.webhook_id, for_update=True)
        if row is None or (state := await self._state(connection, delivery.id)) is None:
            return
        webhook = store.as_webhook(row)
        await store.add_attempt(connection, delivery.id, attempt)
        tries = delivery.tries + 1
        if attempt.succeeded:
            done = {"state": "delivered", "tries": tries, "next_at": None, "finished_at": now}
            await store.change_delivery(connection, delivery.id, done)
            await store.change(connection, webhook.id, _well(now))
            return
        wait = None if attempt.status_code == GONE or state != "waiting" else retry_after(tries)
        if wait is not None:
            next_at = now + timedelta(seconds=wait)
            await store.change_delivery(connection, delivery.id, {"tries": tries, "next_at": next_at})
            await self._enqueue(connection, DELIVER, again, run_at=next_at.timestamp())
        elif state == "waiting":
            failed = {"state": "failed", "tries": tries, "next_at": None, "finished_at": now}
            await store.change_delivery(connection, delivery.id, failed)
        if webhook.kind == "team":
            await self._blame(connection, webhook, attempt, now)

    async def _blame(self, connection: AsyncConnection, webhook: Webhook, attempt: Attempt, now: datetime) -> None:
        """A failure of the webhook: a longer pause, or the end of it. Those that were sent together count as one."""
        since = webhook.failing_since or now
        together = webhook.paused_until is not None and attempt.at < webhook.paused_until
        failures = webhook.failures + (0 if together else 1)
        reason: DisabledReason | None = None
        if attempt.status_code == GONE:
            reason = "gone"
        elif now - since >= DISABLED_AFTER and failures >= DISABLED_AFTER_FAILURES:
            reason = "failing"
        values: dict[str, Any] = {"failing_since": since, "failures": failures}
        if not together:
            values["paused_until"] = now + timedelta(seconds=pause_after(failures))
        if reason is not None and webhook.active:
            values |= {"active": False, "disabled_at": now, "disabled_reason": reason, "paused_until": None}
            await store.give_up_waiting(connection, webhook.id, now)
            log.warning("a webhook was disabled", webhook=webhook.id, team=webhook.team_id, reason=reason)
        await store.change(connection, webhook.id, values)

    @contextlib.asynccontextmanager
    async def _in_turn(self, key: str) -> AsyncGenerator[None]:
        """One after the other, in the order of asking."""
        turn = self._turns[key]
        turn.users += 1
        try:
            async with turn.lock:
                yield
        finally:
            turn.users -= 1
            if not turn.users:
                del self._turns[key]


class Turn:
    """Who sends to one webhook what is of one visitor."""

    __slots__ = ("lock", "users")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.users = 0


def _well(now: datetime) -> dict[str, Any]:
    return {"delivered_at": now, "failing_since": None, "failures": 0, "paused_until": None}
