"""Questions to SQLite, on a few threads of their own.

Waking a thread, and the event loop for its answer, costs several times a look-up by key. So threads take questions
from one queue for as long as there are any, and all answers that are there wake the loop once.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from threading import Thread
from typing import Any

Rows = list[tuple[Any, ...]]
_Asked = tuple[asyncio.Future[Rows], str, Sequence[Any]]


class SqliteQuestions:
    """Each thread has a connection that cannot write; every statement sees one snapshot."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], threads: int) -> None:
        self._connect = connect
        self._count = threads
        self._threads: list[Thread] = []
        self._asked: SimpleQueue[_Asked | None] = SimpleQueue()
        self._answered: deque[tuple[asyncio.Future[Rows], Rows | Exception]] = deque()
        self._is_waking = False

    async def ask(self, text: str, values: Sequence[Any]) -> Rows:
        """All rows of a statement.

        Raises:
            sqlite3.Error: the database does not answer, or the statement writes.
        """
        loop = asyncio.get_running_loop()
        if not self._threads:
            self._threads = [Thread(target=self._work, args=(loop,), daemon=True) for _ in range(self._count)]
            for thread in self._threads:
                thread.start()
        answer: asyncio.Future[Rows] = loop.create_future()
        self._asked.put((answer, text, values))
        return await answer

    async def close(self) -> None:
        """End the threads when they have answered what was asked before."""
        threads, self._threads = self._threads, []
        for _ in threads:
            self._asked.put(None)
        for thread in threads:
            await asyncio.to_thread(thread.join)

    def _work(self, loop: asyncio.AbstractEventLoop) -> None:
        connection: sqlite3.Connection | None = None
        while (asked := self._asked.get()) is not None:
            answer, text, values = asked
            try:
                connection = connection or self._connect()
                outcome: Rows | Exception = connection.execute(text, values).fetchall()
            except Exception as error:  # noqa: BLE001 - whoever asked hears of it
                outcome = error
            self._answered.append((answer, outcome))
            # Appended before the flag is read, and the loop clears the flag before it empties the queue: none is left.
            if not self._is_waking:
                self._is_waking = True
                try:
                    loop.call_soon_threadsafe(self._settle)
                except RuntimeError:
                    # The loop has ended, and nobody waits any more.
                    break
        if connection is not None:
            connection.close()

    def _settle(self) -> None:
        self._is_waking = False
        while self._answered:
            answer, outcome = self._answered.popleft()
            if answer.done():
                continue
            if isinstance(outcome, Exception):
                answer.set_exception(outcome)
            else:
                answer.set_result(outcome)
