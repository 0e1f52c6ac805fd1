"""Every benchmark runs and prints its figures, at the smallest size: what is run rarely must not break unseen."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import BENCHMARKS
from bench.search.__main__ import CLASSES, SHORT_IDS
from bench.sessions.__main__ import FILTERS

ROOT = Path(__file__).parents[2]

SMALLEST: dict[str, tuple[str, list[str]]] = {
    "relay": ("--sessions 1 --seconds 0.5 --rounds 1", ["UserView's gateway", "websockets, bare relay", "ratio"]),
    "rest": (
        "--connections 1 --seconds 0.5 --rounds 1 --database sqlite",
        ["UserView, SQLite", "FastAPI, bare route"],
    ),
    "search": (
        "--visitors 50 --rounds 1 --database sqlite",
        [*CLASSES, SHORT_IDS, "everybody, page 2", "all searches"],
    ),
    "sessions": (
        "--sessions 200 --rounds 1 --database sqlite",
        [*FILTERS, "all, page 2", "all filters"],
    ),
}
"""The options of each, and the lines that it prints, each with figures above zero."""


IN_A_BROWSER = {"mirror", "desk", "hostile", "fidelity", "widgets"}
"""They need Chromium and npm packages of their own; the end-to-end tests run the same lab on a few pages."""


def test_all_benchmarks_are_here() -> None:
    assert set(SMALLEST) | IN_A_BROWSER == set(BENCHMARKS)


@pytest.mark.parametrize("name", SMALLEST)
def test_it_runs(name: str) -> None:
    options, lines = SMALLEST[name]
    command = [sys.executable, "-m", f"bench.{name}", *options.split()]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, timeout=180)
    assert ran.returncode == 0, ran.stderr
    for line in lines:
        found = re.search(rf"^  {re.escape(line)} +([\d.,]+)", ran.stdout, re.MULTILINE)
        assert found is not None, (line, ran.stdout)
        assert float(found[1].replace(",", "")) > 0
