"""Brings a database to the version of this program; refuses one that a newer program has changed.

The history is one line of files in `server/migrations/versions`, whose names are the versions, in
order. Alembic itself (slow to import) is loaded only when there is something to do.
"""

import contextlib
import sys
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.adapters.database.database import Database
from userview.errors import DatabaseUnavailable, StartRefused

HOME: Final = Path(__file__).parents[3] / "migrations"

POSTGRES_LOCK: Final = 0x7573_6572_7669_6577
"""Any number that only we use (`userview` in ASCII): of several processes that start, one migrates."""


def versions() -> list[str]:
    """All versions of the database that this program knows, oldest first."""
    return sorted(file.stem for file in (HOME / "versions").glob("[0-9]*.py"))


async def version_of(database: Database) -> str | None:
    """The database's version, None for an empty one.

    Raises:
        StartRefused: it does not answer, or its version is not one that this program knows.
    """
    try:
        async with database.reading() as connection:
            return await connection.run_sync(_version)
    except DatabaseUnavailable as error:
        raise StartRefused(f"{error.message}. Start it, or mend USERVIEW_DATABASE_URL.") from error
    except DBAPIError as error:
        raise StartRefused(f"The database {database.name} cannot be read: {error.orig}.") from error


async def migrate(database: Database, say: Callable[[str], None], *, to: str = "head") -> None:
    """Bring `database` to version `to`, all or nothing; `say` gets one line per step.

    Raises:
        StartRefused: it does not answer, or its version is newer than this program.
    """
    if await version_of(database) == (versions()[-1] if to == "head" else to):
        return
    async with _alone(database) as connection:
        await connection.run_sync(_run, say, to)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if version is not None and version not in versions():
        newest = versions()[-1]
        raise StartRefused(
            f"The database was made by a newer UserView (its version is {version}, this program knows versions up to {newest}): "
            "start that newer program, or restore a backup from before the update.",
            version=version,
        )
    return version


@contextlib.asynccontextmanager
async def _alone(database: Database) -> AsyncGenerator[AsyncConnection]:
    """A writing transaction in which nobody else migrates."""
    async with database.writing_engine.connect() as connection:
        if database.dialect == "sqlite":
            # Building a table anew drops the old one, which must not take the rows with it that refer to it.
            # SQLite ignores this inside a transaction, so it is said to the driver before one begins.
            await connection.run_sync(_foreign_keys, on=False)
        try:
            async with connection.begin():
                if database.dialect == "postgresql":
                    await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": POSTGRES_LOCK})
                yield connection
        finally:
            if database.dialect == "sqlite":
                await connection.run_sync(_foreign_keys, on=True)


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")
    cursor.close()


def _run(connection: Connection, say: Callable[[str], None], to: str) -> None:
    from alembic import command  # noqa: PLC0415 - slow to import, needed once per update
    from alembic.config import Config  # noqa: PLC0415 - loading it would slow every start down

    before = _version(connection)
    known = versions()
    config = Config(attributes={"connection": connection}, stdout=sys.stderr)
    config.set_main_option("script_location", str(HOME))
    steps = known if before is None else known[known.index(before) + 1 :]
    target = known[-1] if to == "head" else to
    if before is not None and target in known[: known.index(before)]:
        say(f"Taking the database back to {target}")
        command.downgrade(config, target)
    else:
        for step in steps[: steps.index(target) + 1] if target in steps else []:
            say(f"Updating the database: {step}")
            command.upgrade(config, step)
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StartRefused("Updating the database would leave rows that refer to nothing; it was left as it was.")
