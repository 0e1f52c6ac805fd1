"""The composition root: the one place that knows every part and puts them together.

`installation` opens what every command needs; `commands/` decides what to do with it.
"""

import contextlib
import json
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass, fields, replace
from typing import Final, TypeVar

from sqlalchemy import select
from starlette.types import ASGIApp

from userview.adapters.blobs import make_blobs
from userview.adapters.bus import make_bus
from userview.adapters.database import Database
from userview.adapters.egress import EgressLimits, GuardedEgress
from userview.adapters.egress.allowed import Allowed
from userview.adapters.places import MmdbPlaces, make_places
from userview.domains.assets.fetching import AssetFetches
from userview.domains.assets.model import AssetLimits, FetchLimits
from userview.domains.assets.service import Assets
from userview.domains.recordings.archive import Archive
from userview.domains.recordings.model import MIB, RecordingLimits
from userview.domains.recordings.recorder import Recorder
from userview.domains.recordings.spool import Spool
from userview.domains.sessions.journal import SessionJournal
from userview.domains.sessions.links import WatchLinks
from userview.domains.sessions.ratings import Ratings
from userview.domains.sessions.service import Sessions
from userview.domains.sessions.store import sessions
from userview.domains.sessions.timeline import Timeline
from userview.domains.teams.accounts import Accounts
from userview.domains.teams.agents import Agents
from userview.domains.teams.errors import UnknownTeam
from userview.domains.teams.identity_secrets import IdentitySecrets
from userview.domains.teams.invitations import Invitations
from userview.domains.teams.keys import ApiKeys
from userview.domains.teams.news import telling
from userview.domains.teams.saved_searches import SavedSearches
from userview.domains.teams.service import Teams
from userview.domains.teams.sign_in import SignIns
from userview.domains.usage.service import Usage
from userview.domains.visitors.devices import Devices
from userview.domains.visitors.history.model import HistoryLimits
from userview.domains.visitors.history.pictures import Pictures
from userview.domains.visitors.history.service import PageHistory
from userview.domains.visitors.live_chats import LiveChats
from userview.domains.visitors.lookup import LookupCodes
from userview.domains.visitors.service import Visitors
from userview.domains.webhooks.announcer import Announcer
from userview.domains.webhooks.outbox import Outbox
from userview.domains.webhooks.presence import Presences
from userview.domains.webhooks.requests import AgentRequests
from userview.domains.webhooks.secrets import SigningSecrets
from userview.domains.webhooks.sending import Sender
from userview.domains.webhooks.service import Webhooks
from userview.erasing import Erasing, standard_register
from userview.erasures import ERASE_OFFLINE, BackgroundErasures
from userview.errors import UserViewError
from userview.gateway.agent_door import DomainAgentDoor
from userview.gateway.limits import GatewayLimits
from userview.gateway.realtime import Realtime
from userview.gateway.server import Gateway
from userview.gateway.services import Addresses
from userview.gateway.visitor_door import DomainVisitorDoor
from userview.hosting.asset_asks import AssetAsks
from userview.hosting.assets import AssetPages, AssetUploads
from userview.hosting.calls import Called
from userview.hosting.frontend import FrontEnd
from userview.hosting.hosts import Hosts
from userview.hosting.metrics import MetricsPage
from userview.hosting.origins import Origins
from userview.hosting.pictures import PicturePages
from userview.hosting.proxies import TrustedProxies
from userview.hosting.public import PublicHost
from userview.hosting.recordings import RecordedChunks
from userview.hosting.replay import ReplayHost
from userview.hosting.requests import Requests
from userview.hosting.shop import DemoShop
from userview.jobs import APART, REGULAR, Keeping
from userview.observe.metrics import Metrics
from userview.ports.blobs import Blobs
from userview.ports.bus import Bus
from userview.protocol.messages.common import SessionState
from userview.realtime.limits import Limits
from userview.realtime.live import Live
from userview.rest.api import Api, ApiLimits, create_api, reference
from userview.rest.cookies import cookie_name
from userview.rest.limits import RateLimit
from userview.rest.present import Presenter
from userview.sealing import Sealer
from userview.settings import Settings
from userview.signing import Signer
from userview.tombstones import FILE, Tombstones
from userview.worker.loop import Worker
from userview.worker.queue import JobQueue
from userview.worker.schedule import Schedule

