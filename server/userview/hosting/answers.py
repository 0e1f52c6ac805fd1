"""Short answers in plain words, for what is asked at the wrong address or in the wrong way."""

from typing import Final

from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from userview.hosting.headers import COMMON

REQUEST_ID: Final = "userview.request_id"
"""Where a request's scope says what callers can quote and the log has too."""


def sentence(scope: Scope, status: int, code: str, message: str, **headers: str) -> Response:
    """`message` as JSON where a program asks (REST), as text elsewhere."""
    sent = {**COMMON, "Cache-Control": "no-store", **{name.replace("_", "-"): value for name, value in headers.items()}}
    path: str = scope["path"]
    if path.startswith("/v1"):
        request_id: str = scope[REQUEST_ID]
        body = {"status": "error", "error": code, "message": message, "request_id": request_id}
        return JSONResponse(body, status, headers={**sent, "X-Request-Id": request_id})
    return Response(f"{message}\n", status, headers={"Content-Type": "text/plain; charset=utf-8", **sent})


def not_found(scope: Scope) -> Response:
    """404: the path names nothing."""
    return sentence(scope, 404, "not_found", "There is nothing at this address.")


def wrong_method(scope: Scope, *allowed: str) -> Response:
    """405, naming what is allowed."""
    names = ", ".join(allowed)
    return sentence(scope, 405, "method_not_allowed", f"Expected {names} here, got {scope['method']}.", Allow=names)
