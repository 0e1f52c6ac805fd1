"""`/v1/team` and `/v1/keys`: the team's settings and its secret keys."""

from typing import Annotated

from fastapi import APIRouter, Path

from userview.domains.teams.model import ALL_SCOPES
from userview.domains.teams.service import TeamChange
from userview.rest import present
from userview.rest.answers import KeyPage, MadeKey, OneIdentitySecret, OneKey, OneTeam
from userview.rest.auth import Administrator, Reader
from userview.rest.bodies import KeyBody, RotationBody, TeamBody
from userview.rest.context import Services
from userview.rest.openapi_parts import errors

router = APIRouter(prefix="/v1", tags=["Team"])


@router.get("/team", responses=errors(401, 403, 429))
async def get_team(api: Services, caller: Reader) -> OneTeam:
    """The key's team with its settings."""
    return OneTeam(team=api.presenter.team(caller.team))


@router.patch("/team", responses=errors(400, 401, 403, 413, 415, 422, 429))
async def change_team(api: Services, caller: Administrator, body: TeamBody) -> OneTeam:
    """Change settings; what is left out stays. Connected pages and running sessions follow at once."""
    given = body.model_dump(include=body.model_fields_set)
    change = TeamChange()
    if "name" in given:
        change["name"] = given.pop("name")
    if "domain" in given:
        change["domain"] = given.pop("domain")
    change["settings"] = given
    return OneTeam(team=api.presenter.team(await api.teams.change(caller.team.id, change)))


@router.get("/team/identity_secret", responses=errors(401, 403, 429))
async def get_identity_secret(api: Services, caller: Administrator) -> OneIdentitySecret:
    """What your own server signs identity tokens with; made at the first call."""
    return OneIdentitySecret(
        identity_secret=present.identity_secret(await api.identity_secrets.current(caller.team.id))
    )


@router.post("/team/identity_secret", responses=errors(400, 401, 403, 413, 415, 422, 429))
async def rotate_identity_secret(
    api: Services, caller: Administrator, body: RotationBody | None = None
) -> OneIdentitySecret:
    """A new identity secret. Tokens of the one before count for `grace_seconds` more, by default not at all."""
    grace = 0 if body is None else body.grace_seconds
    return OneIdentitySecret(
        identity_secret=present.identity_secret(await api.identity_secrets.rotate(caller.team.id, grace))
    )


@router.get("/keys", responses=errors(401, 403, 429))
async def list_keys(api: Services, caller: Administrator) -> KeyPage:
    """All secret keys of the team, newest first, also revoked ones; never their secrets."""
    return KeyPage(keys=[present.key(key) for key in await api.keys.of_team(caller.team.id)], next_cursor=None)


@router.post("/keys", responses=errors(400, 401, 403, 413, 415, 422, 429))
async def make_key(api: Services, caller: Administrator, body: KeyBody) -> MadeKey:
    """A new secret key; its secret is shown this once."""
    made = await api.keys.create(caller.team.id, body.name, body.scopes or ALL_SCOPES)
    return MadeKey(key=present.key(made.key), secret=made.secret)


@router.delete("/keys/{id}", responses=errors(401, 403, 404, 429))
async def revoke_key(
    api: Services,
    caller: Administrator,
    id: Annotated[str, Path(description="The key's `id`.")],  # noqa: A002 - its name in the API
) -> OneKey:
    """The key opens nothing from now on."""
    return OneKey(key=present.key(await api.keys.revoke(caller.team.id, id)))
