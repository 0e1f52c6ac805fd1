"""The domains as tests use them: real services on a real database, a clock that tests move, and the live side written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.support.hooks import Hooks, make_hooks
from userview.adapters.blobs import LocalBlobs
from userview.adapters.bus import MemoryBus
from userview.adapters.database.database import Database
from userview.adapters.places import MmdbPlaces
from userview.domains.assets.service import Assets
from userview.domains.recordings.archive import Archive
from userview.domains.sessions.journal import SessionJournal
from userview.domains.sessions.links import WatchLinks
from userview.domains.sessions.service import Sessions
from userview.domains.teams.accounts import Accounts
from userview.domains.teams.agents import Agents
from userview.domains.teams.identity_secrets import IdentitySecrets
from userview.domains.teams.invitations import Invitations
from userview.domains.teams.keys import ApiKeys
from userview.domains.teams.model import Team
from userview.domains.teams.saved_searches import SavedSearches
from userview.domains.teams.service import Teams
from userview.domains.teams.sign_in import SignIns
from userview.domains.usage.service import Usage
from userview.domains.visitors.devices import Devices
from userview.domains.visitors.history.service import PageHistory
from userview.domains.visitors.live_chats import LiveChats
from userview.domains.visitors.lookup import LookupCodes
from userview.domains.visitors.model import Browser, Clues, Entered, IdentityChange
from userview.domains.visitors.presented import Presented
from userview.domains.visitors.service import Visitors
from userview.domains.webhooks.outbox import Outbox
from userview.erasing import Erasing, standard_register
from userview.erasures import BackgroundErasures
from userview.ports.places import NOWHERE, Place
from userview.protocol.messages.agent import Availability
from userview.protocol.messages.common import EndReason, SessionState
from userview.protocol.messages.settings import SdkSettings
from userview.realtime.live import Live
from userview.realtime.records import AgentRef, SessionSpec, StateChanged, VisitorKey
from userview.realtime.waiting import Waiter
from userview.rest.present import Presenter
from userview.sealing import Sealer
from userview.signing import Signer
from userview.tombstones import Tombstones
from userview.worker.queue import JobQueue

PUBLIC_URL = "http://localhost:8000"
REPLAY_URL = "http://127.0.0.1:8000"


@dataclass
class Clock:
    """Unix seconds that move only when a test says so."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now

    def tick(self, seconds: float) -> None:
        """Time passes."""
        self.now += seconds