clock: Final = time.time
"""Unix seconds, for everything that is stored."""


@dataclass(frozen=True)
class Installation:
    """What every command has: stores and the services on them."""

    settings: Settings
    database: Database
    bus: Bus
    blobs: Blobs
    signer: Signer
    sealer: Sealer
    metrics: Metrics
    queue: JobQueue
    teams: Teams
    accounts: Accounts
    agents: Agents
    invitations: Invitations
    keys: ApiKeys
    identity_secrets: IdentitySecrets
    saved_searches: SavedSearches
    sign_ins: SignIns
    devices: Devices
    places: MmdbPlaces
    usage: Usage
    visitors: Visitors
    lookups: LookupCodes
    live_chats: LiveChats
    history: PageHistory
    pictures: Pictures
    sessions: Sessions
    assets: Assets
    asset_fetches: AssetFetches | None
    archive: Archive
    egress: GuardedEgress
    outbox: Outbox
    sender: Sender
    webhooks: Webhooks
    presences: Presences
    requests: AgentRequests
    erasing: Erasing
    erasures: BackgroundErasures
    tombstones: Tombstones

    async def health(self) -> dict[str, str]:
        """What every request needs, and `ok`, or what is wrong with it."""
        return {"database": await _state(self.database), "bus": await _state(self.bus)}


async def _state(part: Database | Bus) -> str:
    try:
        await part.check()
    except UserViewError as error:
        return error.message
    return "ok"


@contextlib.asynccontextmanager
async def installation(settings: Settings, master_key: bytes) -> AsyncGenerator[Installation]:
    """Everything that commands share, closed at the end of the block. Connects when it is first used.

    Raises:
        StartRefused: a setting cannot be used.
    """
    database = Database(settings.database)
    bus = make_bus(settings.bus_url.get_secret_value() if settings.bus_url else None)
    accounts = Accounts(database, clock)
    blobs = make_blobs(settings)
    devices = Devices()
    queue = JobQueue(database, clock)
    sealer = Sealer(master_key)
    assets = Assets(database, blobs, queue.enqueue, clock, of_settings(AssetLimits, settings))
    signer = Signer(master_key)
    usage = Usage(database, signer, clock)
    history = PageHistory(database, of_settings(HistoryLimits, settings))
    tombstones = Tombstones(database, signer, settings.data_dir / FILE, clock)
    archive = Archive(database, blobs, queue.enqueue, clock)
    register = standard_register(assets, archive, usage, clock)
    erasing = Erasing(database, register, queue, bus, tombstones=tombstones)
    egress = GuardedEgress(Allowed(settings.egress_allow), of_settings(EgressLimits, settings))
    asset_egress = _asset_egress(settings)
    outbox = Outbox()
    signing = SigningSecrets(database, clock, sealer)
    sender = Sender(database, clock, egress, signing, queue.enqueue)
    try:
        yield Installation(
            settings=settings,
            database=database,
            bus=bus,
            blobs=blobs,
            signer=signer,
            sealer=sealer,
            metrics=Metrics(),
            queue=queue,
            teams=Teams(database, clock, telling(bus)),
            accounts=accounts,
            agents=Agents(database, clock),
            invitations=Invitations(database, clock, accounts),
            keys=ApiKeys(database, clock),
            identity_secrets=IdentitySecrets(database, clock, sealer),
            saved_searches=SavedSearches(database, clock),
            sign_ins=SignIns(database, clock, accounts, settings.sign_in_days),
            devices=devices,
            places=make_places(settings),
            usage=usage,
            lookups=LookupCodes(database, clock),
            live_chats=LiveChats(database, clock),
            visitors=Visitors(database, clock, devices, usage, outbox),
            history=history,
            pictures=Pictures(database, blobs, clock),
            sessions=Sessions(database, clock, outbox),
            assets=assets,
            archive=archive,
            asset_fetches=AssetFetches(assets, asset_egress, clock, of_settings(FetchLimits, settings))
            if settings.fetch_assets
            else None,
            erasing=erasing,
            erasures=BackgroundErasures(database, erasing, queue, clock),
            tombstones=tombstones,
            egress=egress,
            outbox=outbox,
            sender=sender,
            webhooks=Webhooks(database, clock, egress, signing, sender),
            presences=Presences(database, clock, outbox),
            requests=AgentRequests(database, clock, outbox),
        )
    finally:
        devices.close()
        await egress.close()
        await asset_egress.close()
        await bus.close()
        await database.close()


