"""A server that answers byte by byte as a test says, and counts who is connected."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import dataclass, field

from tests.support.listening import listening


@dataclass
class Hostile:
    """What it has seen."""

    port: int = 0
    requests: list[bytes] = field(default_factory=list[bytes])
    sent: int = 0
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the first request has come."""
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a client has closed its connection."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/picture"


@contextlib.asynccontextmanager
async def hostile(
    behave: Callable[[Hostile, asyncio.StreamWriter], Coroutine[None, None, None]],
) -> AsyncGenerator[Hostile]:
    """Serve on 127.0.0.1; each connection is given to `behave` once its request's head is read."""
    seen = Hostile()
    loop = asyncio.get_running_loop()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        running: list[asyncio.Task[bytes] | asyncio.Task[None]] = []
        try:
            seen.requests.append(await reader.readuntil(b"\r\n\r\n"))
            seen.asked.set()
            running = [loop.create_task(reader.read()), loop.create_task(behave(seen, writer))]
            await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            # A client that closes while it is written to may be noticed at the write.
            if running[0].done() or running[1].exception() is not None:
                seen.gone.set()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            for one in running:
                one.cancel()
            # Not `close`, which would go on until everything is sent.
            writer.transport.abort()
            if running:
                await asyncio.wait(running)
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async with listening(serve) as seen.port:
        yield seen


async def send(seen: Hostile, writer: asyncio.StreamWriter, data: bytes) -> None:
    """Send, as fast as the client reads."""
    writer.write(data)
    await writer.drain()
    seen.sent += len(data)
