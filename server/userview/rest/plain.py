"""Texts without characters that nobody sees, for bodies. Put behind a text's other constraints: blanks are stripped before."""

from typing import Final

from pydantic import AfterValidator, Field

from userview.protocol.unseen import IN_LINES, IN_ONE_LINE, unseen


def _of_one_line(text: str) -> str:
    return _checked(text, one_line=True)


def _of_lines(text: str) -> str:
    return _checked(text, one_line=False)


def _checked(text: str, *, one_line: bool) -> str:
    found = unseen(text, one_line=one_line)
    if found is not None:
        kind = "one line" if one_line else "a text"
        raise ValueError(f"expected {kind} without control characters and changes of direction, got one with {found}")
    return text


ONE_LINE: Final = AfterValidator(_of_one_line)
LINES: Final = AfterValidator(_of_lines)

# What these allow, in the words of JSON Schema.
ONE_LINE_PATTERN: Final = Field(json_schema_extra={"pattern": f"^[^{IN_ONE_LINE}]*$"})
LINES_PATTERN: Final = Field(json_schema_extra={"pattern": f"^[^{IN_LINES}]*$"})
NOT_BLANK_LINE: Final = Field(json_schema_extra={"pattern": rf"^[^{IN_ONE_LINE}]*[^\s{IN_ONE_LINE}][^{IN_ONE_LINE}]*$"})
"""The same of one line that has a least length and is stripped of white space."""
