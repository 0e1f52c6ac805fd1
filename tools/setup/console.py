"""What a person sees while setting up: one line per step, with the seconds running on a terminal."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import Self

TICK_SECONDS = 0.1
SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class StepLine:
    """One step's line: `with StepLine("Python packages"): ...` shows it under way, then done or failed.

    On a terminal a spinner and the seconds move; otherwise the line is begun, and ended when the step ends.
    """

    def __init__(self, title: str) -> None:
        self._title = title
        self._started = 0.0
        self._done = threading.Event()
        self._painter: threading.Thread | None = None
        self._terminal = sys.stderr.isatty()

    def __enter__(self) -> Self:
        self._started = time.monotonic()
        if self._terminal:
            self._painter = threading.Thread(target=self._paint, daemon=True)
            self._painter.start()
        else:
            _write(f"  {self._title} ... ")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        if self._painter is not None:
            self._painter.join()
        seconds = time.monotonic() - self._started
        mark, word = ("✓", "done") if kind is None else ("✗", "stopped" if kind is KeyboardInterrupt else "failed")
        if self._terminal:
            _write(f"\r\x1b[K{mark} {self._title} ({seconds:.1f} s)\n")
        else:
            _write(f"{word} in {seconds:.1f} s\n")

    def _paint(self) -> None:
        frame = 0
        while not self._done.wait(TICK_SECONDS):
            seconds = time.monotonic() - self._started
            _write(f"\r\x1b[K{SPINNER[frame % len(SPINNER)]} {self._title} ({seconds:.0f} s)")
            frame += 1


def say(text: str) -> None:
    """A line to the person, on standard error like every line of setting up: standard output is the product's."""
    _write(text + "\n")


def _write(text: str) -> None:
    encoding = sys.stderr.encoding or "ascii"
    sys.stderr.write(text.encode(encoding, "replace").decode(encoding))
    sys.stderr.flush()
