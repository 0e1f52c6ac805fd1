"""The sums at the end of `./test` are those of the test programs' reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.checks.plan import Check
from tools.checks.reports import MOST_UNSTEADY, Counts, Failure, Skipped, read_report
from tools.checks.runner import Outcome
from tools.checks.summary import print_summary

JUNIT = """<?xml version="1.0" encoding="utf-8"?>
<testsuites><testsuite name="pytest">
<testcase classname="a" name="one"/>
<testcase classname="a" name="two"><failure message="no">trace</failure></testcase>
<testcase classname="a" name="two"><error message="teardown">trace</error></testcase>
<testcase classname="a" name="three"><error message="setup">trace</error></testcase>
<testcase classname="a" name="four"><skipped type="pytest.skip" message="not on this machine"/></testcase>
</testsuite></testsuites>"""

VITEST: dict[str, object] = {
    "testResults": [
        {
            "status": "failed",
            "assertionResults": [
                {"status": "passed", "fullName": "a one"},
                {"status": "failed", "fullName": "a two", "failureMessages": ["AssertionError: no"]},
                {"status": "pending", "fullName": "a three"},
            ],
        },
        {"status": "failed", "name": "b.test.ts", "message": "no such module", "assertionResults": []},
    ]
}

BROKEN: dict[str, object] = {
    "status": "unexpected",
    "annotations": [],
    "results": [{"errors": [{"message": "\x1b[31mexpected 1,\x1b[39m\n  came 2"}]}, {"errors": [{"message": "again"}]}],
}

PLAYWRIGHT: dict[str, object] = {
    "errors": [],
    "suites": [
        {
            "title": "a.spec.ts",
            "specs": [{"title": "one", "tests": [{"status": "expected", "annotations": []}]}],
            "suites": [
                {
                    "title": "group",
                    "specs": [
                        {"title": "two", "tests": [BROKEN]},
                        {
                            "title": "three",
                            "tests": [
                                {"status": "skipped", "annotations": [{"type": "skip", "description": "needs a GPU"}]}
                            ],
                        },
                    ],
                }
            ],
        }
    ],
}


def written(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def test_pytest_counts_each_test_once(tmp_path: Path) -> None:
    counts = read_report(written(tmp_path, "report.xml", JUNIT))
    failures = (Failure("a.two", "no"), Failure("a.three", "setup"))
    assert counts == Counts(1, failures, (Skipped("a.four", "not on this machine"),))


def test_vitest_counts_a_file_that_cannot_be_loaded(tmp_path: Path) -> None:
    counts = read_report(written(tmp_path, "report.json", VITEST))
    assert (counts.passed, len(counts.skipped)) == (1, 1)
    assert counts.failures == (Failure("a two", "AssertionError: no"), Failure("b.test.ts", "no such module"))


def test_playwright_tells_why_a_test_was_skipped(tmp_path: Path) -> None:
    counts = read_report(written(tmp_path, "report.json", PLAYWRIGHT))
    failures = (Failure("a.spec.ts › group › two", "expected 1, came 2"),)
    assert counts == Counts(1, failures, (Skipped("a.spec.ts › group › three", "needs a GPU"),))


def of_unsteady(count: int) -> dict[str, object]:
    test = BROKEN | {"status": "flaky"}
    return {"suites": [{"title": "a.spec.ts", "specs": [{"title": f"{n}", "tests": [test]} for n in range(count)]}]}


def test_a_second_attempt_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts = read_report(written(tmp_path, "report.json", of_unsteady(MOST_UNSTEADY)))
    assert (counts.passed, counts.failed, len(counts.unsteady)) == (MOST_UNSTEADY, 0, MOST_UNSTEADY)
    assert print_summary([Outcome(TESTS, ok=True, counts=counts)], 1.0) == 0
    assert "second attempt only, to be mended:\n  a.spec.ts › 0\n    expected 1, came 2" in capsys.readouterr().out


def test_many_second_attempts_are_failures(tmp_path: Path) -> None:
    counts = read_report(written(tmp_path, "report.json", of_unsteady(MOST_UNSTEADY + 1)))
    assert (counts.passed, counts.failed, counts.unsteady) == (0, MOST_UNSTEADY + 1, ())


def test_another_file_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no report"):
        read_report(written(tmp_path, "report.json", {"other": 1}))


TESTS = Check("server", "tests", ("true",), report=Path("report.xml"))
LINT = Check("lint", "linter", ("true",))


def test_the_last_line_is_the_sum(capsys: pytest.CaptureFixture[str]) -> None:
    skipped = (Skipped("a.four", "not on this machine"),)
    code = print_summary([Outcome(LINT, ok=True), Outcome(TESTS, ok=True, counts=Counts(3, (), skipped))], 1.0)
    output = capsys.readouterr().out
    assert code == 0
    assert output.splitlines()[-1] == "3 passed, 0 failed, 1 skipped"
    assert "a.four: not on this machine" in output


def test_a_failing_linter_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_summary([Outcome(LINT, ok=False), Outcome(TESTS, ok=True, counts=Counts(3))], 1.0) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "3 passed, 1 failed, 0 skipped"


def test_a_program_that_breaks_down_after_passing_tests_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_summary([Outcome(TESTS, ok=False, counts=Counts(3))], 1.0) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "3 passed, 1 failed, 0 skipped"


def test_a_check_that_cannot_run_here_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_summary([Outcome(TESTS, ok=True, skipped_because="no browser")], 1.0) == 0
    output = capsys.readouterr().out
    assert "tests: no browser" in output
    assert output.splitlines()[-1] == "0 passed, 0 failed, 1 skipped"


def test_failed_tests_are_named_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    counts = Counts(3, (Failure("a.spec.ts › one", "expected 1, came 2"),))
    assert print_summary([Outcome(TESTS, ok=False, counts=counts)], 1.0) == 1
    assert capsys.readouterr().out.endswith(
        "Failed:\n  a.spec.ts › one\n    expected 1, came 2\n\n3 passed, 1 failed, 0 skipped\n"
    )
