"""Visitors who wait for an agent: who they are, who may answer, and how each wait ends (rules Q1-Q8).

Sans-IO. Each public method is one thing that happened; times are seconds on the hub's clock.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from userview.protocol.codes import ErrorCode
from userview.protocol.messages.common import ErrorMessage, PageInfo
from userview.protocol.messages.waiting import (
    AgentsAvailable,
    DeskWaited,
    DeskWaiting,
    WaitingVisitor,
    WaitState,
    WaitStatus,
)
from userview.realtime.alarms import Alarms
from userview.realtime.availability import Availability
from userview.realtime.effects import AgentRequested, DeskChanged, Effect, RequestEvent, Send, TellDesks
from userview.realtime.inputs import VisitorWaits
from userview.realtime.limits import Limits
from userview.realtime.lobby import Lobby
from userview.realtime.presence import Presence
from userview.realtime.rates import TokenBuckets
from userview.realtime.records import AgentRef, Call, VisitorKey

_REQUEST_ENDS: Final[Mapping[str, RequestEvent]] = {
    "accepted": "accepted",
    "canceled": "cancelled",
    "unavailable": "cancelled",
}


@dataclass(frozen=True, slots=True)
class Waiter:
    """A visitor who waits; after the end kept for a while, so that a page that was away can be told."""

    visitor: VisitorKey
    wait: str
    nickname: str
    page: PageInfo
    note: str | None
    since: float
    redirect_url: str | None
    call: Call | None
    """The agent whom this is for; None: anybody who is available."""
    status: WaitStatus = "pending"
    accepted_by: AgentRef | None = None

    def may_be_seen_by(self, agent: str) -> bool:
        """Whether this is for the agent to answer (Q5)."""
        return self.call is None or self.call.agent == agent

    def shown(self, now: float) -> WaitingVisitor:
        """As agents see it."""
        return WaitingVisitor(
            short_id=self.visitor.short_id,
            nickname=self.nickname,
            call_name=self.call and self.call.name,
            waiting_ms=max(0.0, now - self.since) * 1000,
            url=self.page.url,
            title=self.page.title,
            note=self.note,
        )

    def state(self) -> WaitState:
        """As the visitor's pages are told."""
        return WaitState(
            wait=self.wait,
            status=self.status,
            call_name=self.call and self.call.name,
            agent_name=self.call and self.call.agent_name,
            redirect_url=self.redirect_url if self.status == "unavailable" else None,
        )


