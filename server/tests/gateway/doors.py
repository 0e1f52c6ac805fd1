"""Small doors that keep everything in memory, for tests of the gateway alone."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from typing_extensions import override

from tests.realtime.world import SETTINGS
from userview.domains.visitors.history.model import Told
from userview.gateway.doors import (
    AgentDoor,
    Identified,
    Journal,
    Keeper,
    KnownVisitor,
    Refused,
    SignedIn,
    Upgrade,
    VisitorDoor,
    Wanted,
)
from userview.protocol.codes import CloseCode, ErrorCode
from userview.protocol.ids import new_secret, new_short_id
from userview.protocol.messages.common import PageInfo, Permissions, SessionState
from userview.protocol.messages.visitor import IdentityPatch, LiveChat, VisitorHello, VisitorIdentity
from userview.realtime.effects import (
    FinishRecording,
    KeepFrame,
    KeepNote,
    RequestEvent,
    StartRecording,
    SyncRecording,
)
from userview.realtime.inputs import RecordingFailed, RecordingSynced
from userview.realtime.live import Live
from userview.realtime.records import (
    AgentRef,
    Authorized,
    Call,
    Change,
    SessionSpec,
    StateChanged,
    VisitorKey,
    WentLive,
)

TEAM = "team_1"
KEY = "pk_" + "A" * 24
SITE = "https://shop.example"
FRAMED = "https://pay.example"
"""Another site whose pages may carry the snippet."""
ADA = AgentRef("agent_ada", "Ada", "ada@example.com", None)
EVE = AgentRef("agent_eve", "Eve", "eve@example.com", None)
BLIND = AgentRef(
    "agent_blind",
    "Blind",
    None,
    None,
    Permissions(
        allow_click=True,
        allow_scroll=True,
        allow_type=True,
        allow_draw=True,
        allow_agent_redirect=True,
        hide_private_details=True,
    ),
)
"""Private details are hidden from this agent."""
COOKIES = {"ada-cookie": ADA, "eve-cookie": EVE, "blind-cookie": BLIND}
SEAT = "s" * 43


class Visitors(VisitorDoor):
    """Visitors in a dictionary; the site must be `SITE` or `FRAMED`."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self.secrets: dict[VisitorKey, str] = {}
        self.pages: dict[VisitorKey, list[str]] = {}
        self.stored: dict[VisitorKey, float] = {}
        self.ips: list[str] = []
        self.chats: list[LiveChat] = []
        self.presences: list[tuple[VisitorKey, bool]] = []
        self.told: list[Told] = []
        self.requests: list[tuple[VisitorKey, str]] = []
        self.ratings: dict[str, int] = {}
        self.takes_no_history = False
        self.named = {SITE, FRAMED}
        self.was_seen = asyncio.Event()

    @override
    async def connect(self, hello: VisitorHello, upgrade: Upgrade) -> KnownVisitor:
        if hello.key != KEY:
            raise Refused(ErrorCode.INVALID_API_KEY, "no team has this public key", CloseCode.NOT_AUTHENTICATED)
        if upgrade.origin not in (SITE, FRAMED):
            text = f"{upgrade.origin} is not an allowed site of this team"
            raise Refused(ErrorCode.SITE_NOT_ALLOWED, text, CloseCode.NOT_ALLOWED)
        self.ips.append(upgrade.ip)
        given = hello.visitor
        known = given is not None and self.secrets.get(VisitorKey(TEAM, given.short_id)) == given.secret
        if given is not None and known:
            return self._known(VisitorKey(TEAM, given.short_id), None, hello.page)
        return self._new(hello.page)

    @override
    async def is_named(self, visitor: VisitorKey, origin: str | None) -> bool:
        return origin in self.named

    @override
    async def visit(self, visitor: VisitorKey, page: PageInfo) -> None:
        self.pages[visitor].append(page.url)

    @override
    async def identify(self, visitor: VisitorKey, patch: IdentityPatch, page: PageInfo) -> Identified:
        if patch.unique_id == "boom":
            raise RuntimeError("the store is on fire")
        refusal = "identityToken: it is not good" if patch.identity_token == "bad" else None
        return Identified(self._new(page) if patch.unique_id else None, refusal)

    @override
    async def hear_chat(self, visitor: VisitorKey, said: LiveChat, page: PageInfo) -> bool:
        self.chats.append(said)
        return said.integration is not None

    @override
    async def reset(self, visitor: VisitorKey, page: PageInfo) -> KnownVisitor:
        return self._new(page)

    @override
    async def lookup_code(self, visitor: VisitorKey) -> tuple[str, float] | None:
        return ("048213", 600.0) if visitor in self.secrets else None

    @override
    async def wanted_agent(self, visitor: VisitorKey, call_name: str | None) -> Wanted:
        agent = ADA if call_name == "ada" else None
        return Wanted(agent and Call("ada", agent.id, agent.name), "https://shop.example/contact")

    @override
    async def rate(self, visitor: VisitorKey, session: str, rating: int) -> bool:
        if visitor not in self.secrets or session == "f" * 16:
            return False
        self.ratings[session] = rating
        return True

    @override
    async def requested(self, visitor: VisitorKey, happened: RequestEvent) -> None:
        self.requests.append((visitor, happened))

    @override
    async def collect(self, told: Sequence[Told]) -> set[VisitorKey]:
        if self.takes_no_history:
            raise OSError("the disk is full")
        self.told.extend(told)
        return {one.visitor for one in told}

    @override
    async def seen(self, last_seen: Mapping[VisitorKey, float]) -> None:
        self.stored.update(last_seen)
        self.was_seen.set()

    @override
    async def presence(self, visitor: VisitorKey, *, online: bool) -> None:
        self.presences.append((visitor, online))

    @override
    async def describe(self, visitor: VisitorKey, *, hides_details: bool) -> dict[str, Any] | None:
        if visitor not in self.secrets:
            return None
        return {
            "short_id": visitor.short_id,
            "nickname": visitor.short_id if hides_details else "Vera",
            "last_url": self.pages[visitor][-1],
            "is_online": self.live.is_online(visitor),
            "is_in_session": self.live.is_live(visitor),
        }

    def erase(self, visitor: VisitorKey) -> None:
        """Forget a visitor."""
        del self.secrets[visitor]

    def _new(self, page: PageInfo) -> KnownVisitor:
        key = VisitorKey(TEAM, new_short_id())
        secret = self.secrets[key] = new_secret()
        return self._known(key, secret, page)

    def _known(self, key: VisitorKey, secret: str | None, page: PageInfo) -> KnownVisitor:
        self.pages.setdefault(key, []).append(page.url)
        link = f"http://localhost/visitors/{key.short_id}/watch"
        identity = VisitorIdentity(short_id=key.short_id, secret=secret, watch_link=link)
        return KnownVisitor(key, identity, key.short_id, SETTINGS)