@dataclass
class WrittenLive(Live):
    """Stands for the rooms: keeps what it was told, and ends sessions through the journal as they do."""

    journal: SessionJournal
    clock: Clock
    heard: dict[VisitorKey, float] = field(default_factory=dict[VisitorKey, float])
    """Who is online, and when they were last heard of."""
    live: set[VisitorKey] = field(default_factory=set[VisitorKey])
    opened: list[SessionSpec] = field(default_factory=list[SessionSpec])
    ended: list[tuple[str, EndReason]] = field(default_factory=list[tuple[str, EndReason]])
    waiting: dict[VisitorKey, Waiter] = field(default_factory=dict[VisitorKey, Waiter])
    touched: list[VisitorKey] = field(default_factory=list[VisitorKey])
    identified: list[tuple[VisitorKey, str]] = field(default_factory=list[tuple[VisitorKey, str]])
    redeemed: list[str] = field(default_factory=list[str])
    settings: dict[str, SdkSettings] = field(default_factory=dict[str, SdkSettings])
    agents: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Team and id of agents who are there now."""
    dismissed: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    changed: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    availabilities: list[tuple[str, str, Availability]] = field(default_factory=list[tuple[str, str, Availability]])

    async def open_session(self, spec: SessionSpec) -> None:
        self.opened.append(spec)

    async def end_session(self, session: str, reason: EndReason) -> None:
        self.ended.append((session, reason))
        await self.journal.record([StateChanged(session, SessionState.ENDED, reason, self.clock())])

    async def erase_visitor(self, visitor: VisitorKey) -> None:
        self.heard.pop(visitor, None)

    async def change_settings(self, team: str, settings: SdkSettings) -> None:
        self.settings[team] = settings

    async def touch_visitor(self, visitor: VisitorKey) -> None:
        self.touched.append(visitor)

    async def identify_visitor(self, visitor: VisitorKey, nickname: str) -> None:
        self.identified.append((visitor, nickname))

    async def link_redeemed(self, session: str) -> None:
        self.redeemed.append(session)

    def agents_online(self, team: str) -> frozenset[str]:
        return frozenset(agent for of, agent in self.agents if of == team)

    def dismiss_agent(self, team: str, agent: str) -> None:
        self.dismissed.append((team, agent))

    def agent_changed(self, team: str, agent: str) -> None:
        self.changed.append((team, agent))

    def agent_availability(self, team: str, agent: str, availability: Availability) -> None:
        self.availabilities.append((team, agent, availability))

    def waiter(self, visitor: VisitorKey) -> Waiter | None:
        return self.waiting.get(visitor)

    def answer(self, visitor: VisitorKey, agent: AgentRef) -> Waiter | None:
        waiter = self.waiting.get(visitor)
        if waiter is not None and waiter.accepted_by is None and waiter.may_be_seen_by(agent.id):
            self.waiting[visitor] = replace(waiter, accepted_by=agent)
        return self.waiting.get(visitor)

    def answer_failed(self, visitor: VisitorKey) -> None:
        self.waiting[visitor] = replace(self.waiting[visitor], accepted_by=None)

    def is_online(self, visitor: VisitorKey) -> bool:
        return visitor in self.heard

    def online(self, team: str) -> Mapping[str, float]:
        return {key.short_id: at for key, at in self.heard.items() if key.team == team}

    def in_sessions(self, team: str) -> list[str]:
        return [key.short_id for key in self.live if key.team == team]

    def waiters(self, team: str) -> list[str]:
        return [key.short_id for key in self.waiting if key.team == team]

    def session_of(self, visitor: VisitorKey) -> str | None:
        found = [spec.id for spec in self.opened if spec.visitor == visitor]
        return found[-1] if found else None

    def is_live(self, visitor: VisitorKey) -> bool:
        return visitor in self.live


@dataclass(frozen=True)
class Nouns:
    """All domains of one installation."""

    database: Database
    clock: Clock
    teams: Teams
    changed: list[str]
    """Ids of teams, one for each change."""
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
    links: WatchLinks
    journal: SessionJournal
    live: WrittenLive
    places: MmdbPlaces
    presenter: Presenter
    queue: JobQueue
    bus: MemoryBus
    assets: Assets
    archive: Archive
    signer: Signer
    tombstones: Tombstones
    erasing: Erasing
    erasures: BackgroundErasures
    hooks: Hooks

    async def enter(
        self,
        team_id: str,
        change: IdentityChange | None = None,
        *,
        ip: str = "203.0.113.7",
        user_agent: str = "",
        url: str = "https://shop.example.com/",
        credentials: tuple[str, str] | None = None,
        place: Place = NOWHERE,
    ) -> Entered:
        """A browser connects, and its name is noted. What is answered is from before that."""
        browser = Browser(
            ip_address=ip,
            user_agent=user_agent,
            language="en",
            is_supported=True,
            js_configuration=False,
            place=place,
        )
        clues, said = Clues(user_agent), Presented(change or {})
        entered = await self.visitors.enter(team_id, credentials, said, browser, url, clues=clues)
        await self.visitors.recognise(entered.visitor, clues)
        return entered

    async def identify(
        self, visitor: VisitorKey, change: IdentityChange, url: str = "https://shop.example.com/"
    ) -> Entered | None:
        """The page says who the visitor is; whoever that makes, None when it is the same visitor."""
        entered = await self.visitors.identify(visitor, Presented(change), url)
        return None if entered is None or entered.secret is None else entered


def make_nouns(database: Database, devices: Devices, folder: Path, places: MmdbPlaces | None = None) -> Nouns:
    """The domains on this database and folder; without `places` nothing is known of addresses."""
    clock = Clock()
    changed: list[str] = []

    async def note(team: Team) -> None:
        changed.append(team.id)

    teams, accounts = Teams(database, clock, note), Accounts(database, clock)
    outbox, signer = Outbox(), Signer(b"k" * 32)
    usage, history = Usage(database, signer, clock), PageHistory(database)
    visitors, sessions = Visitors(database, clock, devices, usage, outbox), Sessions(database, clock, outbox)
    journal = SessionJournal(database, usage, outbox)
    live = WrittenLive(journal, clock)
    queue, bus = JobQueue(database, clock), MemoryBus()
    assets = Assets(database, LocalBlobs(folder / "blobs"), queue.enqueue, clock)
    tombstones = Tombstones(database, signer, folder / "erased.txt", clock)
    archive = Archive(database, LocalBlobs(folder / "blobs"), queue.enqueue, clock)
    register = standard_register(assets, archive, usage, clock)
    erasing = Erasing(database, register, queue, bus, tombstones=tombstones)
    presenter = Presenter(
        teams=teams,
        visitors=visitors,
        history=history,
        sessions=sessions,
        signer=signer,
        live=lambda: live,
        clock=clock,
        public_url=PUBLIC_URL,
    )
    return Nouns(
        database=database,
        clock=clock,
        teams=teams,
        changed=changed,
        accounts=accounts,
        agents=Agents(database, clock),
        invitations=Invitations(database, clock, accounts),
        keys=ApiKeys(database, clock),
        identity_secrets=IdentitySecrets(database, clock, Sealer(bytes(range(32)))),
        saved_searches=SavedSearches(database, clock),
        sign_ins=SignIns(database, clock, accounts),
        usage=usage,
        visitors=visitors,
        lookups=LookupCodes(database, clock),
        live_chats=LiveChats(database, clock),
        history=history,
        sessions=sessions,
        links=WatchLinks(database, clock),
        journal=journal,
        live=live,
        places=places or MmdbPlaces([]),
        bus=bus,
        assets=assets,
        archive=archive,
        signer=signer,
        tombstones=tombstones,
        erasing=erasing,
        erasures=BackgroundErasures(database, erasing, queue, clock),
        presenter=presenter,
        queue=queue,
        hooks=make_hooks(database, clock, outbox, presenter, queue),
    )
