"""Around every HTTP request: who asks, how long it took, what is logged of it, and 500 for what nobody foresaw."""

import time
from typing import Final

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from userview.hosting.answers import REQUEST_ID
from userview.hosting.proxies import TrustedProxies
from userview.observe.logging import loggable_path, logger
from userview.observe.metrics import Metrics
from userview.protocol.ids import new_id

log = logger("http")

AREAS: Final = (("/v1", "rest"), ("/desk/", "desk"), ("/watch/", "watch"), ("/sdk/assets/", "upload"), ("/sdk/", "sdk"))
AREAS_REPLAY: Final = (("/assets/", "asset"), ("/view", "viewer"), ("/healthz", "health"), ("/metrics", "metrics"))


class Requests:
    """ASGI app around all hosts. Replaces `scope["client"]` by the client behind trusted proxies."""

    def __init__(self, app: ASGIApp, proxies: TrustedProxies, metrics: Metrics) -> None:
        self._app = app
        self._proxies = proxies
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return
        self._name_client(scope)
        request_id = scope[REQUEST_ID] = new_id("req")
        started = time.perf_counter()
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception:
            log.exception(
                "request failed",
                method=scope["method"],
                path=loggable_path(scope["path"]),
                request_id=request_id,
            )
            if status:
                raise
            status = 500
            body = {
                "status": "error",
                "error": "internal_error",
                "message": "The server failed at this request; its log says why.",
                "request_id": request_id,
            }
            await JSONResponse(body, 500, headers={"X-Request-Id": request_id})(scope, receive, send)
        finally:
            self._note(scope, status, time.perf_counter() - started)

    def _name_client(self, scope: Scope) -> None:
        client = scope.get("client")
        if client is None:
            return
        forwarded = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for")
        scope["client"] = (self._proxies.client(client[0], str(forwarded, "latin-1") or None), client[1])

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        path: str = scope["path"]
        area = next((name for prefix, name in (*AREAS, *AREAS_REPLAY) if path.startswith(prefix)), "page")
        self._metrics.requests.labels(area, str(status)).inc()
        self._metrics.request_seconds.labels(area).observe(seconds)
        tell = log.info if area in {"rest", "desk"} else log.debug
        tell(
            "request",
            method=scope["method"],
            path=loggable_path(path),
            status=status,
            milliseconds=round(seconds * 1000, 1),
            request_id=scope[REQUEST_ID],
        )
