"""Looking names up, on threads of its own: a name server that somebody else runs may take long, and cannot be given up."""

import asyncio
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

THREADS: Final = 16
"""Names looked up at once. The event loop's own threads serve files and check passwords, and must stay free."""


class MachineNames:
    """Asks the machine's resolver."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="egress-names")

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """The host's addresses, in the resolver's order.

        Raises:
            OSError: it has none.
        """
        found = await asyncio.get_running_loop().run_in_executor(self._threads, _look_up, host, port)
        return list(dict.fromkeys(address.partition("%")[0] for address in found))

    def close(self) -> None:
        """Look nothing up any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _look_up(host: str, port: int) -> list[str]:
    return [str(place[4][0]) for place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
