"""`userview serve`: take folder and ports, update the database, serve until stopped."""

import asyncio
import contextlib
import os
from collections.abc import AsyncGenerator
from typing import Final

from userview import erasing
from userview.adapters.database.installation import claim
from userview.adapters.database.migrate import migrate
from userview.app import Installation, Site, installation, make_site, make_worker
from userview.commands.alone import alone
from userview.commands.console import say, show
from userview.domains.teams import news
from userview.domains.teams.bootstrap import Installation as FirstStart
from userview.domains.teams.bootstrap import first_start
from userview.errors import StartRefused
from userview.hosting.data_folder import hold_folder, master_key, node_id, prepare_folder
from userview.hosting.listeners import Listeners, take_ports
from userview.hosting.origins import Origins, origins
from userview.hosting.proxies import TrustedProxies
from userview.hosting.ready import Ready
from userview.hosting.server import WebServer, serve_until_stopped
from userview.hosting.tls import check_tls
from userview.observe.logging import logger, set_up_logging
from userview.settings import Settings, misspelt

log = logger("serve")

SETTLE_SECONDS: Final = 60.0
"""Browsers come back within seconds of a restart; by then, who is not there has gone."""

FIRST_TEAM: Final = "My team"
FIRST_DOMAIN: Final = "localhost"
FIRST_AGENT: Final = "agent@localhost"


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM.

    Raises:
        StartRefused: the server cannot start as it is set up.
    """
    set_up_logging(settings)
    # The database has people's data in it, and the folder may be one that others can look into.
    os.umask(0o077)
    prepare_folder(settings.data_dir)
    check_tls(settings)
    TrustedProxies(settings.trusted_proxies)
    with hold_folder(settings.data_dir) as hold, contextlib.closing(take_ports(settings)) as listeners:
        names = origins(settings, listeners.ports)
        hold.note(names.public.url)
        for warning in (*misspelt(os.environ), *names.warnings):
            say(f"Note: {warning}")
        with _runner() as runner:
            runner.run(_serve(settings, listeners, names))


def _runner() -> asyncio.Runner:
    import uvloop  # noqa: PLC0415 - only servers need it

    return asyncio.Runner(loop_factory=uvloop.new_event_loop)


async def _serve(settings: Settings, listeners: Listeners, names: Origins) -> None:
    key = master_key(settings)
    stop = asyncio.Event()
    async with installation(settings, key) as parts:
        await migrate(parts.database, say)
        async with parts.database.transaction() as connection:
            await claim(connection, key)
        async with alone(parts.bus, node_id(settings.data_dir), stop):
            await _run(parts, listeners, names, stop)


async def _run(parts: Installation, listeners: Listeners, names: Origins, stop: asyncio.Event) -> None:
    settings = parts.settings
    site = make_site(parts, names)
    server = WebServer(
        site.app, websockets=site.gateway.websocket_protocol, tls_cert=settings.tls_cert, tls_key=settings.tls_key
    )
    began = await first_start(
        parts.teams, parts.accounts, parts.keys, parts.sign_ins, name=FIRST_TEAM, domain=FIRST_DOMAIN, email=FIRST_AGENT
    )
    for team, short_id in await parts.tombstones.come_back():
        log.warning("a restored backup had an erased visitor; erasing it again", team=team)
        await parts.erasing.erase(team, short_id)
    await site.gateway.start()

    async def ready() -> None:
        announce(settings, ready_of(names, began))
        parts.devices.warm()

    async def drain() -> None:
        log.info("stopping")
        await site.gateway.drain()

    log.info("serving", public_url=names.public.url, replay_url=names.replay.url)
    async with (
        parts.bus.listen(erasing.TOPIC, erasing.hearing(site.live)),
        parts.bus.listen(news.TOPIC, news.hearing(parts.teams.get, site.live.change_settings)),
        _announcing(parts, site),
        _worker(parts),
    ):
        await serve_until_stopped(server, listeners.sockets, stop=stop, ready=ready, drain=drain)


@contextlib.asynccontextmanager
async def _announcing(parts: Installation, site: Site) -> AsyncGenerator[None]:
    """What happens becomes deliveries of webhooks."""

    async def settle() -> None:
        await asyncio.sleep(SETTLE_SECONDS)
        await parts.presences.settle(site.live.is_online)

    tasks = [asyncio.create_task(site.announcer.run()), asyncio.create_task(settle())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.asynccontextmanager
async def _worker(parts: Installation) -> AsyncGenerator[None]:
    """The worker in this process, unless the setting says that it runs apart."""
    if not parts.settings.worker:
        yield
        return
    worker = make_worker(parts)
    working = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        worker.stop()
        await working


def ready_of(names: Origins, began: FirstStart) -> Ready:
    """What is to be announced of this start."""
    public = names.public.url
    return Ready(
        base_url=public,
        replay_origin=names.replay.url,
        dashboard_url=f"{public}/",
        sign_in_url=f"{public}/sign-in#{began.sign_in_token}",
        demo_url=f"{names.demo.url}/" if names.demo else None,
        public_key=began.team.public_key,
        secret_key=began.secret_key,
        agent_email=began.admin.email,
        agent_password=began.password,
    )


def announce(settings: Settings, ready: Ready) -> None:
    """Tell programs (the ready file) and people (four lines) that the server answers.

    Raises:
        StartRefused: the ready file cannot be written.
    """
    if settings.ready_file is not None:
        try:
            ready.write(settings.ready_file)
        except OSError as error:
            raise StartRefused(f"The ready file {settings.ready_file} cannot be written: {error.strerror}.") from None
    show(*ready.lines())
