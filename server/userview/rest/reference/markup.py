"""HTML that is always escaped, and the little of Markdown that the description's texts use."""

import html
import json
import re
from typing import Any, Final

_CODE: Final = re.compile(r"`([^`]+)`")
_BOLD: Final = re.compile(r"\*\*([^*]+)\*\*")


def escaped(text: object) -> str:
    """Text as it stands in HTML, in attributes too."""
    return html.escape(str(text), quote=True)


def inline(text: str) -> str:
    """One line of text: `code` and **bold**."""
    return _BOLD.sub(r"<strong>\1</strong>", _CODE.sub(r"<code>\1</code>", escaped(text)))


def paragraphs(text: str) -> str:
    """Several paragraphs, which an empty line parts."""
    parts = re.split(r"\n\s*\n", text.strip())
    return "".join(f"<p>{inline(' '.join(part.split()))}</p>" for part in parts if part)


def code(value: object) -> str:
    """A value in a line: texts as they are, others as JSON."""
    return f"<code>{escaped(value if isinstance(value, str) else json.dumps(value))}</code>"


def listing(text: str, label: str) -> str:
    """Several lines of code, which the keyboard can scroll; `label` names them for screen readers."""
    return f'<pre tabindex="0" role="region" aria-label="{escaped(label)}"><code>{escaped(text)}</code></pre>'


def pretty(value: Any) -> str:
    """A value as JSON, for people."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def expandable(summary: str, content: str, kind: str) -> str:
    """Content that opens by itself."""
    return f'<details class="{kind}"><summary>{summary}</summary>{content}</details>'
