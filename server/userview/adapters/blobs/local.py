"""Blobs as files below one folder."""

import asyncio
import os
import secrets
from pathlib import Path

from obstore.exceptions import BaseError
from obstore.store import LocalStore

from userview.adapters.blobs.keys import checked
from userview.errors import BlobsUnavailable


class LocalBlobs:
    """A folder; the key is the path in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store: LocalStore | None = None

    def _opened(self) -> LocalStore:
        if self._store is None:
            self._store = LocalStore(self._folder, mkdir=True, automatic_cleanup=True)
        return self._store

    async def put(self, key: str, data: bytes) -> None:
        """Write beside, rename, and have both on the disk before returning."""
        checked(key)
        try:
            await self._opened().put_async(key, data)
            await asyncio.to_thread(self._to_disk, self._folder / key)
        except (BaseError, OSError) as error:
            raise self._failed("written", key, error) from error

    async def get(self, key: str) -> bytes | None:
        """Read the whole file."""
        checked(key)
        try:
            found = await self._opened().get_async(key)
            return bytes(await found.bytes_async())
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as error:
            raise self._failed("read", key, error) from error

    async def delete(self, key: str) -> None:
        """Remove the file."""
        checked(key)
        try:
            await self._opened().delete_async(key)
        except FileNotFoundError:
            return
        except (BaseError, OSError) as error:
            raise self._failed("removed", key, error) from error

    async def check(self) -> None:
        """Write, read and remove a small object."""
        key = f"check/{secrets.token_hex(8)}"
        await self.put(key, b"userview")
        await self.get(key)
        await self.delete(key)

    def _to_disk(self, file: Path) -> None:
        for path in (file, file.parent):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def _failed(self, done: str, key: str, error: Exception) -> BlobsUnavailable:
        return BlobsUnavailable(f"The object {key} in {self._folder} cannot be {done}: {error}", key=key)
