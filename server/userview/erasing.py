"""Erasing visitors: many rows in short transactions, the rest in one, and what lives elsewhere by jobs that follow from it.

The serving process is told over the bus, since the worker that does the job may be another process:
it ends a session that runs and makes the visitor's browser forget who it was. Then the database is purged of what
deleted rows leave in files. A tombstone stays, so that a backup which still has the visitor is erased again.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from userview.domains.assets.service import Assets
from userview.domains.recordings.archive import Archive
from userview.domains.sessions.journal import count_ended
from userview.domains.sessions.store import session_events, sessions
from userview.domains.usage.service import Usage
from userview.domains.visitors import store as visitor_store
from userview.domains.visitors.history import store as history_store
from userview.domains.visitors.history.pictures import SWEEP as SWEEP_PICTURES
from userview.domains.webhooks import store as webhook_store
from userview.errors import UserViewError
from userview.ports.bus import Bus, Receive
from userview.ports.erasure import Eraser, ErasureRegister, Thinner
from userview.protocol.messages.common import SessionState
from userview.realtime.live import Live
from userview.realtime.records import VisitorKey
from userview.tables import Transactions, moment
from userview.tombstones import Tombstones
from userview.worker.loop import Handler
from userview.worker.queue import Job, JobQueue

TELL: Final = "visitors.tell_erased"
"""The job that tells the serving process."""

PURGE: Final = "visitors.purge"
"""The job after which no file of the database has anything of erased rows."""

TOPIC: Final = "visitors.erased"

ROWS_AT_ONCE: Final = 500
"""Deleted in one transaction: others wait for SQLite's one writer some hundredths of a second."""

Whom = Callable[[AsyncConnection], Awaitable[Sequence[str]]]
"""Short ids of those who are to go, asked in each transaction."""


class NobodyListens(UserViewError):
    """No serving process heard it; the job comes again, until one does."""

    code = "nobody_listens"


class Purgeable(Transactions, Protocol):
    """A database that can be purged of what deleted rows leave behind."""

    async def purge(self) -> None:
        """Returns when that is done.

        Raises:
            DatabaseUnavailable: not now; call it again.
        """
        ...


class Register(ErasureRegister[AsyncConnection]):
    """Erasers by domain, in the order of registration."""

    def __init__(self) -> None:
        self._erasers: dict[str, Eraser[AsyncConnection]] = {}
        self._thinners: list[Thinner[AsyncConnection]] = []

    @override
    def register(
        self, domain: str, eraser: Eraser[AsyncConnection], thinner: Thinner[AsyncConnection] | None = None
    ) -> None:
        if domain in self._erasers:
            raise ValueError(f"the domain {domain} has registered already")
        self._erasers[domain] = eraser
        if thinner is not None:
            self._thinners.append(thinner)

    @override
    async def erase(self, connection: AsyncConnection, team: str, short_id: str) -> None:
        for eraser in self._erasers.values():
            await eraser(connection, team, short_id)

    @override
    async def thin(self, connection: AsyncConnection, team: str, short_id: str, rows: int) -> int:
        gone = 0
        for thinner in self._thinners:
            if gone < rows:
                gone += await thinner(connection, team, short_id, rows - gone)
        return gone


