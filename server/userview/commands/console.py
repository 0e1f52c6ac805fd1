"""Talking to the person at the terminal: results on standard output, progress on standard error."""

import sys


def say(line: str) -> None:
    """A line of progress."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - the door through which commands speak to people


def show(*lines: str) -> None:
    """Lines of a result."""
    print("\n".join(lines), flush=True)  # noqa: T201 - the door through which commands speak to people
