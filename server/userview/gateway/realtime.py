"""The live sessions of this process, as REST, jobs and the gateway use them."""

import time
from collections.abc import Callable, Mapping, Sequence

from typing_extensions import override

from userview.gateway.agents_here import AgentsHere
from userview.gateway.driver import Driver
from userview.gateway.metrics import Counts
from userview.protocol.messages.agent import Availability
from userview.protocol.messages.common import EndReason
from userview.protocol.messages.settings import SdkSettings
from userview.realtime.hub import Hub
from userview.realtime.inputs import (
    AnswerFailed,
    AnswerVisitor,
    ChangeSettings,
    EndSession,
    EraseVisitor,
    LinkRedeemed,
    OpenSession,
    TouchVisitor,
    VisitorRenamed,
)
from userview.realtime.limits import Limits
from userview.realtime.live import Live
from userview.realtime.records import AgentRef, SessionSpec, VisitorKey
from userview.realtime.waiting import Waiter


def steady_clock() -> Callable[[], float]:
    """Unix seconds that never go back, whatever is done to the machine's clock meanwhile."""
    began_at = time.time() - time.monotonic()
    return lambda: began_at + time.monotonic()


class Realtime(Live):
    """The hub and its driver. Made before the domains, which need `Live`; the gateway binds its driver to them."""

    def __init__(self, limits: Limits | None = None, clock: Callable[[], float] | None = None) -> None:
        """`clock`: Unix seconds that never go back; by default the machine's, made steady."""
        self.limits = limits or Limits()
        self.clock = clock or steady_clock()
        self.counts = Counts()
        self.agents = AgentsHere()
        self.hub = Hub(self.limits, self.clock())
        self.driver = Driver(self.hub, self.clock, self.counts)

    @override
    async def open_session(self, spec: SessionSpec) -> None:
        self.driver.feed(OpenSession(spec))

    @override
    async def end_session(self, session: str, reason: EndReason) -> None:
        self.driver.feed(EndSession(session, reason))
        await self.driver.settled(session)

    @override
    async def erase_visitor(self, visitor: VisitorKey) -> None:
        session = self.hub.session_of(visitor)
        self.driver.feed(EraseVisitor(visitor))
        if session is not None:
            await self.driver.settled(session)

    @override
    async def change_settings(self, team: str, settings: SdkSettings) -> None:
        self.driver.feed(ChangeSettings(team, settings))

    @override
    async def touch_visitor(self, visitor: VisitorKey) -> None:
        self.driver.feed(TouchVisitor(visitor))

    @override
    async def identify_visitor(self, visitor: VisitorKey, nickname: str) -> None:
        self.driver.feed(TouchVisitor(visitor))
        self.driver.feed(VisitorRenamed(visitor, nickname))

    @override
    async def link_redeemed(self, session: str) -> None:
        self.driver.feed(LinkRedeemed(session))

    @override
    def agents_online(self, team: str) -> frozenset[str]:
        return self.agents.online(team)

    @override
    def dismiss_agent(self, team: str, agent: str) -> None:
        for connection in self.agents.connections(team, agent):
            connection.dismiss()

    @override
    def agent_changed(self, team: str, agent: str) -> None:
        for connection in self.agents.connections(team, agent):
            connection.come_back()

    @override
    def agent_availability(self, team: str, agent: str, availability: Availability) -> None:
        for connection in self.agents.connections(team, agent):
            connection.tell_availability(availability)

    @override
    def waiter(self, visitor: VisitorKey) -> Waiter | None:
        return self.hub.waiter(visitor)

    @override
    def answer(self, visitor: VisitorKey, agent: AgentRef) -> Waiter | None:
        self.driver.feed(AnswerVisitor(visitor, agent))
        return self.hub.waiter(visitor)

    @override
    def answer_failed(self, visitor: VisitorKey) -> None:
        self.driver.feed(AnswerFailed(visitor))

    @override
    def is_online(self, visitor: VisitorKey) -> bool:
        return self.hub.is_online(visitor)

    @override
    def online(self, team: str) -> Mapping[str, float]:
        return self.hub.online(team)

    @override
    def in_sessions(self, team: str) -> Sequence[str]:
        return self.hub.in_sessions(team)

    @override
    def waiters(self, team: str) -> Sequence[str]:
        return self.hub.waiters(team)

    @override
    def session_of(self, visitor: VisitorKey) -> str | None:
        return self.hub.session_of(visitor)

    @override
    def is_live(self, visitor: VisitorKey) -> bool:
        return self.hub.is_live(visitor)