def _asset_egress(settings: Settings) -> GuardedEgress:
    """The guarded door as assets use it. Strangers' pages name these URLs, so it has a list, and places, of its own."""
    return GuardedEgress(
        Allowed(settings.fetch_assets_allow, "USERVIEW_FETCH_ASSETS_ALLOW"),
        replace(of_settings(EgressLimits, settings), egress_total_seconds=settings.asset_fetch_seconds),
        connections=settings.asset_fetches,
    )


def make_worker(parts: Installation) -> Worker:
    """The worker, with all jobs there are."""
    keeping = Keeping(
        settings=parts.settings,
        database=parts.database,
        clock=clock,
        queue=parts.queue,
        sign_ins=parts.sign_ins,
        invitations=parts.invitations,
        teams=parts.teams,
        visitors=parts.visitors,
        lookups=parts.lookups,
        history=parts.history,
        pictures=parts.pictures,
        sessions=parts.sessions,
        assets=parts.assets,
        archive=parts.archive,
        tombstones=parts.tombstones,
        erasures=parts.erasures,
        webhooks=parts.webhooks,
        sender=parts.sender,
        usage=parts.usage,
    )
    schedule = Schedule(parts.database, parts.queue, clock, REGULAR)
    handlers = {**keeping.handlers(), **parts.erasing.handlers(), ERASE_OFFLINE: parts.erasures.work}
    return Worker(parts.queue, schedule, handlers, parts.metrics.jobs, apart=APART)


@dataclass(frozen=True)
class Site:
    """What is served: all hosts as one ASGI app, and the WebSocket edge beside it."""

    app: ASGIApp
    gateway: Gateway
    live: Live
    announcer: Announcer


def make_site(parts: Installation, origins: Origins) -> Site:
    """Everything behind the listening sockets. Rooms are made by `gateway.start`."""
    settings, public_url = parts.settings, origins.public.url
    front_end = FrontEnd(settings.frontend_dir, origins)
    proxies = TrustedProxies(settings.trusted_proxies)
    links = WatchLinks(parts.database, clock)
    realtime = Realtime(of_settings(Limits, settings))
    presenter = Presenter(
        teams=parts.teams,
        visitors=parts.visitors,
        history=parts.history,
        sessions=parts.sessions,
        signer=parts.signer,
        live=lambda: realtime,
        clock=clock,
        public_url=public_url,
        on_premise=settings.on_premise,
    )
    gateway = Gateway(
        realtime,
        visitors=DomainVisitorDoor(
            teams=parts.teams,
            visitors=parts.visitors,
            places=parts.places,
            identity_secrets=parts.identity_secrets,
            lookups=parts.lookups,
            live_chats=parts.live_chats,
            history=parts.history,
            describe=presenter.visitor_document,
            touch=realtime.touch_visitor,
            presence=parts.presences.changed,
            requested=parts.requests.happened,
            agents=parts.agents,
            ratings=Ratings(parts.database, clock),
            public_url=public_url,
            clock=clock,
        ),
        agents=DomainAgentDoor(
            sign_ins=parts.sign_ins,
            agents=parts.agents,
            sessions=parts.sessions,
            links=links,
            cookie_name=cookie_name(public_url),
        ),
        journal=SessionJournal(parts.database, parts.usage, parts.outbox),
        keeper=_recorder(parts),
        signer=parts.signer,
        addresses=Addresses(public_url, origins.replay.url, front_end.capture_url, front_end.companion_url),
        client_address=proxies.client,
        limits=of_settings(GatewayLimits, settings),
    )
    parts.metrics.registry.register(gateway.metrics)
    api = Api(
        teams=parts.teams,
        accounts=parts.accounts,
        agents=parts.agents,
        invitations=parts.invitations,
        keys=parts.keys,
        identity_secrets=parts.identity_secrets,
        saved_searches=parts.saved_searches,
        sign_ins=parts.sign_ins,
        usage=parts.usage,
        visitors=parts.visitors,
        lookups=parts.lookups,
        live_chats=parts.live_chats,
        history=parts.history,
        sessions=parts.sessions,
        timeline=Timeline(parts.database),
        archive=parts.archive,
        links=links,
        webhooks=parts.webhooks,
        presenter=presenter,
        live=lambda: realtime,
        public_url=public_url,
        replay_url=origins.replay.url,
        clock=clock,
        signer=parts.signer,
        limits=of_settings(ApiLimits, settings),
        demo_url=origins.demo.url if origins.demo else None,
        places=parts.places,
        erasures=parts.erasures,
    )
    hosts = _hosts(parts, origins, front_end, create_api(api), links)
    announcer = Announcer(parts.database, parts.outbox, presenter.event_data, parts.queue.enqueue)
    return Site(Requests(hosts, proxies, parts.metrics), gateway, realtime, announcer)


