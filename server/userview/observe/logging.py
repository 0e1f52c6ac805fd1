"""Structured logs on standard error: for people on a terminal, else one JSON object a line.

Libraries' own log records go the same way. What looks like a secret is left out by its name, and
addresses are logged without query string and without the signature of an asset link.
"""

import logging
import re
import sys
from typing import Final, cast

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from userview.settings import Settings

SECRET: Final = re.compile(
    r"token|secret|password|cookie|authorization|ticket|seat|signature|master_key|api_key$", re.IGNORECASE
)
LEVELS: Final = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
LIBRARIES_FROM_WARNING: Final = ("uvicorn", "sqlalchemy", "alembic", "aiosqlite", "asyncio")
"""Libraries whose ordinary messages tell the one who runs the server nothing."""
ROUTINE: Final = ("userview.http", "userview.serve")
"""What a person at the terminal need not read of each request; with `--log-level debug` it is there."""

_ASSET_LINK: Final = re.compile(r"^(/assets/[^/]*/)[^/]*")


def set_up_logging(settings: Settings) -> None:
    """Configure structlog and the standard library's logging for this process."""
    people = settings.log_format == "console" or (settings.log_format == "auto" and sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        leave_out_secrets,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    rendering: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if people:
        rendering.append(structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()))
    else:
        rendering += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=rendering))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(LEVELS[settings.log_level])
    quiet = LIBRARIES_FROM_WARNING + (ROUTINE if people and settings.log_level == "info" else ())
    # Whatever scanners send to a port is no news.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    for name in quiet:
        logging.getLogger(name).setLevel(max(LEVELS[settings.log_level], logging.WARNING))


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of one part of the server; events are short sentences, facts go as keywords."""
    return cast("structlog.stdlib.BoundLogger", structlog.get_logger(f"userview.{name}"))


def leave_out_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace values whose name says that they are secret."""
    return {name: "left out" if SECRET.search(name) else value for name, value in event.items()}


def loggable_path(path: str) -> str:
    """A request's path without what opens something: the signature of asset links."""
    return _ASSET_LINK.sub(r"\1…", path)[:300]
