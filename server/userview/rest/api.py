"""The API as one ASGI app: `/v1`, the dashboard's `/desk`, redeeming watch links, and `/openapi.json`."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, cast, get_args

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import ASGIApp

from userview.errors import UserViewError
from userview.rest.context import Api, ApiLimits, Guards, asked_of
from userview.rest.edge import Edge, failed
from userview.rest.errors import MethodNotAllowed, NotFound, failure
from userview.rest.invalid import explained
from userview.rest.openapi import document
from userview.rest.parameters import parameters_of
from userview.rest.reference.page import reference_files
from userview.rest.routes import (
    agents,
    desk,
    desk_sessions,
    invitations,
    jobs,
    live_chats,
    lookup,
    recordings,
    saved_searches,
    sessions,
    team,
    usage,
    visitors,
    watch,
    webhooks,
)

__all__ = ["Api", "ApiLimits", "create_api", "reference", "routes"]

ROUTERS: Final = (
    visitors.router,
    jobs.router,
    lookup.router,
    sessions.router,
    agents.router,
    webhooks.router,
    team.router,
    usage.router,
    desk.router,
    desk_sessions.router,
    live_chats.router,
    invitations.router,
    saved_searches.router,
    watch.router,
    recordings.router,
)


def create_api(api: Api) -> ASGIApp:
    """The API on these services. Does no I/O; give it requests whose `scope["client"]` is the real client."""
    app = routes()
    app.state.api = api
    app.state.guards = Guards(api.limits, api.clock)
    return Edge(app, api.limits.body_bytes)


def routes() -> FastAPI:
    """The operations, without anything that they stand on."""
    app = FastAPI(
        title="UserView",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # Bodies have passed the edge, which knows what JSON is.
        strict_content_type=False,
        exception_handlers={
            UserViewError: cast("Any", _known_error),
            RequestValidationError: cast("Any", _invalid),
            HTTPException: cast("Any", _no_route),
            Exception: _unforeseen,
        },
    )
    for router in ROUTERS:
        app.include_router(router, dependencies=[Depends(parameters_of(ROUTERS))])

    app.add_api_route("/openapi.json", _openapi, include_in_schema=False)
    return app


async def _openapi() -> JSONResponse:
    return JSONResponse(_document())


@cache
def _document() -> dict[str, Any]:
    return document(ROUTERS)


@cache
def reference(server: str) -> Mapping[str, bytes]:
    """The files of the reference page, by name; `server`: the origin that its examples call. Takes a moment the first time."""
    return reference_files(_document(), server)


async def _known_error(request: Request, error: UserViewError) -> JSONResponse:
    return failed(error, asked_of(request).request_id)


async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    asked = asked_of(request)
    return failed(
        explained(error.errors(), error.body, _fields(request.scope.get("route")), asked.renamed), asked.request_id
    )


def _fields(route: Any) -> dict[str, FieldInfo]:
    """What an operation reads, by name."""
    if not isinstance(route, APIRoute):
        return {}
    fields = {parameter.alias: parameter.field_info for parameter in route.dependant.query_params}
    for body in route.dependant.body_params:
        annotation = body.field_info.annotation
        for model in (annotation, *get_args(annotation)):
            if isinstance(model, type) and issubclass(model, BaseModel):
                fields |= model.model_fields
    return fields


async def _no_route(request: Request, error: HTTPException) -> JSONResponse:
    request_id = asked_of(request).request_id
    if error.status_code != 405:
        return failed(NotFound("there is nothing at this address"), request_id)
    allowed: set[str] = set()
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute) and route.matches(request.scope)[0] is not Match.NONE:
                allowed |= route.methods or set()
    return failed(MethodNotAllowed(request.method, ", ".join(sorted(allowed))), request_id)


async def _unforeseen(request: Request, _error: Exception) -> JSONResponse:
    message = "the server failed at this request; its log says why"
    return JSONResponse(failure("internal_error", message, asked_of(request).request_id), 500)
