"""The part of the simulation in which a visitor waits for an agent (rules Q1-Q7)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tests.realtime.world import ADA, ANN, EVE
from tests.simulation.network import Wire
from userview.protocol.messages.common import Part
from userview.protocol.messages.waiting import DeskWaited, DeskWaiting, WaitBegin
from userview.realtime.inputs import (
    AgentHere,
    AnswerFailed,
    AnswerVisitor,
    VisitorAsks,
    VisitorWaits,
    VisitorWaitsNoMore,
)
from userview.realtime.records import Call

if TYPE_CHECKING:
    from tests.simulation.chaos import Chaos


class WaitingSide:
    """What pages and dashboards do about waiting, and what must hold of it."""

    def __init__(self, chaos: Chaos) -> None:
        self._chaos = chaos
        self.desk: Wire | None = None
        self.waits = 0
        self.queued: str | None = None
        """Who waits, as desks were told."""

    def desk_comes_or_goes(self) -> None:
        """A dashboard opens, closes, or its agent is away or back."""
        if self.desk is None or self.desk.cut:
            self.desk = self._chaos.wire(Wire)
        elif self._chaos.random.random() < 0.4:
            self._chaos.cut(self.desk)
            return
        self.desk.up.append(AgentHere(self.desk.connection, ANN.team, self._chaos.random.random() < 0.8))

    def wait(self) -> None:
        """The visitor asks for help, follows a personal link, or a page goes on with either."""
        tab = self._some_tab()
        if tab is not None:
            again = self._chaos.random.random() < 0.4
            self.waits += 0 if again else 1
            call = self._chaos.random.choice([None, Call("ada", ADA.id, "Ada")])
            wait, name = str(UUID(int=self.waits)), call and call.name
            message = WaitBegin(wait=wait, call_name=name, note=None, again=again)
            tab.up.append(
                VisitorWaits(tab.connection, f"192.0.2.{self._chaos.random.randrange(3)}", message, call, None)
            )
            tab.up.append(VisitorAsks(tab.connection))

    def wait_no_more(self) -> None:
        """The visitor does not want to wait."""
        tab = self._some_tab()
        if tab is not None:
            tab.up.append(VisitorWaitsNoMore(tab.connection))

    def answer_visitor(self) -> None:
        """An agent answers; a session is made, if it is not too late and there was none."""
        agent = self._chaos.random.choice([ADA, EVE])
        self._chaos.feed(AnswerVisitor(ANN, agent))
        waiter = self._chaos.hub.waiter(ANN)
        if waiter is None or waiter.accepted_by != agent:
            return
        assert waiter.may_be_seen_by(agent.id), "Q6: answered by one who was not called"
        if self._chaos.stored is None and self._chaos.random.random() < 0.8:
            self._chaos.open_session()
            assert self._chaos.hub.waiter(ANN) is None, "Q6: a session ends the wait"
        else:
            self._chaos.feed(AnswerFailed(ANN))

    def _some_tab(self) -> Wire | None:
        wires = [wire for wire in self._chaos.tabs.values() if not wire.cut and not wire.closed_by_server]
        return self._chaos.random.choice(wires) if wires else None

    def told_desk(self, message: Part) -> None:
        """What a desk was told must fit what it was told before (Q5)."""
        if isinstance(message, DeskWaiting):
            self.queued = message.waiting.short_id
        elif isinstance(message, DeskWaited):
            assert self.queued == message.short_id, "Q5: gone from the queue without having been in it"
            self.queued = None
