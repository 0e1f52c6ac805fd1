"""The database keeps what was committed, and only that, on SQLite and on Postgres alike."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Column, Integer, Table, bindparam, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.adapters.database import Database
from userview.domains.assets.store import asset_bindings
from userview.errors import DatabaseUnavailable, StartRefused
from userview.tables import JSONDocument, UTCDateTime, metadata
from userview.worker.tables import schedules

PLACE = {
    "session": "0" * 16,
    "asset": "a",
    "page": 1,
    "refused": False,
    "created_at": datetime(2026, 11, 22, tzinfo=UTC),
}
SCHEDULE = {"name": "one", "next_at": datetime(2026, 11, 22, 7, 30, tzinfo=UTC)}


class Interrupted(Exception):
    """What a caller's block may raise."""


async def names(database: Database) -> list[str]:
    async with database.reading() as connection:
        return list((await connection.execute(select(schedules.c.name).order_by(schedules.c.name))).scalars())


async def test_what_a_block_wrote_is_there_when_it_is_left(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute(insert(schedules).values(SCHEDULE))
    assert await names(database) == ["one"]


async def test_nothing_stays_of_a_block_that_raises(database: Database) -> None:
    async def write_and_raise() -> None:
        async with database.transaction() as connection:
            await connection.execute(insert(schedules).values(SCHEDULE))
            raise Interrupted

    with pytest.raises(Interrupted):
        await write_and_raise()
    assert await names(database) == []


async def test_nothing_stays_of_a_block_that_is_cancelled(database: Database) -> None:
    wrote = asyncio.Event()

    async def write_and_wait() -> None:
        async with database.transaction() as connection:
            await connection.execute(insert(schedules).values(SCHEDULE))
            wrote.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_and_wait())
    await wrote.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await names(database) == []


