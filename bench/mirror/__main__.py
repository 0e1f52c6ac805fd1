"""What the mirror costs the visitor's page, how quick it is and what it keeps: ours beside `rrweb`, in the same run and Chromium.

python -m bench.mirror [snapshot] [bursts] [bytes] [latency] [join] [repair] [leaks] [--print]

What cannot be measured is printed as such, and makes the exit code 1; a bar that is missed does not.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any, cast

from bench.fidelity.browser import run_playwright
from tools.setup.paths import ROOT

PARTS = ("snapshot", "bursts", "bytes", "latency", "join", "repair", "leaks")
REPORT = ROOT / "reports" / "mirror"
RAN = REPORT / "run.json"
"""What Playwright says of the last run."""
KIB = 1024
HEARTBEAT_MS = 20_000
LOOKS_AFTER_LOAD_MS = 10_000

Line = tuple[str, str, str, bool]
"""What was measured, the figures, the bar, and whether it is met."""


def ratio(ours: float, peer: float) -> float:
    """Ours to the peer's; 0 where neither costs anything that can be measured."""
    return ours / peer if peer > 0 else float(ours > 0)


def snapshots() -> Iterator[Line]:
    """Main thread's time and longest task of first snapshots."""
    for found in results("snapshot-"):
        ours, peer = found["ours"], found["peer"]
        title = f"snapshot, {found['nodes']:,} nodes"
        for part, words in (("again", title), ("first", f"{title}, with the session's start")):
            took, beside = ours[part], peer[part]
            share = ratio(took["total"], beside["total"])
            figures = f"{took['total']:7.0f} ms, rrweb {beside['total']:7.0f} ms, ratio {share:.2f}"
            yield words, figures, "<= 0.33", share <= 1 / 3
            figures = f"{took['longest']:7.0f} ms, rrweb {beside['longest']:7.0f} ms"
            yield f"{words}, longest task", figures, "<= 50 ms", took["longest"] <= 50
        share = ratio(ours["bytes"], peer["bytes"])
        figures = f"{ours['bytes'] / KIB:7.0f} KiB, rrweb + deflate {peer['bytes'] / KIB:7.0f} KiB, ratio {share:.2f}"
        yield f"{title}, bytes", figures, "<= 1.00", share <= 1
    for found in results("slow"):
        title = f"snapshot, {found['nodes']:,} nodes, CPU {found['rate']} times slower, longest task"
        figures = f"{found['ours']:7.0f} ms, rrweb {found['peer']:7.0f} ms"
        yield title, figures, "<= 16 ms", found["ours"] <= 16


def bursts() -> Iterator[Line]:
    """Main thread's time that mirroring adds."""
    for found in results("burst-"):
        share = ratio(found["ours"], found["peer"])
        figures = f"{found['ours']:7.0f} ms added, rrweb {found['peer']:7.0f} ms, ratio {share:.2f} (page alone {found['alone']:.0f} ms)"
        yield f"10,000 changes: {found['name']}", figures, "<= 0.50", share <= 0.5


def wire() -> Iterator[Line]:
    """Bytes of a snapshot and of activity, and of what is loaded."""
    for found in results("bytes"):
        for part in ("snapshot", "activity"):
            ours, peer = found["ours"][part], found["peer"][part]
            title = f"bytes, {part}" + (f" of {found['seconds']} s" if part == "activity" else "")
            share = ratio(ours, peer)
            figures = f"{ours / KIB:7.1f} KiB, rrweb + deflate {peer / KIB:7.1f} KiB, ratio {share:.2f}"
            yield title, figures, "<= 1.00", share <= 1
    for found in results("size"):
        for part, limit in (("capture", 30), ("loader", 6)):
            yield (
                f"size, {part} (brotli)",
                f"{found[part] / KIB:7.2f} KiB",
                f"<= {limit} KiB",
                found[part] <= limit * KIB,
            )
        for part, words in (
            ("drawings", "what pages with a canvas, sound or a film load beside it"),
            ("session", "capture with the visitor's interface and remote control"),
        ):
            yield f"size, {words}", f"{found[part] / KIB:7.2f} KiB", "none", True


def latencies() -> Iterator[Line]:
    """From change to paint."""
    for found in results("latency-"):
        title = f"change to agent's paint, visitor's clock off: {found['name']}"
        met = found["p50"] <= 50 and found["p95"] <= 80
        yield title, f"p50 {found['p50']:5.0f} ms, p95 {found['p95']:5.0f} ms", "<= 50, <= 80 ms", met
        pointer = found["pointer"]
        figures = f"p50 {pointer['p50']:5.0f} ms, p95 {pointer['p95']:5.0f} ms"
        yield f"{title}, pointer", figures, "p50 <= 60 ms", pointer["p50"] <= 60


