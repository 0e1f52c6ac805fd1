"""How SQLite is used: explicit transactions, one writer, write-ahead log, nothing left behind when deleted."""

from typing import Any, Final

from sqlalchemy import Connection, Engine, event

BUSY_TIMEOUT_MILLISECONDS: Final = 15_000
"""Another process (`userview keys create`) may hold the write lock for moments while the server runs."""

WAL_LIMIT_BYTES: Final = 64 * 1024 * 1024
"""The log is cut back to this after a checkpoint; a burst must not keep the disk for ever."""


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
    """Transactions of `engine` see one snapshot and cannot write."""

    def connected(connection: Any, _record: Any) -> None:
        _prepare(connection)
        _pragmas(connection, "query_only = ON")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", _begin)


def _prepare(connection: Any) -> None:
    # The driver would begin transactions by itself, too late and not for every statement: we do.
    connection.isolation_level = None
    _pragmas(connection, f"busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}", "temp_store = MEMORY")


def _pragmas(connection: Any, *pragmas: str) -> None:
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
