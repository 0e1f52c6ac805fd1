"""The bus: short messages between the processes of an installation, and leases on names.

Promise. Delivery: at most once to each listener that listens now; nothing is kept for later.
`publish` returns how many listeners the message was handed to, so that a caller to whom it matters
can try again. Order: one publisher's messages on a topic arrive in the order of publishing; each
listener deals with one message at a time. Atomicity: a lease has at most one holder at any moment,
provided that clocks run at about the same speed.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

Message = Mapping[str, Any]
"""A JSON object of at most 64 KiB."""

Receive = Callable[[Message], Awaitable[None]]
"""Deals with a message; what it raises is logged and changes nothing for later messages."""


class Bus(Protocol):
    """Adapters: `adapters/bus/memory.py` (one process), `adapters/bus/redis.py` (Valkey or Redis)."""

    @property
    def is_shared(self) -> bool:
        """Whether other processes can be on it."""
        ...

    async def publish(self, topic: str, message: Message) -> int:
        """Hand `message` to whoever listens to `topic`; how many those are.

        Raises:
            BusUnavailable: the bus does not answer.
        """
        ...

    def listen(self, topic: str, receive: Receive) -> AbstractAsyncContextManager[None]:
        """Inside the block, messages on `topic` go to `receive`; it is entered when that is so."""
        ...

    async def hold(self, name: str, holder: str, seconds: float) -> bool:
        """Take or renew the lease on `name` for that long; False while somebody else has it."""
        ...

    async def release(self, name: str, holder: str) -> None:
        """Give the lease back, if it is this holder's."""
        ...

    async def check(self) -> None:
        """Raise `BusUnavailable`, with the reason, when the bus does not answer."""
        ...

    async def close(self) -> None:
        """Let go of connections; listeners hear nothing more."""
        ...
