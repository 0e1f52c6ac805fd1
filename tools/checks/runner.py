"""Runs one check as a process of its own, with a limit on its time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

from tools.checks.plan import Check
from tools.checks.reports import Counts, read_report
from tools.setup.paths import ROOT, environment

KILL_AFTER_SECONDS = 10.0
NO_TESTS = Counts()


@dataclass(frozen=True)
class Outcome:
    """What became of a check. `skipped_because` is set when it could not run on this machine at all."""

    check: Check
    ok: bool
    seconds: float = 0.0
    counts: Counts = NO_TESTS
    skipped_because: str | None = None


def run_check(check: Check, arguments: list[str], extra_env: dict[str, str]) -> Outcome:
    """Run it to its end. `arguments` are the caller's own, for this check's program."""
    if check.report is not None:
        check.report.parent.mkdir(exist_ok=True)
        check.report.unlink(missing_ok=True)
    command = [*check.command, *(arguments or check.quiet_arguments)]
    started = time.monotonic()
    output, code = _run(check, command, test_environment() | check.env | extra_env)
    seconds = time.monotonic() - started
    if code != 0 and output:
        print(output, flush=True)
    if code is None:
        print(f"{check.title} took more than {check.limit_seconds:.0f} s and was ended.", flush=True)
    counts, report_ok = _counts(check)
    return Outcome(check, code == 0 and report_ok and not counts.failed, seconds, counts)


def test_environment() -> dict[str, str]:
    """Our tools first on the PATH; no setting of the product leaks in from the shell, no proxy takes loopback traffic."""
    env = {name: value for name, value in environment().items() if not name.startswith("USERVIEW_")}
    for name in ("NO_PROXY", "no_proxy"):
        env[name] = ",".join(filter(None, [env.get(name), "localhost,127.0.0.1,::1"]))
    for name in ("PYTEST_ADDOPTS", "NODE_OPTIONS", "FORCE_COLOR", "CLICOLOR_FORCE"):
        env.pop(name, None)
    if not sys.stdout.isatty():
        env["NO_COLOR"] = "1"
    return env


def _run(check: Check, command: list[str], env: dict[str, str]) -> tuple[str, int | None]:
    """The output (empty when it was shown live) and the exit code, None when the limit ended it."""
    sink = None if check.live else subprocess.PIPE
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=sink,
        stderr=None if check.live else subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=check.limit_seconds)
        except subprocess.TimeoutExpired:
            return _end(process) or "", None
        except KeyboardInterrupt:
            _end(process)
            raise
        return output or "", process.returncode


def _end(process: subprocess.Popen[str]) -> str | None:
    """End the check and every server and browser that it started."""
    for signal_number in (signal.SIGINT, signal.SIGKILL):
        try:
            os.killpg(process.pid, signal_number)
            output, _ = process.communicate(timeout=KILL_AFTER_SECONDS)
        except ProcessLookupError:
            return None
        except subprocess.TimeoutExpired:
            continue
        return output
    return None


def _counts(check: Check) -> tuple[Counts, bool]:
    """What the report says. A program that wrote none, or ran no test, did not do its work."""
    if check.report is None:
        return Counts(), True
    try:
        counts = read_report(check.report)
    except (OSError, ValueError, KeyError, SyntaxError) as error:
        print(f"{check.title}: no readable report of its tests ({error}).", flush=True)
        return Counts(), False
    if counts.passed + counts.failed + len(counts.skipped) == 0:
        print(f"{check.title}: no test was run.", flush=True)
        return counts, False
    return counts, True
