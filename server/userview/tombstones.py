"""Tombstones: who was erased, so that a backup from before is erased again. Keyed hashes, from which nobody can be learned.

They are kept in the database and in a file of the data folder: a restored database has forgotten the newest, the file
has not, as long as it is not restored too.
"""

import os
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Column, String, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.sessions.store import sessions
from userview.domains.visitors.store import visitors
from userview.signing import Signer
from userview.tables import Transactions, UTCDateTime, metadata, moment, upsert

FILE: Final = "erased.txt"
"""In the data folder: one keyed hash a line, behind the time (Unix seconds)."""

KEPT: Final = timedelta(days=400)
"""Backups that are older than this must not be restored; session rows live as long."""

tombstones: Final = Table(
    "tombstones",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("erased_at", UTCDateTime, nullable=False, index=True),
)


class Tombstones:
    """Of one installation. `file`: where they are kept beside the database."""

    def __init__(self, database: Transactions, signer: Signer, file: Path, clock: Callable[[], float]) -> None:
        self._database = database
        self._signer = signer
        self._file = file
        self._clock = clock

    async def add(self, connection: AsyncConnection, team: str, short_ids: Sequence[str]) -> Sequence[str]:
        """Keep them in the caller's transaction; the hashes, to be given to `note` after its commit."""
        hashes = [self._hash(team, short_id) for short_id in short_ids]
        at = moment(self._clock())
        if hashes:
            rows = [{"hash": value, "erased_at": at} for value in hashes]
            await connection.execute(upsert(connection, tombstones).on_conflict_do_nothing(), rows)
        return hashes

    def note(self, hashes: Sequence[str]) -> None:
        """Keep them in the file too; returns when they are on the disk."""
        if not hashes:
            return
        at = int(self._clock())
        # What was cut off before stays a line of its own.
        lines = ("\n" + "".join(f"{at} {value}\n" for value in hashes)).encode()
        # One write of an appending file: another process may be at it.
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, lines)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    async def come_back(self) -> Sequence[tuple[str, str]]:
        """Team and short id of everybody who was erased and is in the database again; both sides then know the same.

        Call at the start. Whoever it names is to be erased again.
        """
        in_file = self._read()
        async with self._database.reading() as connection:
            in_database = set((await connection.execute(select(tombstones.c.hash))).scalars())
        missing = in_file - in_database
        self.note(sorted(in_database - in_file))
        if not missing:
            return []
        async with self._database.reading() as connection:
            known = select(visitors.c.team_id, visitors.c.short_id).union(
                select(sessions.c.team_id, sessions.c.visitor_short_id)
            )
            found = [(row[0], row[1]) for row in await connection.execute(known)]
        back = [key for key in found if self._hash(*key) in missing]
        at = moment(self._clock())
        gone = missing - {self._hash(*key) for key in back}
        rows = [{"hash": value, "erased_at": at} for value in sorted(gone)]
        if rows:
            async with self._database.transaction() as connection:
                await connection.execute(upsert(connection, tombstones).on_conflict_do_nothing(), rows)
        return back

    async def forget_old(self) -> int:
        """Remove those that no backup needs any more; how many. The file keeps them: it names nobody."""
        before = moment(self._clock()) - KEPT
        async with self._database.transaction() as connection:
            return (await connection.execute(delete(tombstones).where(tombstones.c.erased_at < before))).rowcount

    def _hash(self, team: str, short_id: str) -> str:
        return self._signer.opaque("tombstone", f"{team} {short_id}")

    def _read(self) -> set[str]:
        """The hashes in the file that are not too old; a line that was cut off is none."""
        try:
            lines = self._file.read_text("ascii").splitlines()
        except FileNotFoundError:
            return set()
        oldest = self._clock() - KEPT.total_seconds()
        read = (line.partition(" ") for line in lines)
        return {value for at, _, value in read if at.isdigit() and int(at) >= oldest and len(value) == 64}
