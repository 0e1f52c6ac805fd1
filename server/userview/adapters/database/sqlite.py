"""How SQLite is used: explicit transactions, one writer, write-ahead log, nothing left behind when deleted."""

import sqlite3
from collections.abc import Callable
from typing import Any, Final, cast

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from userview.adapters.database.sqlite_driver import ReadingConnection

BUSY_TIMEOUT_MILLISECONDS: Final = 15_000
"""Another process (`userview keys create`) may hold the write lock for moments while the server runs."""

READER_CACHE_KIB: Final = 32 * 1024
"""Pages of the database that each reader keeps: those of an index that is searched all the time."""

WAL_LIMIT_BYTES: Final = 64 * 1024 * 1024
"""The log is cut back to this after a checkpoint; a burst must not keep the disk for ever."""


MERGE_PAGES: Final = 200
"""Pages of a full-text index that are merged in one transaction: some hundredths of a second."""


def use_as_writer(engine: Engine) -> None:
    """Every transaction of `engine` takes the write lock at its begin, so that it never fails half way."""

    def connected(connection: Any, _record: Any) -> None:
        _prepare(connection)
        _pragmas(
            connection,
            "journal_mode = WAL",
            "synchronous = FULL",
            f"journal_size_limit = {WAL_LIMIT_BYTES}",
            "foreign_keys = ON",
            "secure_delete = ON",
        )

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", _begin_immediate)


def use_as_reader(engine: Engine) -> None:
    """`engine`, whose connections are `ReadingConnection`s, cannot write; its transactions see one snapshot."""

    def connected(connection: Any, _record: Any) -> None:
        _prepare_reader(connection)

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", _begin)


def questioner(*arguments: Any, **options: Any) -> Callable[[], sqlite3.Connection]:
    """Makes connections for single statements, which cannot write; takes what `sqlite3.connect` takes."""

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(*arguments, **options)
        _prepare_reader(connection)
        return connection

    return connect


async def purge(engine: AsyncEngine) -> None:
    """Take what was deleted out of full-text indexes, then out of the write-ahead log. Pages are zeroed as they are freed.

    Raises:
        OSError: a reader kept the log in use for longer than the busy timeout.
    """
    async with engine.connect() as connection:
        found = await connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%fts5%'")
        )
        indexes = list(found.scalars())
        await connection.rollback()
    for index in indexes:
        # A negative number merges all segments, old entries that are marked as deleted with them; then on, in steps.
        steps = MERGE_PAGES * -1
        while await _merge(engine, index, steps):
            steps = MERGE_PAGES
    async with engine.connect() as connection:
        await connection.run_sync(_cut_log)


async def _merge(engine: AsyncEngine, index: str, pages: int) -> bool:
    """One step, in a transaction of its own so that others get their turn; False when nothing was left to do."""
    async with engine.begin() as connection:
        before = (await connection.execute(text("SELECT total_changes()"))).scalar_one()
        step = f"INSERT INTO {index}({index}, rank) VALUES ('merge', :pages)"  # noqa: S608 - a name of our own schema
        await connection.execute(text(step), {"pages": pages})
        after = (await connection.execute(text("SELECT total_changes()"))).scalar_one()
    # FTS5 documents it so: a step that did nothing changes at most one row.
    return after - before >= 2


def _cut_log(connection: Connection) -> None:
    # Said to the driver before a transaction begins, for within one it cannot be done.
    cursor: Any = connection.connection.cursor()
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    busy: int = cursor.fetchone()[0]
    cursor.close()
    if busy:
        raise OSError("readers keep the write-ahead log in use")


def _prepare(connection: Any) -> None:
    # The driver would begin transactions by itself, too late and not for every statement: we do.
    connection.isolation_level = None
    _pragmas(connection, f"busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}", "temp_store = MEMORY")


def _prepare_reader(connection: Any) -> None:
    _prepare(connection)
    _pragmas(connection, "query_only = ON", f"cache_size = -{READER_CACHE_KIB}")


def _pragmas(connection: Any, *pragmas: str) -> None:
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    cast("ReadingConnection", connection.connection.driver_connection).begin_with_next()
