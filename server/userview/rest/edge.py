"""Around every request of the API: its id, its path as the routes know it, its body checked, its failure told.

One handler serves every name of an operation: older version prefixes, a trailing `.json` and older paths
are rewritten here, before routing.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from userview.errors import UserViewError
from userview.protocol.ids import new_id
from userview.rest.body import check_json, read_body, replayed
from userview.rest.errors import STATUS, InvalidRequest, MethodNotAllowed, NotFound, RateLimited, failure

KEY: Final = "userview"
"""Where a request's scope keeps its `Asked`."""
REQUEST_ID: Final = "userview.request_id"
"""Where it says what callers can quote and the server's log has too."""

OLDER_PATHS: Final = {"/v1/list": ("GET", "/v1/visitors")}
"""Older names: of which operation each is one, not of all that is done at that address."""
OLDER_PARAMETERS: Final = {b"max_results": b"limit"}

_VERSIONED: Final = re.compile(r"^/v1(\.[1-4])?(/.*?)?(?:\.json|/)?$", re.DOTALL)


@dataclass(slots=True)
class Asked:
    """What the edge knows of a request, for handlers to read and to add to."""

    request_id: str
    older: bool = False
    """It came under one of the prefixes `/v1.1` to `/v1.4`."""
    renamed: dict[str, str] = field(default_factory=dict[str, str])
    """Parameters that came under an older name: that, by the one that the routes know."""
    headers: dict[str, str] = field(default_factory=dict[str, str])
    """To be added to the answer."""


class Edge:
    """ASGI app around the routes."""

    def __init__(self, app: ASGIApp, max_body_bytes: int) -> None:
        self._app = app
        self._max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        # Whoever logs requests around this has given the id already.
        asked = Asked(request_id=scope.get(REQUEST_ID) or new_id("req"))

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in asked.headers.items():
                    headers.setdefault(name, value)
                headers["X-Request-Id"] = asked.request_id
                headers["X-Content-Type-Options"] = "nosniff"
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            inner = rewritten(scope, asked)
            check_texts(inner)
            headers = Headers(scope=inner)
            body = await read_body(receive, headers.get("content-length"), self._max_body_bytes)
            if body and inner["method"] in ("POST", "PUT", "PATCH"):
                check_json(body, headers.get("content-type"))
        except UserViewError as error:
            await failed(error, asked.request_id)(scope, receive, completed)
            return
        await self._app(inner, replayed(body), completed)


def rewritten(scope: Scope, asked: Asked) -> Scope:
    """The request under the name that the routes know.

    Raises:
        MethodNotAllowed: under an older name is asked for what never had it.
    """
    path: str = scope["path"]
    inner = {**scope, KEY: asked}
    found = _VERSIONED.match(path)
    if found is None:
        return inner
    asked.older = found[1] is not None
    path = f"/v1{found[2] or ''}"
    if path in OLDER_PATHS:
        method, path = OLDER_PATHS[path]
        if scope["method"] != method:
            raise MethodNotAllowed(scope["method"], method)
        inner["query_string"] = _renamed(scope["query_string"], asked)
    inner["path"] = path
    inner["raw_path"] = path.encode()
    return inner


def check_texts(scope: Scope) -> None:
    """No NUL characters in path and query: no database keeps them, so they name nothing.

    Raises:
        NotFound: in the path.
        InvalidRequest: in a parameter; names it.
    """
    if "\x00" in scope["path"]:
        raise NotFound("there is nothing at this address")
    for part in scope["query_string"].split(b"&"):
        if b"\x00" in unquote_to_bytes(part):
            name = part.partition(b"=")[0].decode("latin-1").replace("\x00", "\\0")[:40]
            raise InvalidRequest(f"{name}: expected text without NUL characters, got one with it", field=name)


def failed(error: UserViewError, request_id: str) -> JSONResponse:
    """The answer to a request that failed."""
    status = STATUS[error.code]
    headers: dict[str, str] = {}
    if isinstance(error, RateLimited):
        headers["Retry-After"] = str(error.fields["retry_after"])
        if error.limit is not None:
            # What is left of requests says nothing about what there were too many of.
            headers["RateLimit-Limit"] = str(error.limit)
            headers["RateLimit-Remaining"] = "0"
            headers["RateLimit-Reset"] = headers["Retry-After"]
    if isinstance(error, MethodNotAllowed):
        headers["Allow"] = error.allowed
    fields: dict[str, Any] = error.fields
    return JSONResponse(failure(error.code, error.message, request_id, fields), status, headers=headers)


def _renamed(query: bytes, asked: Asked) -> bytes:
    parts: list[bytes] = []
    for part in query.split(b"&"):
        name, equals, value = part.partition(b"=")
        known = OLDER_PARAMETERS.get(name)
        if known is not None:
            asked.renamed[known.decode()] = name.decode()
        parts.append((known or name) + equals + value)
    return b"&".join(parts)
