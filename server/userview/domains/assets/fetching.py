"""Fetching what a page names by its URL, as somebody whom nobody knows: without cookies, referrer or credentials.

What comes is kept only when it is a picture or font, and as long as in the visitor's browser where that may
say its length; otherwise the browser is to upload what it has. A URL that several sessions of a team name at
once is fetched once, and not again while its answer is fresh and its bytes are still shown somewhere.

URLs may hold secrets: they are in memory while they are fetched, and nowhere else; what is remembered of
answers stands under a hash. Style sheets are handed on to the page that asked, and not kept at all.

Source: protocol/SPEC.md, rules F2 and F4.
"""

import asyncio
import contextlib
import hashlib
import re
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from userview.domains.assets.bounds import Allowances, Places, Shunned
from userview.domains.assets.errors import AssetNotAllowed, AssetTooLarge, PageFull
from userview.domains.assets.freshness import OF_FRESHNESS, freshness
from userview.domains.assets.model import FetchLimits, Named, Place, Sheet
from userview.domains.assets.service import Assets
from userview.domains.assets.sniff import media_type
from userview.errors import BlobsUnavailable
from userview.ports.egress import Answer, Ask, Egress, EgressFailed, EgressRefused

HEADERS: Final = {
    # As browsers ask, so that a host which chooses a format by it chooses what the visitor sees.
    "accept": "image/avif,image/webp,image/apng,image/svg+xml,image/*,font/woff2,font/*;q=0.9,*/*;q=0.8",
    "user-agent": "UserView-Assets",
}

ANSWERS_KNOWN: Final = 10_000
"""Answers of which it is remembered how long they are fresh; each as large as its headers."""

SHEET_HEADERS: Final = {"accept": "text/css,*/*;q=0.1", "user-agent": HEADERS["user-agent"]}

_HOPELESS: Final = ("text/html", "application/xhtml+xml", "application/json", "video/", "audio/")
"""Said to be something that cannot be a picture or font; such bodies are not read."""


@dataclass(frozen=True, slots=True)
class _Known:
    """An answer of before: its bytes are in the store, under their hash, as long as a session shows them."""

    sha256: str
    size: int
    fresh_until: float
    validators: Mapping[str, str]
    headers: Mapping[str, str]
    """What it said of its freshness; an answer "it still holds" need not repeat it."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What a URL leads to now; `body` None: to bytes that are kept already."""

    sha256: str
    size: int
    body: bytes | None = field(repr=False)


@dataclass(slots=True)
class _Flight:
    """A fetch, and how many wait for it or keep what it found."""

    task: asyncio.Task[_Found | None]
    waiting: int = 0


