"""`userview worker`: background jobs in a process of their own, beside `userview serve`."""

import asyncio
import signal

from userview.app import make_worker
from userview.commands.opened import opened
from userview.errors import StartRefused
from userview.observe.logging import logger, set_up_logging
from userview.settings import Settings

log = logger("worker")


def worker(settings: Settings) -> None:
    """Work until SIGINT or SIGTERM.

    Raises:
        StartRefused: with SQLite or the bus in the server's process, the worker has to be there too.
    """
    missing = [
        name
        for name, absent in (
            ("a Postgres database (USERVIEW_DATABASE_URL)", not settings.database.startswith("postgres")),
            ("a shared bus (USERVIEW_BUS_URL)", settings.bus_url is None),
        )
        if absent
    ]
    if missing:
        raise StartRefused(
            f"A worker of its own needs {' and '.join(missing)}; without that, the worker inside `userview serve` does all jobs."
        )
    set_up_logging(settings)
    asyncio.run(_work(settings))


async def _work(settings: Settings) -> None:
    async with opened(settings) as parts:
        await parts.bus.check()
        working = make_worker(parts)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, working.stop)
        log.info("working")
        await working.run()
        log.info("stopped")
