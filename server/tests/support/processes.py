"""Starting a real server beside the tests, and waiting for it without sleeping blindly."""

from __future__ import annotations

import contextlib
import pwd
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

START_LIMIT_SECONDS = 60.0
STOP_LIMIT_SECONDS = 20.0
PORT_TRIES = 5
"""Between finding a free port and the server taking it somebody else may; then another one is tried."""


class ServerUnavailable(Exception):
    """A real server that tests need did not start here; the text says why, with the end of its log."""


@dataclass(frozen=True)
class RunningServer:
    """A started server: its loopback `port`, its process and its log."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def stop(self) -> None:
        """Ask it to end (SIGTERM), and end it when it does not."""
        self.process.terminate()
        try:
            self.process.wait(STOP_LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start_on_free_port(
    name: str,
    command: Callable[[int], Sequence[str]],
    log: Path,
    *,
    answers: Callable[[int], bool],
    user: pwd.struct_passwd | None = None,
) -> RunningServer:
    """Start `command(port)` until `answers(port)`.

    `user` is whom it runs as, if not as this user.

    Raises:
        ServerUnavailable: it did not come up on any of several ports; the end of its log is told.
    """
    for _ in range(PORT_TRIES):
        port = free_port()
        with log.open("wb") as sink:
            process = subprocess.Popen(
                command(port),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=None if user is None else user.pw_uid,
                group=None if user is None else user.pw_gid,
            )
        server = RunningServer(port, process, log)
        if _came_up(server, answers):
            return server
        server.stop()
    raise ServerUnavailable(f"{name} did not start:\n{log.read_text(errors='replace')[-2000:]}")


def free_port() -> int:
    """A loopback TCP port that is free at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def accepts_connections(port: int) -> bool:
    """Whether something listens on this loopback port."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1.0):
        return True
    return False


def _came_up(server: RunningServer, answers: Callable[[int], bool]) -> bool:
    deadline = time.monotonic() + START_LIMIT_SECONDS
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            return False
        if answers(server.port):
            return True
        time.sleep(0.02)
    return False
