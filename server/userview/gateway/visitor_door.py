"""Visitors as the gateway sees them: implements `VisitorDoor` on the domains."""

import asyncio
import ipaddress
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from userview.domains.teams.model import Team
from userview.domains.teams.service import Teams
from userview.domains.teams.sites import site_allowed
from userview.domains.visitors.errors import UnknownVisitor
from userview.domains.visitors.model import Browser, IdentityChange, Visitor
from userview.domains.visitors.service import Visitors
from userview.gateway.doors import KnownVisitor, Refused, Upgrade
from userview.ports.places import Places
from userview.protocol.codes import CloseCode, ErrorCode
from userview.protocol.messages.common import PageInfo
from userview.protocol.messages.visitor import IdentityPatch, VisitorHello, VisitorIdentity
from userview.realtime.records import VisitorKey

_LOG: Final = logging.getLogger("userview.gateway")

Describe = Callable[[VisitorKey], Awaitable[dict[str, Any] | None]]
"""The REST object Visitor as JSON, None when there is no such visitor any more."""


class DomainVisitorDoor:
    """The door of `/ws/visitor`."""

    def __init__(
        self,
        *,
        teams: Teams,
        visitors: Visitors,
        places: Places,
        describe: Describe,
        touch: Callable[[VisitorKey], Awaitable[None]],
        public_url: str,
    ) -> None:
        """`touch`: tells desks that a visitor changed (`Live.touch_visitor`)."""
        self._teams = teams
        self._visitors = visitors
        self._places = places
        self._describe = describe
        self._touch = touch
        self._public_url = public_url
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
        entered = await self._visitors.enter(team.id, credentials, _change(hello.identity), browser, hello.page.url)
        # Nobody waits for the name of the browser: it is told when it is known.
        task = asyncio.create_task(self._recognise(entered.visitor))
        self._recognising.add(task)
        task.add_done_callback(self._recognising.discard)
        return self._known(team, entered.visitor, entered.secret)

    async def visit(self, visitor: VisitorKey, page: PageInfo) -> None:
        """The visitor is at another URL or title."""
        await self._visitors.visit(visitor, page.url)

    async def identify(self, visitor: VisitorKey, patch: IdentityPatch, page: PageInfo) -> KnownVisitor | None:
        """Apply an identity patch; the new visitor when that makes one (rule P4), else None."""
        entered = await self._visitors.identify(visitor, _change(patch), page.url)
        if entered is None:
            return None
        return self._known(await self._teams.get(visitor.team), entered.visitor, entered.secret)

    async def reset(self, visitor: VisitorKey, page: PageInfo) -> KnownVisitor:
        """Make a new visitor in place of this one."""
        try:
            entered = await self._visitors.replace(visitor, page.url)
        except UnknownVisitor as error:
            # Erased while its tab was connected: the browser is somebody new at its next connection.
            raise Refused(ErrorCode.NOT_AUTHENTICATED, error.message, CloseCode.NOT_AUTHENTICATED) from error
        return self._known(await self._teams.get(visitor.team), entered.visitor, entered.secret)

    async def seen(self, last_seen: Mapping[VisitorKey, float]) -> None:
        """Store when visitors were last heard of (Unix seconds); called every few seconds with many."""
        await self._visitors.seen(last_seen)

    async def describe(self, visitor: VisitorKey) -> dict[str, Any] | None:
        """The REST object Visitor for the desk, None when it is erased."""
        return await self._describe(visitor)

    async def _recognise(self, visitor: Visitor) -> None:
        try:
            if await self._visitors.recognise(visitor):
                await self._touch(visitor.key)
        except Exception:  # noqa: BLE001 - nobody waits for this; the next connection asks again
            _LOG.exception("a visitor's browser could not be noted")

    def _known(self, team: Team, visitor: Visitor, secret: str | None) -> KnownVisitor:
        identity = VisitorIdentity(
            short_id=visitor.short_id,
            secret=secret,
            watch_link=f"{self._public_url}/visitors/{visitor.short_id}/watch",
        )
        return KnownVisitor(visitor.key, identity, visitor.nickname, team.settings.for_pages())


def _change(patch: IdentityPatch) -> IdentityChange:
    """Only what the page gave: absent and null are two things (rule P3)."""
    change: IdentityChange = {}
    given = patch.model_fields_set
    if "identities" in given:
        change["identities"] = patch.identities
    if "unique_id" in given:
        change["unique_id"] = patch.unique_id
    if "tags" in given:
        change["tags"] = patch.tags
    if "metadata" in given:
        change["metadata"] = patch.metadata
    return change


def _address(ip: str) -> str:
    """As it is stored and searched: IPv4 in its own form, also when it came over IPv6."""
    try:
        address = ipaddress.ip_address(ip.partition("%")[0])
    except ValueError:
        return ip[:45]
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)
