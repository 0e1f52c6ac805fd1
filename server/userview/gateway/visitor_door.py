"""Visitors as the gateway sees them: implements `VisitorDoor` on the domains."""

import asyncio
import ipaddress
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Protocol, cast

from userview.domains.sessions.ratings import Ratings
from userview.domains.teams.agents import Agents
from userview.domains.teams.errors import UnknownTeam
from userview.domains.teams.identity_secrets import IdentitySecrets
from userview.domains.teams.model import Clock, Team
from userview.domains.teams.service import Teams
from userview.domains.teams.sites import site_allowed, site_named
from userview.domains.visitors.errors import NoCodeFree, UnknownVisitor
from userview.domains.visitors.history.model import Told
from userview.domains.visitors.history.service import PageHistory
from userview.domains.visitors.identity_token import read_token
from userview.domains.visitors.live_chats import LiveChats
from userview.domains.visitors.lookup import LookupCodes
from userview.domains.visitors.model import Browser, Clues, Entered, IdentityChange, Visitor
from userview.domains.visitors.presented import Presented
from userview.domains.visitors.service import Visitors
from userview.gateway.doors import Identified, KnownVisitor, Refused, Upgrade, Wanted
from userview.ports.places import Places
from userview.protocol.codes import CloseCode, ErrorCode
from userview.protocol.messages.common import PageInfo
from userview.protocol.messages.settings import SdkSettings
from userview.protocol.messages.visitor import IdentityPatch, LiveChat, VisitorHello, VisitorIdentity
from userview.protocol.scrub import scrub_url
from userview.realtime.effects import RequestEvent
from userview.realtime.records import Call, VisitorKey

_LOG: Final = logging.getLogger("userview.gateway")


class Describe(Protocol):
    """Gives the REST object Visitor as JSON."""

    def __call__(self, key: VisitorKey, *, hides_details: bool) -> Awaitable[dict[str, Any] | None]:
        """Whole, or without private details (A6); None when there is no such visitor any more."""
        ...


class Presence(Protocol):
    """Hears who came online and who is offline now."""

    async def __call__(self, visitor: VisitorKey, *, online: bool) -> None:
        """One of them."""
        ...


Requested = Callable[[VisitorKey, RequestEvent], Awaitable[None]]
"""Hears what became of visitors' requests for an agent."""


