"""The promise of `ports/bus.py`, kept by every adapter: in one process, and on a real Valkey."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from tests.support.valkey import ValkeyServer
from tests.support.waiting import until
from userview.adapters.bus import MemoryBus, make_bus
from userview.adapters.bus.memory import QUEUE_MESSAGES
from userview.adapters.bus.redis import RedisBus
from userview.errors import BusUnavailable, StartRefused
from userview.ports.bus import Bus, Message

SOON = 10.0
"""Seconds after which something that should happen at once counts as missing."""


@pytest.fixture(params=["memory", "valkey"])
async def bus(request: pytest.FixtureRequest) -> AsyncIterator[Bus]:
    made = make_bus(None if request.param == "memory" else request.getfixturevalue("valkey_url"))
    yield made
    await made.close()


class Heard:
    """A listener that remembers."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._more = asyncio.Condition()

    async def __call__(self, message: Message) -> None:
        async with self._more:
            self.messages.append(message)
            self._more.notify_all()

    async def until(self, count: int) -> list[Message]:
        async with asyncio.timeout(SOON), self._more:
            await self._more.wait_for(lambda: len(self.messages) >= count)
        return self.messages


async def published(bus: Bus, *, reached: int) -> bool:
    """Publish once; whether so many were reached."""
    return await bus.publish("news", {"again": True}) == reached


async def test_every_listener_hears_in_the_order_of_publishing(bus: Bus) -> None:
    one, other, elsewhere = Heard(), Heard(), Heard()
    async with AsyncExitStack() as listening:
        await listening.enter_async_context(bus.listen("news", one))
        await listening.enter_async_context(bus.listen("news", other))
        await listening.enter_async_context(bus.listen("weather", elsewhere))
        for number in range(50):
            assert await bus.publish("news", {"number": number, "text": "ü\U0001f600"}) == 2
        assert [message["number"] for message in await one.until(50)] == list(range(50))
        assert [message["number"] for message in await other.until(50)] == list(range(50))
    assert one.messages[0]["text"] == "ü\U0001f600"
    assert elsewhere.messages == []


async def test_the_publisher_learns_that_nobody_listens(bus: Bus) -> None:
    assert await bus.publish("news", {"lost": True}) == 0
    heard = Heard()
    async with bus.listen("news", heard):
        assert await bus.publish("news", {"heard": True}) == 1
        assert await heard.until(1) == [{"heard": True}]


async def test_after_the_block_nothing_is_heard(bus: Bus) -> None:
    heard = Heard()
    async with bus.listen("news", heard):
        pass
    # The server behind a bus may need a moment to notice that a subscriber is gone.
    await until(lambda: published(bus, reached=0))
    assert heard.messages == []


async def test_a_message_that_cannot_be_dealt_with_stops_nothing(bus: Bus) -> None:
    heard = Heard()

    async def picky(message: Message) -> None:
        if message.get("bad"):
            raise RuntimeError("cannot be dealt with")
        await heard(message)

    async with bus.listen("news", picky):
        await bus.publish("news", {"bad": True})
        await bus.publish("news", {"good": True})
        assert await heard.until(1) == [{"good": True}]


async def test_a_lease_has_one_holder(bus: Bus) -> None:
    assert await bus.hold("serve", "one", 60)
    assert not await bus.hold("serve", "other", 60)
    assert await bus.hold("serve", "one", 60)
    assert await bus.hold("another name", "other", 60)


async def test_a_lease_is_given_back_by_its_holder_alone(bus: Bus) -> None:
    assert await bus.hold("serve", "one", 60)
    await bus.release("serve", "other")
    assert not await bus.hold("serve", "other", 60)
    await bus.release("serve", "one")
    assert await bus.hold("serve", "other", 60)
    await bus.release("never held", "one")


async def test_a_bus_that_is_there_says_so(bus: Bus) -> None:
    await bus.check()


def test_only_a_server_apart_is_shared(valkey_url: str) -> None:
    assert not MemoryBus().is_shared
    assert RedisBus(valkey_url).is_shared


async def test_a_lease_in_memory_runs_out_by_the_clock() -> None:
    now = 0.0
    bus = MemoryBus(lambda: now)
    assert await bus.hold("serve", "one", 15)
    now = 14.9
    assert not await bus.hold("serve", "other", 15)
    now = 15.0
    assert await bus.hold("serve", "other", 15)


async def test_a_lease_on_valkey_runs_out_by_itself(valkey_url: str) -> None:
    bus = RedisBus(valkey_url)
    assert await bus.hold("serve", "one", 0.05)
    await until(lambda: bus.hold("serve", "other", 60))
    await bus.close()


async def test_a_listener_that_is_far_behind_is_not_counted_any_more() -> None:
    bus, going_on = MemoryBus(), asyncio.Event()

    async def slow(_message: Message) -> None:
        await going_on.wait()

    async with bus.listen("news", slow):
        reached = [await bus.publish("news", {"number": number}) for number in range(QUEUE_MESSAGES + 10)]
        going_on.set()
    assert reached[0] == 1
    assert reached[-1] == 0


async def test_a_listener_comes_back_when_its_connection_is_cut(valkey_url: str, valkey_server: ValkeyServer) -> None:
    bus, heard = RedisBus(valkey_url), Heard()
    async with bus.listen("news", heard):
        await bus.publish("news", {"number": 1})
        await heard.until(1)
        valkey_server.command("CLIENT", "KILL", "TYPE", "pubsub")
        await until(lambda: published(bus, reached=1))
        assert (await heard.until(2))[-1] == {"again": True}
    await bus.close()


async def test_a_bus_that_does_not_answer_is_named_without_its_password() -> None:
    bus = RedisBus("redis://:secret@127.0.0.1:1/0")
    for attempt in (bus.check(), bus.publish("news", {}), bus.hold("serve", "one", 1)):
        with pytest.raises(BusUnavailable, match=r"redis://127\.0\.0\.1:1/0 does not answer") as caught:
            await attempt
        assert "secret" not in caught.value.message
    await bus.close()


def test_other_urls_are_refused() -> None:
    with pytest.raises(StartRefused, match="USERVIEW_BUS_URL: expected redis://"):
        make_bus("amqp://localhost")
