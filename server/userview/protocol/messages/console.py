"""The page's console in a session: what it says, and code that agents run in the page (rules O1-O5)."""

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from userview.protocol.messages.common import Number, Part, SessionId

MAX_CONSOLE_TEXT: Final = 4096
"""Characters of an entry, a result, or of code: a stack trace fits."""
MAX_CONSOLE_ENTRIES: Final = 100
"""Of a message; it has at most 64 KiB all the same (M1)."""

ConsoleText = Annotated[str, StringConstraints(max_length=MAX_CONSOLE_TEXT)]
ConsoleCode = Annotated[str, StringConstraints(min_length=1, max_length=MAX_CONSOLE_TEXT)]
ConsoleLevel = Literal["debug", "log", "info", "warn", "error", "uncaught"]
"""Of `console`'s functions; `uncaught` are errors and rejections that nobody caught."""
ConsoleResultKind = Literal["value", "error", "refused"]
"""What became of code: its value, what it threw, or that it was not run and why."""


class ConsoleEntry(Part):
    """One thing that the page wrote to its console, described as text in the visitor's browser."""

    serial: Number
    """Counts up within the page's life."""
    level: ConsoleLevel
    text: ConsoleText
    age_ms: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    """How long ago, in milliseconds."""


class ConsoleOpen(Part):
    """Show me the page's console from now on (rule O1)."""

    type: Literal["console.open"] = "console.open"
    session: SessionId


class ConsoleClose(Part):
    """Do not show it any more."""

    type: Literal["console.close"] = "console.close"
    session: SessionId


class ConsoleRunAsked(Part):
    """Run this in the page (rule O3); answered by `console.result` with the same `id`."""

    type: Literal["console.run"] = "console.run"
    session: SessionId
    id: Number
    code: ConsoleCode


class ConsoleWatch(Part):
    """Begin to tell of your console, or stop (rule O1). What is known by now goes to the participant `to`, null: to all who read it."""

    type: Literal["console.watch"] = "console.watch"
    session: SessionId
    on: bool
    to: str | None


class ConsoleRun(Part):
    """An agent runs code in this page; answered by `console.result` with the same `agent` and `id`."""

    type: Literal["console.run"] = "console.run"
    session: SessionId
    agent: str
    id: Number
    code: ConsoleCode


class ConsoleTold(Part):
    """What the page wrote to its console."""

    type: Literal["console.entries"] = "console.entries"
    session: SessionId
    to: str | None
    """A participant; null: all who read it."""
    run: Number
    """Made up by the page: another one is another page."""
    entries: Annotated[list[ConsoleEntry], Field(max_length=MAX_CONSOLE_ENTRIES)]
    dropped: Number
    """How many were left out just before, since there were too many."""


class ConsoleRefused(Part):
    """The page's own option does not let agents read its console."""

    type: Literal["console.refused"] = "console.refused"
    session: SessionId


class ConsoleAnswer(Part):
    """What became of an agent's code."""

    type: Literal["console.result"] = "console.result"
    session: SessionId
    agent: str
    id: Number
    kind: ConsoleResultKind
    text: ConsoleText


class ConsoleEntries(Part):
    """What the visitor's page wrote to its console; what an agent has already, of this `run`, it gets again after a lost connection."""

    type: Literal["console.entries"] = "console.entries"
    session: SessionId
    run: Number
    entries: list[ConsoleEntry]
    dropped: Number


class ConsoleResult(Part):
    """What became of your code."""

    type: Literal["console.result"] = "console.result"
    session: SessionId
    id: Number
    kind: ConsoleResultKind
    text: str
