"""Connections of the simulation: in order each way, as late as chance will have it, cut without warning."""

from collections import deque

from typing_extensions import override

from userview.protocol.messages.common import Part
from userview.protocol.messages.viewer import StreamStart
from userview.realtime.effects import StartCapture
from userview.realtime.inputs import Input

Down = Part | bytes | StartCapture
"""What the server sends: a message, content, or `capture.start`."""


class Wire:
    """One connection. `up` holds what is on its way to the server, `down` what is on its way to the client."""

    def __init__(self, connection: str) -> None:
        self.connection = connection
        self.up: deque[Input] = deque()
        self.down: deque[Down] = deque()
        self.cut = False
        """The client has gone; the server does not know yet."""
        self.closed_by_server = False

    @property
    def is_busy(self) -> bool:
        """Something is on its way, or has to be noticed."""
        return bool(self.up or self.down or self.cut or self.closed_by_server)

    def send(self, item: Down) -> None:
        """The server sends."""
        if not self.cut and not self.closed_by_server:
            self.down.append(item)


class ViewerWire(Wire):
    """A viewer's connection with a bound on what may wait, as the send queue has it (B3)."""

    def __init__(self, connection: str, bound: int) -> None:
        super().__init__(connection)
        self._bound = bound
        self._dropping = False
        self.overflowed = False
        """The hub must be told of an overflow."""
        self.report = False
        """The hub wants to know when all has left."""

    @property
    @override
    def is_busy(self) -> bool:
        """Something is on its way, or has to be noticed."""
        return self.overflowed or self.report or super().is_busy

    def content(self, frames: tuple[bytes, ...], *, report: bool) -> None:
        """The server sends content."""
        if self._dropping:
            return
        self.report = self.report or report
        for frame in frames:
            self.send(frame)
        if len(self.down) > self._bound:
            self.down.clear()
            self._dropping = self.report = self.overflowed = True

    @override
    def send(self, item: Down) -> None:
        """The server sends."""
        if isinstance(item, StreamStart):
            self._dropping = False
        super().send(item)