class AssetFetches:
    """Brings assets by URL. `clock` gives Unix seconds."""

    def __init__(
        self, assets: Assets, egress: Egress, clock: Callable[[], float], limits: FetchLimits | None = None
    ) -> None:
        self._assets = assets
        self._egress = egress
        self._clock = clock
        held = limits or FetchLimits()
        self._sheet_bytes = held.sheet_bytes
        self._at_once = asyncio.Semaphore(held.asset_fetches)
        self._hosts = Places(held.asset_fetches_per_host)
        self._sessions = Places(held.asset_fetches_per_session)
        self._allowances = Allowances(held.burst_assets, held.burst_bytes, held.refill_seconds)
        self._shunned = Shunned(held.shunned_after, held.shunned_seconds)
        self._known: OrderedDict[bytes, _Known] = OrderedDict()
        self._flights: dict[bytes, _Flight] = {}

    async def bring(self, named: Named) -> bool:
        """Keep what the URL leads to under the asset's id. False: the browser is to upload what it has (F4).

        True as well when the id was bound, or refused, before: there is nothing left to do.
        """
        place = named.place
        if await self._assets.knows(place.session, place.asset):
            return True
        async with self._sessions.one(place.session):
            if not self._allowances.take(place.session, self._clock()):
                return False
            async with self._finding(named) as found:
                return found is not None and named.size in (None, found.size) and await self._keep(place, found)

    async def sheet(self, session: str, url: str) -> Sheet | None:
        """The public style sheet at `url`; None when there is none to be had, or what is there says that it is something else."""
        host = _host(url)
        ask = Ask(url, self._sheet_bytes, headers=SHEET_HEADERS, wanted=_is_sheet)
        async with self._sessions.one(session):
            if not self._allowances.take(session, self._clock()):
                return None
            async with self._hosts.one(host), self._at_once:
                answer = None if self._shunned.has(host, self._clock()) else await self._ask(host, ask)
        if answer is None:
            return None
        self._allowances.spend(session, len(answer.body), self._clock())
        if not answer.whole or not _is_sheet(answer.status, answer.headers):
            return None
        return Sheet(answer.url, _decoded(answer.body, answer.headers.get("content-type", "")))

    async def _keep(self, place: Place, found: _Found) -> bool:
        try:
            if found.body is None:
                return await self._assets.bind(place, found.sha256, found.size)
            await self._assets.keep(place, found.body)
        except (AssetNotAllowed, AssetTooLarge, PageFull, BlobsUnavailable):
            return False
        return True

    @contextlib.asynccontextmanager
    async def _finding(self, named: Named) -> AsyncGenerator[_Found | None]:
        """Fetch, or join who fetches the same already, until what was found is kept.

        A fetch goes on as long as somebody waits for it.
        """
        key = hashlib.sha256(f"{named.team}\n{named.url}".encode()).digest()
        known = self._known.get(key)
        if known is not None and not await self._assets.holds(known.sha256):
            known = None
        if known is not None and self._clock() < known.fresh_until:
            yield _Found(known.sha256, known.size, None)
            return
        flight = self._flights.get(key)
        if flight is None:
            flight = _Flight(asyncio.get_running_loop().create_task(self._fetch(key, named, known)))
            self._flights[key] = flight
        flight.waiting += 1
        try:
            yield await asyncio.shield(flight.task)
        finally:
            flight.waiting -= 1
            if flight.waiting == 0:
                flight.task.cancel()
            if flight.waiting == 0 and self._flights.get(key) is flight:
                del self._flights[key]

    async def _fetch(self, key: bytes, named: Named, known: _Known | None) -> _Found | None:
        host = _host(named.url)
        async with self._hosts.one(host), self._at_once:
            if self._shunned.has(host, self._clock()):
                return None
            headers = {**HEADERS, **(known.validators if known else {})}
            answer = await self._ask(
                host, Ask(named.url, self._assets.limits.asset_bytes, headers=headers, wanted=self._promising)
            )
        if answer is None:
            return None
        self._allowances.spend(named.place.session, len(answer.body), self._clock())
        if answer.status == 304 and known is not None:
            found = _Found(known.sha256, known.size, None)
        elif answer.status == 200 and answer.whole and media_type(answer.body) is not None:
            found = _Found(hashlib.sha256(answer.body).hexdigest(), len(answer.body), answer.body)
        else:
            self._known.pop(key, None)
            return None
        self._remember(key, found, answer.headers, known)
        return found

    async def _ask(self, host: str, ask: Ask) -> Answer | None:
        try:
            answer = await self._egress.fetch(ask)
        except EgressRefused:
            return None
        except EgressFailed:
            self._shunned.failed(host, self._clock())
            return None
        self._shunned.answered(host)
        return answer

    def _promising(self, status: int, headers: Mapping[str, str]) -> bool:
        """Whether the body may be a picture or font that is not too large. Packed ones are not unpacked."""
        length = headers.get("content-length", "0")
        return (
            status == 200
            and not (length.isdecimal() and int(length[:20]) > self._assets.limits.asset_bytes)
            and headers.get("content-encoding", "identity").strip().lower() in ("", "identity")
            and not headers.get("content-type", "").strip().lower().startswith(_HOPELESS)
        )

    def _remember(self, key: bytes, found: _Found, headers: Mapping[str, str], known: _Known | None) -> None:
        before = known if found.body is None else None
        said = {
            **(before.headers if before else {}),
            **{name: value[:200] for name, value in headers.items() if name in OF_FRESHNESS},
        }
        fresh = freshness(said)
        if fresh is None:
            self._known.pop(key, None)
            return
        until = self._clock() + fresh.seconds
        self._known[key] = _Known(found.sha256, found.size, until, fresh.validators, said)
        self._known.move_to_end(key)
        if len(self._known) > ANSWERS_KNOWN:
            self._known.popitem(last=False)


def _is_sheet(status: int, headers: Mapping[str, str]) -> bool:
    """Said to be a style sheet: browsers apply nothing else as one. Packed ones are not unpacked."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    packed = headers.get("content-encoding", "identity").strip().lower() not in ("", "identity")
    return status == 200 and kind == "text/css" and not packed


def _decoded(body: bytes, content_type: str) -> str:
    """As text, in the charset that was said, or UTF-8. What cannot be read in it becomes U+FFFD, as in browsers."""
    said = re.search(r"""charset\s*=\s*["']?([\w-]{1,40})""", content_type, re.IGNORECASE)
    try:
        return body.decode(said[1] if said else "utf-8-sig", "replace")
    except LookupError:
        return body.decode("utf-8-sig", "replace")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
