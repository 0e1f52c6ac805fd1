"""Turns the realtime core's effects into deeds; the only one that does.

Inputs are handled one after the other, also those that a deed brings about. What a session's effects have to
wait for is the lanes' business.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, Protocol

from userview.gateway import wire
from userview.gateway.doors import Journal, Keeper
from userview.gateway.lanes import Lanes
from userview.gateway.limits import GatewayLimits
from userview.gateway.metrics import Counts
from userview.gateway.wire import Pieces
from userview.protocol.codes import CloseCode
from userview.protocol.messages import dump
from userview.protocol.messages.viewer import StreamStart
from userview.realtime.effects import (
    Admit,
    AgentRequested,
    Close,
    DeskChanged,
    Effect,
    FinishRecording,
    IssueTicket,
    KeepFrame,
    KeepNote,
    Measure,
    OpenInset,
    PresenceChanged,
    Seen,
    Send,
    SendFrames,
    StartCapture,
    StartInset,
    StartRecording,
    SyncRecording,
    TellDesks,
)
from userview.realtime.hub import Hub
from userview.realtime.inputs import Input, StorageFailed, Tick
from userview.realtime.records import VisitorKey

_LOG: Final = logging.getLogger("userview.gateway")

SLACK_SECONDS: Final = 0.001
"""Added to every timer: the loop's clock and ours are read at different moments, and early would be for nothing."""


class Outlet(Protocol):
    """A connection, as far as the driver uses it."""

    def send(self, pieces: Pieces) -> None:
        """A control message."""
        ...

    def send_start(self, pieces: Pieces) -> None:
        """A control message with which page content begins anew."""
        ...

    def send_content(self, pieces: Pieces, *, report: bool) -> None:
        """Page content."""
        ...

    def close(self, code: CloseCode, reason: str) -> None:
        """Say goodbye."""
        ...

    def measure(self, *, often: bool) -> None:
        """Measure the round trip often, or only as rarely as pings go."""
        ...


class Errands(Protocol):
    """Deeds that need more than a connection."""

    def start_capture(self, effect: StartCapture) -> None:
        """Send `capture.start` with an upload token."""
        ...

    def open_inset(self, effect: OpenInset) -> None:
        """Send `inset.opened` with a token."""
        ...

    def start_inset(self, effect: StartInset) -> None:
        """Send `inset.joined` with an upload token."""
        ...

    def admit(self, effect: Admit) -> None:
        """Send `session.joined` with a ticket."""
        ...

    def issue_ticket(self, effect: IssueTicket) -> None:
        """Send `viewer.ticket`."""
        ...

    def desk_changed(self, visitor: VisitorKey) -> None:
        """Tell desks."""
        ...

    def tell_desks(self, effect: TellDesks) -> None:
        """Tell desks of who waits."""
        ...

    def agent_requested(self, effect: AgentRequested) -> Awaitable[None]:
        """Tell whoever wants to hear of it."""
        ...

    def presence_changed(self, visitor: VisitorKey, *, online: bool) -> Awaitable[None]:
        """Tell whoever wants to hear of it."""
        ...

    def seen(self, last_seen: Mapping[VisitorKey, float]) -> Awaitable[None]:
        """Store when visitors were last heard of."""
        ...


