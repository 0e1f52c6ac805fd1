"""The bus on Valkey or Redis: published messages, and leases that their holder alone can renew."""

import asyncio
import contextlib
import json
import random
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager
from typing import Any, Final, cast
from urllib.parse import urlsplit

import redis.asyncio as redis
import structlog
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from userview.errors import BusUnavailable, StartRefused
from userview.ports.bus import Message, Receive

PREFIX: Final = "userview:"
"""Keys and channels are named so that a server may be shared with other programs."""

TIMEOUT_SECONDS: Final = 5.0
"""A server that is there answers in milliseconds."""

RECONNECT_SECONDS: Final = (0.1, 5.0)
"""Bounds of the delay before a listener tries again; it doubles from the first to the second."""

_HOLD: Final = """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""

_RELEASE: Final = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""

log = structlog.stdlib.get_logger("userview.bus")


class RedisBus:
    """Connections to one Valkey or Redis server, made when they are needed."""

    def __init__(self, url: str) -> None:
        """`url`: `redis://user:password@host:6379/0`, `rediss://` for TLS.

        Raises:
            StartRefused: the URL cannot be read.
        """
        parsed = urlsplit(url)
        if parsed.scheme not in {"redis", "rediss", "unix"}:
            raise StartRefused("USERVIEW_BUS_URL: expected redis://host:6379/0 or rediss://host:6379/0.")
        self.name = f"{parsed.scheme}://{parsed.hostname or ''}{f':{parsed.port}' if parsed.port else ''}{parsed.path}"
        # The library leaves many parameters untyped; what is used of it is tested on a real server.
        self._client: Any = cast("Any", redis.Redis).from_url(
            url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS, retry=Retry(NoBackoff(), 1)
        )
        self._hold = self._client.register_script(_HOLD)
        self._release = self._client.register_script(_RELEASE)

    @property
    def is_shared(self) -> bool:
        """Other processes can be on it."""
        return True

    async def publish(self, topic: str, message: Message) -> int:
        """PUBLISH; how many subscribers the server handed it to."""
        with self._speaking():
            return int(await self._client.publish(PREFIX + topic, json.dumps(message, separators=(",", ":"))))

    def listen(self, topic: str, receive: Receive) -> AbstractAsyncContextManager[None]:
        """SUBSCRIBE on a connection of its own, which is made again whenever it is lost."""
        return self._listening(topic, receive)

    @contextlib.asynccontextmanager
    async def _listening(self, topic: str, receive: Receive) -> AsyncGenerator[None]:
        # Closed here and not by the task, which may be cancelled before it began.
        async with contextlib.AsyncExitStack() as subscriptions:
            with self._speaking():
                first = await self._subscribe(topic, subscriptions)
            task = asyncio.create_task(self._follow(first, topic, receive, subscriptions))
            try:
                yield
            finally:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    async def _subscribe(self, topic: str, subscriptions: contextlib.AsyncExitStack) -> Any:
        subscription = self._client.pubsub()
        subscriptions.push_async_callback(subscription.aclose)
        await subscription.subscribe(PREFIX + topic)
        if await subscription.get_message(timeout=TIMEOUT_SECONDS) is None:
            raise redis.TimeoutError("no answer to SUBSCRIBE")
        return subscription

    async def _follow(self, first: Any, topic: str, receive: Receive, subscriptions: contextlib.AsyncExitStack) -> None:
        subscription, delay = first, RECONNECT_SECONDS[0]
        while True:
            try:
                if subscription is None:
                    subscription = await self._subscribe(topic, subscriptions)
                    delay = RECONNECT_SECONDS[0]
                received = await subscription.get_message(ignore_subscribe_messages=True, timeout=None)
            except (RedisError, OSError) as error:
                log.warning("the bus was lost; listening again soon", bus=self.name, reason=str(error))
                subscription = None
                await subscriptions.aclose()
                await asyncio.sleep(random.uniform(0, delay))  # noqa: S311 - jitter
                delay = min(delay * 2, RECONNECT_SECONDS[1])
                continue
            await self._deal(received, topic, receive)

    async def _deal(self, received: dict[str, Any] | None, topic: str, receive: Receive) -> None:
        if received is None or received["type"] != "message":
            return
        try:
            await receive(_object(received["data"]))
        except Exception:
            log.exception("a message of the bus could not be dealt with", topic=topic)

    async def hold(self, name: str, holder: str, seconds: float) -> bool:
        """Take or renew a lease; it runs out by itself."""
        with self._speaking():
            held = await self._hold(keys=[f"{PREFIX}lease:{name}"], args=[holder, int(seconds * 1000)])
        return bool(held)

    async def release(self, name: str, holder: str) -> None:
        """Give a lease back."""
        with self._speaking():
            await self._release(keys=[f"{PREFIX}lease:{name}"], args=[holder])

    async def check(self) -> None:
        """PING."""
        with self._speaking():
            await self._client.ping()

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    @contextlib.contextmanager
    def _speaking(self) -> Any:
        try:
            yield
        except (RedisError, OSError) as error:
            raise BusUnavailable(f"The bus {self.name} does not answer: {error}", bus=self.name) from error


def _object(data: bytes) -> dict[str, Any]:
    read: object = json.loads(data)
    if not isinstance(read, dict):
        raise TypeError(f"expected a JSON object, got {type(read).__name__}")
    return cast("dict[str, Any]", read)
