"""Brings the checkout up to date: does the steps that are not fresh, under the lock, and shows each."""

from __future__ import annotations

import sys

from tools.setup.console import StepLine, say
from tools.setup.failure import SetupFailed, cause_of
from tools.setup.lock import setup_lock
from tools.setup.steps import steps

OLDEST_PYTHON = (3, 11)


def prepare(*, dev: bool, build: bool = True) -> None:
    """Do what is not done yet (`dev`: also what tests need; `build`: also the front end). When all is fresh this costs some milliseconds and prints nothing.

    Raises:
        SystemExit: with code 1, after the reason was printed; with 130 when interrupted.
    """
    try:
        if any(not step.stamp.is_fresh() for step in steps(dev=dev, build=build)):
            with setup_lock():
                _do_all(dev=dev, build=build)
    except KeyboardInterrupt:
        say("Interrupted. What is already there is kept; the next start goes on from here.")
        raise SystemExit(130) from None
    except OSError as error:
        say(f"\nSetting up failed: {cause_of(str(error)) or error}")
        raise SystemExit(1) from error
    except SetupFailed as failure:
        if failure.tail:
            say(f"\n{failure.tail}\n")
        say(f"Setting up failed: {failure.sentence}")
        if failure.log is not None:
            say(f"The whole output is in {failure.log}.")
        raise SystemExit(1) from failure


def _do_all(*, dev: bool, build: bool) -> None:
    said = False
    for index in range(len(steps(dev=dev, build=build))):
        # Asked anew each time: an earlier step may change what a later one depends on.
        step = steps(dev=dev, build=build)[index]
        if step.stamp.is_fresh():
            continue
        if not said:
            say("Setting up UserView in this folder (nothing is installed outside it).")
            said = True
        state = step.stamp.state()
        step.stamp.clear()
        with StepLine(step.title):
            step.work()
        step.stamp.keep(state)


def refuse_unsupported() -> None:
    """Exit with a sentence where setup cannot work."""
    if sys.platform == "win32":
        raise SystemExit("UserView runs on Linux and macOS. On Windows, use WSL.")
