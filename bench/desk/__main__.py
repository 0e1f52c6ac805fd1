"""How smooth the dashboard's live list is with 10,000 visitors online, all on real sockets, who go from page to page.

python -m bench.desk [--visitors 10000]

Printed are the longest task of the page's main thread and the frames, while one looks, while one scrolls through
thousands of rows, and while one looks further down; in each, a hundred visitors a second change their page.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from bench.fidelity.browser import run_playwright
from tools.setup.paths import ROOT

REPORT = ROOT / "reports" / "desk" / "roster.json"
TARGET_MILLISECONDS = 100.0
"""A task longer than this is felt as a stutter."""


def show(found: dict[str, Any]) -> None:
    """A line for each part."""
    print(f"list of visitors, {found['visitors']:,} online, {found['rows']:,} rows read; milliseconds")
    print(f"  {'':22}{'longest task':>14}{'tasks > 50':>12}{'frames':>8}{'p50':>7}{'p95':>7}{'longest':>9}")
    for part, title in (("still", "looking"), ("scrolling", "scrolling"), ("deep", "looking further down")):
        tasks, frames = found[part]["tasks"], sorted(found[part]["frames"])
        longest = max(tasks, default=0.0)
        p50, p95 = frames[len(frames) // 2], frames[int(len(frames) * 0.95)]
        over = "  over" if longest > TARGET_MILLISECONDS else ""
        print(f"  {title:22}{longest:14.0f}{len(tasks):12}{len(frames):8}{p50:7.0f}{p95:7.0f}{frames[-1]:9.0f}{over}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options and run."""
    parser: Any = argparse.ArgumentParser(prog="python -m bench.desk", description=__doc__.partition("\n")[0])
    parser.add_argument("--visitors", type=int, default=10_000, help="how many are online (default 10,000)")
    options = parser.parse_args(arguments)
    REPORT.unlink(missing_ok=True)
    extra = {"BENCH_VISITORS": str(options.visitors)}
    code = run_playwright("bench/desk/playwright.config.ts", [], extra, pages=None)
    if code != 0 or not REPORT.exists():
        sys.exit("bench.desk: it could not be measured")
    show(json.loads(REPORT.read_text()))


if __name__ == "__main__":
    main()
