"""Starts a browser once, as the tests will start it, before it is believed."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tools.setup.paths import NODE, ROOT, environment

START_LIMIT_SECONDS = 60.0
"""A cold start on a busy machine takes ten."""


def starts(probe: Path, program: str, *arguments: str) -> bool:
    """Whether `program` starts and draws a page; `probe` is the script of Node that tries."""
    try:
        finished = subprocess.run(
            [NODE, probe, program, *arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=START_LIMIT_SECONDS,
            check=False,
            env=environment(),
        )
    except subprocess.TimeoutExpired:
        return False
    return finished.returncode == 0
