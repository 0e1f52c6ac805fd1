"""Reads the test programs' machine-readable reports: how many passed, failed and were skipped, and why."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NO_REASON = "no reason given"


@dataclass(frozen=True)
class Skipped:
    """A test that did not run, and why."""

    test: str
    reason: str


@dataclass(frozen=True)
class Counts:
    """What became of a program's tests."""

    passed: int = 0
    failed: int = 0
    skipped: tuple[Skipped, ...] = ()

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)


def read_report(path: Path) -> Counts:
    """Read pytest's JUnit file, or Vitest's or Playwright's JSON.

    Raises:
        ValueError: it is none of these. OSError: it is not there.
    """
    if path.suffix == ".xml":
        return _junit(path)
    report: Any = json.loads(path.read_text())
    if "testResults" in report:
        return _vitest(report)
    if "suites" in report:
        return _playwright(report)
    raise ValueError(f"{path} is no report of pytest, Vitest or Playwright")


def _junit(path: Path) -> Counts:
    # The file is written by our own pytest a moment ago; nobody else's XML is read here.
    cases = list(ET.parse(path).getroot().iter("testcase"))  # noqa: S314 - our own test runner wrote it
    failed = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    skipped: list[Skipped] = []
    for case in cases:
        mark = case.find("skipped")
        if mark is not None:
            name = f"{case.get('classname', '')}.{case.get('name', '')}"
            skipped.append(Skipped(name, mark.get("message") or NO_REASON))
    # A test that fails and whose fixture then fails too is reported twice.
    names = {(case.get("classname"), case.get("name")) for case in cases}
    failed_names = {(case.get("classname"), case.get("name")) for case in failed}
    return Counts(len(names) - len(failed_names) - len(skipped), len(failed_names), tuple(skipped))


def _vitest(report: Any) -> Counts:
    passed, failed = 0, 0
    skipped: list[Skipped] = []
    for file in report["testResults"]:
        if file["status"] == "failed" and not file["assertionResults"]:
            failed += 1  # The file could not be loaded: its tests are not even listed.
        for test in file["assertionResults"]:
            match test["status"]:
                case "passed":
                    passed += 1
                case "failed":
                    failed += 1
                case _:
                    skipped.append(Skipped(test["fullName"], NO_REASON))
    return Counts(passed, failed, tuple(skipped))


def _playwright(report: Any) -> Counts:
    passed, failed = 0, len(report.get("errors", []))
    skipped: list[Skipped] = []
    for title, test in _playwright_tests(report["suites"], ""):
        match test["status"]:
            case "expected":
                passed += 1
            case "skipped":
                reasons = [
                    mark.get("description") or NO_REASON for mark in test["annotations"] if mark["type"] == "skip"
                ]
                skipped.append(Skipped(title, "; ".join(reasons) or "an earlier test of its group failed"))
            case _:
                failed += 1
    return Counts(passed, failed, tuple(skipped))


def _playwright_tests(suites: Any, above: str) -> Iterator[tuple[str, Any]]:
    for suite in suites:
        title = f"{above} › {suite['title']}" if above else suite["title"]
        for spec in suite.get("specs", []):
            for test in spec["tests"]:
                yield f"{title} › {spec['title']}", test
        yield from _playwright_tests(suite.get("suites", []), title)
