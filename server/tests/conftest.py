"""Fixtures for every test of the server: real servers beside it, one of each per test process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.support.databases import postgres_template, sqlite_copy, sqlite_template
from tests.support.nouns import Nouns, make_nouns
from tests.support.postgres import PostgresServer, running_postgres
from tests.support.valkey import ValkeyServer, running_valkey
from userview.adapters.database.database import Database
from userview.domains.visitors.devices import Devices


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real Postgres of this test process's own. Where it cannot start, the tests that need it fail and say why."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """SQLAlchemy URL (asyncpg) of an empty database that only this test has."""
    name = f"test_{uuid4().hex}"
    yield postgres_server.create_database(name)
    postgres_server.drop_database(name)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    return sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> str:
    """Name of a migrated Postgres database, to be copied."""
    return postgres_template(postgres_server)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a migrated database without rows that only this test has; each test runs on both kinds."""
    if request.param == "sqlite":
        yield sqlite_copy(request.getfixturevalue("migrated_sqlite"), tmp_path)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = f"test_{uuid4().hex}"
    yield server.create_database(name, template=request.getfixturevalue("migrated_postgres"))
    server.drop_database(name)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The same database, opened."""
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def devices() -> Iterator[Devices]:
    """The reader of user agents: one for all tests, since its child process takes seconds to load."""
    made = Devices()
    yield made
    made.close()


@pytest.fixture
def nouns(database: Database, devices: Devices, tmp_path: Path) -> Nouns:
    """All domains on that database, with a clock that stands still."""
    return make_nouns(database, devices, tmp_path)


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[ValkeyServer]:
    """A real Valkey of this test process's own. Where it cannot start, the tests that need it fail and say why."""
    with running_valkey() as server:
        yield server


@pytest.fixture
def valkey_url(valkey_server: ValkeyServer) -> str:
    """`redis://` URL of an empty server that no other test uses at the same time."""
    valkey_server.empty()
    return valkey_server.url
