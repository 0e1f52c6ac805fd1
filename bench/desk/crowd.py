"""A crowd of visitors on real sockets: `python -m bench.desk.crowd PORT KEY COUNT CHANGES_PER_SECOND`.

Prints `ready` when all are in; from then on they go from page to page, until its input ends.
"""

import asyncio
import random
import sys
from typing import Any
from uuid import UUID

from bench.relay.clients import Client, connect
from tests.gateway.servers import VERSIONS

AT_ONCE = 40
"""Sockets that have not said hello yet; a server lets 50 of an address."""
SITE = "https://shop.example.com"
PATHS = ("/", "/cart", "/checkout", "/products/kite", "/products/lamp", "/account", "/help")


def page(number: int, path: str) -> dict[str, Any]:
    """A page as the SDK tells of it."""
    return {
        "pageview": str(UUID(int=number)),
        "url": f"{SITE}{path}",
        "title": path,
        "visible": True,
        "focused": True,
        "viewport": {"width": 1280, "height": 720},
    }


async def enter(port: int, key: str, number: int) -> Client:
    """A visitor comes; every third says who they are."""
    visitor = await connect(port, "/ws/visitor", host="localhost", headers={"Origin": SITE}, client=Client())
    identity = {"identities": [f"Visitor {number}", f"visitor{number}@example.com"]} if number % 3 == 0 else {}
    allowed = dict.fromkeys(("require_authorization", "allow_click", "allow_scroll", "allow_type"))
    visitor.say(
        "hello",
        protocol=VERSIONS,
        key=key,
        visitor=None,
        page=page(number, "/"),
        identity=identity,
        options={**allowed, "js_configuration": False},
        client={"version": "1", "supported": True, "language": "en"},
        resume=None,
    )
    await visitor.hear("welcome")
    return visitor


async def run(port: int, key: str, count: int, changes: float) -> None:
    """All come, then go about until the input ends."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> Client:
        async with turns:
            return await enter(port, key, number)

    crowd = await asyncio.gather(*(one(number) for number in range(count)))
    print("ready", flush=True)
    over = asyncio.ensure_future(asyncio.to_thread(sys.stdin.read))
    chance, told = random.Random(1), 0
    while not over.done():
        number = chance.randrange(count)
        crowd[number].say("page", page=page(number, chance.choice(PATHS)))
        told += 1
        await asyncio.sleep(1 / changes)
    print(f"told {told}", flush=True)


if __name__ == "__main__":
    given = sys.argv[1:]
    asyncio.run(run(int(given[0]), given[1], int(given[2]), float(given[3])))
