"""Pictures of page views, under signed links: `GET /pictures/<token>.png`."""

import re
import time
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from userview.hosting.answers import not_found, wrong_method
from userview.hosting.headers import COMMON
from userview.signing import Signer

Show = Callable[[str], Awaitable[bytes | None]]
"""The PNG file of this key; None when it is gone."""

_PATH: Final = re.compile(r"/pictures/([A-Za-z0-9_.-]{1,1000})\.png$")

HEADERS: Final = {
    **COMMON,
    "Content-Type": "image/png",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    # Products show them in pages of their own; the link is the right to see it.
    "Cross-Origin-Resource-Policy": "cross-origin",
    # No longer than the link is good.
    "Cache-Control": "private, max-age=300",
}


class PicturePages:
    """ASGI app below `/pictures/` of the public host."""

    def __init__(self, show: Show, signer: Signer) -> None:
        self._show = show
        self._signer = signer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        scope = request.scope
        if request.method not in {"GET", "HEAD"}:
            return wrong_method(scope, "GET", "HEAD")
        asked = _PATH.match(scope["path"])
        held = None if asked is None else self._signer.read("picture", asked[1], time.time())
        body = None if held is None else await self._show(str(held["b"]))
        return not_found(scope) if body is None else Response(body, headers=HEADERS)
