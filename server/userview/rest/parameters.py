"""Parameters of a query that mean nothing where they stand, although another operation knows them: refused.

Those that no operation knows are ignored, as older programs send some, but where something is erased.
"""

from collections.abc import Awaitable, Callable, Sequence

from fastapi import APIRouter, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from userview.rest.errors import InvalidRequest


def parameters_of(routers: Sequence[APIRouter]) -> Callable[[Request], Awaitable[None]]:
    """What looks at the parameters of every request to these routers' operations."""
    known = {
        route.endpoint: _names(route.dependant)
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute)
    }
    everywhere = frozenset(name for names in known.values() for name in names)

    async def check(request: Request) -> None:
        here = known.get(request.scope["endpoint"], frozenset())
        for name in request.query_params:
            if name not in here and (name in everywhere or request.method == "DELETE"):
                wanted = ", ".join(sorted(here)) or "none"
                raise InvalidRequest(
                    f"{name[:40]}: expected no such parameter here; there are: {wanted}", field=name[:40]
                )

    return check


def _names(dependant: Dependant) -> frozenset[str]:
    """The names that an operation reads, in whatever it depends on."""
    mine = {parameter.alias for parameter in dependant.query_params}
    return frozenset(mine.union(*(_names(inner) for inner in dependant.dependencies)))
