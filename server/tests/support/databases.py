"""Databases for tests: migrated once per test process, then copied, so that each test has one of its own."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from tests.support.postgres import PostgresServer
from userview.adapters.database.database import Database
from userview.adapters.database.migrate import migrate

TEMPLATE = "userview_template"


def sqlite_template(folder: Path) -> Path:
    """A migrated SQLite file without rows."""
    file = folder / "template.db"
    asyncio.run(_migrated(f"sqlite:///{file}"))
    return file


def sqlite_copy(template: Path, folder: Path) -> str:
    """URL of a copy of the template."""
    file = folder / "userview.db"
    shutil.copyfile(template, file)
    return f"sqlite:///{file}"


def postgres_template(server: PostgresServer) -> str:
    """Name of a migrated Postgres database without rows."""
    asyncio.run(_migrated(server.create_database(TEMPLATE)))
    return TEMPLATE


async def _migrated(url: str) -> None:
    database = Database(url)
    try:
        await migrate(database, lambda _step: None)
    finally:
        await database.close()
