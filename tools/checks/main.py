"""What `./test` does: set up, run the chosen checks, tell what became of them."""

from __future__ import annotations

import argparse
import signal
import time

from tools.checks.plan import Check, chosen_checks, stages
from tools.checks.runner import Outcome, run_check
from tools.checks.summary import print_summary
from tools.setup.chromium import ChromiumMissing, chromium_environment, find_chromium
from tools.setup.firefox import FirefoxMissing, find_firefox
from tools.setup.prepare import prepare, refuse_unsupported


def run_tests(arguments: list[str]) -> int:
    """Run what the command line asks for; return the exit code: 0 only when nothing failed."""
    chosen, own_arguments = _parse(arguments)
    refuse_unsupported()
    prepare(dev=True, build=False)
    # Each check leads a process group of its own, which is ended on an interrupt: being told to stop is one, too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    started = time.monotonic()
    outcomes: list[Outcome] = []
    try:
        for check in chosen:
            print(f"── {check.stage}: {check.title}", flush=True)
            outcomes.append(_run(check, own_arguments))
    except KeyboardInterrupt:
        print("\nInterrupted.", flush=True)
        return 130
    return print_summary(outcomes, time.monotonic() - started)


def _run(check: Check, own_arguments: list[str]) -> Outcome:
    browsers: dict[str, str] = {}
    try:
        if check.needs_chromium:
            chromium = find_chromium()
            print(f"   in {chromium}", flush=True)
            browsers |= chromium_environment(chromium)
        if check.needs_firefox:
            firefox = find_firefox()
            print(f"   in {firefox}", flush=True)
            browsers["USERVIEW_FIREFOX"] = firefox
    except ChromiumMissing as missing:
        print(missing, flush=True)
        return Outcome(check, ok=missing.cannot_be_helped, skipped_because=str(missing))
    except FirefoxMissing as missing:
        print(missing, flush=True)
        return Outcome(check, ok=not missing.wanted, skipped_because=str(missing))
    return run_check(check, own_arguments if check.report is not None else [], browsers)


def _parse(arguments: list[str]) -> tuple[list[Check], list[str]]:
    known = stages()
    own: list[str] = []
    if "--" in arguments:
        cut = arguments.index("--")
        arguments, own = arguments[:cut], arguments[cut + 1 :]
    parser = argparse.ArgumentParser(
        prog="./test",
        description="Sets up what is missing, then runs every check and test.",
        epilog=f"Stages: {', '.join(known)}. Example: ./test e2e -- -g 'name of a test'",
    )
    parser.add_argument("stages", nargs="*", metavar="stage", help="run only these stages")
    parser.add_argument("--only", default="", metavar="a,b", help="the same, as one word")
    parser.add_argument("--list", action="store_true", help="list the checks and exit")
    options = parser.parse_args(arguments)
    wanted: list[str] = [*options.stages, *filter(None, options.only.split(","))] or known
    unknown = [name for name in wanted if name not in known]
    if unknown:
        parser.error(f"expected stages out of {', '.join(known)}; got {', '.join(unknown)}")
    chosen = chosen_checks(wanted)
    if own and sum(check.report is not None for check in chosen) != 1:
        parser.error("arguments after -- belong to one test program: choose server, unit or e2e")
    if options.list:
        for check in chosen:
            print(f"{check.stage:10} {check.title:26} {' '.join(check.command)}")
        raise SystemExit(0)
    return chosen, own
