"""`userview migrate`: bring the database to the version of this program."""

import asyncio
import os

from userview.adapters.database import Database
from userview.adapters.database.migrate import migrate as migrate_database
from userview.adapters.database.migrate import version_of
from userview.commands.console import say, show
from userview.hosting.data_folder import prepare_folder
from userview.settings import Settings


def migrate(settings: Settings) -> None:
    """Update the database; prints the version that it has now.

    Raises:
        StartRefused: it does not answer, or it is newer than this program.
    """
    # The database has people's data in it, and the folder may be one that others can look into.
    os.umask(0o077)
    if settings.database_url is None:
        prepare_folder(settings.data_dir)
    asyncio.run(_migrate(settings))


async def _migrate(settings: Settings) -> None:
    database = Database(settings.database)
    try:
        await migrate_database(database, say)
        show(f"The database {database.name} is of version {await version_of(database)}.")
    finally:
        await database.close()
