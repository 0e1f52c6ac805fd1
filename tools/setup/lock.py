"""One setup at a time in one checkout: a second waits for the first and then finds its work done."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager

from tools.setup.console import say
from tools.setup.paths import TOOLS


@contextmanager
def setup_lock() -> Generator[None]:
    """Hold the lock file; the operating system frees it when this process ends, however that happens.

    Commands that a step starts inherit it: if this process is killed and an installer lives on, the next one still waits.
    """
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "setup.lock").open("w") as handle:
        os.set_inheritable(handle.fileno(), True)  # noqa: FBT003 - the library's signature
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another ./run or ./test is setting up this checkout; waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
