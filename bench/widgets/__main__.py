"""Widgets of well-known libraries, used by a person at the page and by an agent at its mirror: what came of both must be equal.

python -m bench.widgets [--only NAME,...] [--print]

Both are Playwright's real mouse and keyboard, in Chromium, with a real server between agent and visitor. The last result of each
widget is kept in reports/widgets.
"""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from typing import cast

from bench.fidelity.browser import run_playwright
from tools.setup.paths import ROOT

REPORT = ROOT / "reports" / "widgets"
PAGES = ROOT / "e2e" / "widgets" / "pages"
SHOWN_CHARACTERS = 44

Row = dict[str, str]


def rows() -> list[Row]:
    """The last result of each widget that there is a page of, by library and name."""
    found = [cast("Row", json.loads(file.read_text())) for file in REPORT.glob("*.json")]
    here = {file.stem for file in PAGES.glob("*.html")}
    return sorted((row for row in found if row["name"] in here), key=lambda row: (row["library"], row["name"]))


def is_equal(row: Row) -> bool:
    """Whether the widget reacted to the agent as to the person."""
    return "error" not in row and row["person"] == row["agent"]


def shown(text: str) -> str:
    """The end of an outcome, where what happened last stands."""
    return text if len(text) <= SHOWN_CHARACTERS else "…" + text[1 - SHOWN_CHARACTERS :]


def print_table(found: Sequence[Row]) -> None:
    """All widgets, and the sum."""
    width = SHOWN_CHARACTERS
    print(f"{'widget':17}{'library':25}{'version':16}{'person':{width + 2}}{'agent':{width + 2}}ok")
    for row in found:
        person, agent = row.get("person", ""), row.get("agent", row.get("error", "").replace("\n", " "))
        ok = "yes" if is_equal(row) else "NO"
        words = f"{shown(person):{width + 2}}{shown(agent):{width + 2}}{ok}"
        print(f"{row['name']:17}{row['library']:25}{row['version']:16}{words}")
    print(f"{sum(map(is_equal, found))} of {len(found)} widgets react to an agent as to a person")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options, run, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.widgets", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", default="", metavar="NAME,...", help="only these widgets")
    parser.add_argument("--print", action="store_true", help="run nothing, print the last results")
    options = parser.parse_args(arguments)
    names = [name for name in options.only.split(",") if name]
    if not options.print:
        filters = ["-g", "|".join(f": {re.escape(name)}$" for name in names)] if names else []
        run_playwright("e2e/widgets.config.ts", filters, pages=PAGES)
    found = [row for row in rows() if not names or row["name"] in names]
    if not found:
        sys.exit("bench.widgets: there is no result yet; run it without --print")
    print_table(found)


if __name__ == "__main__":
    main()
