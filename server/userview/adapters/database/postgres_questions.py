"""Questions to Postgres, on a few connections of their own that begin no transaction and cannot write."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

import asyncpg
from typing_extensions import override


class _Connection(asyncpg.Connection):
    """A connection that questions leave as they found it."""

    @override
    def get_reset_query(self) -> str:
        # Each hand-over would cost a round trip, to clear what no SELECT leaves behind.
        return ""


class PostgresQuestions:
    """Connections are made as they are needed, and again when the server has closed them."""

    def __init__(self, options: Mapping[str, Any], connections: int) -> None:
        """`options`: as asyncpg's `connect` takes them."""
        self._options = options
        self._count = connections
        self._pool: Any = None

    async def ask(self, text: str, values: Sequence[Any]) -> Sequence[asyncpg.Record]:
        """All rows of a statement.

        Raises:
            asyncpg.PostgresError, asyncpg.InterfaceError, OSError: the database does not answer, or the statement writes.
        """
        if self._pool is None:
            # Opens nothing yet, and so does not wait: two who ask at the same time get the same one.
            self._pool = cast("Any", asyncpg).create_pool(
                **self._options,
                min_size=0,
                max_size=self._count,
                connection_class=_Connection,
                init=_prepare,
                server_settings={"default_transaction_read_only": "on"},
                loop=asyncio.get_running_loop(),
            )
        await self._pool
        return await self._pool.fetch(text, *values)

    async def close(self) -> None:
        """Close all connections; questions that are open fail."""
        if self._pool is not None:
            self._pool.terminate()
            self._pool = None


async def _prepare(connection: Any) -> None:
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(kind, schema="pg_catalog", encoder=json.dumps, decoder=json.loads)
