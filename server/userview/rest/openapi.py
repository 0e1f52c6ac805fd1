"""The description of the API (OpenAPI 3.1), served at `/openapi.json` and kept as docs/reference/openapi.json."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

DESCRIPTION: Final = """\
Every operation under `/v1` also answers under `/v1.1`, `/v1.2`, `/v1.3` and `/v1.4`, with or without a trailing `.json`,
and `GET /v1/visitors` as `GET /v1/list` too, with `max_results` for `limit`.

Success is `"status": "ok"` beside the named object or list. Failure is `"status": "error"` with `error` (a code),
`message` (one sentence) and `request_id`. Every answer has `X-Request-Id`.
"""

TAGS: Final = [
    {"name": "Visitors", "description": "People connected through the SDK."},
    {"name": "Sessions", "description": "Co-browsing of agents with a visitor."},
    {"name": "Team", "description": "Settings and secret keys."},
    {"name": "Dashboard", "description": "What only UserView's own pages use; it may change with any version."},
]

_KEYS: Final = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
    "bearer": {"type": "http", "scheme": "bearer"},
}


def document(app: FastAPI) -> dict[str, Any]:
    """The description of this app's operations."""
    described = get_openapi(
        title="UserView",
        version="1",
        openapi_version="3.1.0",
        description=DESCRIPTION,
        tags=TAGS,
        routes=app.routes,
    )
    described["components"]["securitySchemes"] = _KEYS
    for path, operations in described["paths"].items():
        for operation in operations.values():
            operation["security"] = [{"key": []}, {"bearer": []}] if path.startswith("/v1") else []
            # FastAPI adds its own idea of a 422 where an operation names none.
            if operation["responses"].get("422", {}).get("description") == "Validation Error":
                del operation["responses"]["422"]
    schemas = described["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    return described
