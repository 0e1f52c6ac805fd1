"""A team with a visitor, a receiver on loopback, and webhooks that go there."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from standardwebhooks.webhooks import Webhook as Verifier

from tests.support.nouns import Nouns
from tests.support.receiver import Got, Receiver, receiving
from userview.domains.sessions.model import Start
from userview.domains.teams.model import Team
from userview.domains.visitors.model import Visitor
from userview.domains.webhooks.model import Delivery, Webhook
from userview.domains.webhooks.service import DeliveryFilter
from userview.ports.events import EVENT_NAMES, EventName
from userview.protocol.messages.common import EndReason, SessionState
from userview.realtime.records import AgentJoined, AgentLeft, AgentRef, Change, StateChanged

BOB = AgentRef("agent_bob", "Bob", None, "b-1")
EVERYTHING = DeliveryFilter()


@dataclass
class Stage:
    """What the tests of webhooks play on."""

    nouns: Nouns
    team: Team
    visitor: Visitor
    receiver: Receiver

    async def webhook(self, *events: EventName, path: str = "/hook") -> tuple[Webhook, str]:
        """A webhook of the team that goes to the receiver, and its secret."""
        wanted: Sequence[EventName] = events or EVENT_NAMES
        return await self.nouns.hooks.webhooks.create(self.team.id, self.receiver.url + path, wanted)

    async def session(self, webhook_url: str | None = None) -> str:
        """A session is asked for."""
        start = Start(source="api", permissions={}, metadata={"order": 7}, webhook_url=webhook_url)
        return (await self.nouns.sessions.watch(self.team, self.visitor, start)).id

    async def record(self, *changes: Change) -> None:
        """Something happens in a room."""
        await self.nouns.journal.record(changes)

    async def whole_session(self, webhook_url: str | None = None) -> str:
        """A session from its request to its end, with a pause in it."""
        session = await self.session(webhook_url)
        await self.work()
        steps: list[Change] = [
            AgentJoined(session, BOB, self.now()),
            StateChanged(session, SessionState.AUTHORIZING, None, self.now()),
            StateChanged(session, SessionState.ACTIVE, None, self.now()),
            StateChanged(session, SessionState.PAUSED, None, self.now()),
            StateChanged(session, SessionState.ACTIVE, None, self.now()),
            AgentLeft(session, BOB, self.now()),
            StateChanged(session, SessionState.ENDED, EndReason.VISITOR_STOPPED, self.now()),
        ]
        for step in steps:
            await self.record(step)
            await self.work()
        return session

    async def work(self) -> None:
        """Announce and deliver what is due, a moment later."""
        self.nouns.clock.tick(0.01)
        await self.nouns.hooks.work()

    def now(self) -> float:
        """The time on the clock that tests move."""
        return self.nouns.clock()

    async def deliveries(self, webhook: Webhook) -> list[Delivery]:
        """All of a webhook, newest first."""
        found, _ = await self.nouns.hooks.webhooks.deliveries(self.team.id, webhook.id, EVERYTHING, 100, None)
        return found

    async def seen(self, webhook: Webhook) -> Webhook:
        """The webhook as it is now."""
        return await self.nouns.hooks.webhooks.get(self.team.id, webhook.id)

    def heard(self) -> list[str]:
        """The types of what came, in order."""
        return [json.loads(got.body)["type"] for got in self.receiver.got]


def verified(got: Got, secret: str) -> dict[str, Any]:
    """The message, whose signature is what the specification's library makes of it."""
    message: dict[str, Any] = json.loads(got.body)
    at = datetime.fromtimestamp(int(got.headers["webhook-timestamp"]), UTC)
    expected = Verifier(secret).sign(got.headers["webhook-id"], at, got.body.decode())
    assert expected in got.headers["webhook-signature"].split(" ")
    assert got.headers["webhook-id"] == message["id"]
    return message


@contextlib.asynccontextmanager
async def staged(nouns: Nouns) -> AsyncGenerator[Stage]:
    """A stage on this database."""
    async with receiving() as receiver:
        team = await nouns.teams.create("Shop", "shop.example.com")
        visitor = (await nouns.enter(team.id)).visitor
        yield Stage(nouns, team, visitor, receiver)