def joins() -> Iterator[Line]:
    """What an agent waits for who comes late."""
    for found in results("join"):
        title = f"late join, {found['changes']:,} changes since the snapshot"
        figures = f"p50 {found['p50']:5.0f} ms, most {found['most']:5.0f} ms"
        yield title, figures, "<= 300 ms", found["most"] <= 300
        yield f"{title}, snapshots that others got", f"{found['others']}", "0", found["others"] == 0


def repairs() -> Iterator[Line]:
    """From a difference to the page as it is."""
    for found in results("repair-"):
        figures = f"p50 {found['p50']:5.0f} ms, most {found['most']:5.0f} ms, {found['reloads']} reloads"
        yield f"repair: {found['name']}", figures, "<= 3000 ms, 0", found["most"] <= 3000 and not found["reloads"]


def leaks() -> Iterator[Line]:
    """Nodes that are kept, and what the SDK costs where nobody watches."""
    for found in results("leak-"):
        figures = f"{found['ours']} of {found['made']:,} nodes kept, rrweb {found['peer']}, page alone {found['none']}"
        yield found["name"], figures, "0", found["ours"] <= found["none"]
    for found in results("idle"):
        late = [ms for _, ms, at in found["timers"] if at > LOOKS_AFTER_LOAD_MS and ms < HEARTBEAT_MS]
        yield "idle, MutationObservers", f"{found['observers']}", "0", found["observers"] == 0
        yield (
            "idle, timers quicker than the heartbeat, 10 s after load",
            f"{len(late)}",
            "0",
            not late,
        )
        yield "idle, heap", f"{found['heap'] / KIB:.0f} KiB", "< 1024 KiB", found["heap"] < KIB * KIB


TABLES = {
    "snapshot": (snapshots, ("snapshot-*", "slow")),
    "bursts": (bursts, ("burst-*",)),
    "bytes": (wire, ("bytes", "size")),
    "latency": (latencies, ("latency-*",)),
    "join": (joins, ("join",)),
    "repair": (repairs, ("repair-*",)),
    "leaks": (leaks, ("leak-*", "idle")),
}
"""Each part's lines, and the files that hold its figures."""


def results(prefix: str) -> Iterator[dict[str, Any]]:
    """What the last runs measured, in the order of their names."""
    for file in sorted(REPORT.glob(f"{prefix}*.json"), key=lambda file: (len(file.name), file.name)):
        yield cast("dict[str, Any]", json.loads(file.read_text()))


def measure(parts: Sequence[str]) -> bool:
    """Measure; figures of an earlier run do not stand in for what fails. Whether all could be measured."""
    for part in parts:
        for name in TABLES[part][1]:
            for file in REPORT.glob(f"{name}.json"):
                file.unlink()
    RAN.unlink(missing_ok=True)
    specs = [f"bench/mirror/{part}.spec.ts" for part in parts]
    return run_playwright("bench/mirror/playwright.config.ts", specs) == 0


def failures(suite: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Of a suite in Playwright's report: what could not be measured, with the first line that says why."""
    for inner in suite.get("suites", ()):
        yield from failures(inner)
    for spec in suite.get("specs", ()):
        if not spec["ok"]:
            ends = [end for test in spec["tests"] for end in test["results"]]
            why = next((end["error"]["message"] for end in ends if "error" in end), "it did not run")
            yield spec["title"], re.sub(r"\x1b\[[0-9;]*m", "", why).partition("\n")[0]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.mirror", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="part", help=f"only these of {', '.join(PARTS)}")
    parser.add_argument("--print", action="store_true", help="measure nothing, print what was measured last")
    options = parser.parse_args(arguments)
    parts: list[str] = options.parts or list(PARTS)
    if unknown := set(parts) - set(PARTS):
        parser.error(f"expected parts out of {', '.join(PARTS)}; got {', '.join(sorted(unknown))}")
    done = options.print or measure(parts)
    print("mirror (main thread's time, medians; ok: the bar is met)")
    for part in parts:
        for title, figures, bar, met in TABLES[part][0]():
            print(f"  {'ok' if met else 'NO':3}{title:58}{figures}  (bar {bar})")
    if not done:
        for title, why in failures(json.loads(RAN.read_text()) if RAN.exists() else {}):
            print(f"  NO {title:58}not measured: {why}")
        sys.exit("bench.mirror: not all could be measured")


if __name__ == "__main__":
    main()
