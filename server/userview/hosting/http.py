"""HTTP on one connection: uvicorn's, with bounds on how long and how large the head of a request may be.

Without them a few thousand connections that send a byte now and then hold a server for good.
"""

import asyncio
from typing import Any, Final

from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS: Final = 10.0
"""From the connection, or from the first byte of a later request, to the end of its headers."""

HEAD_BYTES: Final = 64 * 1024
"""Request line and headers together; browsers stay below a quarter of it."""


class BoundedHttp(HttpToolsProtocol):
    """One connection. A head that takes too long, or is too large, is answered 408 or 431 and closed."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._head_bytes = 0
        self._in_head = False
        self._patience: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        self._await_head()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._end_patience()
        super().connection_lost(exc)

    @override
    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        # What came with the head is body, or another request, once the head is complete.
        if self._in_head and self._head_bytes > HEAD_BYTES:
            self._refuse(b"431 Request Header Fields Too Large", b"Expected a request head of at most 64 KiB.\n")

    @override
    def on_message_begin(self) -> None:
        super().on_message_begin()
        if not self._in_head:
            self._await_head()

    @override
    def on_headers_complete(self) -> None:
        self._in_head = False
        self._end_patience()
        super().on_headers_complete()

    @override
    def _unsupported_upgrade_warning(self) -> None:
        """An upgrade to something else than WebSocket is simply not made; that is HTTP, and no news."""

    def _await_head(self) -> None:
        self._head_bytes = 0
        self._in_head = True
        self._end_patience()
        self._patience = asyncio.get_running_loop().call_later(HEAD_SECONDS, self._too_slow)

    def _end_patience(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _too_slow(self) -> None:
        self._refuse(b"408 Request Timeout", b"Expected the whole request head within 10 seconds.\n")

    def _refuse(self, status: bytes, text: bytes) -> None:
        self._end_patience()
        if self.transport.is_closing():
            return
        head = (
            b"HTTP/1.1 "
            + status
            + b"\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\nContent-Length: "
        )
        self.transport.write(head + str(len(text)).encode() + b"\r\n\r\n" + text)
        self.transport.close()
