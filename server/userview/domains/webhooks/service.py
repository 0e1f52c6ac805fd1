"""Webhooks: making, changing and removing them, looking at what was delivered, trying them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.webhooks import store
from userview.domains.webhooks.announcer import payload
from userview.domains.webhooks.errors import TooManyWebhooks, UnknownWebhook, UrlRefused, WebhookConflict
from userview.domains.webhooks.model import (
    MAX_WEBHOOKS,
    TEST_EVENT,
    Clock,
    Delivery,
    DeliveryState,
    Kind,
    Webhook,
    WebhookChange,
)
from userview.domains.webhooks.secrets import SigningSecrets
from userview.domains.webhooks.sending import Sender
from userview.domains.webhooks.signatures import new_secret
from userview.ports.egress import Egress, EgressRefused
from userview.ports.events import EventName
from userview.protocol.ids import new_id
from userview.tables import Transactions, moment, upsert


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """Which deliveries are asked for; None asks for nothing."""

    state: DeliveryState | None = None
    event: str | None = None


class Webhooks:
    """Every method is one transaction, but for those that send."""

    def __init__(
        self, database: Transactions, clock: Clock, egress: Egress, signing: SigningSecrets, sender: Sender
    ) -> None:
        self._database = database
        self._clock = clock
        self._egress = egress
        self._signing = signing
        self._sender = sender

    async def check_url(self, url: str, field: str) -> None:
        """To be asked before a URL is kept.

        Raises:
            UrlRefused: nothing may be sent there; names the field.
        """
        try:
            await self._egress.check(url)
        except EgressRefused as refused:
            raise UrlRefused(f"{field}: {refused.message}", field=field) from None

    async def create(
        self, team_id: str, url: str, events: Sequence[EventName], *, active: bool = True
    ) -> tuple[Webhook, str]:
        """A new webhook and its secret.

        Raises:
            UrlRefused: nothing may be sent there.
            TooManyWebhooks: the team has 50.
        """
        await self.check_url(url, "url")
        secret = new_secret()
        async with self._database.transaction() as connection:
            if await store.count_of_team(connection, team_id) >= MAX_WEBHOOKS:
                raise TooManyWebhooks(f"expected at most {MAX_WEBHOOKS} webhooks; delete one first")
            row = self._row(team_id, "team", secret, url=url, events=_ordered(events), active=active)
            await connection.execute(insert(store.webhooks).values(row))
            return await self._find(connection, team_id, row["id"]), secret

    async def for_sessions(self, team_id: str) -> Webhook:
        """The webhook that signs for single sessions' URLs; made when there is none."""
        async with self._database.reading() as connection:
            found = await store.of_sessions(connection, team_id)
        if found is not None:
            return found
        row = self._row(team_id, "session", new_secret(), url=None, events=[], active=True)
        async with self._database.transaction() as connection:
            made = upsert(connection, store.webhooks).values(row).on_conflict_do_nothing()
            await connection.execute(made)
            found = await store.of_sessions(connection, team_id)
        if found is None:
            raise UnknownWebhook("the webhook of the team's sessions was removed while it was made")
        return found

    async def of_team(self, team_id: str) -> list[Webhook]:
        """All of them, newest first."""
        async with self._database.reading() as connection:
            return [store.as_webhook(row) for row in await connection.execute(store.of_team(team_id))]

    async def get(self, team_id: str, webhook_id: str) -> Webhook:
        """One webhook of the team.

        Raises:
            UnknownWebhook: the team has none with this id.
        """
        async with self._database.reading() as connection:
            return await self._find(connection, team_id, webhook_id)

    async def secret(self, team_id: str, webhook_id: str) -> str:
        """The secret that it signs with.

        Raises:
            UnknownWebhook: the team has none with this id.
        """
        await self.get(team_id, webhook_id)
        return (await self._signing.of(webhook_id))[0]

    async def rotate(self, team_id: str, webhook_id: str) -> str:
        """A new secret in place of the old one, which signs too for a day.

        Raises:
            UnknownWebhook: the team has none with this id.
        """
        return await self._signing.rotate(team_id, webhook_id)

    async def change(self, team_id: str, webhook_id: str, change: WebhookChange) -> Webhook:
        """Change what is given. Switching it on forgets that it failed.

        Raises:
            UnknownWebhook: the team has none with this id.
            UrlRefused: nothing may be sent to the new URL.
            WebhookConflict: a URL or events for the webhook of the sessions.
        """
        webhook = await self.get(team_id, webhook_id)
        if webhook.kind == "session" and ("url" in change or "events" in change):
            raise WebhookConflict("this webhook goes to the webhook_url of each session: only `active` can be changed")
        values: dict[str, Any] = dict(change)
        if "url" in change:
            await self.check_url(change["url"], "url")
        if "events" in change:
            values["events"] = _ordered(change["events"])
        if "active" in change:
            values |= {"disabled_at": None, "disabled_reason": None}
        if change.get("active") or "url" in change:
            values |= {"failing_since": None, "failures": 0, "paused_until": None}
        async with self._database.transaction() as connection:
            if values:
                await store.change(connection, webhook_id, values)
            return await self._find(connection, team_id, webhook_id)

    async def delete(self, team_id: str, webhook_id: str) -> None:
        """Remove it with its deliveries.

        Raises:
            UnknownWebhook: the team has none with this id.
            WebhookConflict: the one of the sessions, whose secret receivers know.
        """
        async with self._database.transaction() as connection:
            webhook = await self._find(connection, team_id, webhook_id)
            if webhook.kind == "session":
                raise WebhookConflict("the webhook of the sessions cannot be deleted; switch it off with `active`")
            await connection.execute(delete(store.webhooks).where(store.webhooks.c.id == webhook_id))

    async def deliveries(
        self, team_id: str, webhook_id: str, asked: DeliveryFilter, limit: int, after: int | None
    ) -> tuple[list[Delivery], Delivery | None]:
        """Deliveries that fit, newest first, and the last of the page (None at the end of the list).

        Raises:
            UnknownWebhook: the team has none with this id.
        """
        c = store.webhook_deliveries.c
        statement = store.with_webhook().where(c.webhook_id == webhook_id).order_by(c.number.desc()).limit(limit + 1)
        if asked.state is not None:
            statement = statement.where(c.state == asked.state)
        if asked.event is not None:
            statement = statement.where(c.event == asked.event)
        if after is not None:
            statement = statement.where(c.number < after)
        async with self._database.reading() as connection:
            await self._find(connection, team_id, webhook_id)
            found = await store.read_deliveries(connection, statement)
        return found[:limit], found[limit - 1] if len(found) > limit else None

    async def delivery(self, team_id: str, webhook_id: str, delivery_id: str) -> Delivery:
        """One delivery of a webhook.

        Raises:
            UnknownWebhook: there is none.
        """
        c = store.webhook_deliveries.c
        mine = (c.id == delivery_id, c.webhook_id == webhook_id, c.team_id == team_id)
        async with self._database.reading() as connection:
            found = await store.read_deliveries(connection, store.with_webhook().where(*mine))
        if not found:
            raise UnknownWebhook(f"there is no delivery with the id {delivery_id[:40]!r}")
        return found[0]

    async def test(self, team_id: str, webhook_id: str) -> Delivery:
        """Send a test at once, also while the webhook is off; the delivery with what came of it.

        Raises:
            UnknownWebhook: the team has none with this id.
            WebhookConflict: the one of the sessions has no URL.
        """
        webhook = await self.get(team_id, webhook_id)
        if webhook.kind == "session" or webhook.url is None:
            raise WebhookConflict("the webhook of the sessions has no URL of its own that could be tested")
        now = moment(self._clock())
        delivery, event = new_id("dlv"), new_id("evt")
        about = {"id": webhook.id, "url": webhook.url, "events": list(webhook.events)}
        row = {
            "id": delivery,
            "team_id": team_id,
            "webhook_id": webhook_id,
            "event_id": event,
            "event": TEST_EVENT,
            "body": payload(event, TEST_EVENT, now, {"webhook": about}),
            "state": "failed",
            "tries": 0,
            "created_at": now,
            "finished_at": now,
        }
        async with self._database.transaction() as connection:
            await connection.execute(insert(store.webhook_deliveries).values(row))
        return await self.resend(team_id, webhook_id, delivery)

    async def resend(self, team_id: str, webhook_id: str, delivery_id: str) -> Delivery:
        """Send a delivery at once, whatever became of it before; the delivery with what came of it.

        Raises:
            UnknownWebhook: there is none.
        """
        await self._sender.attempt_now(await self.delivery(team_id, webhook_id, delivery_id))
        return await self.delivery(team_id, webhook_id, delivery_id)

    async def forget_deliveries(self, before: float, limit: int = 500) -> int:
        """Remove deliveries made before this time; how many. Call until it is 0."""
        async with self._database.transaction() as connection:
            return await store.forget_before(connection, moment(before), limit)

    def _row(
        self, team_id: str, kind: Kind, secret: str, *, url: str | None, events: list[EventName], active: bool
    ) -> dict[str, Any]:
        return {
            "id": new_id("wh"),
            "team_id": team_id,
            "kind": kind,
            "url": url,
            "events": events,
            "active": active,
            "secret": self._signing.sealed(secret),
            "created_at": moment(self._clock()),
            "failures": 0,
        }

    async def _find(self, connection: AsyncConnection, team_id: str, webhook_id: str) -> Webhook:
        row = await store.find(connection, webhook_id)
        if row is None or row.team_id != team_id:
            raise UnknownWebhook(f"there is no webhook with the id {webhook_id[:40]!r}")
        return store.as_webhook(row)


def _ordered(events: Sequence[EventName]) -> list[EventName]:
    """Each once, as given."""
    return list(dict.fromkeys(events))
