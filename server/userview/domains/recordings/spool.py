"""The spool: what of a recording is not in the blob store yet, as files of the data folder that survive a kill.

A part is one chunk to be: `<session>.<number>.part`. What is written is on the disk when `sync` has returned. Every
method blocks; threads call them.
"""

import os
import re
from pathlib import Path
from typing import Final, NamedTuple

_NAME: Final = re.compile(r"([0-9a-f]{16})\.([0-9]{6})\.part$")


class Part(NamedTuple):
    """A file of the spool."""

    session: str
    number: int


class Spool:
    """One folder; `reserve_bytes`: so much is left free on its disk for everybody else."""

    def __init__(self, folder: Path, reserve_bytes: int) -> None:
        self._folder = folder
        self._reserve = reserve_bytes

    def prepare(self) -> None:
        """Make the folder.

        Raises:
            OSError: it cannot be made.
        """
        self._folder.mkdir(parents=True, exist_ok=True)

    def parts(self) -> list[Part]:
        """Everything that is there, by session and number."""
        if not self._folder.is_dir():
            return []
        found = (_NAME.match(path.name) for path in self._folder.iterdir())
        return sorted(Part(name[1], int(name[2])) for name in found if name is not None)

    def has_room(self) -> bool:
        """Whether more is free than is left for others."""
        disk = os.statvfs(self._folder)
        return disk.f_bavail * disk.f_frsize > self._reserve

    def append(self, part: Part, data: bytes, *, sync: bool) -> None:
        """Write on; with `sync` it is on the disk afterwards, and so is everything written to this part before.

        Raises:
            OSError: the disk is full, for instance.
        """
        path = self._path(part)
        is_new = not path.exists()
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view) :]
            if sync:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if is_new:
            self._sync_folder()

    def read(self, part: Part) -> bytes:
        """All that was written."""
        return self._path(part).read_bytes()

    def remove(self, part: Part) -> None:
        """It is kept elsewhere, or nobody wants it."""
        self._path(part).unlink(missing_ok=True)

    def _path(self, part: Part) -> Path:
        return self._folder / f"{part.session}.{part.number:06d}.part"

    def _sync_folder(self) -> None:
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
