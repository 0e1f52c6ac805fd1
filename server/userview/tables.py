"""What every table of the server shares: the metadata they hang on, and their own column types.

A domain's `store.py` declares its tables on `metadata`. Alembic compares the same metadata with the
database (`server/migrations/`). SQLite and Postgres behave alike behind these types.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Any, Final, Literal, Protocol

from sqlalchemy import JSON, DateTime, Dialect, MetaData, Row, Select, Table, types
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""All tables. Constraints have names, so that migrations can change them on both databases."""


class UTCDateTime(types.TypeDecorator[datetime]):
    """A moment in time: an aware `datetime` in, one in UTC out, exact to the microsecond.

    Postgres keeps `timestamptz`; SQLite keeps ISO text in UTC, whose order is that of time.

    Raises:
        ValueError: (inside SQLAlchemy's `StatementError`) for a datetime without a time zone, whose
            moment nobody knows.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"expected a datetime with a time zone, got {value.isoformat()} without one")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


JSONDocument: Final[types.TypeEngine[Any]] = JSON(none_as_null=True).with_variant(
    JSONB(none_as_null=True), "postgresql"
)
"""A JSON value (object, array, string, number, boolean). None is stored as SQL NULL, on both databases."""


class Transactions(Protocol):
    """The database as a domain's services get it: somewhere to begin a transaction, and nothing else."""

    @property
    def dialect(self) -> Literal["sqlite", "postgresql"]:
        """Which of the two it is, for the few statements that differ."""
        ...

    def transaction(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Begin; commit at the end of the block, roll back when it raises."""
        ...

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection for reading only, which waits for no writer."""
        ...

    async def ask(self, statement: Select[Any], parameters: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """The rows of one statement that reads; costs a fraction of a transaction."""
        ...


def moment(at: float) -> datetime:
    """A moment as the columns take it, from Unix seconds."""
    return datetime.fromtimestamp(at, UTC)


def upsert(connection: AsyncConnection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that can say `on_conflict_do_update`, in the words of the connection's database."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