def _recorder(parts: Installation) -> Recorder:
    limits = of_settings(RecordingLimits, parts.settings)
    spool = Spool(parts.settings.data_dir / "spool", limits.recording_reserve_mib * MIB)
    return Recorder(parts.archive, spool, limits)


def _hosts(parts: Installation, origins: Origins, front_end: FrontEnd, rest: ASGIApp, links: WatchLinks) -> ASGIApp:
    async def rules_of(key: str) -> str | None:
        team = await parts.teams.by_public_key(key)
        if team is None:
            return None
        settings = team.settings
        rules = settings.url_scrubbing
        # A title is text too: where all text is masked it must not leave with the first words of a page.
        if not (rules.parameters or rules.paths or settings.mask_all_text):
            return ""
        return json.dumps({**rules.model_dump(), "untitled": settings.mask_all_text})

    async def team_of(session: str) -> str | None:
        async with parts.database.reading() as connection:
            open_ones = sessions.c.id == session, sessions.c.state != SessionState.ENDED
            return (await connection.execute(select(sessions.c.team_id).where(*open_ones))).scalar_one_or_none()

    async def called(team: str, call_name: str) -> Called:
        try:
            page_url = (await parts.teams.get(team)).settings.personal_link_url
        except UnknownTeam:
            return Called(None, None)
        agent = await parts.agents.called(team, call_name)
        return Called(agent and agent.profile.call_name, page_url)

    followed = RateLimit(parts.settings.personal_links_per_minute_per_address, clock)

    def calls_wait(address: str) -> int:
        return followed.retry_after(address) if followed.take(address).remaining < 0 else 0

    def count_named(outcome: str) -> None:
        parts.metrics.assets_named.labels(outcome).inc()

    async def first_key() -> str | None:
        teams = await parts.teams.all()
        return teams[0].public_key if teams else None

    token = parts.settings.metrics_token
    return Hosts(
        origins=origins,
        public=PublicHost(
            origins=origins,
            front_end=front_end,
            rest=rest,
            uploads=AssetUploads(parts.assets, parts.signer, team_of, AssetAsks(parts.asset_fetches, count_named)),
            reference=reference,
            pictures=PicturePages(parts.pictures.show, parts.signer),
            rules_of=rules_of,
            frame_ancestors=links.frame_ancestors,
            calls=called,
            calls_wait=calls_wait,
        ),
        replay=ReplayHost(
            origins=origins,
            front_end=front_end,
            assets=AssetPages(parts.assets, parts.signer),
            recorded=RecordedChunks(parts.archive, parts.signer),
        ),
        demo=DemoShop(front_end=front_end, public_key=first_key) if origins.demo else None,
        health=parts.health,
        metrics=MetricsPage(parts.metrics, token.get_secret_value() if token else None),
    )


LimitsT = TypeVar(
    "LimitsT",
    Limits,
    GatewayLimits,
    ApiLimits,
    AssetLimits,
    FetchLimits,
    EgressLimits,
    HistoryLimits,
    RecordingLimits,
)


def of_settings(kind: type[LimitsT], settings: Settings) -> LimitsT:
    """Limits of a part of the server: those that are settings as they are set, the others as they ship."""
    known = type(settings).model_fields
    return kind(**{field.name: getattr(settings, field.name) for field in fields(kind) if field.name in known})
