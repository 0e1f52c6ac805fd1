"""Characters that nobody sees: controls, and those that turn the direction of what follows, so that a name reads as another."""

import re
from typing import Final

_DIRECTIONS: Final = r"\u202a-\u202e\u2066-\u2069"
IN_LINES: Final = rf"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f{_DIRECTIONS}"
"""As a part of a character class: all but tab and line ends."""
IN_ONE_LINE: Final = rf"\u0000-\u001f\u007f-\u009f\u2028\u2029{_DIRECTIONS}"
"""The same of a text of one line."""

_LINES: Final = re.compile(f"[{IN_LINES}]")
_ONE_LINE: Final = re.compile(f"[{IN_ONE_LINE}]")


def unseen(text: str, *, one_line: bool) -> str | None:
    """The first of them in a text, as `U+202E`; None when there is none."""
    found = (_ONE_LINE if one_line else _LINES).search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def without_unseen(text: str) -> str:
    """A text of several lines without them."""
    return _LINES.sub("", text)
