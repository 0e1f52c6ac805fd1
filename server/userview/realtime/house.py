"""All rooms, and the lobby, of one server: what may be asked of them, and what every handler of the hub needs."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping

from userview.protocol.codes import ErrorCode
from userview.protocol.messages.common import ErrorMessage
from userview.protocol.messages.waiting import WaitingVisitor
from userview.realtime.alarms import Alarms
from userview.realtime.effects import Effect, Send
from userview.realtime.limits import Limits
from userview.realtime.lobby import AlarmKey, Lobby
from userview.realtime.presence import Tab
from userview.realtime.records import VisitorKey
from userview.realtime.room import Room
from userview.realtime.waiting import Waiter, Waiting


class House:
    """The state of a hub; what happens to it is the hub's business."""

    def __init__(self, limits: Limits, now: float) -> None:
        self._limits = limits
        self._now = now
        self._effects: list[Effect] = []
        self._rooms: dict[str, Room] = {}
        self._room_of: dict[VisitorKey, Room] = {}
        self._ended: OrderedDict[str, None] = OrderedDict()
        self._alarms: Alarms[AlarmKey] = Alarms()
        self._lobby = Lobby(limits, self._alarms, self._emit)
        self._waiting = Waiting(limits, self._lobby, self._emit, now)

    def next_deadline(self) -> float | None:
        """When `Tick` is due; None: not before another input."""
        rooms, waiting = self._alarms.next_at(), self._waiting.next_deadline()
        return min((at for at in (rooms, waiting) if at is not None), default=None)

    def waiter(self, visitor: VisitorKey) -> Waiter | None:
        """The visitor's wait for an agent (Q1)."""
        return self._waiting.get(visitor)

    def queue(self, team: str, agent: str) -> list[WaitingVisitor]:
        """Everybody who waits for this agent, longest first (Q5)."""
        return self._waiting.seen_by(team, agent, self._now)

    def is_online(self, visitor: VisitorKey) -> bool:
        """P2: a tab is connected, or was a moment ago."""
        return self._lobby.is_online(visitor)

    def online(self, team: str) -> Mapping[str, float]:
        """Short id and last sign of life of every visitor of the team who is online."""
        return self._lobby.online(team)

    def session_of(self, visitor: VisitorKey) -> str | None:
        """The visitor's session that has not ended."""
        room = self._room_of.get(visitor)
        return None if room is None else room.id

    def is_live(self, visitor: VisitorKey) -> bool:
        """Whether that session is active or paused."""
        room = self._room_of.get(visitor)
        return room is not None and room.is_live

    def in_sessions(self, team: str) -> list[str]:
        """Short ids of the team's visitors whose session is active or paused."""
        return [visitor.short_id for visitor, room in self._room_of.items() if visitor.team == team and room.is_live]

    def waiters(self, team: str) -> list[str]:
        """Short ids of the team's visitors who wait for an agent."""
        return self._waiting.of_team(team)

    def tabs_of(self, visitor: VisitorKey) -> tuple[Tab, ...]:
        """The visitor's connected tabs, oldest first."""
        presence = self._lobby.presence(visitor)
        return () if presence is None else tuple(presence.tabs.values())

    def visitor_of(self, connection: str) -> VisitorKey | None:
        """Whose tab this is."""
        entry = self._lobby.tab(connection)
        return entry and entry[0].visitor

    def watched_in(self, session: str) -> VisitorKey | None:
        """Whom a session is with, as long as it lasts."""
        room = self._rooms.get(session)
        return room and room.visitor

    def sessions_by_state(self) -> Mapping[str, int]:
        """How many sessions are in each state, for the metrics."""
        return Counter(room.state.value for room in self._rooms.values())

    def take_seen(self) -> Mapping[VisitorKey, float]:
        """The signs of life that have not been handed out to be stored; for the end."""
        return self._lobby.take_seen()

    # Inside

    def _emit(self, effect: Effect) -> None:
        self._effects.append(effect)

    def _in_room(self, session: str, do: Callable[[Room], None]) -> None:
        room = self._rooms.get(session)
        if room is not None:
            do(room)
            self._after(room)

    def _refresh(self, visitor: VisitorKey) -> None:
        """Agents of the visitor's session are told what is new of the visitor."""
        self._in_room(self.session_of(visitor) or "", lambda room: room.refresh(self._now))

    def _refuse(self, connection: str, session: str, ref: str | None) -> None:
        code, text = ErrorCode.NO_SUCH_SESSION, f"there is no session {session}"
        if session in self._ended:
            code, text = ErrorCode.SESSION_ENDED, "the session has ended"
        self._emit(Send(None, (connection,), ErrorMessage(code=code, message=text, ref=ref)))

    def _after(self, room: Room) -> None:
        """Take what the room wants done, and know when it wants to be woken."""
        self._effects.extend(room.take())
        if not room.has_ended:
            self._alarms.set(room.id, room.next_deadline())
            return
        if self._rooms.pop(room.id, None) is None:
            return
        self._alarms.set(room.id, None)
        if self._room_of.get(room.visitor) is room:
            del self._room_of[room.visitor]
            self._lobby.forget(room.visitor)
        self._ended[room.id] = None
        if len(self._ended) > self._limits.ended_remembered:
            self._ended.popitem(last=False)
