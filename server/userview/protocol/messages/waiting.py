"""Visitors who wait for an agent: what their pages and agents' dashboards say and hear of it (rules Q1-Q8)."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from userview.protocol.messages.common import MAX_NAME, Part, ShortId, Url, Uuid

MAX_NOTE = 2000

WaitStatus = Literal["pending", "accepted", "unavailable", "canceled", "unknown_call_name"]
"""How a wait stands; all but `pending` are its end."""


class WaitAsk(Part):
    """Tell me whether agents are available and how this visitor's wait stands, now and from now on (rule Q3)."""

    type: Literal["wait.ask"] = "wait.ask"


class WaitBegin(Part):
    """The visitor waits for an agent: for whoever is available, or for the one with `call_name` (rule Q1)."""

    type: Literal["wait.begin"] = "wait.begin"
    wait: Uuid
    """The page's own name for it, kept across pages."""
    call_name: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None
    note: Annotated[str, StringConstraints(max_length=MAX_NOTE)] | None
    """What the page wants agents to read (`agentPrompt`)."""
    again: bool
    """A page goes on with a wait that began before it was connected: one that has ended meanwhile does not begin anew."""


class WaitEnd(Part):
    """The visitor does not want to wait any more."""

    type: Literal["wait.end"] = "wait.end"


class WaitState(Part):
    """How the visitor's wait stands: to all tabs of the visitor, at each change (rule Q1)."""

    type: Literal["wait.state"] = "wait.state"
    wait: Uuid
    status: WaitStatus
    call_name: str | None
    agent_name: Annotated[str, StringConstraints(max_length=MAX_NAME)] | None
    """Whom the visitor waits for; null when that is whoever is available."""
    redirect_url: str | None
    """Where the team sends visitors to whom nobody was available; null unless `status` is `unavailable`."""


class AgentsAvailable(Part):
    """Whether an agent is available, to pages that asked (rule Q3)."""

    type: Literal["agents.available"] = "agents.available"
    available: bool


class WaitingVisitor(Part):
    """A visitor who waits, as agents see it."""

    short_id: ShortId
    nickname: str
    call_name: str | None
    """Of the agent whose personal link the visitor followed; null: anybody may answer."""
    waiting_ms: Annotated[float, Field(ge=0)]
    """How long already, in milliseconds."""
    url: Url
    """The page on which the wait began."""
    title: str
    note: str | None


class DeskQueue(Part):
    """Everybody who waits for you, longest first: right after `desk.open` (rule Q5)."""

    type: Literal["desk.queue"] = "desk.queue"
    waiting: list[WaitingVisitor]


class DeskWaiting(Part):
    """A visitor waits for you now, or what is known of one who does has changed."""

    type: Literal["desk.waiting"] = "desk.waiting"
    waiting: WaitingVisitor


class DeskWaited(Part):
    """A visitor does not wait for you any more."""

    type: Literal["desk.waited"] = "desk.waited"
    short_id: ShortId
    answered_by: str | None
    """Name of the agent who took it; null when nobody did."""
