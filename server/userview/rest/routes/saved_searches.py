"""`/desk/saved_searches`: searches for visitors under a name; `/desk/visitors/choices`: by what visitors may be narrowed."""

from typing import Annotated, cast

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from userview.domains.teams.model import Member
from userview.domains.teams.saved_searches import MAX_NAME, SavedSearch, SearchChange
from userview.domains.visitors.countries import country_name
from userview.domains.visitors.search import MAX_SEARCH, read_search
from userview.rest.answers import Ok
from userview.rest.auth import SignedIn
from userview.rest.bodies import Body
from userview.rest.context import Services
from userview.rest.hiding import asks_without_details
from userview.rest.openapi_parts import errors
from userview.rest.plain import NOT_BLANK_LINE, ONE_LINE
from userview.rest.schemas import DeviceType

router = APIRouter(prefix="/desk", tags=["Dashboard"])

SearchId = Annotated[str, Path(description="The saved search's `id`.")]
SearchName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NAME),
    ONE_LINE,
    NOT_BLANK_LINE,
    Field(description="What it is called."),
]
SearchText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_SEARCH),
    ONE_LINE,
    NOT_BLANK_LINE,
    Field(description="As `search` of `GET /v1/visitors`."),
]
Shared = Annotated[bool, Field(description="The whole team sees it.")]


class ShownSearch(BaseModel):
    """A search for visitors under a name."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    search: str
    shared: Shared
    may_change: Annotated[bool, Field(description="One's own; shared ones for admins too.")]


class SearchList(Ok):
    """One's own saved searches and those of the team, by name."""

    saved_searches: list[ShownSearch]


class OneSearch(Ok):
    """A saved search."""

    saved_search: ShownSearch


class NewSearchBody(Body):
    """A search to keep."""

    name: SearchName
    search: SearchText
    shared: Shared = False


class SearchChangeBody(Body):
    """What is to become different; what is left out stays."""

    name: SearchName | None = None
    search: SearchText | None = None
    shared: Shared | None = None


class Country(BaseModel):
    """A country that visitors came from."""

    code: str
    name: str


class VisitorChoices(Ok):
    """By what the list of visitors may be narrowed: what the newest 2,000 have."""

    countries: list[Country]
    devices: list[DeviceType]
    tags: list[str]
    hosts: Annotated[list[str], Field(description="Hosts of pages last visited.")]


@router.get("/saved_searches", responses=errors(401, 429))
async def list_saved_searches(api: Services, member: SignedIn) -> SearchList:
    """One's own and those that are shared. Where private details are hidden, none that asks for such (rule A6)."""
    found = await api.saved_searches.of(member)
    seen = [one for one in found if not member.hides_details or asks_without_details(read_search(one.search))]
    return SearchList(saved_searches=[_shown(member, one) for one in seen])


@router.post("/saved_searches", responses=errors(400, 401, 403, 409, 413, 415, 422, 429))
async def save_search(api: Services, member: SignedIn, body: NewSearchBody) -> OneSearch:
    """Keep a search under a name."""
    made = await api.saved_searches.keep(member, body.name, body.search, shared=body.shared)
    return OneSearch(saved_search=_shown(member, made))


@router.patch("/saved_searches/{id}", responses=errors(400, 401, 403, 404, 413, 415, 422, 429))
async def change_saved_search(api: Services, member: SignedIn, id: SearchId, body: SearchChangeBody) -> OneSearch:  # noqa: A002 - its name in the API
    """Rename it, share it or not, or keep another search under its name."""
    change = SearchChange(**body.model_dump(exclude_none=True))
    return OneSearch(saved_search=_shown(member, await api.saved_searches.change(member, id, change)))


@router.delete("/saved_searches/{id}", responses=errors(401, 403, 404, 429))
async def delete_saved_search(api: Services, member: SignedIn, id: SearchId) -> Ok:  # noqa: A002 - its name in the API
    """Delete it; for an hour it can be restored."""
    await api.saved_searches.delete(member, id)
    return Ok()


@router.post("/saved_searches/{id}/restore", responses=errors(401, 403, 404, 409, 429))
async def restore_saved_search(api: Services, member: SignedIn, id: SearchId) -> OneSearch:  # noqa: A002 - its name in the API
    """Take back that it was deleted; fine when it was not."""
    return OneSearch(saved_search=_shown(member, await api.saved_searches.restore(member, id)))


@router.get("/visitors/choices", responses=errors(401, 429))
async def get_visitor_choices(api: Services, member: SignedIn) -> VisitorChoices:
    """By what the list of visitors may be narrowed. Where private details are hidden, by nothing that tells of such (rule A6)."""
    found = await api.visitors.choices(member.team.id)
    hides = member.hides_details
    named = [Country(code=code, name=country_name(code) or code) for code in found.countries]
    return VisitorChoices(
        countries=[] if hides else sorted(named, key=lambda country: country.name),
        devices=cast("list[DeviceType]", list(found.devices)),
        tags=[] if hides else list(found.tags),
        hosts=list(found.hosts),
    )


def _shown(member: Member, found: SavedSearch) -> ShownSearch:
    mine = found.agent_id == member.id
    may_change = mine or (found.shared and member.role == "admin")
    return ShownSearch(id=found.id, name=found.name, search=found.search, shared=found.shared, may_change=may_change)
