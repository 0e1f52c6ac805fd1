"""Chunks of recordings on the replay host, for the frame that plays them: `GET /recorded/<session>/<signature>/<number>`.

The signature is the right to see it: the dashboard's page gets it with the recording's index. A chunk goes out as it
is kept, compressed with zstd, to browsers that read that.
"""

import re
import time
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from userview.domains.recordings.archive import Archive
from userview.domains.recordings.errors import ChunkDamaged
from userview.errors import BlobsUnavailable
from userview.hosting.answers import not_found, sentence, wrong_method
from userview.hosting.headers import ASSET_HEADERS
from userview.observe.logging import logger
from userview.signing import Signer

log = logger("recordings")

PURPOSE: Final = "recording-link"
"""Of the signature; its payload is `{"s": session}`."""

_PATH: Final = re.compile(r"/recorded/([0-9a-f]{16})/([A-Za-z0-9_.-]{1,1000})/(\d{1,6})$")

HEADERS: Final = {
    **ASSET_HEADERS,
    "Content-Type": "application/octet-stream",
    "Vary": "Accept-Encoding",
    # A chunk never changes; the right to see it may end.
    "Cache-Control": "private, max-age=3600",
}


class RecordedChunks:
    """ASGI app below `/recorded/` of the replay host."""

    def __init__(self, archive: Archive, signer: Signer) -> None:
        self._archive = archive
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
        if asked is None or self._signer.read(PURPOSE, asked[2], time.time()) != {"s": asked[1]}:
            return not_found(scope)
        session, number = asked[1], int(asked[3])
        try:
            if "zstd" in request.headers.get("accept-encoding", ""):
                body, headers = await self._archive.sealed(session, number), {**HEADERS, "Content-Encoding": "zstd"}
            else:
                body, headers = await self._archive.raw(session, number), HEADERS
        except ChunkDamaged as damage:
            log.warning("a part of a recording is damaged", session=session, reason=damage.message)
            return sentence(scope, 410, damage.code, f"{damage.message[:1].upper()}{damage.message[1:]}.")
        except BlobsUnavailable as error:
            return sentence(scope, 503, error.code, f"{error.message}.")
        return not_found(scope) if body is None else Response(body, headers=headers)
