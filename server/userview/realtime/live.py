"""What the rest of the server may ask of the live sessions, and tell them (REST, jobs, start and stop).

Implemented by `gateway.realtime.Realtime`.
A command to a session comes after the commit of the rows that it is about: its room is made, told or
ended here, and every row that the room itself changes is written through the journal.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from userview.protocol.messages.agent import Availability
from userview.protocol.messages.common import EndReason
from userview.protocol.messages.settings import SdkSettings
from userview.realtime.records import AgentRef, SessionSpec, VisitorKey
from userview.realtime.waiting import Waiter


class Live(Protocol):
    """The live sessions and the visitors who are there now."""

    async def open_session(self, spec: SessionSpec) -> None:
        """Make the room of a session whose row was just committed; of one that has a room, `link_expires_at` is news."""
        ...

    async def end_session(self, session: str, reason: EndReason) -> None:
        """End a session; returns when the end is stored. Unknown or ended already: a no-op."""
        ...

    async def erase_visitor(self, visitor: VisitorKey) -> None:
        """The visitor's rows were erased: end its session (`erased`) and make its browser come back as somebody new."""
        ...

    async def change_settings(self, team: str, settings: SdkSettings) -> None:
        """The team's settings were stored: its connected pages and running sessions have them from now on."""
        ...

    async def touch_visitor(self, visitor: VisitorKey) -> None:
        """Something about the visitor was changed elsewhere: desks hear of it."""
        ...

    async def identify_visitor(self, visitor: VisitorKey, nickname: str) -> None:
        """Who the visitor is was said elsewhere: desks hear of it, and so do those who watch or may answer."""
        ...

    async def link_redeemed(self, session: str) -> None:
        """Somebody holds a seat now: the session no longer ends with `link_expired`."""
        ...

    def agents_online(self, team: str) -> frozenset[str]:
        """Ids of the team's agents who are there now; those of other teams' agents in sessions may be among them."""
        ...

    def dismiss_agent(self, team: str, agent: str) -> None:
        """The agent was removed from the team: its connections are closed and it leaves every session at once."""
        ...

    def agent_changed(self, team: str, agent: str) -> None:
        """What the agent may do was changed: its connections come back, and are let in as the rules are now."""
        ...

    def agent_availability(self, team: str, agent: str, availability: Availability) -> None:
        """The agent says something else of themselves now: all their pages are told."""
        ...

    def waiter(self, visitor: VisitorKey) -> Waiter | None:
        """How the visitor waits for an agent (rule Q1)."""
        ...

    def answer(self, visitor: VisitorKey, agent: AgentRef) -> Waiter | None:
        """Take a visitor who waits for this agent, or for anybody; the answer's `accepted_by` is who was first (Q6)."""
        ...

    def answer_failed(self, visitor: VisitorKey) -> None:
        """No session came of it: the visitor waits on."""
        ...

    def is_online(self, visitor: VisitorKey) -> bool:
        """At least one tab is connected, or was until less than the grace of rule P2 ago."""
        ...

    def online(self, team: str) -> Mapping[str, float]:
        """Every visitor of the team who is online: short id to when it was last heard of (Unix seconds)."""
        ...

    def in_sessions(self, team: str) -> Sequence[str]:
        """Short ids of the team's visitors whose session is active or paused."""
        ...

    def waiters(self, team: str) -> Sequence[str]:
        """Short ids of the team's visitors who wait for an agent."""
        ...

    def session_of(self, visitor: VisitorKey) -> str | None:
        """The id of the visitor's session that has not ended."""
        ...

    def is_live(self, visitor: VisitorKey) -> bool:
        """Whether that session is active or paused."""
        ...
