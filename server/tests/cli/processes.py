"""The real program, started as people start it."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import structlog

from userview.__main__ import main

START_SECONDS = 60.0
STOP_SECONDS = 20.0
PROGRAM = (sys.executable, "-m", "userview")


@dataclass(frozen=True)
class Finished:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Ours without settings that somebody may have in the shell."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("USERVIEW_")}
    return {**mine, "PYTHONPATH": str(Path(__file__).parents[2]), **(more or {})}


def command(*arguments: str | Path, env: Mapping[str, str] | None = None) -> Finished:
    """Run a command to its end, in this process: starting one for each would take longer than all they do."""
    out, err = io.StringIO(), io.StringIO()
    before = logging.getLogger().handlers
    with pytest.MonkeyPatch.context() as shell, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        for name in [name for name in os.environ if name.startswith("USERVIEW_")]:
            shell.delenv(name)
        for name, value in (env or {}).items():
            shell.setenv(name, value)
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0
        else:
            raise AssertionError("expected the command to exit")
        finally:
            logging.getLogger().handlers = before
            structlog.reset_defaults()
    return Finished(code, out.getvalue(), err.getvalue())


def program(*arguments: str | Path, env: Mapping[str, str] | None = None) -> Finished:
    """Run a command to its end as a process of its own."""
    finished = subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
        env=environment(env),
    )
    return Finished(finished.returncode, finished.stdout, finished.stderr)


class Server:
    """A running `userview serve`."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self.process = process
        self.folder = folder
        self.lines = self._first_lines()
        self.ready: dict[str, Any] = json.loads((folder / "ready.json").read_text())

    def _first_lines(self) -> list[str]:
        assert self.process.stdout is not None
        lines = [self.process.stdout.readline().rstrip("\n") for _ in range(4)]
        if not lines[0]:
            raise AssertionError(f"the server did not start:\n{self._errors()}")
        return lines

    def _errors(self) -> str:
        assert self.process.stderr is not None
        return self.process.stderr.read()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> Finished:
        """Ask it to stop, and wait until it has."""
        self.process.send_signal(number)
        return self.finished()

    def press_ctrl_c(self) -> Finished:
        """What a terminal does: the signal goes to every process of the group."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.finished()

    def finished(self) -> Finished:
        """Wait until it has stopped."""
        out, err = self.process.communicate(timeout=STOP_SECONDS)
        return Finished(self.process.returncode, out, err)

    def get(self, path: str, *, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
        """Status and body of a GET from the public host."""
        return fetch(f"{self.ready['base_url']}{path}", headers)


def fetch(url: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
    """Status and body of a GET."""
    try:
        with urlopen(Request(url, headers=dict(headers or {})), timeout=STOP_SECONDS) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()


@contextlib.contextmanager
def serving(folder: Path, *options: str, env: Mapping[str, str] | None = None) -> Generator[Server]:
    """A server whose data, and ready file, are in `folder`, on free ports; killed at the end if it still runs."""
    arguments = [
        "serve",
        "--port",
        "0",
        "--data-dir",
        str(folder / "data"),
        "--ready-file",
        str(folder / "ready.json"),
        *options,
    ]
    with subprocess.Popen(
        [*PROGRAM, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(env),
        process_group=0,
    ) as process:
        try:
            yield Server(process, folder)
        finally:
            if process.poll() is None:
                process.kill()
