"""Pages that others wrote, mirrored by us and by `rrweb` in the same run: the share of pixels in which mirror and page differ.

python -m bench.fidelity [--only NAME,...] [--group GROUP,...] [--engine ours|peer] [--print] [--write]

Each page is looked at after load, after a scripted interaction, and by somebody who joins then. Pictures of all of them
are left in reports/fidelity. --write makes docs/mirror.md and its pictures anew from the last run of each page.
"""

import argparse
import json
import re
import shutil
import sys
from collections.abc import Sequence
from typing import Any, cast

from bench.fidelity.browser import run_playwright
from bench.fidelity.page import TITLES, write_page
from tools.setup.paths import ROOT

REPORT = ROOT / "reports" / "fidelity"
PHASES = ("load", "interaction", "late")
BAR = 0.0005
"""Share of pixels that may differ."""

Row = dict[str, Any]


def rows() -> list[Row]:
    """The last result of each page, by group."""
    found = [cast("Row", json.loads(file.read_text())) for file in REPORT.glob("*/result.json")]
    return sorted(found, key=lambda row: (list(TITLES).index(row["group"]), row["name"]))


def verdict(row: Row) -> str:
    """`exact`, `explained` where no mirror of a page's tree can do it, or what is wrong."""
    ours, peer = row.get("ours"), row.get("peer")
    if ours is None or "error" in ours:
        return "did not run"
    worse = peer is not None and "error" not in peer and any(ours[phase] > max(peer[phase], 0) for phase in PHASES)
    if max(ours[phase] for phase in PHASES) <= BAR:
        return "exact" if not worse else "exact, rrweb closer"
    if row["cannot"] is not None:
        return "explained" if not worse else "explained, but worse than rrweb"
    return "differs" if not worse else "worse than rrweb"


def shares(found: dict[str, Any] | None) -> str:
    """The three phases as percent."""
    if found is None:
        return f"{'not run':>24}"
    if "error" in found:
        return f"{'failed':>24}"
    return "".join(f"{found[phase] * 100:8.3f}" for phase in PHASES)


def print_table(found: Sequence[Row]) -> None:
    """All pages, and the sum."""
    print(f"{'differing pixels, %':38}{'UserView':>24}   {'rrweb':>24}")
    print(f"{'page':38}{'load':>8}{'act':>8}{'late':>8}   {'load':>8}{'act':>8}{'late':>8}")
    for row in found:
        print(
            f"{row['group'] + ': ' + row['name']:38}{shares(row.get('ours'))}   {shares(row.get('peer'))}  {verdict(row)}"
        )
    print(summary(found))


def summary(found: Sequence[Row]) -> str:
    """How many pages there are, and what became of them."""
    others = [row for row in found if row["group"] != "features"]
    verdicts = [verdict(row) for row in found]
    exact = sum(words.startswith("exact") for words in verdicts)
    explained = sum(words.startswith("explained") for words in verdicts)
    behind = sum("rrweb" in words for words in verdicts)
    return (
        f"{len(found)} pages, {len(others)} of them written by others: {exact} are exact (at most {BAR:.2%} of the pixels differ in each"
        f" phase), {explained} are explained, {len(found) - exact - explained} are neither; {behind} are worse than rrweb's."
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options, run, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(prog="python -m bench.fidelity", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", default="", metavar="NAME,...", help="only these pages")
    parser.add_argument("--group", default="", metavar="GROUP,...", help="only these groups")
    parser.add_argument("--engine", choices=("ours", "peer"), help="only one of the two")
    parser.add_argument("--print", action="store_true", help="run nothing, print the last results")
    parser.add_argument("--write", action="store_true", help="write docs/mirror.md anew from the results")
    options = parser.parse_args(arguments)
    if not options.print:
        wanted = [f": {re.escape(name)}$" for name in options.only.split(",") if name]
        wanted += [f"{re.escape(group)}: " for group in options.group.split(",") if group]
        filters = ["-g", "|".join(wanted)] if wanted else []
        if not wanted and options.engine is None:
            # Pages that there are no more would stay in the table.
            shutil.rmtree(REPORT, ignore_errors=True)
        extra = {} if options.engine is None else {"USERVIEW_LAB_ENGINE": options.engine}
        run_playwright("e2e/fidelity.config.ts", ["e2e/fidelity/lab.spec.ts", *filters], extra)
    found = rows()
    if not found:
        sys.exit("bench.fidelity: there is no result yet; run it without --print")
    print_table(found)
    if options.write:
        write_page(found, verdict, summary(found))


if __name__ == "__main__":
    main()