class Erasing:
    """The one way to erase visitors."""

    def __init__(
        self,
        database: Purgeable,
        register: ErasureRegister[AsyncConnection],
        queue: JobQueue,
        bus: Bus,
        *,
        tombstones: Tombstones,
    ) -> None:
        self._database = database
        self._register = register
        self._queue = queue
        self._bus = bus
        self._tombstones = tombstones

    def handlers(self) -> Mapping[str, Handler]:
        """What does each job."""
        return {TELL: self.tell, PURGE: self.purge}

    async def erase(self, team: str, short_id: str) -> bool:
        """Erase all that is known of a visitor; False when nothing is."""

        async def them(_connection: AsyncConnection) -> Sequence[str]:
            return [short_id]

        await self.thin(team, them)
        async with self._database.transaction() as connection:
            if not await _is_known(connection, team, short_id):
                return False
            noted = await self.erase_in(connection, team, [short_id])
        noted()
        return True

    async def thin(self, team: str, whom: Whom) -> None:
        """Most of these visitors' rows, in short transactions: what erases them then keeps nobody waiting."""
        gone = ROWS_AT_ONCE
        while gone == ROWS_AT_ONCE:
            gone = 0
            async with self._database.transaction() as connection:
                for short_id in await whom(connection):
                    if gone < ROWS_AT_ONCE:
                        gone += await self._register.thin(connection, team, short_id, ROWS_AT_ONCE - gone)

    async def erase_in(self, connection: AsyncConnection, team: str, short_ids: Sequence[str]) -> Callable[[], None]:
        """The same for several, unknown ones among them, in the caller's transaction; call what it returns after the commit."""
        for short_id in short_ids:
            await self._register.erase(connection, team, short_id)
        hashes = await self._tombstones.add(connection, team, short_ids)
        await self._queue.enqueue(connection, SWEEP_PICTURES, {}, dedupe_key=SWEEP_PICTURES)
        await self._queue.enqueue(connection, TELL, {"team": team, "short_ids": list(short_ids)})
        await self._queue.enqueue(connection, PURGE, {}, dedupe_key=PURGE)
        return lambda: self._tombstones.note(hashes)

    async def tell(self, job: Job) -> None:
        """The job: let the serving process know.

        Raises:
            NobodyListens: there is none at the moment.
        """
        if not await self._bus.publish(TOPIC, job.payload):
            raise NobodyListens("no serving process listens to the bus")

    async def purge(self, _job: Job) -> None:
        """The job: leave nothing of what was erased in the database's files."""
        await self._database.purge()


def hearing(live: Live) -> Receive:
    """What the serving process does when it is told."""

    async def erased(message: Mapping[str, Any]) -> None:
        for short_id in message["short_ids"]:
            await live.erase_visitor(VisitorKey(message["team"], short_id))

    return erased


def standard_register(assets: Assets, archive: Archive, usage: Usage, clock: Callable[[], float]) -> Register:
    """All domains that have data of visitors; those that need others' rows to find their own come first."""
    register = Register()

    async def erase_assets(connection: AsyncConnection, team: str, short_id: str) -> None:
        await assets.forget_sessions(connection, await _sessions_of(connection, team, short_id))

    async def erase_recordings(connection: AsyncConnection, team: str, short_id: str) -> None:
        await archive.erase(connection, await _sessions_of(connection, team, short_id))

    async def count_running(connection: AsyncConnection, team: str, short_id: str) -> None:
        for session in await _sessions_of(connection, team, short_id, running=True):
            await count_ended(connection, usage, team, session, moment(clock()))

    async def erase_sessions(connection: AsyncConnection, team: str, short_id: str) -> None:
        await connection.execute(
            delete(sessions).where(sessions.c.team_id == team, sessions.c.visitor_short_id == short_id)
        )

    async def thin_sessions(connection: AsyncConnection, team: str, short_id: str, rows: int) -> int:
        c = session_events.c
        theirs = select(c.number).where(c.session_id.in_(await _sessions_of(connection, team, short_id))).limit(rows)
        return (await connection.execute(delete(session_events).where(c.number.in_(theirs)))).rowcount

    async def erase_visitor(connection: AsyncConnection, team: str, short_id: str) -> None:
        found = await visitor_store.find(connection, team, short_id, for_update=True)
        if found is not None:
            await visitor_store.delete_visitors(connection, [found[0].number])

    register.register("usage", count_running)
    register.register("assets", erase_assets)
    register.register("recordings", erase_recordings)
    register.register("webhooks", webhook_store.erase_visitor, webhook_store.thin_visitor)
    register.register("sessions", erase_sessions, thin_sessions)
    register.register("history", history_store.erase_visitor, history_store.thin_visitor)
    register.register("visitors", erase_visitor)
    return register


async def _is_known(connection: AsyncConnection, team: str, short_id: str) -> bool:
    if await visitor_store.find(connection, team, short_id, for_update=True) is not None:
        return True
    return bool(await _sessions_of(connection, team, short_id))


async def _sessions_of(
    connection: AsyncConnection, team: str, short_id: str, *, running: bool = False
) -> Sequence[str]:
    statement = select(sessions.c.id).where(sessions.c.team_id == team, sessions.c.visitor_short_id == short_id)
    if running:
        statement = statement.where(sessions.c.state != SessionState.ENDED)
    return (await connection.execute(statement)).scalars().all()
