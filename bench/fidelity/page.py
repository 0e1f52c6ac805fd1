"""Writes docs/mirror.md: what the lab found, as a table, with pictures of some pages side by side."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from bench.fidelity.browser import run_playwright
from tools.setup.paths import ROOT

TARGET = ROOT / "docs" / "mirror.md"
GENERATED = "## All pages"
"""From here on the page is made anew; what stands before is written by hand."""
PICTURES_PER_GROUP = 2
PHASES = ("load", "interaction", "late")

Row = dict[str, Any]


def percent(found: dict[str, Any] | None) -> str:
    """Three cells."""
    if found is None or "error" in found:
        return "– | – | –"
    return " | ".join(f"{found[phase] * 100:.3f}" for phase in PHASES)


def write_page(rows: Sequence[Row], verdict: Callable[[Row], str]) -> None:
    """Make the page and its pictures anew; `verdict` says what became of a row."""
    pictured: list[Row] = []
    for _, group in groupby(rows, key=lambda row: row["group"]):
        pictured += list(group)[:PICTURES_PER_GROUP]
    names = ",".join(row["name"] for row in pictured)
    run_playwright("e2e/fidelity.config.ts", ["e2e/fidelity/compose.spec.ts"], {"USERVIEW_LAB_PICTURES": names})
    lines = [TARGET.read_text().partition(GENERATED)[0].rstrip(), "", GENERATED, ""]
    lines += [
        "Share of the pixels of a window of 1024 x 700 in which mirror and page differ, in percent: after load, after what was",
        "done in the page, and for an agent who joined then. Made by `python -m bench.fidelity --write`; not to be edited by hand.",
        "",
        "| page | UserView: load | act | late | rrweb: load | act | late | |",
        "| --- | --: | --: | --: | --: | --: | --: | --- |",
    ]
    for row in rows:
        words = verdict(row) if row["cannot"] is None else f"{verdict(row)}: {row['cannot']}"
        lines.append(
            f"| {row['group']}: {row['name']} | {percent(row.get('ours'))} | {percent(row.get('peer'))} | {words} |"
        )
    lines += [
        "",
        "## Side by side",
        "",
        "Left the page, then UserView's mirror, then rrweb's, after the interaction.",
        "",
    ]
    for row in pictured:
        lines += [f"**{row['name']}**", "", f"![{row['name']}](pictures/mirror/{row['name']}.jpg)", ""]
    TARGET.write_text("\n".join(lines).rstrip() + "\n")
