"""`/metrics`, for Prometheus."""

import hmac
from ipaddress import ip_address
from typing import Final

from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from userview.observe.metrics import Metrics

FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""What proxies add: behind one that is not trusted everybody seems to be this machine."""

CLOSED: Final = (
    "Without USERVIEW_METRICS_TOKEN, /metrics answers this machine alone. "
    "Set it, and send `Authorization: Bearer <metrics token>`.\n"
)


class MetricsPage:
    """ASGI app that answers `/metrics`: those who bring the token; where there is none, this machine alone."""

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
        if self._token is None and not _is_from_here(request):
            return Response(CLOSED, 403)
        return Response(generate_latest(self._metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _is_from_here(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
