"""Regular jobs: each is enqueued once per interval for the whole installation, however many workers there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from userview.tables import Transactions, moment, upsert
from userview.worker.queue import JobQueue
from userview.worker.tables import schedules


@dataclass(frozen=True, slots=True)
class Regular:
    """A job without payload that is due once per interval, first at the first start."""

    kind: str
    every: timedelta


class Schedule:
    """Which regular jobs there are. What was missed while no worker ran is done once, not once per interval."""

    def __init__(
        self, database: Transactions, queue: JobQueue, clock: Callable[[], float], regular: Sequence[Regular]
    ) -> None:
        self._database = database
        self._queue = queue
        self._clock = clock
        self._regular = tuple(regular)

    async def enqueue_due(self) -> int:
        """Enqueue what is due; how many that were."""
        now = moment(self._clock())
        async with self._database.reading() as connection:
            rows = await connection.execute(select(schedules.c.name, schedules.c.next_at))
            next_at = {row.name: row.next_at for row in rows}
        due = [regular for regular in self._regular if regular.kind not in next_at or next_at[regular.kind] <= now]
        added = 0
        for regular in due:
            added += await self._enqueue(regular)
        return added

    async def _enqueue(self, regular: Regular) -> bool:
        now = moment(self._clock())
        next_at = now + regular.every
        async with self._database.transaction() as connection:
            known = upsert(connection, schedules).values(name=regular.kind, next_at=next_at)
            first = (
                await connection.execute(known.on_conflict_do_nothing().returning(schedules.c.name))
            ).first() is not None
            mine = (
                update(schedules)
                .where(schedules.c.name == regular.kind, schedules.c.next_at <= now)
                .values(next_at=next_at)
            )
            if not first and (await connection.execute(mine)).rowcount == 0:
                return False
            await self._queue.enqueue(connection, regular.kind, {}, dedupe_key=f"schedule:{regular.kind}")
        return True
