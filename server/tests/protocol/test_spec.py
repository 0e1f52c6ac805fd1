"""SPEC.md says the same as the code: the tables of codes and the names of all messages."""

import re
from pathlib import Path

from userview.protocol.codes import CLOSE_ADVICE, ERROR_MEANING

SPEC = (Path(__file__).parents[3] / "protocol" / "SPEC.md").read_text(encoding="utf-8")


def test_k1_the_table_of_close_codes_is_the_one_in_the_code() -> None:
    written = re.findall(r"^\| (\d{4}) +\| (.+?) +\| (\w+) +\|$", SPEC, re.MULTILINE)
    assert written == [(str(code.value), advice.meaning, advice.retry) for code, advice in CLOSE_ADVICE.items()]


def test_k2_the_table_of_error_codes_is_the_one_in_the_code() -> None:
    written = re.findall(r"^\| `(\w+)` +\| (.+?) +\|$", SPEC, re.MULTILINE)
    assert written == [(code.value, meaning) for code, meaning in ERROR_MEANING.items()]