class Agents(AgentDoor):
    """Agents known by their cookie `userview`; one seat opens every session."""

    def __init__(self) -> None:
        self.last_seen: list[tuple[str, str]] = []
        """Who has left, in order."""

    @override
    async def signed_in(self, upgrade: Upgrade) -> SignedIn | None:
        agent = COOKIES.get(upgrade.cookies.get("userview", ""))
        hides = agent is not None and agent.permissions is not None
        return None if agent is None else SignedIn(agent, TEAM, "Team One", hides_details=hides)

    @override
    async def seen(self, team: str, agent: str) -> None:
        self.last_seen.append((team, agent))

    @override
    async def seat(self, session: str, seat: str) -> AgentRef | None:
        return AgentRef("guest", "Guest", None, "ext-1") if seat == SEAT else None

    @override
    async def may_join(self, session: str, team: str) -> bool:
        return team == TEAM and session != "f" * 16


class MemoryJournal(Journal):
    """Changes in a list, from which open sessions can be read back; may be told to fail."""

    def __init__(self, specs: Sequence[SessionSpec] = ()) -> None:
        self.specs = {spec.id: spec for spec in specs}
        self.changes: list[Change] = []
        self.broken = False

    @override
    async def record(self, changes: Sequence[Change]) -> None:
        if self.broken:
            raise OSError("the disk is full")
        for change in changes:
            self.changes.append(change)
            spec = self.specs[change.session]
            match change:
                case StateChanged():
                    self.specs[spec.id] = replace(spec, state=change.state)
                case Authorized():
                    self.specs[spec.id] = replace(spec, authorized=change.allowed)
                case WentLive():
                    self.specs[spec.id] = replace(spec, went_live=True)
                case _:
                    pass

    @override
    async def open_sessions(self) -> list[SessionSpec]:
        for key, spec in self.specs.items():
            self.specs[key] = replace(spec, generation=spec.generation + 1)
        return [spec for spec in self.specs.values() if spec.state is not SessionState.ENDED]


class MemoryKeeper(Keeper):
    """A disk that has everything at once."""

    def __init__(self) -> None:
        self.kept: list[StartRecording | KeepFrame | KeepNote | FinishRecording] = []
        self._tell: Callable[[RecordingSynced | RecordingFailed], None] = lambda _answer: None

    @override
    def bind(self, tell: Callable[[RecordingSynced | RecordingFailed], None]) -> None:
        self._tell = tell

    @override
    def start(self, effect: StartRecording) -> None:
        self.kept.append(effect)

    @override
    def keep_frame(self, effect: KeepFrame) -> None:
        self.kept.append(effect)

    @override
    def keep_note(self, effect: KeepNote) -> None:
        self.kept.append(effect)

    @override
    def sync(self, effect: SyncRecording) -> None:
        self._tell(RecordingSynced(effect.session, effect.epoch, effect.sequence))

    @override
    def finish(self, effect: FinishRecording) -> None:
        self.kept.append(effect)

    @override
    async def recover(self) -> None:
        pass

    @override
    async def drain(self) -> None:
        pass
