"""Sends each request to the host that it names, and says so when it names none of ours."""

from collections.abc import Awaitable, Callable

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from userview.hosting.answers import sentence, wrong_method
from userview.hosting.headers import COMMON
from userview.hosting.origins import DEFAULT_PORTS, Origin, Origins

Health = Callable[[], Awaitable[dict[str, str]]]
"""Each part of the server and `ok`, or what is wrong with it."""


class Hosts:
    """ASGI app: dispatches by the `Host` header; the demo shop by its port, whatever it is called there."""

    def __init__(
        self,
        *,
        origins: Origins,
        public: ASGIApp,
        replay: ASGIApp,
        demo: ASGIApp | None,
        health: Health,
        metrics: ASGIApp,
    ) -> None:
        self._origins = origins
        self._apps = {origins.public.authority: public, origins.replay.authority: replay}
        self._demo = demo
        self._demo_port = origins.demo.port if origins.demo else None
        self._health = health
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["path"] == "/healthz":
            await self._healthz(scope, receive, send)
            return
        if scope["path"] == "/metrics":
            await self._metrics(scope, receive, send)
            return
        server = scope.get("server")
        if self._demo is not None and server is not None and server[1] == self._demo_port:
            await self._demo(scope, receive, send)
            return
        host = host_header(scope)
        app = self._apps.get(_authority(host, self._origins.public))
        if app is not None:
            await app(scope, receive, send)
            return
        message = (
            f"This server does not answer to {host[:200]!r}; it is {self._origins.public.url}. "
            "If that address is meant to work, set USERVIEW_PUBLIC_URL to it."
        )
        await sentence(scope, 421, "misdirected_request", message)(scope, receive, send)

    async def _healthz(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in {"GET", "HEAD"}:
            await wrong_method(scope, "GET", "HEAD")(scope, receive, send)
            return
        parts = await self._health()
        well = all(state == "ok" for state in parts.values())
        headers = {**COMMON, "Cache-Control": "no-store"}
        body = {"status": "ok" if well else "error", "parts": parts}
        await JSONResponse(body, 200 if well else 503, headers=headers)(scope, receive, send)


def host_header(scope: Scope) -> str:
    """The request's `Host` as it came, empty when there is none."""
    for name, value in scope["headers"]:
        if name == b"host":
            return str(value, "latin-1")
    return ""


def _authority(host: str, like: Origin) -> str:
    """`host` as `Origin.authority` writes it: lower case, without the scheme's own port."""
    plain = host.strip().lower()
    return plain.removesuffix(f":{DEFAULT_PORTS[like.scheme]}")
