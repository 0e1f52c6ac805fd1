"""What hostile pages and streams reach of the agent's browser, in the live view and in playback: one line each.

python -m bench.hostile [--print]
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from typing import Any, cast

from bench.fidelity.browser import run_playwright
from tools.setup.paths import ROOT

REPORT = ROOT / "reports" / "hostile"
BUSY_MS = 500
VIEWS = ("live", "playback")


def results() -> Iterator[dict[str, Any]]:
    """What the last runs saw, page by page."""
    for file in sorted(REPORT.glob("*.json")):
        yield from cast("list[dict[str, Any]]", json.loads(file.read_text()))


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options, run, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--print", action="store_true", help="run nothing, print what was seen last")
    if not parser.parse_args(arguments).print:
        specs = ["hostile-lab.spec.ts", "watchdog.spec.ts", "--workers=1"]
        run_playwright("e2e/playwright.config.ts", specs, pages=None)
    print(f"{'':3}{'group':14}{'what it tries':48}" + "".join(f"{view + ': ran, asked, busy':30}" for view in VIEWS))
    sums = {view: [0, 0, 0] for view in VIEWS}
    all_found = list(results())
    for found in all_found:
        figures: list[str] = []
        met = True
        for view in VIEWS:
            if (seen := found.get(view)) is None:
                figures.append(" " * 30)
                continue
            ran, asked, busy = len(seen["ran"]), len(seen["asked"]) + len(seen["stopped"]), seen["busy"]
            figures.append(f"{ran:3}, {asked:3}, {busy:4} ms".ljust(30))
            met = met and not ran and not asked and busy < BUSY_MS
            sums[view] = [sums[view][0] + ran, sums[view][1] + asked, max(sums[view][2], busy)]
        print(f"{'ok' if met else 'NO':3}{found['group']:14}{found['name'][:46]:48}{''.join(figures)}")
    print(f"\n{len(all_found)} pages and streams")
    for view, (ran, asked, busy) in sums.items():
        print(
            f"  {view:10}{ran} executed, {asked} requests beyond the asset route, "
            f"the page around answered within {busy} ms  (bar 0, 0, < {BUSY_MS} ms)"
        )


if __name__ == "__main__":
    main()
