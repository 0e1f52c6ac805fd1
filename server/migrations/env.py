"""Alembic's entry: runs migrations on the connection that `userview.adapters.database.migrate` hands over."""

import importlib
import pkgutil

from alembic import context

import userview.domains
from userview.tables import metadata

for package in pkgutil.iter_modules(userview.domains.__path__, "userview.domains."):
    for found in pkgutil.iter_modules(importlib.import_module(package.name).__path__, f"{package.name}."):
        if found.name.endswith(".store"):
            importlib.import_module(found.name)
for module in ("userview.worker.tables", "userview.adapters.database.installation"):
    importlib.import_module(module)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    # SQLite cannot alter most of a table: Alembic then builds it anew, with the names from the naming convention.
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    compare_server_default=True,
    include_object=context.config.attributes.get("include_object"),
)
context.run_migrations()