async def test_readers_do_not_wait_for_a_writer_and_see_what_was_committed(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute(insert(schedules).values(SCHEDULE))
        assert await names(database) == []
    assert await names(database) == ["one"]


async def test_a_reader_sees_one_moment_to_its_end(database: Database) -> None:
    async with database.reading() as reader:
        assert (await reader.execute(select(schedules.c.name))).all() == []
        async with database.transaction() as connection:
            await connection.execute(insert(schedules).values(SCHEDULE))
        assert (await reader.execute(select(schedules.c.name))).all() == []


async def test_readers_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.reading() as connection:
            await connection.execute(insert(schedules).values(SCHEDULE))
    assert await names(database) == []


async def test_a_question_sees_what_was_committed_and_nothing_else(database: Database) -> None:
    question = select(schedules.c.name).where(schedules.c.name == bindparam("wanted"))

    async def found() -> list[str]:
        return [row.name for row in await database.ask(question, {"wanted": "one"})]

    async with database.transaction() as connection:
        await connection.execute(insert(schedules).values(SCHEDULE))
        assert await found() == []
    assert await found() == ["one"]
    assert await database.ask(question, {"wanted": "two"}) == []


async def test_a_question_cannot_write(database: Database) -> None:
    writing: Any = insert(schedules).values(SCHEDULE).returning(schedules.c.name)
    with pytest.raises(DatabaseUnavailable, match=r"read-?only"):
        await database.ask(writing)
    assert await names(database) == []


async def test_more_questions_at_once_than_there_are_connections(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute(insert(schedules).values(SCHEDULE))
    answers = await asyncio.gather(*(database.ask(select(schedules.c.name)) for _ in range(50)))
    assert [[row.name for row in rows] for rows in answers] == [["one"]] * 50


async def test_a_question_that_is_given_up_leaves_no_trace(database: Database) -> None:
    for _ in range(30):
        given_up = asyncio.create_task(database.ask(select(schedules.c.name)))
        await asyncio.sleep(0)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
    assert await database.ask(select(schedules.c.name)) == []


async def test_a_question_takes_no_list(database: Database) -> None:
    question = select(schedules.c.name).where(schedules.c.name.in_(bindparam("wanted", expanding=True)))
    with pytest.raises(ValueError, match="expected parameters that are no lists, got wanted"):
        await database.ask(question, {"wanted": ["one"]})


async def test_who_asks_after_the_end_begins_anew(database: Database) -> None:
    question = select(schedules.c.name)
    assert await database.ask(question) == []
    await database.close()
    assert await database.ask(question) == []


async def test_questions_find_a_connection_when_postgres_closed_theirs(postgres_url: str) -> None:
    database = Database(postgres_url)
    pid = select(func.pg_backend_pid().label("pid"))
    try:
        [first] = await database.ask(pid)
        async with database.transaction() as connection:
            await connection.execute(select(func.pg_terminate_backend(first.pid)))
        # Until the end is heard of, a question may still be sent there, and fails; none hangs, and soon one is answered.
        async with asyncio.timeout(10):
            while True:
                try:
                    [second] = await database.ask(pid)
                    break
                except DatabaseUnavailable:
                    continue
        assert second.pid != first.pid
    finally:
        await database.close()


async def test_connections_that_postgres_closed_are_replaced(postgres_url: str) -> None:
    database = Database(postgres_url)
    gone = asyncio.Event()
    question = select(func.pg_backend_pid().label("pid"))

    def ended(_connection: object) -> None:
        gone.set()

    try:
        async with database.transaction() as connection:
            raw: Any = (await connection.get_raw_connection()).driver_connection
            raw.add_termination_listener(ended)
            written = (await connection.execute(question)).scalar_one()
        await database.ask(select(func.pg_terminate_backend(written)))
        await asyncio.wait_for(gone.wait(), 10)
        async with database.transaction() as connection:
            assert (await connection.execute(question)).scalar_one() != written
    finally:
        await database.close()


async def test_many_writers_at_once_all_get_their_turn(database: Database) -> None:
    async def write(name: str) -> None:
        async with database.transaction() as connection:
            await connection.execute(insert(schedules).values({**SCHEDULE, "name": name}))

    wanted = sorted(f"writer {number}" for number in range(30))
    await asyncio.gather(*map(write, wanted))
    assert await names(database) == wanted


async def test_rows_cannot_refer_to_nothing(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction() as connection:
            await connection.execute(insert(asset_bindings).values({**PLACE, "blob": "absent"}))


async def test_moments_and_documents_come_back_as_they_went_in(database: Database) -> None:
    table = Table(
        "roundtrip",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("at", UTCDateTime),
        Column("document", JSONDocument),
    )
    try:
        elsewhere = timezone(timedelta(hours=5, minutes=30))
        moments = [
            datetime(2026, 11, 22, 7, 30, 0, 123456, tzinfo=elsewhere),
            datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC),
            None,
        ]
        documents: list[Any] = [{"a": [1, 2.5, "ü\U0001f600", None, True]}, [], None]
        async with database.transaction() as connection:
            await connection.run_sync(table.create)
            for at, document in zip(moments, documents, strict=True):
                await connection.execute(insert(table).values(at=at, document=document))
        async with database.transaction() as connection:
            rows = (await connection.execute(select(table).order_by(table.c.id))).all()
            asked = await database.ask(select(table).where(table.c.at == bindparam("at")), {"at": moments[0]})
            nulls = await connection.scalar(
                text("SELECT count(*) FROM roundtrip WHERE document IS NULL AND at IS NULL")
            )
        assert [row.at for row in rows] == moments
        assert rows[0].at.tzinfo is UTC
        assert [row.document for row in rows] == documents
        assert [(row.at, row.document) for row in asked] == [(moments[0], documents[0])]
        assert nulls == 1
    finally:
        metadata.remove(table)


async def test_a_moment_without_a_time_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 11, 22, 7, 30)  # noqa: DTZ001 - that is the point
    with pytest.raises(StatementError, match="expected a datetime with a time zone"):
        async with database.transaction() as connection:
            await connection.execute(insert(schedules).values(name="x", next_at=naive))


async def test_sqlite_loses_nothing_and_leaves_nothing_behind(database: Database) -> None:
    if database.dialect != "sqlite":
        return
    async with database.transaction() as connection:
        found = {
            pragma: await connection.scalar(text(f"PRAGMA {pragma}"))
            for pragma in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        }
    full = 2
    assert found == {"journal_mode": "wal", "synchronous": full, "secure_delete": 1, "foreign_keys": 1}


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://host/name", "sqlite://", "postgresql://host", "sqlite:///:memory:"]
)
def test_urls_of_other_databases_are_refused_with_what_is_expected(url: str) -> None:
    with pytest.raises(StartRefused, match="expected sqlite:///path/to/file or postgresql://"):
        Database(url)


def test_passwords_are_not_shown() -> None:
    assert Database("postgresql://ada:secret@host:5432/name").name == "postgresql+asyncpg://ada:***@host:5432/name"


async def test_a_database_that_does_not_answer_is_named() -> None:
    database = Database("postgresql://ada:secret@127.0.0.1:1/name")
    for attempt in (database.check(), entered(database.transaction()), entered(database.reading())):
        with pytest.raises(DatabaseUnavailable, match=r"127\.0\.0\.1:1/name does not answer") as caught:
            await attempt
        assert "secret" not in caught.value.message
    await database.close()


async def entered(block: AbstractAsyncContextManager[AsyncConnection]) -> None:
    """Enter and leave."""
    async with block:
        pass
