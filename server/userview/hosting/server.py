"""Serves one ASGI app on sockets that listen already, and stops cleanly.

The first SIGINT or SIGTERM drains: live connections are told to come back elsewhere (4503), requests
that run are finished, for a few seconds at most. The second one ends the process at once.
"""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Generator, Sequence
from pathlib import Path
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp
from typing_extensions import override

from userview.hosting.http import BoundedHttp

STOP_SECONDS: Final = 3
"""How long running requests may take to finish when the server stops."""

KEEP_ALIVE_SECONDS: Final = 75
"""Longer than the 60 s after which common proxies give up an idle connection of theirs: they close first."""


class WebServer(uvicorn.Server):
    """uvicorn without signal handling of its own, which tells when it accepts connections."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        websockets: type[asyncio.Protocol] | None,
        tls_cert: Path | None = None,
        tls_key: Path | None = None,
    ) -> None:
        """`websockets`: the protocol class that takes over upgraded connections, None for no WebSockets."""
        options: dict[str, Any] = {"http": BoundedHttp, "ws": websockets or "none"}
        config = uvicorn.Config(
            app,
            **options,
            loop="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=STOP_SECONDS,
            ssl_certfile=tls_cert,
            ssl_keyfile=tls_key,
        )
        super().__init__(config)
        self.answers = asyncio.Event()

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.answers.set()

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


async def serve_until_stopped(
    server: WebServer,
    sockets: Sequence[socket.socket],
    *,
    stop: asyncio.Event,
    ready: Callable[[], Awaitable[None]],
    drain: Callable[[], Awaitable[None]],
) -> None:
    """Serve; call `ready` when connections are accepted, `drain` after `stop` or a signal; return when all is finished."""
    with _signals(stop):
        serving = asyncio.create_task(server.serve(list(sockets)))
        answers = asyncio.create_task(server.answers.wait())
        try:
            await asyncio.wait({serving, answers}, return_when=asyncio.FIRST_COMPLETED)
            if answers.done():
                await ready()
                stopping = asyncio.create_task(stop.wait())
                await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
                stopping.cancel()
                await drain()
        finally:
            answers.cancel()
            server.should_exit = True
            await serving


@contextlib.contextmanager
def _signals(stop: asyncio.Event) -> Generator[None]:
    loop = asyncio.get_running_loop()

    def asked() -> None:
        if stop.is_set():
            # A person who presses Ctrl-C again means it; 130 is what shells expect then.
            os._exit(130)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked)
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
