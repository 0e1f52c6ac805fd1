"""Pages in frames of the captured one that are shown in their place (rules N1-N4).

Their content comes within the captured page's own, so that nothing here sees any of it: what is kept is who they are, so that agents'
input finds them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from userview.protocol.messages.visitor import InsetEnd, InsetOpen, InsetOpened
from userview.realtime.effects import Effect, OpenInset, Send, StartInset
from userview.realtime.inputs import InsetJoins
from userview.realtime.limits import Limits


@dataclass(slots=True)
class Inset:
    """One page in a frame; `connection` is None until it has joined."""

    number: int
    opener: str
    """The connection of the page around it."""
    depth: int
    """1 in the captured page, 2 in the page of a frame of it."""
    controllable: bool
    expires_at: float
    connection: str | None = None
    control_required: bool = False


class Insets:
    """The pages in frames of one session's captured page."""

    def __init__(
        self,
        session: str,
        limits: Limits,
        number: Callable[[], int],
        emit: Callable[[Effect], None],
        gone: Callable[[str], None],
    ) -> None:
        """`number`: gives one that no page of the session has; `gone`: told of the connection of each that is shown no more."""
        self._session = session
        self._limits = limits
        self._number = number
        self._emit = emit
        self._gone = gone
        self._all: dict[int, Inset] = {}

    @property
    def connections(self) -> tuple[str, ...]:
        """Of those that are shown."""
        return tuple(inset.connection for inset in self._all.values() if inset.connection is not None)

    @property
    def control_required(self) -> bool:
        """One of them wants agents to ask for control (C8)."""
        return any(inset.control_required for inset in self._all.values())

    def get(self, number: int) -> Inset | None:
        """One that has joined."""
        inset = self._all.get(number)
        return None if inset is None or inset.connection is None else inset

    def open(self, connection: str, message: InsetOpen, embedder: str, *, shown: str | None, now: float) -> None:
        """The page on `connection` asks for one of its frames; `shown`: the connection of the captured page (N1)."""
        self._expire(now)
        outer = next((one for one in self._all.values() if one.connection == connection), None)
        depth = 1 if connection == shown else 0 if outer is None else outer.depth + 1
        if not 0 < depth <= self._limits.inset_depth or len(self._all) >= self._limits.insets_per_session:
            self.refuse(connection, message.ref)
            return
        controllable = message.controllable and (outer is None or outer.controllable)
        expires_at = now + self._limits.inset_join_seconds
        inset = Inset(self._number(), connection, depth, controllable, expires_at)
        self._all[inset.number] = inset
        self._emit(OpenInset(self._session, connection, message.ref, inset.number, message.origin, embedder))

    def refuse(self, connection: str, ref: int) -> None:
        """The page in that frame is not shown."""
        refusal = InsetOpened(session=self._session, ref=ref, inset=0, token=None)
        self._emit(Send(self._session, (connection,), refusal))

    def join(self, happened: InsetJoins, *, hides_details: bool, now: float) -> bool:
        """The page with this number is there; False when it is not expected, or not any more (N2)."""
        self._expire(now)
        connection, number = happened.connection, happened.inset
        inset = self._all.get(number)
        if inset is None or inset.connection is not None or connection == inset.opener:
            return False
        before = next((one for one in self._all.values() if one.connection == connection), None)
        if before is not None:
            self.close(before.opener, before.number)
        inset.connection = connection
        inset.control_required = happened.control_required
        self._emit(StartInset(self._session, connection, happened.ref, number, hides_details))
        return True

    def close(self, opener: str, number: int) -> None:
        """The page around says that it does not show it any more (N4)."""
        inset = self._all.get(number)
        if inset is not None and inset.opener == opener:
            self._end(inset)

    def regain(self, connection: str) -> None:
        """The captured page is back on another connection, and its run goes on (R3)."""
        for inset in self._all.values():
            if inset.depth == 1:
                inset.opener = connection

    def lose(self, connection: str) -> None:
        """A page's connection is gone: the page itself, and what stood in its frames, cannot be acted in."""
        for inset in list(self._all.values()):
            if connection in (inset.connection, inset.opener):
                self._end(inset)

    def clear(self) -> None:
        """Another run of capture begins, or the session ends: nothing of them is shown any more."""
        for inset in list(self._all.values()):
            self._end(inset)

    def _expire(self, now: float) -> None:
        for inset in list(self._all.values()):
            if inset.connection is None and inset.expires_at < now:
                self._end(inset)

    def _end(self, inset: Inset) -> None:
        if self._all.pop(inset.number, None) is None or inset.connection is None:
            return
        self._emit(Send(self._session, (inset.connection,), InsetEnd(session=self._session, inset=inset.number)))
        self._gone(inset.connection)
        for inner in list(self._all.values()):
            if inner.opener == inset.connection:
                self._end(inner)
