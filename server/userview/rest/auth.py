"""Who asks: a secret key from a server, or an agent's sign-in cookie from our own pages."""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request

from userview.domains.teams.model import ROLE_SCOPES, Member, Scope, Team
from userview.rest.context import address_of, api_of, asked_of, count, guards_of
from userview.rest.cookies import cookie_name
from userview.rest.errors import ForeignOrigin, InsufficientScope, InvalidApiKey, NotSignedIn, SecretKeyInBrowser

SAFE_METHODS: Final = frozenset(("GET", "HEAD", "OPTIONS"))


@dataclass(frozen=True, slots=True)
class Caller:
    """For which team a request acts, and what it may do."""

    team: Team
    scopes: frozenset[Scope]
    member: Member | None
    """The signed-in agent; None for a key."""
    id: str
    """Of the key or the agent, for what is counted."""

    @property
    def hides_details(self) -> bool:
        """Private details of visitors are hidden from whoever asks (rule A6)."""
        return self.member is not None and self.member.hides_details


async def _caller(request: Request) -> Caller:
    """Whoever brings a good key or cookie; limits count for them, else for the address.

    Raises:
        InvalidApiKey: neither.
        SecretKeyInBrowser: a key from a web page.
        ForeignOrigin: a cookie from another site's page.
        RateLimited: too many requests.
    """
    api, guards, asked = api_of(request), guards_of(request), asked_of(request)
    secret = brought_key(request)
    if secret is not None:
        # Browsers say where a page's request comes from; servers have no reason to.
        if "origin" in request.headers or "sec-fetch-site" in request.headers:
            count(guards.addresses, address_of(request), asked)
            raise SecretKeyInBrowser
        found = await api.keys.authenticate(secret) if secret else None
        if found is None:
            count(guards.addresses, address_of(request), asked)
            raise InvalidApiKey
        key, team = found
        count(guards.callers, key.id, asked)
        return Caller(team, frozenset(key.scopes), None, key.id)
    member = await _member(request)
    if member is None:
        count(guards.addresses, address_of(request), asked)
        raise InvalidApiKey
    return Caller(member.team, ROLE_SCOPES[member.role], member, member.id)


async def signed_in(request: Request) -> Member:
    """The signed-in agent; a key does not do.

    Raises:
        NotSignedIn: nobody is.
        ForeignOrigin: a cookie from another site's page.
        RateLimited: too many requests.
    """
    member = await _member(request)
    if member is None:
        count(guards_of(request).addresses, address_of(request), asked_of(request))
        raise NotSignedIn
    return member


async def signed_in_admin(member: Annotated[Member, Depends(signed_in)]) -> Member:
    """The signed-in administrator of the team; a key does not do.

    Raises:
        InsufficientScope: the member is no admin.
    """
    if member.role != "admin":
        raise InsufficientScope(f"expected an admin of the team, the member's role is {member.role}")
    return member


class NeedsScope:
    """A dependency: the caller, who may do this. The description of the API names the scope."""

    def __init__(self, scope: Scope) -> None:
        self.scope: Final = scope

    async def __call__(self, request: Request) -> Caller:
        """See `_caller`.

        Raises:
            InsufficientScope: the caller may not do this.
        """
        found = await _caller(request)
        if self.scope not in found.scopes:
            whose = "this key has" if found.member is None else "your role has"
            raise InsufficientScope(f"expected the scope {self.scope}, {whose} {', '.join(sorted(found.scopes))}")
        return found


def with_scope(scope: Scope) -> NeedsScope:
    """A dependency: the caller, who may do this."""
    return NeedsScope(scope)


def brought_key(request: Request) -> str | None:
    """The key as it was sent, perhaps empty; None when none was."""
    given = request.headers.get("x-api-key")
    if given is not None:
        return given.strip()
    scheme, _, rest = request.headers.get("authorization", "").strip().partition(" ")
    return rest.strip() if scheme.lower() == "bearer" else None


async def own_page(request: Request) -> None:
    """Let pass what our own pages send; browsers send a cookie along for others' pages too.

    Raises:
        ForeignOrigin: another page asks, or one that does not say which it is.
    """
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("origin")
    if origin is None and request.headers.get("sec-fetch-site") == "same-origin":
        return
    if origin != api_of(request).public_url:
        raise ForeignOrigin(origin)


async def _member(request: Request) -> Member | None:
    api = api_of(request)
    cookie = request.cookies.get(cookie_name(api.public_url))
    if not cookie:
        return None
    await own_page(request)
    member = await api.sign_ins.who(cookie)
    if member is not None:
        count(guards_of(request).callers, member.id, asked_of(request))
    return member


Reader = Annotated[Caller, Depends(with_scope("read"))]
Watcher = Annotated[Caller, Depends(with_scope("sessions"))]
Identifier = Annotated[Caller, Depends(with_scope("visitors:write"))]
Eraser = Annotated[Caller, Depends(with_scope("visitors:delete"))]
Administrator = Annotated[Caller, Depends(with_scope("admin"))]
SignedIn = Annotated[Member, Depends(signed_in)]
SignedInAdmin = Annotated[Member, Depends(signed_in_admin)]
