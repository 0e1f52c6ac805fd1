"""HTTP for assets: what pages bring on the public host, pictures and fonts on the replay host.

Source: protocol/SPEC.md, rules F1-F4. Both with the token of `capture.start`: `POST /sdk/assets/<session>/<page>/`
names assets by URL, `PUT /sdk/assets/<session>/<page>/<id>` uploads one. Shown: `GET /assets/<session>/<signature>/<id>`.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from userview.domains.assets.errors import AssetNotAllowed, AssetTooLarge, PageFull
from userview.domains.assets.model import Place, Uploaded
from userview.domains.assets.service import Assets
from userview.errors import BlobsUnavailable, UserViewError
from userview.hosting.answers import not_found, sentence, wrong_method
from userview.hosting.asset_asks import AssetAsks
from userview.hosting.headers import ANY_ORIGIN, ASSET_HEADERS
from userview.observe.logging import logger
from userview.signing import Signer

log = logger("assets")

OpenTeam = Callable[[str], Awaitable[str | None]]
"""The team of this session; None when it has ended or there is none."""

UPLOAD_SECONDS: Final = 60.0
"""10 MiB over a slow mobile line; a body that takes longer is given up."""

UPLOADS_AT_ONCE: Final = 32
"""Bodies held in memory at the same time, at most 10 MiB each; the others wait for their turn."""

PREFLIGHT_SECONDS: Final = "7200"
"""The longest that Chromium remembers a preflight."""

_UPLOAD: Final = re.compile(r"/sdk/assets/([0-9a-f]{16})/(\d{1,10})/([A-Za-z0-9_-]{1,64})?$")
_SHOWN: Final = re.compile(r"/assets/([0-9a-f]{16})/([A-Za-z0-9_.-]{1,1000})/([A-Za-z0-9_-]{1,64})$")
STATUS: Final[Mapping[type[UserViewError], int]] = {
    AssetTooLarge: 413,
    AssetNotAllowed: 415,
    PageFull: 429,
    BlobsUnavailable: 503,
}
IMMUTABLE: Final = "private, max-age=31536000, immutable"


class AssetUploads:
    """ASGI app below `/sdk/assets/`; any origin may ask, the token decides."""

    def __init__(self, assets: Assets, signer: Signer, team_of: OpenTeam, asks: AssetAsks) -> None:
        self._assets = assets
        self._signer = signer
        self._team_of = team_of
        self._asks = asks
        self._bodies = asyncio.Semaphore(UPLOADS_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        response = await self._answer(Request(scope, receive))
        for name, value in ANY_ORIGIN.items():
            response.headers[name] = value
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        scope = request.scope
        asked = _UPLOAD.match(scope["path"])
        if asked is None:
            return not_found(scope)
        session, page, asset = asked[1], int(asked[2]), asked[3]
        method = "POST" if asset is None else "PUT"
        if request.method == "OPTIONS":
            return _preflight(request, method)
        if request.method != method:
            return wrong_method(scope, method, "OPTIONS")
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        held = self._signer.read("asset-upload", token.strip(), time.time()) if kind.lower() == "bearer" else None
        if held != {"s": session, "g": page}:
            message = "Expected the assets_token of this session's capture.start as `Authorization: Bearer`."
            return sentence(scope, 401, "not_authenticated", message, WWW_Authenticate="Bearer")
        team = await self._team_of(session)
        if team is None:
            return sentence(scope, 410, "session_ended", "The session has ended.")
        if asset is None:
            return await self._asks.answer(request, team, session, page)
        return await self._take(request, Place(session, page, asset))

    async def _take(self, request: Request, place: Place) -> Response:
        scope = request.scope
        try:
            if await self._assets.knows(place.session, place.asset):
                return Response(status_code=200)
            if request.headers.get("content-length") == "0":
                await self._assets.refuse(place)
                return Response(status_code=204)
            async with self._bodies:
                body = await self._body(request, place)
                uploaded = await self._assets.upload(place, body)
        except ClientDisconnect:
            return Response(status_code=499)
        except TimeoutError:
            return sentence(scope, 408, "timeout", f"Expected the whole body within {UPLOAD_SECONDS:.0f} seconds.")
        except UserViewError as error:
            status = STATUS.get(type(error))
            if status is None:
                raise
            if status >= 500:
                log.warning("an asset could not be stored", reason=error.message)
            return sentence(scope, status, error.code, f"{error.message[:1].upper()}{error.message[1:]}.")
        return Response(status_code=201 if uploaded is Uploaded.STORED else 200)

    async def _body(self, request: Request, place: Place) -> bytes:
        """The body, read no further than it may be long."""
        limit = self._assets.limits.asset_bytes
        announced = request.headers.get("content-length", "0")
        too_large = AssetTooLarge(f"expected at most {limit} bytes, got more", limit_bytes=limit)
        if announced.isdecimal() and int(announced) > limit:
            await self._assets.refuse(place)
            raise too_large
        read = bytearray()
        async with asyncio.timeout(UPLOAD_SECONDS):
            async for chunk in request.stream():
                read += chunk
                if len(read) > limit:
                    await self._assets.refuse(place)
                    raise too_large
        return bytes(read)


def _preflight(request: Request, method: str) -> Response:
    allowed = {
        "Access-Control-Allow-Methods": method,
        "Access-Control-Allow-Headers": "Authorization, Content-Type",
        "Access-Control-Max-Age": PREFLIGHT_SECONDS,
    }
    if request.headers.get("access-control-request-private-network") == "true":
        # A page on the internet with a server on the intranet: browsers ask whether that is meant.
        allowed["Access-Control-Allow-Private-Network"] = "true"
    return Response(status_code=204, headers=allowed)


class AssetPages:
    """ASGI app below `/assets/` of the replay host."""

    def __init__(self, assets: Assets, signer: Signer) -> None:
        self._assets = assets
        self._signer = signer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        scope = request.scope
        if request.method not in {"GET", "HEAD"}:
            return wrong_method(scope, "GET", "HEAD")
        asked = _SHOWN.match(scope["path"])
        if asked is None or self._signer.read("asset-link", asked[2], time.time()) != {"s": asked[1]}:
            return not_found(scope)
        shown = await self._assets.show(asked[1], asked[3])
        if shown is None:
            return not_found(scope)
        etag = f'"{shown.sha256[:32]}"'
        headers = {**ASSET_HEADERS, "Cache-Control": IMMUTABLE, "ETag": etag}
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(shown.body, headers={**headers, "Content-Type": shown.media_type})