class DomainVisitorDoor:
    """The door of `/ws/visitor`."""

    def __init__(
        self,
        *,
        teams: Teams,
        visitors: Visitors,
        places: Places,
        identity_secrets: IdentitySecrets,
        lookups: LookupCodes,
        live_chats: LiveChats,
        history: PageHistory,
        describe: Describe,
        touch: Callable[[VisitorKey], Awaitable[None]],
        presence: Presence,
        requested: Requested,
        agents: Agents,
        ratings: Ratings,
        public_url: str,
        clock: Clock,
    ) -> None:
        """`touch`: tells desks that a visitor changed (`Live.touch_visitor`); `presence` and `requested` tell webhooks."""
        self._teams = teams
        self._visitors = visitors
        self._places = places
        self._identity_secrets = identity_secrets
        self._lookups = lookups
        self._live_chats = live_chats
        self._history = history
        self._describe = describe
        self._touch = touch
        self._presence = presence
        self._requested = requested
        self._agents = agents
        self._ratings = ratings
        self._public_url = public_url
        self._clock = clock
        self._recognising: set[asyncio.Task[None]] = set()

    async def connect(self, hello: VisitorHello, upgrade: Upgrade) -> KnownVisitor:
        """Find or make the visitor, with identity and page (rules P1, P3, P4).

        Raises:
            Refused: unknown public key (`invalid_api_key`, 4401) or the page's site is not
                allowed (`site_not_allowed`, 4403).
        """
        team = await self._teams.by_public_key(hello.key)
        if team is None:
            message = f"no team has the public key {hello.key}"
            raise Refused(ErrorCode.INVALID_API_KEY, message, CloseCode.NOT_AUTHENTICATED)
        if not site_allowed(upgrade.origin, team.settings.allowed_sites):
            message = f"{upgrade.origin or 'a page without an origin'} is not one of the team's allowed sites"
            raise Refused(ErrorCode.SITE_NOT_ALLOWED, message, CloseCode.NOT_ALLOWED)
        address = _address(upgrade.ip)
        browser = Browser(
            ip_address=address,
            user_agent=upgrade.user_agent,
            language=hello.client.language,
            is_supported=hello.client.supported,
            js_configuration=hello.options.js_configuration,
            place=self._places.find(address),
        )
        brought = hello.visitor
        credentials = None if brought is None else (brought.short_id, brought.secret)
        said = await self._presented(team, hello.identity)
        clues = Clues(upgrade.user_agent, hello.client.hints, hello.client.touch)
        page = scrubbed(hello.page, team.settings)
        entered = await self._visitors.enter(team.id, credentials, said, browser, page.url, clues=clues)
        # Nobody waits for the name of the browser: it is told when it is known.
        task = asyncio.create_task(self._recognise(entered.visitor, clues))
        self._recognising.add(task)
        task.add_done_callback(self._recognising.discard)
        return self._known(team, entered)

    async def is_named(self, visitor: VisitorKey, origin: str | None) -> bool:
        """Whether this origin is among the sites that the visitor's team names (N1)."""
        return site_named(origin, (await self._teams.get(visitor.team)).settings.allowed_sites)

    async def visit(self, visitor: VisitorKey, page: PageInfo) -> None:
        """The visitor is at another URL or title."""
        await self._visitors.visit(visitor, page.url)

    async def identify(self, visitor: VisitorKey, patch: IdentityPatch, page: PageInfo) -> Identified:
        """Apply an identity patch (rules P3, P4, I1-I5)."""
        team = await self._teams.get(visitor.team)
        entered = await self._visitors.identify(visitor, await self._presented(team, patch), page.url)
        if entered is None:
            return Identified(None, None)
        replaced_by = None if entered.secret is None else self._known(team, entered)
        return Identified(replaced_by, entered.refusal)

    async def hear_chat(self, visitor: VisitorKey, said: LiveChat, page: PageInfo) -> bool:
        """What the live chat on this page says (rule I6); True when that told something new."""
        if said.integration is not None:
            await self._live_chats.note(visitor.team, said.integration, page.url)
        required = (await self._teams.get(visitor.team)).settings.identity_token_required
        return await self._visitors.hear_chat(visitor, said.integration, _change(said), token_required=required)

    async def reset(self, visitor: VisitorKey, page: PageInfo) -> KnownVisitor:
        """Make a new visitor in place of this one."""
        try:
            entered = await self._visitors.replace(visitor, page.url)
        except UnknownVisitor as error:
            # Erased while its tab was connected: the browser is somebody new at its next connection.
            raise Refused(ErrorCode.NOT_AUTHENTICATED, error.message, CloseCode.NOT_AUTHENTICATED) from error
        return self._known(await self._teams.get(visitor.team), entered)

    async def lookup_code(self, visitor: VisitorKey) -> tuple[str, float] | None:
        """The visitor's lookup code and the seconds that it is good for (rule L1); None when none is free."""
        team = await self._teams.get(visitor.team)
        try:
            given = await self._lookups.give(visitor, team.settings.lookup_code_digits)
        except (NoCodeFree, UnknownVisitor):
            return None
        return given.code, self._lookups.seconds_left(given)

    async def wanted_agent(self, visitor: VisitorKey, call_name: str | None) -> Wanted:
        """Whom the visitor wants, in any case of letters, and where the team sends those who find nobody (Q2, Q4)."""
        team = await self._teams.get(visitor.team)
        called = None if call_name is None else await self._agents.called(team.id, call_name)
        call = None
        if called is not None and called.profile.call_name is not None:
            call = Call(called.profile.call_name, called.id, called.nickname)
        return Wanted(call, team.settings.agent_unavailable_url)

    async def rate(self, visitor: VisitorKey, session: str, rating: int) -> bool:
        """The visitor rates an ended session (S10); False when it cannot be rated by this visitor, or not any more."""
        return await self._ratings.rate(visitor, session, rating)

    async def requested(self, visitor: VisitorKey, happened: RequestEvent) -> None:
        """The visitor asked for help, got it, or asks no more."""
        await self._requested(visitor, happened)

    async def collect(self, told: Sequence[Told]) -> set[VisitorKey]:
        """Keep what pages told of their history, where the team wants it (J1); the visitors of whom something was kept."""
        wanted = {team: await self._collecting(team) for team in {one.visitor.team for one in told}}
        found = [_scrubbed_history(one, settings) for one in told if (settings := wanted[one.visitor.team])]
        return await self._history.collect(found) if found else set()

    async def seen(self, last_seen: Mapping[VisitorKey, float]) -> None:
        """Store when visitors were last heard of (Unix seconds); called every few seconds with many."""
        await self._visitors.seen(last_seen)

    async def presence(self, visitor: VisitorKey, *, online: bool) -> None:
        """The visitor came online, or is offline now."""
        await self._presence(visitor, online=online)

    async def describe(self, visitor: VisitorKey, *, hides_details: bool) -> dict[str, Any] | None:
        """The REST object Visitor for the desk, None when it is erased; as agents see it from whom details are hidden (A6), or whole."""
        return await self._describe(visitor, hides_details=hides_details)

    async def _collecting(self, team: str) -> SdkSettings | None:
        """The team's settings, None when it does not collect history."""
        try:
            settings = (await self._teams.get(team)).settings
        except UnknownTeam:
            return None
        return settings if settings.collect_history else None

    async def _recognise(self, visitor: Visitor, clues: Clues) -> None:
        try:
            if await self._visitors.recognise(visitor, clues):
                await self._touch(visitor.key)
        except Exception:  # noqa: BLE001 - nobody waits for this; the next connection asks again
            _LOG.exception("a visitor's browser could not be noted")

    async def _presented(self, team: Team, patch: IdentityPatch) -> Presented:
        """What the page gave, its token checked against the team's secrets."""
        token = patch.identity_token
        secrets = [] if token is None else await self._identity_secrets.accepted(team.id)
        return Presented(
            change=_change(patch),
            token=None if token is None else read_token(token, secrets, team.public_key, self._clock()),
            clears_token=token is None and "identity_token" in patch.model_fields_set,
            token_required=team.settings.identity_token_required,
            resets_at_sign_out=team.settings.reset_connection_on_log_out,
        )

    def _known(self, team: Team, entered: Entered) -> KnownVisitor:
        visitor, secret = entered.visitor, entered.secret
        identity = VisitorIdentity(
            short_id=visitor.short_id,
            secret=secret,
            watch_link=f"{self._public_url}/visitors/{visitor.short_id}/watch",
        )
        settings = team.settings.for_pages()
        return KnownVisitor(visitor.key, identity, visitor.nickname, settings, entered.refusal)


def scrubbed(page: PageInfo, settings: SdkSettings) -> PageInfo:
    """The page with its URL scrubbed once more: what it says of itself is not believed (rule P5)."""
    rules = settings.url_scrubbing
    return page.model_copy(update={"url": scrub_url(page.url, rules.parameters, rules.paths)})


def _scrubbed_history(told: Told, settings: SdkSettings) -> Told:
    """The same with its URL scrubbed once more (rule P5)."""
    rules = settings.url_scrubbing
    url = scrub_url(told.message.url, rules.parameters, rules.paths)
    return replace(told, message=told.message.model_copy(update={"url": url}))


def _change(patch: IdentityPatch | LiveChat) -> IdentityChange:
    """Only what the page gave: absent and null are two things (rule P3)."""
    given = patch.model_dump(include=patch.model_fields_set & IdentityChange.__annotations__.keys())
    return cast("IdentityChange", given)


def _address(ip: str) -> str:
    """As it is stored and searched: IPv4 in its own form, also when it came over IPv6."""
    try:
        address = ipaddress.ip_address(ip.partition("%")[0])
    except ValueError:
        return ip[:45]
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)
