"""Reads the test programs' machine-readable reports: how many passed, failed and were skipped, and why."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NO_REASON = "no reason given"
MOST_UNSTEADY = 2  # Second attempts that a run may need; more say that something is wrong, so they count as failures.
MOST_LETTERS = 300
_TERMINAL_CODES = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Skipped:
    """A test that did not run, and why."""

    test: str
    reason: str


@dataclass(frozen=True)
class Failure:
    """A test that failed, at least once, and how its error begins."""

    test: str
    error: str


@dataclass(frozen=True)
class Counts:
    """What became of a program's tests. `unsteady` ones failed and then passed on a second attempt."""

    passed: int = 0
    failures: tuple[Failure, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    unsteady: tuple[Failure, ...] = ()

    @property
    def failed(self) -> int:
        """How many tests failed."""
        return len(self.failures)

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(
            self.passed + other.passed,
            self.failures + other.failures,
            self.skipped + other.skipped,
            self.unsteady + other.unsteady,
        )


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
    failures: dict[str, Failure] = {}
    skipped: list[Skipped] = []
    names: set[str] = set()
    for case in cases:
        name = f"{case.get('classname', '')}.{case.get('name', '')}"
        names.add(name)
        for trouble in (*case.iterfind("failure"), *case.iterfind("error")):
            # A test that fails and whose fixture then fails too is reported twice.
            failures.setdefault(name, Failure(name, _beginning(trouble.get("message"))))
        mark = case.find("skipped")
        if mark is not None:
            skipped.append(Skipped(name, mark.get("message") or NO_REASON))
    return Counts(len(names) - len(failures) - len(skipped), tuple(failures.values()), tuple(skipped))


def _vitest(report: Any) -> Counts:
    passed = 0
    failures: list[Failure] = []
    skipped: list[Skipped] = []
    for file in report["testResults"]:
        if file["status"] == "failed" and not file["assertionResults"]:
            # The file could not be loaded: its tests are not even listed.
            failures.append(Failure(file["name"], _beginning(file.get("message"))))
        for test in file["assertionResults"]:
            match test["status"]:
                case "passed":
                    passed += 1
                case "failed":
                    failures.append(Failure(test["fullName"], _beginning(*test.get("failureMessages", []))))
                case _:
                    skipped.append(Skipped(test["fullName"], NO_REASON))
    return Counts(passed, tuple(failures), tuple(skipped))


def _playwright(report: Any) -> Counts:
    passed = 0
    failures = [Failure("the run", _beginning(error.get("message"))) for error in report.get("errors", [])]
    unsteady: list[Failure] = []
    skipped: list[Skipped] = []
    for title, test in _playwright_tests(report["suites"], ""):
        match test["status"]:
            case "expected":
                passed += 1
            case "flaky":
                passed += 1
                unsteady.append(Failure(title, _first_error(test)))
            case "skipped":
                reasons = [
                    mark.get("description") or NO_REASON for mark in test["annotations"] if mark["type"] == "skip"
                ]
                skipped.append(Skipped(title, "; ".join(reasons) or "an earlier test of its group failed"))
            case _:
                failures.append(Failure(title, _first_error(test)))
    if len(unsteady) > MOST_UNSTEADY:
        passed -= len(unsteady)
        failures += unsteady
        unsteady = []
    return Counts(passed, tuple(failures), tuple(skipped), tuple(unsteady))


def _first_error(test: Any) -> str:
    return _beginning(*(error.get("message") for result in test["results"] for error in result.get("errors", [])))


def _beginning(*messages: str | None) -> str:
    """The first message, in one line and without the terminal's colours."""
    words = _TERMINAL_CODES.sub("", next((message for message in messages if message), NO_REASON)).split()
    line = " ".join(words)
    return line if len(line) <= MOST_LETTERS else f"{line[:MOST_LETTERS]}…"


def _playwright_tests(suites: Any, above: str) -> Iterator[tuple[str, Any]]:
    for suite in suites:
        title = f"{above} › {suite['title']}" if above else suite["title"]
        for spec in suite.get("specs", []):
            for test in spec["tests"]:
                yield f"{title} › {spec['title']}", test
        yield from _playwright_tests(suite.get("suites", []), title)
