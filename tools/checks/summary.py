"""The end of `./test`: each check with its outcome, then what failed, what was skipped and why, and the sums."""

from __future__ import annotations

from tools.checks.reports import Counts, Failure
from tools.checks.runner import Outcome


def print_summary(outcomes: list[Outcome], seconds: float) -> int:
    """Print it and return the exit code.

    The last line is `N passed, N failed, N skipped`: tests of pytest, Vitest and Playwright. A check that failed without
    naming a failed test (a linter, or a test program that broke down) counts as one failure, so that no failure hides.
    """
    print(f"\n── summary ({seconds:.0f} s)")
    total = Counts()
    for outcome in outcomes:
        total = total.plus(outcome.counts)
        if not outcome.ok and outcome.counts.failed == 0:
            total = total.plus(Counts(failures=(Failure(outcome.check.title, "its output is above"),)))
        print(f"{_word(outcome):8} {outcome.check.stage:10} {outcome.check.title:26} {_details(outcome)}")
    apart = [outcome for outcome in outcomes if outcome.skipped_because is not None and outcome.ok]
    skipped = len(total.skipped) + len(apart)
    if skipped:
        print("\nSkipped:")
        for outcome in apart:
            print(f"  {outcome.check.title}: {outcome.skipped_because}")
        for test in total.skipped:
            print(f"  {test.test}: {test.reason}")
    _list("Passed on the second attempt only, to be mended", total.unsteady)
    _list("Failed", total.failures)
    print(f"\n{total.passed} passed, {total.failed} failed, {skipped} skipped", flush=True)
    return 0 if all(outcome.ok for outcome in outcomes) and total.failed == 0 else 1


def _list(heading: str, failures: tuple[Failure, ...]) -> None:
    if failures:
        print(f"\n{heading}:")
    for failure in failures:
        print(f"  {failure.test}\n    {failure.error}")


def _word(outcome: Outcome) -> str:
    if not outcome.ok:
        return "FAILED"
    return "ok" if outcome.skipped_because is None else "skipped"


def _details(outcome: Outcome) -> str:
    counts = outcome.counts
    tests = f", {counts.passed} passed, {counts.failed} failed" if outcome.check.report is not None else ""
    return f"{outcome.seconds:6.1f} s{tests}"
