"""Runs one command of a step, keeps its output in a log, and turns its failure into a sentence."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from tools.setup.failure import SetupFailed, cause_of, telling_lines
from tools.setup.paths import LOGS, ROOT, environment


def run_logged(log_name: str, command: Sequence[str | Path], *, env: dict[str, str] | None = None) -> None:
    """Run `command` in the checkout's root; all it prints goes to `.tools/logs/<log_name>.log`.

    Raises:
        SetupFailed: it could not be started, or exited with another code than 0.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{log_name}.log"
    words = [str(word) for word in command]
    try:
        with log.open("wb") as sink:
            finished = subprocess.run(
                words,
                cwd=ROOT,
                env=(env or environment()) | {"NO_COLOR": "1"},
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                check=False,
                close_fds=False,  # So that the setup lock is held as long as the command lives.
            )
    except OSError as error:
        raise SetupFailed(cause_of(str(error)) or f"`{words[0]}` could not be started: {error}.") from error
    if finished.returncode != 0:
        output = log.read_text(errors="replace")
        sentence = cause_of(output) or f"`{' '.join(words[:6])}` ended with code {finished.returncode}."
        raise SetupFailed(sentence, log=log, tail=telling_lines(output))