class Driver:
    """One hub's hands. `clock`: Unix seconds that never go back."""

    def __init__(self, hub: Hub, clock: Callable[[], float], counts: Counts) -> None:
        self.outlets: dict[str, Outlet] = {}
        """Open connections by id; whoever opens one puts it in and takes it out."""
        self._hub = hub
        self._clock = clock
        self._counts = counts
        self._inputs: deque[Input] = deque()
        self._running = False
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at = float("inf")
        self._lanes: Lanes | None = None
        self._tasks: set[asyncio.Future[None]] = set()
        self._deeds: dict[type, Callable[[Any], None]] = {
            Send: self._send,
            SendFrames: self._send_frames,
            Close: self._close,
            Measure: self._measure,
        }

    def bind(self, journal: Journal, errands: Errands, keeper: Keeper, limits: GatewayLimits) -> None:
        """Give the driver what it works with; once, before the first input."""
        self._lanes = Lanes(journal, self._perform, self._storage_failed, limits.store_delays_seconds)
        self._deeds |= {
            StartCapture: errands.start_capture,
            OpenInset: errands.open_inset,
            StartInset: errands.start_inset,
            Admit: errands.admit,
            IssueTicket: errands.issue_ticket,
            DeskChanged: lambda effect: errands.desk_changed(effect.visitor),
            TellDesks: errands.tell_desks,
            AgentRequested: lambda effect: self.in_background(errands.agent_requested(effect)),
            PresenceChanged: lambda effect: self.in_background(
                errands.presence_changed(effect.visitor, online=effect.online)
            ),
            Seen: lambda effect: self.in_background(errands.seen(effect.last_seen)),
            StartRecording: keeper.start,
            KeepFrame: keeper.keep_frame,
            KeepNote: keeper.keep_note,
            SyncRecording: keeper.sync,
            FinishRecording: keeper.finish,
        }
        keeper.bind(self.feed)

    def feed(self, happened: Input) -> None:
        """Something happened. From within a deed, it is handled after what is being handled."""
        self._inputs.append(happened)
        if self._running:
            return
        self._running = True
        try:
            while self._inputs:
                self._handle(self._inputs.popleft())
        finally:
            self._running = False
        self._set_timer()

    async def settled(self, session: str) -> None:
        """Returns when everything that follows for the session from the inputs so far is done and stored."""
        if self._lanes is not None:
            await self._lanes.settled(session)

    async def finish(self) -> None:
        """Returns when all that is under way is done."""
        if self._lanes is not None:
            await self._lanes.all_settled()
        while self._tasks:
            await asyncio.wait(self._tasks)

    def stop(self) -> None:
        """No more timers."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _handle(self, happened: Input) -> None:
        if self._lanes is None:
            raise RuntimeError("expected `bind` before the first input")
        for effect in self._hub.handle(happened, self._clock()):
            self._lanes.put(effect)

    def _perform(self, effect: Effect) -> None:
        try:
            self._deeds[type(effect)](effect)
        except Exception:  # noqa: BLE001 - one connection's trouble must not keep the effects behind it from others
            self._counts.defects += 1
            _LOG.exception("an effect could not be performed: %s", type(effect).__name__)

    def _send(self, effect: Send) -> None:
        pieces = wire.text(dump(effect.message))
        starts = isinstance(effect.message, StreamStart)
        for connection in effect.to:
            outlet = self.outlets.get(connection)
            if outlet is None:
                continue
            if starts:
                outlet.send_start(pieces)
            else:
                outlet.send(pieces)

    def _send_frames(self, effect: SendFrames) -> None:
        pieces = wire.binary(effect.frames)
        sent = 0
        for connection in effect.to:
            outlet = self.outlets.get(connection)
            if outlet is not None:
                outlet.send_content(pieces, report=effect.report)
                sent += 1
        self._counts.content_frames_sent += sent * len(effect.frames)
        self._counts.content_bytes_sent += sent * sum(map(len, effect.frames))

    def _close(self, effect: Close) -> None:
        outlet = self.outlets.get(effect.connection)
        if outlet is not None:
            outlet.close(effect.code, effect.reason)

    def _measure(self, effect: Measure) -> None:
        outlet = self.outlets.get(effect.connection)
        if outlet is not None:
            outlet.measure(often=effect.often)

    def _storage_failed(self, session: str) -> None:
        self.feed(StorageFailed(session))

    def in_background(self, deed: Awaitable[None]) -> None:
        """Do this without anybody waiting for it but `finish`; it must not raise."""
        task = asyncio.ensure_future(deed)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _set_timer(self) -> None:
        at = self._hub.next_deadline()
        if at is None or at >= self._timer_at:
            # A timer that rings too early finds nothing due, and is set anew.
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer_at = at
        delay = max(0.0, at - self._clock())
        self._timer = asyncio.get_running_loop().call_later(delay + SLACK_SECONDS, self._ring)

    def _ring(self) -> None:
        self._timer = None
        self._timer_at = float("inf")
        self.feed(Tick())
