"""Visitors: recognising them, keeping what is known of them, finding and forgetting them."""

import contextlib
from collections import Counter
from collections.abc import AsyncGenerator, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.usage.service import Usage
from userview.domains.visitors import store
from userview.domains.visitors.devices import UNKNOWN, Devices
from userview.domains.visitors.errors import IdentityConflict, UnknownVisitor
from userview.domains.visitors.finding import Finder, Position
from userview.domains.visitors.identity import Claims
from userview.domains.visitors.identity_words import stored_text
from userview.domains.visitors.model import (
    Browser,
    Choices,
    Clock,
    Clues,
    Device,
    Entered,
    IdentityChange,
    Site,
    Visitor,
)
from userview.domains.visitors.presented import Presented, heard_from_chat, taken
from userview.domains.visitors.search import NEWEST, Search, searchable
from userview.ports.events import Event, Events, NoEvents
from userview.protocol.ids import new_secret, new_short_id
from userview.protocol.origins import host_of, origin_of
from userview.realtime.records import VisitorKey
from userview.signing import digest
from userview.tables import Transactions, moment

MOST_TAGS: Final = 50
MOST_HOSTS: Final = 50
"""So many are offered to narrow a list by; others can be typed."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """All that the columns of a visitor follow from."""

    claims: Claims
    browser: Browser
    device: Device
    url: str | None


class Visitors:
    """Every method is one transaction."""

    def __init__(
        self, database: Transactions, clock: Clock, devices: Devices, usage: Usage, events: Events | None = None
    ) -> None:
        """`events`: who hears that somebody was identified; nobody by default."""
        self._database = database
        self._clock = clock
        self._devices = devices
        self._usage = usage
        self._events = events or NoEvents()

    async def enter(
        self,
        team_id: str,
        credentials: tuple[str, str] | None,
        said: Presented,
        browser: Browser,
        url: str,
        *,
        clues: Clues,
    ) -> Entered:
        """Whoever connects: the visitor of these credentials (short id, secret), else a new one (rules P1, P4)."""
        device = self._devices.known(clues) or UNKNOWN
        async with self._changing() as connection:
            found = None
            if credentials is not None:
                found = await store.find(connection, team_id, credentials[0], for_update=True)
            if found is None or credentials is None or digest(credentials[1]) != found[2]:
                now = taken(Claims(), said)
                facts = _Facts(now.claims, browser, device, url)
                return await self._new(connection, team_id, facts, refusal=now.refusal)
            visitor, claims, _ = found
            now = taken(claims, said)
            if now.is_somebody_else:
                facts = _Facts(now.claims, browser, device, url)
                return await self._new(connection, team_id, facts, refusal=now.refusal)
            known = visitor.device if device == UNKNOWN else device
            visitor = await self._kept(connection, visitor, claims, _Facts(now.claims, browser, known, url))
            seen = [(visitor.key, self._clock())]
            await store.update_seen(connection, seen)
            await self._usage.visitors_seen(connection, seen)
            return Entered(visitor, None, now.refusal)

    async def recognise(self, visitor: Visitor, clues: Clues) -> bool:
        """Read the clues of somebody who just entered, which may take seconds; True when that told something new."""
        user_agent = visitor.browser.user_agent
        device = self._devices.known(clues) or await self._devices.describe(clues)
        if device in (UNKNOWN, visitor.device):
            return False
        async with self._database.transaction() as connection:
            found = await store.find(connection, visitor.team_id, visitor.short_id, for_update=True)
            if found is None or found[0].browser.user_agent != user_agent or found[0].device == device:
                return False
            now, claims, _ = found
            await self._kept(connection, now, claims, _Facts(claims, now.browser, device, now.last_url))
            return True

    async def visit(self, key: VisitorKey, url: str) -> None:
        """The visitor is at this URL now; one who is not known any more is left alone."""
        async with self._database.transaction() as connection:
            found = await store.find(connection, key.team, key.short_id, for_update=True)
            if found is not None:
                visitor, claims, _ = found
                await self._kept(connection, visitor, claims, _Facts(claims, visitor.browser, visitor.device, url))

    async def identify(self, key: VisitorKey, said: Presented, url: str) -> Entered | None:
        """The page says who the visitor is; somebody new when that is somebody else (rule P4). None: erased meanwhile."""
        async with self._changing() as connection:
            found = await store.find(connection, key.team, key.short_id, for_update=True)
            if found is None:
                return None
            visitor, claims, _ = found
            now = taken(claims, said)
            facts = _Facts(now.claims, visitor.browser, visitor.device, url)
            if now.is_somebody_else:
                return await self._new(connection, key.team, facts, refusal=now.refusal)
            return Entered(await self._kept(connection, visitor, claims, facts), None, now.refusal)

    async def hear_chat(
        self, key: VisitorKey, integration: str | None, change: IdentityChange, *, token_required: bool
    ) -> bool:
        """What the live chat on the page says of the visitor, None for no chat; True when that told something new."""
        async with self._changing() as connection:
            found = await store.find(connection, key.team, key.short_id, for_update=True)
            if found is None:
                return False
            visitor, claims, _ = found
            heard = heard_from_chat(claims, integration, change, token_required=token_required)
            facts = _Facts(heard, visitor.browser, visitor.device, visitor.last_url)
            await self._kept(connection, visitor, claims, facts)
            return heard != claims

    async def replace(self, key: VisitorKey, url: str) -> Entered:
        """A new visitor in the same browser, who inherits nothing.

        Raises:
            UnknownVisitor: there is nobody to replace.
        """
        async with self._changing() as connection:
            found = await store.find(connection, key.team, key.short_id)
            if found is None:
                raise UnknownVisitor(f"there is no visitor {key.short_id}")
            visitor, claims, _ = found
            nobody = Claims(integration=claims.integration)
            return await self._new(connection, key.team, _Facts(nobody, visitor.browser, visitor.device, url))

    async def seen(self, last_seen: Mapping[VisitorKey, float]) -> None:
        """Note when visitors were last heard of (Unix seconds)."""
        async with self._database.transaction() as connection:
            await store.update_seen(connection, last_seen.items())
            await self._usage.visitors_seen(connection, last_seen.items())

    async def get(self, team_id: str, short_id: str) -> Visitor:
        """One visitor of the team.

        Raises:
            UnknownVisitor: the team has none with this id.
        """
        rows = await self._database.ask(store.FIND, {"of_team_id": team_id, "of_short_id": short_id})
        if not rows:
            raise UnknownVisitor(f"there is no visitor with the short id {short_id[:40]!r}")
        return store.as_visitor(rows[0])

    async def choices(self, team_id: str) -> Choices:
        """By what the list of visitors may be narrowed: what those have who were seen last."""
        async with self._database.reading() as connection:
            rows = await store.newest_facts(connection, team_id, NEWEST)
        tags = Counter(tag for row in rows for tag in row.tags)
        hosts = {host_of(row.last_url) for row in rows if row.last_url is not None}
        return Choices(
            countries=sorted({row.location_country for row in rows if row.location_country is not None}),
            devices=sorted({row.device_type for row in rows if row.device_type is not None}),
            tags=sorted(tag for tag, _ in tags.most_common(MOST_TAGS)),
            hosts=sorted(host for host in hosts if host is not None)[:MOST_HOSTS],
        )

    async def sites(self, team_id: str, heard: Mapping[str, float]) -> list[Site]:
        """Sites on which visitors were seen last, the last seen first.

        `heard`: when those who are online were last heard of (Unix seconds), by short id: what is stored lags behind.
        """
        async with self._database.reading() as connection:
            rows = await store.newest_facts(connection, team_id, NEWEST)
        found: dict[str, Site] = {}
        for row in rows:
            url: str = row.last_url or ""
            origin = origin_of(url)
            if origin is None:
                continue
            at = max(row.last_seen_at, moment(heard.get(row.short_id, 0.0)))
            known = found.get(origin)
            if known is None or at > known.seen_at:
                found[origin] = Site(origin, url, at, 1 if known is None else known.visitors + 1)
            else:
                found[origin] = replace(known, visitors=known.visitors + 1)
        return sorted(found.values(), key=lambda site: site.seen_at, reverse=True)[:MOST_HOSTS]

    async def nicknames(self, team_id: str, short_ids: Collection[str]) -> Mapping[str, str]:
        """What each of these visitors is called; those who are not kept any more are left out."""
        async with self._database.reading() as connection:
            return await store.find_nicknames(connection, team_id, short_ids)

    async def identify_from_server(self, team_id: str, short_id: str, change: IdentityChange) -> Visitor:
        """The team's own server says who the visitor is; that wins over what the page says.

        Raises:
            UnknownVisitor: the team has none with this id.
            IdentityConflict: the visitor has another unique id already.
        """
        async with self._changing() as connection:
            found = await store.find(connection, team_id, short_id, for_update=True)
            if found is None:
                raise UnknownVisitor(f"there is no visitor with the short id {short_id[:40]!r}")
            visitor, claims, _ = found
            changed = claims.changed("rest", change)
            new = changed.result.unique_id
            if new is not None and visitor.unique_id is not None and new != visitor.unique_id:
                message = (
                    f"unique_id: this visitor is {visitor.unique_id!r}; clear that first, or identify another visitor"
                )
                raise IdentityConflict(message, field="unique_id")
            facts = _Facts(changed, visitor.browser, visitor.device, visitor.last_url)
            return await self._kept(connection, visitor, claims, facts)

    async def page(
        self, team_id: str, search: Search, online: Collection[str], limit: int, after: Position | None
    ) -> tuple[list[Visitor], Position | None]:
        """Visitors that fit the search, seen last first, and where the page ends (None at the end of the list)."""
        async with self._database.reading() as connection:
            finder = Finder(connection, team_id, search, online, dialect=self._database.dialect)
            found = [store.as_visitor(row) for row in await finder.rows(limit + 1, after)]
        end = Position(found[limit - 1].last_seen_at, found[limit - 1].number) if len(found) > limit else None
        return found[:limit], end

    async def other_browsers(self, visitor: Visitor, limit: int = 25) -> list[Visitor]:
        """The same person's other browsers: visitors of the team with the same unique id, seen last first."""
        if visitor.unique_id is None:
            return []
        search = Search(unique_id=visitor.unique_id)
        found, _ = await self.page(visitor.team_id, search, (), limit + 1, None)
        return [other for other in found if other.number != visitor.number][:limit]

    async def forget_unseen(self, before: float, limit: int = 500, *, team_id: str | None = None) -> int:
        """Remove visitors, of one team or of all, last seen before this time; how many. Call until it is 0."""
        async with self._database.transaction() as connection:
            numbers = await store.unseen_since(connection, moment(before), limit, team_id)
            await store.delete_visitors(connection, numbers)
        return len(numbers)

    async def _new(
        self, connection: AsyncConnection, team_id: str, facts: _Facts, *, refusal: str | None = None
    ) -> Entered:
        short_id, secret = new_short_id(), new_secret()
        now = moment(self._clock())
        fixed = {"team_id": team_id, "short_id": short_id, "secret_hash": digest(secret), "added_at": now}
        columns = _columns(facts)
        number = await store.insert_visitor(connection, {**fixed, **columns}, now)
        await self._usage.visitors_seen(connection, [(VisitorKey(team_id, short_id), now.timestamp())])
        ids = facts.claims.result.integration_ids
        if ids:
            await store.set_integration_ids(connection, team_id, number, ids)
        await self._note_identified(connection, team_id, short_id, columns)
        return Entered(await self._read(connection, team_id, short_id), secret, refusal)

    async def _kept(self, connection: AsyncConnection, visitor: Visitor, old_claims: Claims, facts: _Facts) -> Visitor:
        """Store what differs, and nothing when nothing does."""
        old = _columns(_Facts(old_claims, visitor.browser, visitor.device, visitor.last_url))
        new = _columns(facts)
        changed = {name: value for name, value in new.items() if value != old[name]}
        if not changed:
            return visitor
        await store.update_visitor(connection, visitor.number, changed)
        ids = facts.claims.result.integration_ids
        if ids != visitor.integration_ids:
            await store.set_integration_ids(connection, visitor.team_id, visitor.number, ids)
        await self._note_identified(connection, visitor.team_id, visitor.short_id, changed)
        return await self._read(connection, visitor.team_id, visitor.short_id)

    @contextlib.asynccontextmanager
    async def _changing(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction after which is heard what was noted in it."""
        async with self._database.transaction() as connection:
            yield connection
        self._events.wake()

    async def _note_identified(
        self, connection: AsyncConnection, team_id: str, short_id: str, changed: Mapping[str, Any]
    ) -> None:
        """Somebody is known by another name, address or id than before."""
        if changed.get("identities") or changed.get("unique_id"):
            await self._events.note(connection, Event("visitor.identified", team_id, short_id, self._clock()))

    async def _read(self, connection: AsyncConnection, team_id: str, short_id: str) -> Visitor:
        found = await store.find(connection, team_id, short_id)
        if found is None:
            raise UnknownVisitor(f"there is no visitor with the short id {short_id}")
        return found[0]


def _columns(known: _Facts) -> dict[str, Any]:
    """The columns that follow from what is known."""
    identity = known.claims.result
    url = None if known.url is None else stored_text(known.url)
    searched = (
        identity.name,
        identity.email,
        identity.unique_id,
        *(identity.identities or ()),
        *identity.tags,
        url,
        known.browser.ip_address,
        known.browser.place.city,
        known.device.browser_name,
    )
    return {
        "claims": known.claims.to_json(),
        "identities": identity.identities,
        "unique_id": identity.unique_id,
        "tags": identity.tags,
        "metadata": identity.metadata,
        "name": identity.name,
        "email": identity.email,
        "ip_address": known.browser.ip_address,
        "location_city": known.browser.place.city,
        "location_country": known.browser.place.country,
        "user_agent": stored_text(known.browser.user_agent),
        "language": stored_text(known.browser.language),
        "is_supported": known.browser.is_supported,
        "js_configuration": known.browser.js_configuration,
        "browser_name": known.device.browser_name,
        "device_name": known.device.device_name,
        "device_type": known.device.device_type,
        "last_url": url,
        "search_text": searchable(searched),
    }
