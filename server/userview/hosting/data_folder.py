"""The data folder: made, checked, held by one server at a time; and the master key in it."""

import base64
import binascii
import contextlib
import errno
import fcntl
import os
import secrets
from collections.abc import Generator
from pathlib import Path
from typing import IO, Final

from userview.errors import StartRefused
from userview.settings import Settings

KEY_BYTES: Final = 32
LOCK_FILE: Final = "userview.lock"
KEY_FILE: Final = "master.key"
NODE_FILE: Final = "node.id"


def prepare_folder(folder: Path) -> None:
    """Make `folder` (for this user alone) when it is not there, and see that files can be written in it.

    Raises:
        StartRefused: it is no folder, cannot be made or cannot be written; says what to do.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise StartRefused(f"The data folder {folder} is a file: expected a folder. {_OTHER}") from None
    except OSError as error:
        raise StartRefused(f"The data folder {folder} cannot be made: {error.strerror}. {_OTHER}") from None
    probe = folder / f".probe-{secrets.token_hex(8)}"
    try:
        probe.write_bytes(b"userview")
        probe.unlink()
    except OSError as error:
        raise StartRefused(f"The data folder {folder} cannot be written: {error.strerror}. {_OTHER}") from None


_OTHER: Final = "Mend that, or choose another folder with --data-dir (USERVIEW_DATA_DIR)."


class Hold:
    """The folder is held by this process; others can read who that is."""

    def __init__(self, lock: IO[str]) -> None:
        self._lock = lock

    def note(self, public_url: str) -> None:
        """Say under which address this process serves, for commands that make links to it."""
        self._lock.seek(0)
        self._lock.truncate()
        self._lock.write(f"{os.getpid()}\n{public_url}\n")
        self._lock.flush()


@contextlib.contextmanager
def hold_folder(folder: Path) -> Generator[Hold]:
    """Hold the folder for this process; the operating system lets go of it however the process ends.

    Raises:
        StartRefused: another server holds it, which is named by its process id.
    """
    with (folder / LOCK_FILE).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in {errno.EWOULDBLOCK, errno.EACCES}:
                raise StartRefused(f"The data folder {folder} cannot be locked: {error.strerror}. {_OTHER}") from None
            lock.seek(0)
            holder = lock.readline(20).strip() or "unknown"
            raise StartRefused(
                f"Another UserView (process {holder}) already serves the data folder {folder}: stop that one, "
                "or give this one a folder of its own with --data-dir (USERVIEW_DATA_DIR)."
            ) from None
        hold = Hold(lock)
        hold.note("")
        yield hold


def served_at(folder: Path) -> str | None:
    """The public URL of the server that holds the folder now; None when none does."""
    try:
        with (folder / LOCK_FILE).open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                lines = lock.read(2000).splitlines()
                return lines[1] if len(lines) > 1 and lines[1] else None
    except OSError:
        return None
    return None


def node_id(folder: Path) -> str:
    """The name of the server that lives in this folder, the same after a restart; the folder must be held."""
    file = folder / NODE_FILE
    try:
        known = file.read_text().strip()
    except OSError:
        known = ""
    if not known:
        known = secrets.token_hex(8)
        file.write_text(known + "\n")
    return known


def master_key(settings: Settings) -> bytes:
    """The installation's master key: the setting, else the file, else a new one in that file.

    Raises:
        StartRefused: what is there is not 32 bytes in base64.
    """
    if settings.master_key is not None:
        return _decoded(settings.master_key.get_secret_value(), "USERVIEW_MASTER_KEY")
    file = settings.data_dir / KEY_FILE
    with contextlib.suppress(FileExistsError):
        _write_new_key(file)
    try:
        return _decoded(file.read_text(), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise StartRefused(f"The master key {file} cannot be read: {error}.") from None


def _write_new_key(file: Path) -> None:
    if file.exists():
        raise FileExistsError
    scratch = file.with_suffix(f".{os.getpid()}.tmp")
    text = base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n"
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as target:
            target.write(text)
            target.flush()
            os.fsync(target.fileno())
        # A link appears whole or not at all, and never in place of a key that another process just made.
        os.link(scratch, file)
    finally:
        scratch.unlink()


def _decoded(text: str, source: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise StartRefused(
            f"{source}: expected {KEY_BYTES} random bytes in base64 (`openssl rand -base64 32` makes them), got something else."
        )
    return key
