"""At most one serving process per bus: a lease on the bus, renewed while it serves.

Rooms live in the memory of one process; two that serve the same visitors would each know half of them.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from typing import Final

from userview.commands.console import say
from userview.errors import BusUnavailable, StartRefused
from userview.observe.logging import logger
from userview.ports.bus import Bus

LEASE: Final = "serve"
LEASE_SECONDS: Final = 15.0
"""After `kill -9` of another folder's server this one may take over after so long; its own is renewed at once."""

log = logger("serve")


@contextlib.asynccontextmanager
async def alone(bus: Bus, node: str, stop: asyncio.Event) -> AsyncGenerator[None]:
    """Hold the lease inside the block; set `stop` should it ever be lost to another server.

    Raises:
        StartRefused: another server holds it, or the bus does not answer.
    """
    await _take(bus, node)
    renewing = asyncio.create_task(_renew(bus, node, stop))
    try:
        yield
    finally:
        renewing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await renewing
        with contextlib.suppress(BusUnavailable):
            await bus.release(LEASE, node)


async def _take(bus: Bus, node: str) -> None:
    try:
        if await bus.hold(LEASE, node, LEASE_SECONDS):
            return
        say(f"Another server uses this bus; waiting {LEASE_SECONDS:.0f} s, in case it was killed.")
        loop = asyncio.get_running_loop()
        deadline = loop.time() + LEASE_SECONDS + 1
        while loop.time() < deadline:
            await asyncio.sleep(0.5)
            if await bus.hold(LEASE, node, LEASE_SECONDS):
                return
    except BusUnavailable as error:
        raise StartRefused(f"{error.message}. Start it, or mend USERVIEW_BUS_URL.") from None
    raise StartRefused(
        "Another `userview serve` uses this bus, and one installation has one serving process: stop the other one, or give this "
        "one a bus of its own with USERVIEW_BUS_URL. (`userview worker` may run any number of times.)"
    )


async def _renew(bus: Bus, node: str, stop: asyncio.Event) -> None:
    while True:
        await asyncio.sleep(LEASE_SECONDS / 3)
        try:
            held = await bus.hold(LEASE, node, LEASE_SECONDS)
        except BusUnavailable as error:
            log.warning("the lease of this server could not be renewed", reason=error.message)
            continue
        if not held:
            log.error("another server took over this bus; stopping")
            stop.set()
            return
