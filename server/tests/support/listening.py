"""A server of a test's own, that always comes to its end."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncGenerator, Callable, Coroutine

from tests.support.waiting import until

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[None, None, None]]


@contextlib.asynccontextmanager
async def listening(serve: Serve, tls: ssl.SSLContext | None = None) -> AsyncGenerator[int]:
    """The port on 127.0.0.1 at which each connection is given to `serve`; behind it none is open any more."""
    served: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def ended(task: asyncio.Task[None]) -> None:
            served.discard(task)
            # A task that is cancelled before it begins closes nothing, and the server would wait for its connection for ever.
            writer.transport.abort()

        task = asyncio.get_running_loop().create_task(serve(reader, writer))
        served.add(task)
        task.add_done_callback(ended)

    server = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        while served:
            for task in served:
                task.cancel()
            await asyncio.gather(*served, return_exceptions=True)
        await server.wait_closed()
        # Python 3.11 does not wait there for connections that `accept` never heard of: a handshake that failed.
        await until(lambda: _has_no_connection(server))


async def _has_no_connection(server: asyncio.Server) -> bool:
    return not getattr(server, "_active_count", 0)
