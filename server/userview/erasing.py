"""Erasing a visitor: every row in one transaction, and what lives elsewhere by jobs that follow from it.

The serving process is told over the bus, since the worker that does the job may be another process:
it ends a session that runs and makes the visitor's browser forget who it was.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from userview.domains.assets.service import Assets
from userview.domains.sessions.store import sessions
from userview.domains.visitors import store as visitor_store
from userview.errors import UserViewError
from userview.ports.bus import Bus, Receive
from userview.ports.erasure import Eraser, ErasureRegister
from userview.realtime.live import Live
from userview.realtime.records import VisitorKey
from userview.tables import Transactions
from userview.worker.queue import Job, JobQueue

TELL: Final = "visitors.tell_erased"
"""The job that tells the serving process."""

TOPIC: Final = "visitors.erased"


class NobodyListens(UserViewError):
    """No serving process heard it; the job comes again, until one does."""

    code = "nobody_listens"


class Register(ErasureRegister[AsyncConnection]):
    """Erasers by domain, in the order of registration."""

    def __init__(self) -> None:
        self._erasers: dict[str, Eraser[AsyncConnection]] = {}

    @override
    def register(self, domain: str, eraser: Eraser[AsyncConnection]) -> None:
        if domain in self._erasers:
            raise ValueError(f"the domain {domain} has registered already")
        self._erasers[domain] = eraser

    @override
    async def erase(self, connection: AsyncConnection, team: str, short_id: str) -> None:
        for eraser in self._erasers.values():
            await eraser(connection, team, short_id)


class Erasing:
    """The one way to erase a visitor."""

    def __init__(
        self, database: Transactions, register: ErasureRegister[AsyncConnection], queue: JobQueue, bus: Bus
    ) -> None:
        self._database = database
        self._register = register
        self._queue = queue
        self._bus = bus

    async def erase(self, team: str, short_id: str) -> None:
        """Erase all that is known of a visitor; an unknown one is no error."""
        async with self._database.transaction() as connection:
            await self._register.erase(connection, team, short_id)
            await self._queue.enqueue(connection, TELL, {"team": team, "short_id": short_id})

    async def tell(self, job: Job) -> None:
        """The job: let the serving process know.

        Raises:
            NobodyListens: there is none at the moment.
        """
        if not await self._bus.publish(TOPIC, job.payload):
            raise NobodyListens("no serving process listens to the bus")


def hearing(live: Live) -> Receive:
    """What the serving process does when it is told."""

    async def erased(message: Mapping[str, Any]) -> None:
        await live.erase_visitor(VisitorKey(message["team"], message["short_id"]))

    return erased


def standard_register(assets: Assets) -> Register:
    """All domains that have data of visitors; those that need others' rows to find their own come first."""
    register = Register()

    async def erase_assets(connection: AsyncConnection, team: str, short_id: str) -> None:
        await assets.forget_sessions(connection, await _sessions_of(connection, team, short_id))

    async def erase_sessions(connection: AsyncConnection, team: str, short_id: str) -> None:
        await connection.execute(
            delete(sessions).where(sessions.c.team_id == team, sessions.c.visitor_short_id == short_id)
        )

    async def erase_visitor(connection: AsyncConnection, team: str, short_id: str) -> None:
        found = await visitor_store.find(connection, team, short_id, for_update=True)
        if found is not None:
            await visitor_store.delete_visitors(connection, [found[0].number])

    register.register("assets", erase_assets)
    register.register("sessions", erase_sessions)
    register.register("visitors", erase_visitor)
    return register


async def _sessions_of(connection: AsyncConnection, team: str, short_id: str) -> Sequence[str]:
    statement = select(sessions.c.id).where(sessions.c.team_id == team, sessions.c.visitor_short_id == short_id)
    return (await connection.execute(statement)).scalars().all()
