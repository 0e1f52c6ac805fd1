"""The demo shop: static pages with the install snippet of the installation's first team, on an origin of their own."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from userview.hosting.answers import not_found, sentence, wrong_method
from userview.hosting.frontend import NOT_BUILT, FrontEnd
from userview.hosting.headers import COMMON, REVALIDATE, kept


class DemoShop:
    """ASGI app of the demo's port."""

    def __init__(self, *, front_end: FrontEnd, public_key: Callable[[], Awaitable[str | None]]) -> None:
        """`public_key` gives the key of the team that the shop belongs to, None while there is no team."""
        self._front_end = front_end
        self._public_key = public_key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        scope = request.scope
        if scope["method"] not in {"GET", "HEAD"}:
            return wrong_method(scope, "GET", "HEAD")
        path: str = scope["path"]
        name = path[1:]
        if name and not name.endswith((".html", "/")) and "." in name:
            found = self._front_end.shop.find(name)
            if found is None:
                return not_found(scope)
            return await found.answer(request, {**COMMON, "Cache-Control": kept(name)})
        return await self._page(request, name)

    async def _page(self, request: Request, name: str) -> Response:
        key = await self._public_key()
        if key is None:
            return sentence(request.scope, 503, "no_team", "There is no team yet: run `userview teams create <name>`.")
        bare = name.rstrip("/")
        candidates = ("index.html",) if not bare else (bare, f"{bare}.html", f"{bare}/index.html")
        for candidate in candidates:
            if candidate.endswith(".html"):
                found = self._front_end.shop_page(candidate, key)
                if found is not None:
                    return await found.answer(request, {**COMMON, "Cache-Control": REVALIDATE})
        missing = self._front_end.shop_page("404.html", key)
        if missing is None:
            return sentence(request.scope, 503, "not_built", NOT_BUILT)
        answer = await missing.answer(request, {**COMMON, "Cache-Control": REVALIDATE})
        if answer.status_code == HTTPStatus.OK:
            answer.status_code = HTTPStatus.NOT_FOUND
        return answer
