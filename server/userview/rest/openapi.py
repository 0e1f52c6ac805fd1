"""The descriptions of the API (OpenAPI 3.1): the public one, at `/openapi.json` and in docs/reference, and the dashboard's own.

FastAPI describes what the code says; here is added what any operation can answer, which scope it needs, and examples.
"""

from collections.abc import Sequence
from typing import Any, Final, cast

from fastapi import APIRouter
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from userview.domains.teams.model import Scope
from userview.rest.auth import NeedsScope
from userview.rest.cookies import NAME
from userview.rest.examples import example_of
from userview.rest.openapi_parts import EVERYWHERE, FAILURES, WITH_BODY, failure_responses, header_parts, headers
from userview.rest.openapi_texts import MEANINGS

PUBLIC: Final = "/v1"

DESCRIPTION: Final = """\
Find the people who are on your site, watch and help them, and keep what happened: everything the dashboard does, for
your own programs.

**Authentication.** `X-Api-Key: <secret key>` or `Authorization: Bearer <secret key>`, from servers only. Each operation
names the scope that the key needs.

**Answers.** Success is `"status": "ok"` beside the named object or list. Failure is `"status": "error"` with `error` (a
code for programs), `message` (one sentence for people) and `request_id`. Every answer has `X-Request-Id`. Every attribute
of an object is always there; its description says when it is null.

**Lists** take `limit` and `cursor` and answer `next_cursor`, which is null at the end.

**Limits** answer 429 with `Retry-After`; `RateLimit-*` headers tell what is left.

**Older names.** Every operation also answers under `/v1.1`, `/v1.2`, `/v1.3` and `/v1.4`, with or without a trailing
`.json`, and `GET /v1/visitors` as `GET /v1/list` too, with `max_results` for `limit`.
"""

TAGS: Final = [
    {"name": "Visitors", "description": "People connected through the SDK."},
    {"name": "Sessions", "description": "Co-browsing of agents with a visitor."},
    {"name": "Jobs", "description": "Work in the background."},
    {"name": "Agents", "description": "Members of the team, and agents whom API callers named."},
    {"name": "Webhooks", "description": "URLs of yours that hear what happens, signed as Standard Webhooks."},
    {"name": "Team", "description": "Settings and secret keys."},
]
DESK_TAGS: Final = [
    {"name": "Dashboard", "description": "What only UserView's own pages use; it may change with any version."},
]

_KEYS: Final = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Api-Key", "description": "A secret key of the team."},
    "bearer": {"type": "http", "scheme": "bearer", "description": "The same key as a bearer token."},
}
_COOKIE: Final = {
    "cookie": {"type": "apiKey", "in": "cookie", "name": NAME, "description": "An agent's sign-in (https: `__Host-`)."}
}

Json = dict[str, Any]


def document(routers: Sequence[APIRouter]) -> Json:
    """The public description: every operation under `/v1`."""
    routes = [route for route in _routes(routers) if _is_public(route)]
    return _with_examples(_described("UserView", DESCRIPTION, TAGS, _KEYS, routes))


def desk_document(routers: Sequence[APIRouter]) -> Json:
    """The description of what only UserView's own pages use."""
    routes = [route for route in _routes(routers) if not _is_public(route)]
    return _described("UserView's own pages", DESK_TAGS[0]["description"], DESK_TAGS, _COOKIE, routes)


def scope_of(route: APIRoute) -> Scope | None:
    """The scope that a key needs for an operation; None where no key is asked for."""
    waiting: list[Dependant] = [route.dependant]
    for dependant in waiting:
        if isinstance(dependant.call, NeedsScope):
            return dependant.call.scope
        waiting += dependant.dependencies
    return None


def _routes(routers: Sequence[APIRouter]) -> list[APIRoute]:
    return [route for router in routers for route in router.routes if isinstance(route, APIRoute)]


def _is_public(route: APIRoute) -> bool:
    return route.path.startswith(PUBLIC)


