"""Facts about the installation that live in its database, so that a database and a data folder belong together."""

import hashlib
import hmac
from typing import Final

from sqlalchemy import Column, String, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.errors import StartRefused
from userview.tables import metadata

installation: Final = Table(
    "installation",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(200), nullable=False),
)


async def claim(connection: AsyncConnection, master_key: bytes) -> None:
    """Remember which master key this database belongs to, the first time; later see that it is the same.

    Only a digest is kept, from which the key cannot be learned.

    Raises:
        StartRefused: the key is another one; what was encrypted under the first could not be read.
    """
    digest = hmac.digest(master_key, b"userview installation", hashlib.sha256).hex()
    kept = await connection.scalar(select(installation.c.value).where(installation.c.name == "master_key_digest"))
    if kept is None:
        await connection.execute(insert(installation).values(name="master_key_digest", value=digest))
    elif not hmac.compare_digest(kept, digest):
        raise StartRefused(
            "The master key is not the one that this database was made with: bring back the file master.key of the data folder "
            "(or the setting USERVIEW_MASTER_KEY) from before."
        )
