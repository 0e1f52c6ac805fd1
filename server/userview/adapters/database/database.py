"""One database of the installation and its two kinds of transaction.

SQLite has a single writer. Writing transactions therefore queue for one connection in the order in
which they were asked for, instead of waking up from `SQLITE_BUSY` by chance; readers have their own
connections and never wait (WAL).
"""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Generator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any, Final, Literal

import asyncpg
from sqlalchemy import URL, Row, Select, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from userview.adapters.database import sqlite
from userview.adapters.database.postgres_questions import PostgresQuestions
from userview.adapters.database.questions import Questions
from userview.adapters.database.sqlite import use_as_reader, use_as_writer
from userview.adapters.database.sqlite_driver import Connection, ReadingConnection, connector
from userview.adapters.database.sqlite_questions import SqliteQuestions
from userview.errors import DatabaseUnavailable, StartRefused

Dialect = Literal["sqlite", "postgresql"]

READERS: Final = 4
"""SQLite readers at once: threads, of which more than the machine's cores bring nothing."""

WRITERS: Final = 20
"""Postgres connections that write at once; a small share of the 100 that a server allows by default."""

SINGLE: Final = 5
"""Postgres connections for single statements, each of which takes about a millisecond."""

FAILURES: Final = (
    DBAPIError,
    PoolTimeout,
    OSError,
    sqlite3.Error,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    # What asyncpg says when a connection was closed by the server just as a question was sent on it.
    asyncpg.InternalClientError,
)
"""How drivers say that a database does not answer."""

WAIT_SECONDS: Final = 30.0
"""How long a transaction waits for its turn before it fails: longer than any transaction may take."""


class Database:
    """Transactions on one SQLite file or Postgres database; shared by everything in this process."""

    dialect: Dialect

    def __init__(self, url: str) -> None:
        """`url`: `sqlite:///path/to/file` (absolute with four slashes) or `postgresql://user:password@host/name`.

        Raises:
            StartRefused: when the URL names another kind of database, or none.
        """
        self._url, self.dialect = read_url(url)
        if self.dialect == "sqlite":
            self._writer = self._on_sqlite(Connection, 1)
            self._reader = self._on_sqlite(ReadingConnection, READERS)
            use_as_writer(self._writer.sync_engine)
            use_as_reader(self._reader.sync_engine)
        else:
            self._writer = create_async_engine(
                self._url, pool_size=5, max_overflow=WRITERS - 5, pool_timeout=WAIT_SECONDS
            )
            self._reader = self._writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            event.listen(self._writer.sync_engine, "checkout", _is_open)
        dialect = self._writer.sync_engine.dialect
        arguments, options = dialect.create_connect_args(self._url)
        self._questions = Questions(dialect)
        self._single = (
            SqliteQuestions(sqlite.questioner(*arguments, **options), READERS)
            if self.dialect == "sqlite"
            else PostgresQuestions(options, SINGLE)
        )

    @property
    def name(self) -> str:
        """The URL as people may see it, without its password."""
        return self._url.render_as_string(hide_password=True)

    @property
    def writing_engine(self) -> AsyncEngine:
        """For migrations alone, which need more than a transaction."""
        return self._writer

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction that may write: committed at the end of the block, rolled back when it raises.

        When the block is left, what it wrote survives the end of this process and of the machine
        (SQLite commits with `synchronous=FULL`: consent and session transitions are announced right
        after their commit, and may not be taken back by a power cut).
        Do not open a second one inside the block: on SQLite it would wait for the first for ever.

        Raises:
            DatabaseUnavailable: it cannot begin: no answer, or no turn within 30 s.
        """
        async with AsyncExitStack() as stack:
            with self._answering():
                connection = await stack.enter_async_context(self._writer.connect())
                await stack.enter_async_context(connection.begin())
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncConnection]:
        """One snapshot of all that was committed before; writing in it is an error.

        Raises:
            DatabaseUnavailable: it cannot begin: no answer, or no turn within 30 s.
        """
        async with AsyncExitStack() as stack:
            with self._answering():
                connection = await stack.enter_async_context(self._reader.connect())
            yield connection

    async def ask(self, statement: Select[Any], parameters: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """The rows of one statement that reads. It sees one snapshot by itself; writing is an error.

        For what every request asks: it costs a fraction of a transaction. Make the statement once, with `bindparam`s
        that are no lists.

        Raises:
            DatabaseUnavailable: no answer, or no turn within 30 s; or the statement writes.
        """
        question = self._questions.of(statement)
        values = question.values(parameters)
        with self._answering():
            async with asyncio.timeout(WAIT_SECONDS):
                found = await self._single.ask(question.text, values)
        return question.rows(found)

    async def check(self) -> None:
        """Ask the database a trivial question.

        Raises:
            DatabaseUnavailable: no answer, with the database's own words.
        """
        async with self.reading() as connection:
            with self._answering():
                await connection.execute(text("SELECT 1"))

    async def purge(self) -> None:
        """Leave nothing of deleted rows in the database's files: indexes, write-ahead log, free space.

        Raises:
            DatabaseUnavailable: it does not answer, or readers held it up; call it again.
        """
        with self._answering():
            if self.dialect == "sqlite":
                await sqlite.purge(self._writer)
                return
            engine = self._writer.execution_options(isolation_level="AUTOCOMMIT")
            async with engine.connect() as connection:
                for table in await connection.run_sync(lambda sync: inspect(sync).get_table_names()):
                    await connection.execute(text(f'VACUUM "{table}"'))

    def _on_sqlite(self, kind: type[Connection], connections: int) -> AsyncEngine:
        return create_async_engine(
            self._url,
            connect_args={"async_creator_fn": connector(kind)},
            pool_size=connections,
            max_overflow=0,
            pool_timeout=WAIT_SECONDS,
        )

    @contextmanager
    def _answering(self) -> Generator[None]:
        try:
            yield
        except FAILURES as error:
            reason = str(error.orig) if isinstance(error, DBAPIError) else str(error)
            raise DatabaseUnavailable(
                f"The database {self.name} does not answer: {reason}", database=self.name
            ) from error

    async def close(self) -> None:
        """Close all connections; transactions that are open fail."""
        await self._single.close()
        await self._reader.dispose()
        if self._reader.sync_engine.pool is not self._writer.sync_engine.pool:
            await self._writer.dispose()


def _is_open(connection: Any, _record: Any, _proxy: Any) -> None:
    """Let the pool replace a connection that the server has closed; the driver knows, without asking the server."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError("the server has closed the connection")


def read_url(url: str) -> tuple[URL, Dialect]:
    """The URL with the driver that we use, and its dialect; any driver that the caller named is replaced.

    Raises:
        StartRefused: when the URL names another kind of database, or none.
    """
    expected = "expected sqlite:///path/to/file or postgresql://user:password@host:5432/name"
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StartRefused(f"USERVIEW_DATABASE_URL cannot be read: {expected}.") from None
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return parsed.set(drivername="sqlite+aiosqlite"), "sqlite"
        case "postgresql" | "postgres" if parsed.database:
            return parsed.set(drivername="postgresql+asyncpg"), "postgresql"
        case other:
            raise StartRefused(f"USERVIEW_DATABASE_URL names the database kind {other!r} or no database: {expected}.")
