"""The replay host: the frame that shows mirrored pages, their pictures and fonts, and what was recorded of them. Nothing else lives here."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from userview.hosting.answers import not_found, sentence, wrong_method
from userview.hosting.frontend import NOT_BUILT, FrontEnd
from userview.hosting.headers import COMMON, PageHeaders, kept
from userview.hosting.origins import Origins


class ReplayHost:
    """ASGI app of the replay origin."""

    def __init__(self, *, origins: Origins, front_end: FrontEnd, assets: ASGIApp, recorded: ASGIApp) -> None:
        self._origins = origins
        self._front_end = front_end
        self._assets = assets
        self._recorded = recorded
        self._headers = PageHeaders(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path: str = scope["path"]
        if path.startswith("/assets/"):
            await self._assets(scope, receive, send)
            return
        if path.startswith("/recorded/"):
            await self._recorded(scope, receive, send)
            return
        response = await self._answer(Request(scope, receive), path)
        await response(scope, receive, send)

    async def _answer(self, request: Request, path: str) -> Response:
        scope = request.scope
        if path == "/ws/view":
            return sentence(scope, 426, "upgrade_required", "This address speaks WebSocket only.", Upgrade="websocket")
        if path != "/view" and not path.startswith("/view/"):
            return sentence(
                scope,
                421,
                "misdirected_request",
                f"This address shows mirrored pages only; the dashboard and the REST API are at {self._origins.public.url}.",
            )
        if scope["method"] not in {"GET", "HEAD"}:
            return wrong_method(scope, "GET", "HEAD")
        if path == "/view":
            page = self._front_end.viewer_page()
            if page is None:
                return sentence(scope, 503, "not_built", NOT_BUILT)
            return await page.answer(request, self._headers.viewer())
        name = path.removeprefix("/view/")
        found = None if name == "index.html" else self._front_end.viewer.find(name)
        if found is None:
            return not_found(scope)
        return await found.answer(request, {**COMMON, "Cache-Control": kept(name)})
