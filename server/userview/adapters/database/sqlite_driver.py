"""aiosqlite, with one visit to its thread per statement instead of four.

aiosqlite goes to the connection's thread to make a cursor, to execute, to fetch and to close. Going there costs
several times what a look-up by key costs, so here one visit does all of it. Rows are read at once, as SQLAlchemy
reads them anyway.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from queue import SimpleQueue
from typing import Any, Self, cast

import aiosqlite
from typing_extensions import override

Work = Callable[[sqlite3.Cursor], object]
"""What is done on the thread."""


class Outcome:
    """What a statement gave."""

    __slots__ = ("description", "lastrowid", "rowcount", "rows")

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self.description: Any = cursor.description
        self.rows: list[Any] = cursor.fetchall() if self.description else []
        self.rowcount = cursor.rowcount
        self.lastrowid = cursor.lastrowid


class Connection(aiosqlite.Connection):
    """A connection for transactions that write; `rollback` and `commit` wait until they are done."""

    @override
    def cursor(self) -> Any:
        return Cursor(self)

    async def visit(self, work: Work) -> Outcome:
        """Do something with a new cursor on the thread; what came of it."""
        on_thread = cast("Callable[..., Awaitable[Outcome]]", self._execute)
        return await on_thread(_visited, self._conn, work)


class ReadingConnection(Connection):
    """A connection for reading: its transaction begins with its first statement, and nobody waits for its end.

    The thread works in the order in which it was asked, so whatever comes next finds the transaction ended.
    """

    def __init__(self, connector: Callable[[], sqlite3.Connection], iter_chunk_size: int) -> None:
        super().__init__(connector, iter_chunk_size)
        self._is_to_begin = False
        self._has_begun = False

    def begin_with_next(self) -> None:
        """The next statement begins a transaction."""
        self._is_to_begin = True

    @override
    async def visit(self, work: Work) -> Outcome:
        if self._is_to_begin:
            self._is_to_begin, self._has_begun = False, True
            work = partial(_after_begin, work)
        return await super().visit(work)

    @override
    async def rollback(self) -> None:
        self._is_to_begin = False
        if self._has_begun:
            self._has_begun = False
            thread: SimpleQueue[tuple[None, Callable[[], object]]] = cast("Any", self._tx)
            thread.put((None, self._conn.rollback))


class Cursor:
    """What SQLAlchemy needs of a cursor."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1
        self._rows: list[Any] = []

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> "Cursor":
        """Run a statement and read all that it gives."""
        self._take(await self._connection.visit(lambda cursor: cursor.execute(statement, parameters)))
        return self

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> "Cursor":
        """Run a statement with each of these."""
        self._take(await self._connection.visit(lambda cursor: cursor.executemany(statement, parameters)))
        return self

    async def fetchall(self) -> list[Any]:
        """The rows, once."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open."""

    def _take(self, outcome: Outcome) -> None:
        self.description, self._rows = outcome.description, outcome.rows
        self.rowcount, self.lastrowid = outcome.rowcount, outcome.lastrowid


def connector(kind: type[Connection]) -> Callable[..., Connection]:
    """Makes connections of this kind, as SQLAlchemy asks for them."""

    def connect(database: str, **options: Any) -> Connection:
        made = kind(partial(sqlite3.connect, database, **options), 64)
        # A process that ends must not wait for a thread that waits for work.
        made._thread.daemon = True  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - aiosqlite has no other door
        return made

    return connect


def _visited(connection: sqlite3.Connection, work: Work) -> Outcome:
    cursor = connection.cursor()
    try:
        work(cursor)
        return Outcome(cursor)
    finally:
        cursor.close()


def _after_begin(work: Work, cursor: sqlite3.Cursor) -> None:
    cursor.execute("BEGIN")
    work(cursor)
