"""`/metrics`, for Prometheus."""

import hmac

from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from userview.observe.metrics import Metrics


class MetricsPage:
    """ASGI app that answers `/metrics`; with a token, only to those who bring it."""

    def __init__(self, metrics: Metrics, token: str | None) -> None:
        self._metrics = metrics
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        await self._answer(Request(scope, receive))(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            return Response(status_code=405, headers={"Allow": "GET, HEAD"})
        brought = request.headers.get("authorization", "").encode()
        if self._token is not None and not hmac.compare_digest(brought, f"Bearer {self._token}".encode()):
            return Response(
                "Expected `Authorization: Bearer <metrics token>`.\n", 401, headers={"WWW-Authenticate": "Bearer"}
            )
        return Response(generate_latest(self._metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})
