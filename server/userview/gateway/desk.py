"""The desk feed: agents hear of their team's visitors, and who waits for them, as things happen (rules D1, Q5)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from userview.gateway import wire
from userview.gateway.doors import VisitorDoor
from userview.gateway.driver import Driver
from userview.protocol.messages import dump
from userview.protocol.messages.agent import DeskGone, DeskHistory, DeskOnline, DeskVisitor
from userview.protocol.messages.common import Part
from userview.protocol.messages.waiting import DeskQueue, DeskWaited, DeskWaiting, WaitingVisitor
from userview.protocol.scrub import without_query
from userview.realtime.hub import Hub
from userview.realtime.records import VisitorKey

_LOG: Final = logging.getLogger("userview.gateway")

DESCRIBED_AT_ONCE: Final = 8
"""Visitors read from the store at the same time: a rush of visitors must not take all of its connections."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Whose a connection is that listens."""

    agent: str
    hides_details: bool
    """Details of visitors are hidden from this agent (A6)."""


def shown_to(listener: Listener, waiting: WaitingVisitor) -> WaitingVisitor:
    """A visitor who waits, as the agent may see it: without who and where, if details are hidden (A6)."""
    if not listener.hides_details:
        return waiting
    hidden = {"nickname": waiting.short_id, "url": without_query(waiting.url), "title": "", "note": None}
    return waiting.model_copy(update=hidden)


class Desk:
    """Who listens, and what they have not been told yet."""

    def __init__(self, visitors: VisitorDoor, hub: Hub, driver: Driver, every_seconds: float) -> None:
        self._visitors = visitors
        self._hub = hub
        self._driver = driver
        self._every_seconds = every_seconds
        self._listeners: dict[str, dict[str, Listener]] = {}
        """By team: the connections that listen, and whose they are."""
        self._team_of: dict[str, str] = {}
        self._told_online: dict[str, int] = {}
        self._resting: dict[VisitorKey | str, bool] = {}
        self._turns = asyncio.Semaphore(DESCRIBED_AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    def open(self, connection: str, team: str, listener: Listener) -> None:
        """Tell a connection of the team's visitors, and of those who wait for this agent, from now on."""
        self._team_of[connection] = team
        self._listeners.setdefault(team, {})[connection] = listener
        online = self._told_online[team] = len(self._hub.online(team))
        self._send((connection,), DeskOnline(online=online))
        waiting = [shown_to(listener, one) for one in self._hub.queue(team, listener.agent)]
        self._send((connection,), DeskQueue(waiting=waiting))

    def tell(self, team: str, agent: str | None, message: DeskWaiting | DeskWaited) -> None:
        """Who waits, or no longer does, to all who listen, or to one agent's pages alone (Q5)."""
        for connection, listener in self._listeners.get(team, {}).items():
            if agent not in (None, listener.agent):
                continue
            match message:
                case DeskWaiting():
                    self._send((connection,), DeskWaiting(waiting=shown_to(listener, message.waiting)))
                case DeskWaited():
                    self._send((connection,), message)

    def close(self, connection: str) -> None:
        """Tell it no more."""
        team = self._team_of.pop(connection, None)
        if team is None:
            return
        del self._listeners[team][connection]
        if not self._listeners[team]:
            del self._listeners[team]
            self._told_online.pop(team, None)

    def changed(self, visitor: VisitorKey) -> None:
        """Something about a visitor changed."""
        if visitor.team in self._listeners:
            self._tell(visitor, lambda: self._describe(visitor))
            self._tell(visitor.team, lambda: self._count(visitor.team))

    def history_changed(self, visitor: VisitorKey) -> None:
        """Something of a visitor's history was kept (D2)."""
        if visitor.team in self._listeners:
            self._tell(f"{visitor.team} {visitor.short_id}", lambda: self._point_at(visitor))

    async def finish(self) -> None:
        """Returns when nothing is under way."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    def _tell(self, key: VisitorKey | str, tell: Callable[[], Awaitable[None]]) -> None:
        """Tell now, or, when the last time was a moment ago, a little later."""
        if key in self._resting:
            self._resting[key] = True
            return
        self._resting[key] = False
        task = asyncio.get_running_loop().create_task(self._tell_and_rest(key, tell))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell_and_rest(self, key: VisitorKey | str, tell: Callable[[], Awaitable[None]]) -> None:
        try:
            while True:
                await tell()
                await asyncio.sleep(self._every_seconds)
                if not self._resting[key]:
                    return
                self._resting[key] = False
        except Exception:  # noqa: BLE001 - the next change tries again
            _LOG.exception("a change could not be told to desks")
        finally:
            del self._resting[key]

    async def _describe(self, visitor: VisitorKey) -> None:
        for hides in sorted({one.hides_details for one in self._listeners.get(visitor.team, {}).values()}):
            async with self._turns:
                described = await self._visitors.describe(visitor, hides_details=hides)
            listeners = self._listeners.get(visitor.team, {})
            to = tuple(connection for connection, one in listeners.items() if one.hides_details is hides)
            self._send(to, DeskGone(short_id=visitor.short_id) if described is None else DeskVisitor(visitor=described))

    async def _point_at(self, visitor: VisitorKey) -> None:
        self._send(tuple(self._listeners.get(visitor.team, ())), DeskHistory(short_id=visitor.short_id))

    async def _count(self, team: str) -> None:
        online = len(self._hub.online(team))
        if team in self._listeners and self._told_online.get(team) != online:
            self._told_online[team] = online
            self._send(tuple(self._listeners[team]), DeskOnline(online=online))

    def _send(self, to: tuple[str, ...], message: Part) -> None:
        pieces = wire.text(dump(message))
        for connection in to:
            outlet = self._driver.outlets.get(connection)
            if outlet is not None:
                outlet.send(pieces)
