"""Parts of the spool become chunks of the blob store, one after the other."""

import asyncio
import logging
from typing import Final

from userview.domains.recordings.archive import Archive
from userview.domains.recordings.spool import Part, Spool
from userview.domains.recordings.tape import Contents, Finder
from userview.errors import UserViewError

_LOG: Final = logging.getLogger("userview.recordings")

AGAIN_SECONDS: Final = (1.0, 5.0, 15.0, 30.0)
"""How long to wait before it is tried again; the last one from then on."""


class Sealing:
    """Of one recording. What cannot be sealed now is tried again, and waits on the disk meanwhile."""

    def __init__(self, archive: Archive, spool: Spool, finder: Finder) -> None:
        self._archive = archive
        self._spool = spool
        self._finder = finder
        self._parts: asyncio.Queue[Part | None] = asyncio.Queue()
        self._stopped = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.unwanted = False
        """Nothing of it may be kept any more: its visitor was erased, or the recording removed."""

    def put(self, part: Part) -> None:
        """Seal this part, after those before it."""
        self._parts.put_nowait(part)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._work())

    def stop(self) -> None:
        """Try nothing again: the process ends, and the next one goes on."""
        self._stopped.set()

    async def finished(self) -> None:
        """Returns when every part is sealed, or it was stopped."""
        if self._task is not None:
            self._parts.put_nowait(None)
            await self._task
            self._task = None

    async def _work(self) -> None:
        while (part := await self._parts.get()) is not None:
            raw = await asyncio.to_thread(self._spool.read, part)
            contents = self._finder.read(part.number, raw)
            if contents is not None and not self.unwanted and not await self._seal(part, raw, contents):
                return
            await asyncio.to_thread(self._spool.remove, part)

    async def _seal(self, part: Part, raw: bytes, contents: Contents) -> bool:
        """False when it was stopped before that was done."""
        attempt = 0
        while True:
            try:
                self.unwanted = not await self._archive.keep(part.session, part.number, raw, contents)
            except UserViewError as error:
                _LOG.warning("a part of a recording could not be kept, and waits on the disk: %s", error.message)
            else:
                return True
            if self._stopped.is_set():
                return False
            delay = AGAIN_SECONDS[min(attempt, len(AGAIN_SECONDS) - 1)]
            attempt += 1
            try:
                async with asyncio.timeout(delay):
                    await self._stopped.wait()
            except TimeoutError:
                continue
            return False
