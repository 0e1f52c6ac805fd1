"""`/v1/lookup`: the visitor who reads out a code. Searching for the code finds the same, within the same limits."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import StringConstraints

from userview.domains.visitors.model import Visitor
from userview.rest.answers import OneVisitor
from userview.rest.auth import Caller, Watcher
from userview.rest.bodies import Body
from userview.rest.context import Api, Services, guards_of
from userview.rest.errors import NotFound, RateLimited
from userview.rest.openapi_parts import errors
from userview.rest.patterns import LOOKUP_CODE

router = APIRouter(prefix="/v1/lookup", tags=["Visitors"])


class LookupBody(Body):
    """The code that the visitor reads out."""

    code: Annotated[str, StringConstraints(strip_whitespace=True, pattern=LOOKUP_CODE)]


@router.post("", responses=errors(400, 401, 403, 404, 413, 415, 422, 429))
async def look_up_visitor(api: Services, caller: Watcher, request: Request, body: LookupBody) -> OneVisitor:
    """The visitor who has this code now. Wrong, used and expired codes are answered alike; too many of them are refused."""
    found = await by_code(api, caller, request, body.code)
    if found is None:
        raise NotFound("no visitor has this code now: it is wrong, was used, or is older than ten minutes")
    return OneVisitor(visitor=await api.presenter.visitor(caller.team, found, hides_details=caller.hides_details))


async def searched_code(api: Api, caller: Caller, request: Request, search: str) -> Visitor | None:
    """The visitor whose code somebody searches for; None when the search is for something else, or finds nobody.

    Who has had too many wrong ones finds nobody by a code either, right or wrong: digits are also words, which are searched for.
    """
    code = search.strip()
    digits = caller.team.settings.lookup_code_digits
    if len(code) != digits or not (code.isascii() and code.isdigit()) or "sessions" not in caller.scopes:
        return None
    # A list that is open is read again and again: that guesses nothing.
    if guards_of(request).lookups.was_wrong(caller.id, code):
        return None
    try:
        return await by_code(api, caller, request, code)
    except RateLimited:
        return None


async def by_code(api: Api, caller: Caller, request: Request, code: str) -> Visitor | None:
    """The visitor of a code, and a count of wrong ones.

    Raises:
        RateLimited: too many were wrong.
    """
    guard, team = guards_of(request).lookups, caller.team.id
    guard.attempt(caller.id, team, code)
    short_id = await api.lookups.find(team, code)
    if short_id is None:
        return None
    guard.right(caller.id, team, code, short_id)
    return await api.visitors.get(team, short_id)
