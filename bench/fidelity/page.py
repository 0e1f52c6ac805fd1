"""Writes docs/mirror.md: what the lab found, as tables, with pictures of some pages side by side."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from bench.fidelity.browser import run_playwright
from tools.setup.paths import ROOT

TARGET = ROOT / "docs" / "mirror.md"
PICTURES = ROOT / "docs" / "pictures" / "mirror"
GENERATED = "## All pages"
"""From here on the page is made anew; what stands before is written by hand."""
PICTURES_PER_GROUP = 2
PICTURES_OF_FEATURES = 4
PHASES = ("load", "interaction", "late")
FEATURES = "features"
TITLES = {
    "templates": "Admin templates and whole sites",
    "frameworks": "CSS frameworks",
    "components": "Component galleries built on shadow DOM",
    "react": "React",
    "editors": "Editors",
    "grids": "Grids",
    "charts": "Charts",
    "maps": "Maps",
    "drawings": "Canvas and 3D",
    "players": "Players",
    "widgets": "Widgets",
    FEATURES: "A page for each feature of the web platform",
}

Row = dict[str, Any]


def percent(found: dict[str, Any] | None) -> str:
    """Three cells."""
    if found is None:
        return "– | – | –"
    if "error" in found:
        return "failed | failed | failed"
    return " | ".join(f"{found[phase] * 100:.3f}" for phase in PHASES)


def write_page(rows: Sequence[Row], verdict: Callable[[Row], str], summary: str) -> None:
    """Make the page and its pictures anew; `verdict` says what became of a row, `summary` of all."""
    groups = [(name, list(group)) for name, group in groupby(rows, key=lambda row: row["group"])]
    pictured = {name: chosen(name, group) for name, group in groups}
    names = ",".join(row["name"] for found in pictured.values() for row in found)
    run_playwright("e2e/fidelity.config.ts", ["e2e/fidelity/compose.spec.ts"], {"USERVIEW_LAB_PICTURES": names})
    lines = [TARGET.read_text().partition(GENERATED)[0].rstrip(), "", GENERATED, ""]
    lines += [
        "Made by `python -m bench.fidelity --write`; not to be edited by hand. The numbers are the share of the pixels of a window of",
        "1024 x 700 in which mirror and page differ, in percent: after load, after what was done in the page (act), and for an agent who",
        "joined then (late). The pictures show the page, UserView's mirror and rrweb's, after what was done.",
        "",
        summary,
    ]
    for name, group in groups:
        lines += ["", f"### {TITLES[name]}", ""]
        lines += [
            "| page | load | act | late | rrweb: load | act | late | |",
            "| --- | --: | --: | --: | --: | --: | --: | --- |",
        ]
        for row in group:
            words = verdict(row) if row["cannot"] is None else f"{verdict(row)}: {row['cannot']}"
            page = row["name"].removeprefix("feature-")
            lines.append(f"| {page} | {percent(row.get('ours'))} | {percent(row.get('peer'))} | {words} |")
        for row in pictured[name]:
            if (PICTURES / f"{row['name']}.jpg").exists():
                page = row["name"].removeprefix("feature-")
                lines += ["", f"![{page}: the page, UserView, rrweb](pictures/mirror/{row['name']}.jpg)"]
    TARGET.write_text("\n".join(lines).rstrip() + "\n")


def chosen(name: str, group: Sequence[Row]) -> list[Row]:
    """Those pages of a group of which pictures tell most: where the two mirrors differ most."""

    def apart(row: Row) -> float:
        ours, peer = row.get("ours") or {}, row.get("peer") or {}
        return peer.get("interaction", 0.0) - ours.get("interaction", 0.0)

    found = [row for row in group if "error" not in (row.get("ours") or {"error": ""})]
    return sorted(found, key=apart, reverse=True)[: PICTURES_OF_FEATURES if name == FEATURES else PICTURES_PER_GROUP]
