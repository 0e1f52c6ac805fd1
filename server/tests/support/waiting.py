"""Waiting for what another program does, which tells nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

LIMIT_SECONDS = 30.0


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Ask again and again until it is so.

    Raises:
        TimeoutError: it never was.
    """
    async with asyncio.timeout(LIMIT_SECONDS):
        while not await condition():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.005)
