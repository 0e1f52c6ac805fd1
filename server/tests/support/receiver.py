"""A real HTTP server on a loopback port, which keeps what it gets and answers as it is told."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field

from tests.support.listening import listening


@dataclass(frozen=True)
class Got:
    """A request."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Say:
    """An answer; `hang`: nothing ever comes."""

    status: int = 200
    body: bytes = b"thanks"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    hang: bool = False


class Receiver:
    """What came, and what it answers: `answer(request)`."""

    def __init__(self, port: int, answer: Callable[[Got], Say]) -> None:
        self.port = port
        self.answer: Callable[[Got], Say] = answer
        self.got: list[Got] = []

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"


@contextlib.asynccontextmanager
async def receiving(
    answer: Callable[[Got], Say] = lambda _got: Say(), tls: ssl.SSLContext | None = None
) -> AsyncGenerator[Receiver]:
    """A receiver on 127.0.0.1."""
    receiver = Receiver(0, answer)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _serve(receiver, reader, writer)

    async with listening(serve, tls) as receiver.port:
        yield receiver


async def _serve(receiver: Receiver, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, _ = head[0].split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        got = Got(method, target, headers, body)
        receiver.got.append(got)
        say = receiver.answer(got)
        if say.hang:
            await asyncio.Event().wait()
        lines = [f"HTTP/1.1 {say.status} X", f"Content-Length: {len(say.body)}", "Set-Cookie: a=b", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in say.headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode() + say.body)
        await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()
