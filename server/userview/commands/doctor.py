"""`userview doctor`: looks at everything that an installation needs, and says what to do where something is wrong."""

import asyncio
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from userview.adapters.blobs import make_blobs
from userview.adapters.bus import make_bus
from userview.adapters.database import Database
from userview.adapters.database.migrate import version_of, versions
from userview.adapters.places import make_places
from userview.adapters.places.files import Source
from userview.commands.console import show
from userview.errors import StartRefused, UserViewError
from userview.hosting.data_folder import KEY_FILE, master_key, prepare_folder, served_at
from userview.hosting.frontend import NOT_BUILT, FrontEnd
from userview.hosting.listeners import take_ports
from userview.hosting.origins import Origins, Ports, needs_second_port, origins
from userview.hosting.proxies import TrustedProxies
from userview.hosting.tls import check_tls
from userview.settings import Settings, misspelt


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: what was looked at, and what is wrong with it (None: nothing)."""

    subject: str
    state: str
    problem: str | None = None

    def line(self) -> str:
        """As people read it."""
        return f"{'problem' if self.problem else 'ok':8}{self.subject}: {self.problem or self.state}"


def doctor(settings: Settings) -> int:
    """Print one line per thing looked at; 0 when all is well, 1 when there is a problem."""
    findings = asyncio.run(examine(settings))
    show(*(finding.line() for finding in findings))
    return 1 if any(finding.problem for finding in findings) else 0


async def examine(settings: Settings) -> list[Finding]:
    """Everything that was looked at, in the order in which a start needs it."""
    running = served_at(settings.data_dir)
    return [
        *(Finding("settings", "", sentence) for sentence in misspelt(os.environ)),
        _data_folder(settings),
        _ports(settings, running),
        _attempt(
            "certificate",
            "in order" if settings.tls_cert else "none; https is a proxy's business",
            lambda: check_tls(settings),
        ),
        *_addresses(settings),
        _attempt(
            "trusted proxies",
            ", ".join(settings.trusted_proxies) or "none",
            lambda: TrustedProxies(settings.trusted_proxies),
        ),
        await _database(settings),
        await _bus(settings),
        await _blobs(settings),
        _places(settings),
        _front_end(settings),
    ]


def _attempt(subject: str, state: str, look: Callable[[], object]) -> Finding:
    try:
        look()
    except UserViewError as error:
        return Finding(subject, state, error.message)
    return Finding(subject, state)


def _data_folder(settings: Settings) -> Finding:
    folder = settings.data_dir
    if not folder.exists():
        return Finding("data folder", f"{folder} is made at the first start")
    found = _attempt("data folder", f"{folder} can be written", lambda: prepare_folder(folder))
    key = folder / KEY_FILE
    if found.problem or settings.master_key is not None or not key.exists():
        return found
    if key.stat().st_mode & 0o077:
        return Finding("data folder", str(folder), f"other users may read {key}: `chmod 600 {key}`.")
    return _attempt("data folder", f"{folder} can be written, its master key is in order", lambda: master_key(settings))


def _ports(settings: Settings, running: str | None) -> Finding:
    if running is not None:
        return Finding("ports", f"a server of this data folder answers at {running}")
    return _attempt(
        "ports", f"{settings.port} on {settings.host} and the others are free", lambda: take_ports(settings).close()
    )


def _addresses(settings: Settings) -> Iterator[Finding]:
    second = settings.port + 2 if settings.replay_port is None else settings.replay_port
    ports = Ports(
        settings.port, second if needs_second_port(settings) else None, settings.port + 1 if settings.demo else None
    )
    try:
        names = origins(settings, ports)
    except StartRefused as error:
        yield Finding("addresses", "", error.message)
        return
    yield Finding("public address", names.public.url, _plausible(names))
    yield Finding("replay address", names.replay.url, " ".join(names.warnings) or None)


def _plausible(names: Origins) -> str | None:
    public = names.public
    if public.scheme == "http" and not public.is_loopback:
        return (
            f"{public.url} is not https: browsers let no https page talk to it (mixed content), so UserView works on http pages "
            "only. Put a proxy with a certificate before it, or set USERVIEW_TLS_CERT and USERVIEW_TLS_KEY."
        )
    return None


async def _database(settings: Settings) -> Finding:
    try:
        database = Database(settings.database)
    except StartRefused as error:
        return Finding("database", "", error.message)
    try:
        if settings.database_url is None and not settings.sqlite_file.exists():
            return Finding("database", f"none yet; {settings.sqlite_file} is made at the first start")
        version, newest = await version_of(database), versions()[-1]
        if version != newest:
            return Finding("database", f"{database.name}, version {version or 'none'}; `serve` brings it to {newest}")
        return Finding("database", f"{database.name}, version {version}")
    except UserViewError as error:
        return Finding("database", database.name, error.message)
    finally:
        await database.close()


async def _bus(settings: Settings) -> Finding:
    if settings.bus_url is None:
        return Finding("bus", "inside the server's process")
    try:
        bus = make_bus(settings.bus_url.get_secret_value())
        try:
            await bus.check()
        finally:
            await bus.close()
    except UserViewError as error:
        return Finding("bus", "", error.message)
    return Finding("bus", "answers")


async def _blobs(settings: Settings) -> Finding:
    where = settings.blobs_url or str(settings.data_dir / "blobs")
    if settings.blobs_url is None and not settings.data_dir.exists():
        return Finding("pictures and fonts", f"{where} is made at the first start")
    try:
        await make_blobs(settings).check()
    except UserViewError as error:
        return Finding("pictures and fonts", where, error.message)
    return Finding("pictures and fonts", f"{where} can be written and read")


def _places(settings: Settings) -> Finding:
    """The city database: whether it is there, can be read, and how old it is."""
    states: list[str] = []
    for path in make_places(settings).files:
        if not path.exists():
            if settings.geoip_database is not None:
                return Finding("places", "", f"USERVIEW_GEOIP_DATABASE: there is no file {path}.")
            continue
        try:
            source = Source.opened(path)
        except (OSError, ValueError) as error:
            return Finding("places", "", f"{path} cannot be read: {error}; {_FETCH} for another one.")
        now = datetime.now(UTC)
        days = (now - source.built_at).days
        # What was fetched lately was the newest that there is, however old its maker lets it become.
        fetched = (now - datetime.fromtimestamp(path.stat().st_mtime, UTC)).days
        old = f"; {_FETCH} for a newer one" if min(days, fetched) > OLD_DAYS else ""
        states.append(f"{path} ({source.kind}, built {source.built_at:%Y-%m-%d}, {days} days ago{old})")
    return Finding("places", ", ".join(states) or f"no city database, so they stay unknown; {_FETCH} for one")


OLD_DAYS: Final = 100
"""The free database appears monthly; after three months addresses have moved enough to be worth a command."""
_FETCH: Final = "run `userview geoip install`"


def _front_end(settings: Settings) -> Finding:
    names = origins(Settings(), Ports(8000, None, None))
    missing = FrontEnd(settings.frontend_dir, names).missing()
    problem = f"{', '.join(missing)} missing below {settings.frontend_dir}. {NOT_BUILT}" if missing else None
    return Finding("front end", f"built, in {settings.frontend_dir}", problem)
