"""What handlers have at hand: the services of this installation, who asks, and the request's own `Asked`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Final, cast

from fastapi import Depends, Request

from userview.domains.recordings.archive import Archive
from userview.domains.sessions.links import WatchLinks
from userview.domains.sessions.service import Sessions
from userview.domains.sessions.timeline import Timeline
from userview.domains.teams.accounts import Accounts
from userview.domains.teams.agents import Agents
from userview.domains.teams.identity_secrets import IdentitySecrets
from userview.domains.teams.invitations import Invitations
from userview.domains.teams.keys import ApiKeys
from userview.domains.teams.model import Clock
from userview.domains.teams.saved_searches import SavedSearches
from userview.domains.teams.service import Teams
from userview.domains.teams.sign_in import SignIns
from userview.domains.usage.service import Usage
from userview.domains.visitors.history.service import PageHistory
from userview.domains.visitors.live_chats import LiveChats
from userview.domains.visitors.lookup import LookupCodes
from userview.domains.visitors.service import Visitors
from userview.domains.webhooks.service import Webhooks
from userview.ports.erasure import Erasures
from userview.ports.places import Places
from userview.realtime.live import Live
from userview.rest.edge import KEY, Asked
from userview.rest.errors import RateLimited
from userview.rest.limits import WRONG_CODES, WRONG_LINKS, LookupGuard, RateLimit, SignInGuard
from userview.rest.present import Presenter
from userview.signing import Signer

UNKNOWN_ADDRESS: Final = "unknown"


@dataclass(frozen=True, slots=True)
class ApiLimits:
    """How much the API takes; each is a setting of the server."""

    requests_per_minute_per_key: int = 600
    """Also for each signed-in agent."""
    requests_per_minute_per_address: int = 60
    """For those who bring no valid key: signing in, redeeming links, guessing."""
    sign_ins_per_minute: int = 10
    """Per account and address; then delays that double."""
    body_bytes: int = 1024 * 1024


@dataclass(frozen=True)
class Api:
    """The services that the API stands on."""

    teams: Teams
    accounts: Accounts
    agents: Agents
    invitations: Invitations
    keys: ApiKeys
    identity_secrets: IdentitySecrets
    saved_searches: SavedSearches
    sign_ins: SignIns
    usage: Usage
    visitors: Visitors
    lookups: LookupCodes
    live_chats: LiveChats
    history: PageHistory
    sessions: Sessions
    timeline: Timeline
    archive: Archive
    links: WatchLinks
    webhooks: Webhooks
    presenter: Presenter
    live: Callable[[], Live]
    erasures: Erasures
    public_url: str
    replay_url: str
    clock: Clock
    signer: Signer
    places: Places
    limits: ApiLimits = field(default_factory=ApiLimits)
    demo_url: str | None = None
    """The demo shop, which stands for the oldest team; None where none is served."""


class Guards:
    """The counters of one process."""

    def __init__(self, limits: ApiLimits, clock: Clock) -> None:
        self.callers = RateLimit(limits.requests_per_minute_per_key, clock)
        self.addresses = RateLimit(limits.requests_per_minute_per_address, clock)
        self.lookups = LookupGuard(clock, "wrong lookup codes", WRONG_CODES)
        self.integrations = LookupGuard(clock, "links from live chats to nobody", WRONG_LINKS)
        self.passwords = SignInGuard(limits.sign_ins_per_minute, clock)


def api_of(request: Request) -> Api:
    """The services."""
    return cast("Api", request.app.state.api)


def guards_of(request: Request) -> Guards:
    """The counters."""
    return cast("Guards", request.app.state.guards)


def asked_of(request: Request) -> Asked:
    """What the edge knows of the request."""
    return cast("Asked", request.scope[KEY])


def address_of(request: Request) -> str:
    """The client's address, behind trusted proxies the forwarded one."""
    return request.client.host if request.client else UNKNOWN_ADDRESS


def count(limit: RateLimit, caller: str, asked: Asked) -> None:
    """Count a request of this caller, and tell what is left in the answer's headers.

    Raises:
        RateLimited: there were too many.
    """
    allowance = limit.take(caller)
    if allowance.remaining < 0:
        asked.headers.update({**allowance.headers(), "RateLimit-Remaining": "0"})
        raise RateLimited(limit.retry_after(caller))
    asked.headers.update(allowance.headers())


async def counted_by_address(request: Request) -> None:
    """For operations without credentials: so many a minute from one address.

    Raises:
        RateLimited: there were too many.
    """
    count(guards_of(request).addresses, address_of(request), asked_of(request))


# Dependencies are coroutines, even those that wait for nothing: FastAPI takes others to a thread, for each request.


async def _services(request: Request) -> Api:
    return api_of(request)


async def _asked(request: Request) -> Asked:
    return asked_of(request)


Services = Annotated[Api, Depends(_services)]
Request_ = Annotated[Asked, Depends(_asked)]
ByAddress = Depends(counted_by_address)
