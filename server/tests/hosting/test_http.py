"""A connection is not held for nothing: heads of requests are bounded in time and size. On a real server."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from starlette.responses import PlainTextResponse

from userview.hosting import http
from userview.hosting.server import WebServer, serve_until_stopped

SOON = 10.0


@asynccontextmanager
async def serving() -> AsyncGenerator[int]:
    """The port of a running server that says hello."""
    stop, ready, drained = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def is_ready() -> None:
        ready.set()

    async def drain() -> None:
        drained.set()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        server = WebServer(PlainTextResponse("hello"), websockets=None)
        running = asyncio.create_task(serve_until_stopped(server, [listener], stop=stop, ready=is_ready, drain=drain))
        async with asyncio.timeout(SOON):
            await ready.wait()
        yield port
        stop.set()
        async with asyncio.timeout(SOON):
            await running
        assert drained.is_set()


async def talk(port: int, *parts: bytes, until_closed: bool = True) -> bytes:
    """Send all parts, then read until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for part in parts:
        writer.write(part)
        await writer.drain()
    async with asyncio.timeout(SOON):
        answer = await (reader.read() if until_closed else reader.readuntil(b"hello"))
    writer.close()
    return answer


async def test_a_request_is_answered_and_the_connection_kept() -> None:
    async with serving() as port:
        request = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
        assert b"200 OK" in await talk(port, request, until_closed=False)
        last = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        assert (await talk(port, request + request + last)).count(b"200 OK") == 3


async def test_a_head_that_does_not_come_is_answered_408(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "HEAD_SECONDS", 0.05)
    async with serving() as port:
        for part in (b"", b"GET / HTTP/1.1\r\nHo", b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\n"):
            assert b"408 Request Timeout" in await talk(port, part)


async def test_a_head_that_is_too_large_is_answered_431() -> None:
    async with serving() as port:
        answer = await talk(port, b"GET / HTTP/1.1\r\nHost: x\r\n", b"X-Long: " + b"x" * 70_000)
        assert b"431 Request Header Fields Too Large" in answer


async def test_a_large_body_is_no_large_head() -> None:
    async with serving() as port:
        body = b"x" * 200_000
        head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body)
        assert b"200 OK" in await talk(port, head + body, until_closed=False)


@pytest.mark.parametrize("request_line", [b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", b"GET http://[ HTTP/1.1\r\n\r\n", b"FOO / HTTP/9\r\n\r\n", b"GET /\xff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"])  # fmt: skip
async def test_what_is_no_http_is_answered_400_and_closed(request_line: bytes) -> None:
    async with serving() as port:
        answer = await talk(port, request_line)
        assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 404", b"HTTP/1.1 200"))


async def test_an_upgrade_to_something_else_is_simply_not_made() -> None:
    async with serving() as port:
        request = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\n\r\n"
        assert b"200 OK" in await talk(port, request)
