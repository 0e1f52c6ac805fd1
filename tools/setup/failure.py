"""Failures of setting up, told in a sentence that says what to do."""

from __future__ import annotations

import re
from pathlib import Path

TELLING_LINES = 3
TAIL_LINES = 25


class SetupFailed(Exception):
    """Setting up cannot go on. `sentence` says what went wrong and what helps; `log` is the whole output, `tail` what to show of it."""

    def __init__(self, sentence: str, *, log: Path | None = None, tail: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.log = log
        self.tail = tail


_UNREACHABLE = "|".join(
    (
        "temporary failure in name resolution|name or service not known|nodename nor servname|dns error",
        "connection refused|network is unreachable|timed out|error sending request|tcp connect error",
        "ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT",
    )
)
CAUSES = (
    (
        "no space left on device|ENOSPC|disk quota exceeded",
        "The disk is full. Setting up needs about 2 GB; free some space and try again.",
    ),
    (
        "read-only file system|EROFS",
        "This folder is on a read-only file system. Copy the checkout to a folder that can be written.",
    ),
    (
        "permission denied|EACCES|EPERM",
        "A file could not be written. Check who owns this folder; was setup run as another user before?",
    ),
    (
        "no module named (pip|ensurepip)",
        "This Python has no pip. Install it (Debian, Ubuntu: `apt install python3-pip`) and try again.",
    ),
    (
        "certificate verify failed|self.signed certificate|UNABLE_TO_(GET|VERIFY)|invalid peer certificate|UnknownIssuer",
        "The package registry's certificate was not accepted. Behind a proxy that re-signs TLS, set SSL_CERT_FILE and"
        " NODE_EXTRA_CA_CERTS to its CA file.",
    ),
    (
        _UNREACHABLE,
        "The package registry could not be reached. Check the network, or set HTTPS_PROXY, and try again:"
        " what is already there is kept.",
    ),
    (
        "hash(es)? (mismatch|do not match)|THESE PACKAGES DO NOT MATCH THE HASHES|EINTEGRITY",
        "A downloaded package is not the one that was locked. Try again; if it stays, something between here and the"
        " registry changes packages.",
    ),
    (
        "are in sync. Please update your lock file",
        "package-lock.json does not fit every package.json. Whoever changed one: run `make lock` and commit both.",
    ),
    (
        "only-binary|failed to build|no matching distribution|no wheels? |no usable wheels|unsatisfiable|no solution found",
        "A package has no ready-made build for this machine. Linux (x86-64 or arm64, with glibc) and macOS (Apple silicon)"
        " with Python 3.11 to 3.14 are supported.",
    ),
)
"""What a command's output shows (a pattern, case ignored), and the sentence that helps. The first that fits is told."""


def cause_of(output: str) -> str | None:
    """The sentence for a known cause in a command's output, or None."""
    return next((sentence for pattern, sentence in CAUSES if re.search(pattern, output, re.IGNORECASE)), None)


def telling_lines(output: str) -> str:
    """The lines that show a known cause; without one, the end of the output."""
    lines = output.splitlines()
    for pattern, _ in CAUSES:
        found = [line for line in lines if re.search(pattern, line, re.IGNORECASE)]
        if found:
            return "\n".join(found[-TELLING_LINES:])
    return "\n".join(lines[-TAIL_LINES:])
