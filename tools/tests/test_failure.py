"""Known causes of a failed setup are told in a sentence that helps."""

from __future__ import annotations

import pytest

from tools.setup.failure import TAIL_LINES, cause_of, telling_lines


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("npm error code ENOSPC", "disk is full"),
        ("[Errno 30] Read-only file system: '/x/.tools'", "read-only"),
        ("[Errno 13] Permission denied: '/x/.tools'", "could not be written"),
        ("/usr/bin/python3: No module named pip", "has no pip"),
        ("[Errno -3] Temporary failure in name resolution", "could not be reached"),
        ("npm error code EAI_AGAIN", "could not be reached"),
        ("error: error sending request for url\n  cause: dns error", "could not be reached"),
        ("npm error code UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "certificate"),
        ("npm error code EINTEGRITY", "not the one that was locked"),
        (
            "npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync."
            " Please update your lock file with `npm install` before continuing.",
            "make lock",
        ),
        ("Because x==1 has no usable wheels and you require x==1", "no ready-made build"),
    ],
)
def test_a_known_cause_is_told(output: str, told: str) -> None:
    sentence = cause_of(f"some lines before\n{output}\nand after")
    assert sentence is not None
    assert told in sentence


def test_an_unknown_cause_is_not_guessed() -> None:
    assert cause_of("error TS2304: Cannot find name 'x'.") is None


def test_only_the_lines_of_a_known_cause_are_shown() -> None:
    assert telling_lines("a\nnpm error code ENOSPC\nusage of npm\n") == "npm error code ENOSPC"


def test_the_end_of_an_unknown_failure_is_shown() -> None:
    lines = [f"line {number}" for number in range(100)]
    assert telling_lines("\n".join(lines)).splitlines() == lines[-TAIL_LINES:]
