"""The database: SQLAlchemy Core, async, on SQLite (embedded) or Postgres, behind one door.

Callers get transactions, never engines: `transaction()` for whatever writes, `reading()` for the rest.
"""

from userview.adapters.database.database import Database, Dialect

__all__ = ["Database", "Dialect"]
