"""The public host: REST with its reference, the dashboard's operations, the SDK's files, and the dashboard itself.

Whatever path is nothing else is a page of the dashboard, which finds its way by itself.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from userview.hosting.answers import not_found, sentence, wrong_method
from userview.hosting.calls import CALL, Calls, CallsWait, answer
from userview.hosting.files import BuiltFile, built_file
from userview.hosting.frontend import NOT_BUILT, FrontEnd
from userview.hosting.headers import ANY_ORIGIN, COMMON, FOR_EVER, REVALIDATE, PageHeaders, kept
from userview.hosting.icons import ICON_HEADERS, icon
from userview.hosting.origins import Origins
from userview.protocol.ids import PUBLIC_KEY_PATTERN

FrameAncestors = Callable[[str], Awaitable[Sequence[str] | None]]
"""Who may frame the watch page of this session: origins, None for anybody, empty for nobody."""

RulesOf = Callable[[str], Awaitable[str | None]]
"""The own rules for URLs, as JSON or "" for none, of the team with this public key; None when no team has it."""

Reference = Callable[[str], Mapping[str, bytes]]
"""The files of the API's reference, by name, for this origin; its page is `index.html`. Blocks for a moment."""

REST: Final = re.compile(r"/v\d+(\.\d+)?(/|$)|/openapi\.json$|/desk/|/watch/[^/]+/redeem$")
DOCS: Final = "/docs"
UPLOADS: Final = "/sdk/assets/"
VIEWER_ELEMENT: Final = "/viewer.js"
_LOADER: Final = re.compile(r"/(pk_[A-Za-z0-9]*)\.js$")
_ICON: Final = re.compile(r"/icons/([a-z]{1,20})\.svg$")
_WATCH: Final = re.compile(r"/watch/([^/]+)$")
_MODULES: Final = (
    "session-",
    "drawings-",
    "insets-",
    "companion-",
    "corner-",
    "code-",
    "framed-",
    "tools-",
    "tint-",
    "rating-",
    "locale-",
    "console-",
)
_KEY: Final = re.compile(PUBLIC_KEY_PATTERN)

UNKNOWN_KEY: Final = (
    "// UserView: no team has the public key in this script's address.\n"
    'console.error("[UserView] This server knows no team with the public key of the install snippet; '
    'the dashboard shows the right snippet under Install.");\n'
)
"""Sent with 200: browsers run no script that comes with 404, and the line would never be read."""


class PublicHost:
    """ASGI app of the public origin."""

    def __init__(
        self,
        *,
        origins: Origins,
        front_end: FrontEnd,
        rest: ASGIApp,
        uploads: ASGIApp,
        reference: Reference,
        pictures: ASGIApp,
        rules_of: RulesOf,
        frame_ancestors: FrameAncestors,
        calls: Calls,
        calls_wait: CallsWait,
    ) -> None:
        self._origins = origins
        self._front_end = front_end
        self._rest = rest
        self._uploads = uploads
        self._reference = reference
        self._reference_files: dict[str, BuiltFile] | None = None
        self._pictures = pictures
        self._rules_of = rules_of
        self._frame_ancestors = frame_ancestors
        self._calls = calls
        self._calls_wait = calls_wait
        self._headers = PageHeaders(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path: str = scope["path"]
        if REST.match(path):
            await self._rest(scope, receive, send)
        elif path.startswith(UPLOADS):
            await self._uploads(scope, receive, send)
        elif path.startswith("/pictures/"):
            await self._pictures(scope, receive, send)
        else:
            response = await self._file(Request(scope, receive), path)
            await response(scope, receive, send)

    async def _file(self, request: Request, path: str) -> Response:
        scope = request.scope
        if path.startswith("/ws/"):
            return sentence(scope, 426, "upgrade_required", "This address speaks WebSocket only.", Upgrade="websocket")
        if path == "/view" or path.startswith(("/view/", "/assets/")):
            return sentence(
                scope, 421, "misdirected_request", f"Mirrored pages are shown at {self._origins.replay.url}, not here."
            )
        if scope["method"] not in {"GET", "HEAD"}:
            return wrong_method(scope, "GET", "HEAD")
        if loader := _LOADER.match(path):
            return await self._loader(request, loader[1])
        if path == DOCS or path.startswith(f"{DOCS}/"):
            return await self._docs(request, path.removeprefix(DOCS).removeprefix("/"))
        if path == VIEWER_ELEMENT:
            found = self._front_end.viewer.find(VIEWER_ELEMENT[1:])
            headers = {**COMMON, **ANY_ORIGIN, "Cache-Control": REVALIDATE}
            return self._not_built(request) if found is None else await found.answer(request, headers)
        if path.startswith("/sdk/"):
            return await self._sdk_module(request, path.removeprefix("/sdk/"))
        if drawn := _ICON.match(path):
            return self._icon(request, drawn[1])
        if path.startswith("/static/"):
            found = self._front_end.dashboard.find(path[1:])
            return (
                not_found(scope)
                if found is None
                else await found.answer(request, {**COMMON, "Cache-Control": FOR_EVER})
            )
        if call := CALL.match(path):
            address = request.client.host if request.client else ""
            return await answer(self._calls, self._calls_wait, address, call[1], call[2])
        return await self._page(request, path)

    async def _loader(self, request: Request, key: str) -> Response:
        headers = {**COMMON, **ANY_ORIGIN, "Cache-Control": REVALIDATE}
        scrubbing = await self._rules_of(key) if _KEY.match(key) else None
        if scrubbing is None:
            return Response(UNKNOWN_KEY, headers={**headers, "Content-Type": "text/javascript; charset=utf-8"})
        found = self._front_end.loader(key, scrubbing)
        return self._not_built(request) if found is None else await found.answer(request, headers)

    async def _sdk_module(self, request: Request, name: str) -> Response:
        found = self._front_end.sdk.find(name)
        if found is None or not name.startswith(_MODULES):
            return not_found(request.scope)
        return await found.answer(request, {**COMMON, **ANY_ORIGIN, "Cache-Control": kept(name)})

    async def _docs(self, request: Request, name: str) -> Response:
        files = self._reference_files
        if files is None:
            made = await asyncio.to_thread(self._reference, self._origins.public.url)
            files = self._reference_files = {file: built_file(body, file) for file, body in made.items()}
        if name == "":
            return await files["index.html"].answer(request, self._headers.reference())
        found = None if name == "index.html" else files.get(name)
        if found is None:
            return not_found(request.scope)
        return await found.answer(request, {**COMMON, "Cache-Control": REVALIDATE})

    def _icon(self, request: Request, name: str) -> Response:
        drawing = icon(name)
        if drawing is None:
            return not_found(request.scope)
        return Response(drawing, headers={**COMMON, **ANY_ORIGIN, **ICON_HEADERS})

    async def _page(self, request: Request, path: str) -> Response:
        if "." in path.rpartition("/")[2]:
            # Not a page but a file beside it: favicon.ico, robots.txt, a map that a debugger looks for.
            found = self._front_end.dashboard.find(path[1:])
            if found is None or found.media_type.startswith("text/html"):
                return not_found(request.scope)
            return await found.answer(request, {**COMMON, "Cache-Control": REVALIDATE})
        page: BuiltFile | None = self._front_end.dashboard.find("index.html")
        if page is None:
            return self._not_built(request)
        watched = _WATCH.match(path)
        if watched is None:
            return await page.answer(request, self._headers.dashboard())
        return await page.answer(request, self._headers.watch(await self._frame_ancestors(watched[1])))

    def _not_built(self, request: Request) -> Response:
        return sentence(request.scope, 503, "not_built", NOT_BUILT)