class Waiting:
    """All who wait, of every team."""

    def __init__(self, limits: Limits, lobby: Lobby, emit: Callable[[Effect], None], now: float) -> None:
        self._limits = limits
        self._lobby = lobby
        self._emit = emit
        self._began_at = now
        self._availability = Availability(limits.agents_grace_seconds)
        self._waiters: dict[VisitorKey, Waiter] = {}
        self._of_team: dict[str, dict[VisitorKey, None]] = {}
        self._ended: OrderedDict[VisitorKey, Waiter] = OrderedDict()
        self._of_visitor = TokenBuckets[VisitorKey](1 / limits.wait_every_seconds, limits.waits_at_once)
        per_minute = limits.waits_per_minute_per_address
        self._of_network = TokenBuckets[str](per_minute / 60, 2 * per_minute)
        self._told: dict[str, bool] = {}
        """What the team's pages were told of its agents; only of teams whose pages asked."""
        self._listening: dict[str, dict[str, None]] = {}
        self._team_of_tab: dict[str, str] = {}
        self._alarms: Alarms[VisitorKey | str] = Alarms()

    # What may be asked

    def get(self, visitor: VisitorKey) -> Waiter | None:
        """The visitor's wait."""
        return self._waiters.get(visitor)

    def seen_by(self, team: str, agent: str, now: float) -> list[WaitingVisitor]:
        """Everybody who waits for this agent, longest first (Q5)."""
        found = [self._waiters[visitor] for visitor in self._of_team.get(team, ())]
        return [waiter.shown(now) for waiter in found if waiter.may_be_seen_by(agent)]

    def of_team(self, team: str) -> list[str]:
        """Short ids of everybody who waits in this team."""
        return [visitor.short_id for visitor in self._of_team.get(team, ())]

    def next_deadline(self) -> float | None:
        """When `tick` must be called if nothing happens before."""
        return self._alarms.next_at()

    # Agents

    def agent_here(self, connection: str, team: str, *, available: bool, now: float) -> None:
        """An agent's page looks at who waits, or no longer does; or the agent says something else of themselves (Q3)."""
        self._availability.here(connection, team, available=available, now=now)
        self._look(team, now)

    def agent_gone(self, connection: str, now: float) -> None:
        """An agent's page is gone."""
        team = self._availability.gone(connection, now)
        if team is not None:
            self._look(team, now)

    def accept(self, visitor: VisitorKey, agent: AgentRef) -> None:
        """An agent wants to answer; the first who may gets it (Q6). `get` tells who that is."""
        waiter = self._waiters.get(visitor)
        if waiter is not None and waiter.accepted_by is None and waiter.may_be_seen_by(agent.id):
            self._waiters[visitor] = replace(waiter, accepted_by=agent)

    def release(self, visitor: VisitorKey) -> None:
        """No session came of it: others may answer."""
        waiter = self._waiters.get(visitor)
        if waiter is not None:
            self._waiters[visitor] = replace(waiter, accepted_by=None)

    # Visitors

    def ask(self, connection: str, visitor: VisitorKey, now: float) -> None:
        """A page wants to be told, now and from now on (Q3)."""
        team = visitor.team
        self._team_of_tab[connection] = team
        self._listening.setdefault(team, {})[connection] = None
        available = self._told[team] = self._availability.is_available(team, now)
        self._emit(Send(None, (connection,), AgentsAvailable(available=available)))
        waiter = self._waiters.get(visitor)
        if waiter is not None:
            self._emit(Send(None, (connection,), waiter.state()))

    def tab_gone(self, connection: str) -> None:
        """A tab is gone: nobody is to be told there."""
        team = self._team_of_tab.pop(connection, None)
        if team is None:
            return
        del self._listening[team][connection]
        if not self._listening[team]:
            del self._listening[team]
            del self._told[team]

    def begin(self, asked: Waiter, happened: VisitorWaits, *, has_session: bool, now: float) -> None:
        """A page says that its visitor waits (Q1, Q2, Q4, Q8); `asked` is that, as far as the server knows it."""
        visitor, connection, again = asked.visitor, happened.connection, happened.message.again
        there, ended = self._waiters.get(visitor), self._ended.get(visitor)
        if there is not None and _same_way(there, asked):
            self._emit(Send(None, (connection,), there.state()))
        elif has_session:
            self._answer(connection, replace(asked, status="accepted"))
        elif again and ended is not None and ended.wait == asked.wait:
            self._emit(Send(None, (connection,), ended.state()))
        elif not (self._of_visitor.take(visitor, now) and self._of_network.take(happened.network, now)):
            text = "this visitor, or this network, has asked for an agent too often in a short time"
            self._emit(Send(None, (connection,), ErrorMessage(code=ErrorCode.RATE_LIMITED, message=text, ref=None)))
            self._answer(connection, replace(asked, status="unavailable", redirect_url=None))
        elif asked.status == "unknown_call_name":
            self._answer(connection, asked)
        elif not self._has_place(asked, now, again=again):
            self._answer(connection, replace(asked, status="unavailable"))
        else:
            if there is not None:
                self._end(there, "canceled")
            self._enter(asked, now, again=again)

    def end(self, visitor: VisitorKey, status: WaitStatus = "canceled") -> None:
        """The wait is over, if there is one: cancelled, answered, or its visitor has gone (Q6, Q7)."""
        waiter = self._waiters.get(visitor)
        if waiter is not None:
            self._end(waiter, status)

    def forget(self, visitor: VisitorKey) -> None:
        """The visitor was erased: nothing is kept."""
        self.end(visitor)
        self._ended.pop(visitor, None)
        self._of_visitor.forget(visitor)

    def renamed(self, visitor: VisitorKey, nickname: str, now: float) -> None:
        """The visitor is called something else now."""
        waiter = self._waiters.get(visitor)
        if waiter is not None and waiter.nickname != nickname:
            waiter = self._waiters[visitor] = replace(waiter, nickname=nickname)
            self._tell(waiter, DeskWaiting(waiting=waiter.shown(now)))

    def tick(self, now: float) -> None:
        """Do what is due."""
        for key in self._alarms.due(now):
            if isinstance(key, VisitorKey):
                # What was due for the team in the same moment may have ended it.
                self.end(key, "unavailable")
            else:
                self._look(key, now)

    # Inside

    def _enter(self, waiter: Waiter, now: float, *, again: bool) -> None:
        visitor = waiter.visitor
        self._waiters[visitor] = waiter
        self._of_team.setdefault(visitor.team, {})[visitor] = None
        self._ended.pop(visitor, None)
        self._alarms.set(visitor, now + self._limits.waiting_seconds)
        self._tell_tabs(waiter)
        self._tell(waiter, DeskWaiting(waiting=waiter.shown(now)))
        if waiter.call is None and not again:
            self._emit(AgentRequested(None, visitor, "created"))
        self._emit(DeskChanged(None, visitor))
        self._look(visitor.team, now)

    def _end(self, waiter: Waiter, status: WaitStatus) -> None:
        visitor = waiter.visitor
        del self._waiters[visitor]
        del self._of_team[visitor.team][visitor]
        if not self._of_team[visitor.team]:
            del self._of_team[visitor.team]
        self._alarms.set(visitor, None)
        answered = waiter.accepted_by if status == "accepted" else None
        ended = self._ended[visitor] = replace(waiter, status=status, accepted_by=answered)
        self._ended.move_to_end(visitor)
        if len(self._ended) > self._limits.ended_remembered:
            self._ended.popitem(last=False)
        self._tell_tabs(ended)
        self._tell(waiter, DeskWaited(short_id=visitor.short_id, answered_by=answered and answered.name))
        if waiter.call is None:
            self._emit(AgentRequested(None, visitor, _REQUEST_ENDS[status]))
        self._emit(DeskChanged(None, visitor))

    def _has_place(self, asked: Waiter, now: float, *, again: bool) -> bool:
        """Whether somebody may answer, and not too many wait (Q2, Q8)."""
        team = asked.visitor.team
        if len(self._of_team.get(team, ())) >= self._limits.waiting_per_team:
            return False
        if asked.call is not None or self._availability.is_available(team, now):
            return True
        # After a start of the server pages may be back before dashboards are.
        return again and now < self._grace_ends

    @property
    def _grace_ends(self) -> float:
        return self._began_at + self._limits.agents_grace_seconds

    def _look(self, team: str, now: float) -> None:
        """Tell pages and end requests where the team's agents have come or gone (Q2, Q3)."""
        available = self._availability.is_available(team, now)
        if team in self._told and self._told[team] != available:
            self._told[team] = available
            self._emit(Send(None, tuple(self._listening[team]), AgentsAvailable(available=available)))
        again_at = self._availability.look_again_at(team, now)
        if not available and now < self._grace_ends:
            again_at = self._grace_ends
        elif not available:
            for visitor in list(self._of_team.get(team, ())):
                waiter = self._waiters[visitor]
                if waiter.call is None and waiter.accepted_by is None:
                    self._end(waiter, "unavailable")
        self._alarms.set(team, again_at)
        self._availability.forget_empty(team, now)

    def _answer(self, connection: str, waiter: Waiter) -> None:
        """A wait that does not begin: one that is there goes on."""
        there = self._waiters.get(waiter.visitor)
        for one in (waiter, there):
            if one is not None:
                self._emit(Send(None, (connection,), one.state()))

    def _tell_tabs(self, waiter: Waiter) -> None:
        presence: Presence | None = self._lobby.presence(waiter.visitor)
        if presence is not None and presence.tabs:
            self._emit(Send(None, tuple(presence.tabs), waiter.state()))

    def _tell(self, waiter: Waiter, message: DeskWaiting | DeskWaited) -> None:
        self._emit(TellDesks(None, waiter.visitor.team, waiter.call and waiter.call.agent, message))


def _same_way(one: Waiter, other: Waiter) -> bool:
    return (one.call and one.call.agent) == (other.call and other.call.agent) and other.status == "pending"