def _described(title: str, text: str, tags: list[dict[str, str]], security: Json, routes: list[APIRoute]) -> Json:
    described = get_openapi(
        title=title,
        version="1",
        openapi_version="3.1.0",
        description=text,
        tags=cast("Any", tags),
        servers=[{"url": "/", "description": "This server."}],
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        routes=routes,
    )
    parts = described["components"]
    for name in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(name, None)
    parts["securitySchemes"] = security
    parts["headers"] = header_parts()
    for route in routes:
        for method in route.methods or ():
            operation: Json = described["paths"][route.path_format][method.lower()]
            _complete(operation, method, route, parts["schemas"])
    parts["responses"] = failure_responses()
    for name, schema in parts["schemas"].items():
        _tidied(schema)
        schema["title"] = name
        _explain(name, schema, parts["schemas"])
    return described


def _with_examples(described: Json) -> Json:
    schemas: Json = described["components"]["schemas"]
    for name, schema in schemas.items():
        schema["examples"] = [example_of(name, schemas)]
    return described


def _explain(name: str, schema: Json, schemas: Json) -> None:
    """Say of each attribute what it means where it does not itself: as in the body that sets it, or as everywhere."""
    set_by = schemas.get(f"{name}Body", {}).get("properties", {})
    for attribute, part in schema.get("properties", {}).items():
        known = set_by.get(attribute, {}).get("description") or MEANINGS.get(attribute)
        if "description" not in part and known is not None:
            part["description"] = known


def _complete(operation: Json, method: str, route: APIRoute, schemas: Json) -> None:
    """Add to an operation what is not said where it is written."""
    scope = scope_of(route)
    text = operation.get("description", "")
    operation["operationId"] = route.name
    operation["summary"] = _in_words(operation["operationId"])
    operation["description"] = f"{text}\n\nScope: `{scope}`." if scope else text
    if scope:
        operation["security"] = [{"key": [scope]}, {"bearer": [scope]}]
    else:
        operation["security"] = [] if route.path.startswith("/watch") else [{"cookie": []}, {}]
    for parameter in operation.get("parameters", ()):
        _tidied(parameter["schema"])
        parameter["schema"].pop("description", None)
    responses = operation["responses"]
    for status in (
        *EVERYWHERE,
        *(WITH_BODY if method in {"POST", "PUT", "PATCH"} else ()),
        *((401, 403) if scope else ()),
    ):
        responses[str(status)] = {}
    for status, response in responses.items():
        _complete_response(responses, status, response, schemas)
    operation["responses"] = dict(sorted(responses.items()))


def _complete_response(responses: Json, status: str, response: Json, schemas: Json) -> None:
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    name = schema.get("$ref", "").rpartition("/")[2]
    if status.startswith("2"):
        response["headers"] = headers(counted=True)
        response["description"] = schemas[name]["description"]
    elif not name or name == "Failure":
        responses[status] = {"$ref": f"#/components/responses/{FAILURES[int(status)].name}"}
    else:
        kind = FAILURES[int(status)]
        response["headers"] = headers(counted=kind.counted, more=kind.headers)
    _tidied(schema)


def _in_words(operation_id: str) -> str:
    words = operation_id.replace("_", " ").replace(" url", " URL")
    return words[:1].upper() + words[1:]


def _tidied(schema: Any) -> None:
    """Remove the titles that pydantic makes of every attribute's name, and FastAPI's fractions of whole numbers."""
    if isinstance(schema, list):
        for item in cast("list[Any]", schema):
            _tidied(item)
    elif isinstance(schema, dict):
        parts = cast("Json", schema)
        if isinstance(parts.get("title"), str):
            del parts["title"]
        if parts.get("type") == "integer":
            parts.update({name: int(parts[name]) for name in ("minimum", "maximum") if name in parts})
        for name, part in parts.items():
            if name not in {"examples", "default", "const", "enum"}:
                _tidied(part)
