"""The database grows with the program: the same history on SQLite and Postgres, forward, back and never past what is known."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, String, TableClause, column, insert, inspect, select, text
from sqlalchemy import table as sa_table

from userview.adapters.database import Database
from userview.adapters.database.installation import claim
from userview.adapters.database.migrate import HOME, migrate, version_of, versions
from userview.domains.teams.model import Account
from userview.domains.teams.store import account_by_email, members_of, teams
from userview.errors import StartRefused
from userview.tables import UTCDateTime, metadata


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    url = f"sqlite:///{tmp_path}/empty.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    database = Database(url)
    yield database
    await database.close()


def _rows(table: str, *columns: str) -> TableClause:
    """A table as it was before the code's."""
    types = {"created_at": UTCDateTime}
    return sa_table(table, *(column(name, types.get(name, String)) for name in columns))


def quiet(_line: str) -> None:
    """No progress in tests."""


async def test_an_empty_database_becomes_what_the_code_expects(empty: Database) -> None:
    steps: list[str] = []
    await migrate(empty, steps.append)
    assert [step.partition(": ")[2] for step in steps] == versions()
    assert await version_of(empty) == versions()[-1]
    async with empty.transaction() as connection:
        assert await connection.run_sync(differences) == []


async def test_there_and_back_and_there_again(empty: Database) -> None:
    await migrate(empty, quiet)
    await migrate(empty, quiet, to=versions()[0])
    assert await version_of(empty) == versions()[0]
    await migrate(empty, quiet)
    async with empty.transaction() as connection:
        assert await connection.run_sync(differences) == []


async def test_teams_whose_codes_had_another_number_of_digits_get_six(empty: Database) -> None:
    await migrate(empty, quiet, to="0012_addresses")
    chosen = {"a": {"lookup_code_digits": 8, "allow_draw": False}, "b": {"lookup_code_digits": 4}, "c": {}}
    fixed = {"name": "Shop", "created_at": datetime(2026, 11, 22, tzinfo=UTC)}
    rows = [{"id": team, "public_key": team, "settings": settings, **fixed} for team, settings in chosen.items()]
    async with empty.transaction() as connection:
        await connection.execute(insert(teams), rows)
    await migrate(empty, quiet)
    async with empty.reading() as connection:
        found = {row.id: row.settings for row in await connection.execute(select(teams.c.id, teams.c.settings))}
    assert found == {"a": {"lookup_code_digits": 6, "allow_draw": False}, "b": {"lookup_code_digits": 4}, "c": {}}


async def test_each_team_keeps_id_address_and_name_of_its_members(empty: Database) -> None:
    await migrate(empty, quiet, to="0013_code_digits")
    at = datetime(2026, 11, 22, tzinfo=UTC)
    ada = {"id": "agent_a", "email": "Ada@example.com", "email_folded": "ada@example.com", "name": "Ada"}
    async with empty.transaction() as connection:
        await connection.execute(insert(teams).values(id="t", name="Shop", public_key="p", settings={}, created_at=at))
        await connection.execute(_rows("accounts", *ada, "created_at").insert().values(**ada, created_at=at))
        joined = {"team_id": "t", "account_id": "agent_a", "role": "admin"}
        await connection.execute(_rows("memberships", *joined, "created_at").insert().values(**joined, created_at=at))
    await migrate(empty, quiet)
    async with empty.reading() as connection:
        [member] = await members_of(connection, "t")
        assert await account_by_email(connection, "ADA@example.com") == (Account("agent_a", at), None)
    assert (member.id, member.account_id, member.email, member.name) == ("agent_a", "agent_a", "Ada@example.com", "Ada")
    await migrate(empty, quiet, to="0013_code_digits")
    async with empty.reading() as connection:
        accounts = _rows("accounts", *ada)
        found = (await connection.execute(select(accounts))).one()
    assert found._asdict() == ada


async def test_an_up_to_date_database_is_left_alone(database: Database) -> None:
    steps: list[str] = []
    await migrate(database, steps.append)
    assert steps == []


async def test_a_database_of_a_newer_program_is_refused_untouched(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999_future'"))
    with pytest.raises(StartRefused, match="newer UserView") as caught:
        await migrate(database, quiet)
    assert "9999_future" in caught.value.message
    assert "\n" not in caught.value.message


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "userview.db"
    file.write_text("this is a letter to my aunt, and nothing else " * 100)
    database = Database(f"sqlite:///{file}")
    with pytest.raises(StartRefused, match="not a database"):
        await migrate(database, quiet)
    await database.close()
    assert file.read_text().startswith("this is a letter")


def test_versions_are_one_line_whose_files_bear_their_names() -> None:
    before: str | None = None
    for version in versions():
        source = (HOME / "versions" / f"{version}.py").read_text()
        assert f'revision = "{version}"' in source
        assert f"down_revision = {before!r}".replace("'", '"') in source
        before = version


async def test_a_database_belongs_to_the_key_it_was_made_with(database: Database) -> None:
    async with database.transaction() as connection:
        await claim(connection, b"k" * 32)
        await claim(connection, b"k" * 32)
    with pytest.raises(StartRefused, match=r"master\.key"):
        async with database.transaction() as connection:
            await claim(connection, b"x" * 32)


def differences(connection: Connection) -> list[object]:
    """Tables, columns, indexes and constraint names that differ between the database and the code."""
    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": declared})
    found: list[object] = list(compare_metadata(context, metadata))
    for table in inspect(connection).get_table_names():
        if table in metadata.tables:
            in_code = {
                str(c.name) for c in metadata.tables[table].constraints if c.__class__.__name__ == "CheckConstraint"
            }
            there = {str(c["name"]) for c in inspect(connection).get_check_constraints(table)}
            if in_code != there:
                found.append((table, in_code, there))
    return found


def declared(_object: object, name: str | None, kind: str, _reflected: object, _compared: object) -> bool:
    """What each database needs for search is made by its migration alone: the other one has no words for it."""
    if name is None:
        return True
    return not (
        name.endswith(("_trgm", "_begins"))
        if kind == "index"
        else name.startswith(("visitor_search", "alembic_version"))
    )
