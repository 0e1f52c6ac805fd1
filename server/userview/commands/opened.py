"""Opening the installation for a command that does one thing and ends, beside a running server or without one."""

import contextlib
from collections.abc import AsyncGenerator

from userview.adapters.database.installation import claim
from userview.adapters.database.migrate import version_of, versions
from userview.app import Installation, installation
from userview.errors import StartRefused
from userview.hosting.data_folder import KEY_FILE, master_key
from userview.settings import Settings


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncGenerator[Installation]:
    """The installation, whose database must be of this program's version already.

    Raises:
        StartRefused: there is none yet, it does not answer, or it is of another version; says what to do.
    """
    if settings.database_url is None and not settings.sqlite_file.exists():
        raise StartRefused(
            f"There is no installation in {settings.data_dir}: start `userview serve` once, or name its folder with --data-dir "
            "(USERVIEW_DATA_DIR)."
        )
    if settings.master_key is None and not (settings.data_dir / KEY_FILE).exists():
        raise StartRefused(
            f"There is no {KEY_FILE} in {settings.data_dir}: name the folder of the installation with --data-dir, or give its key "
            "as USERVIEW_MASTER_KEY."
        )
    key = master_key(settings)
    async with installation(settings, key) as parts:
        version = await version_of(parts.database)
        if version != versions()[-1]:
            raise StartRefused(
                f"The database is of version {version or 'none'}, this program needs {versions()[-1]}: run `userview migrate` first."
            )
        async with parts.database.transaction() as connection:
            await claim(connection, key)
        yield parts
