"""All live sessions and present visitors of one server: inputs go in with their time, effects come out.

Sans-IO and single-threaded: the driver calls `handle` with each input in the order in which they came, and
with `Tick` when `next_deadline` has come. Times are Unix seconds on a clock that never goes back.
"""

from collections.abc import Callable
from typing import Any, Final

from userview.protocol.codes import CloseCode, ErrorCode
from userview.protocol.messages.common import EndReason, ErrorMessage
from userview.protocol.messages.console import ConsoleAnswer, ConsoleRefused, ConsoleTold
from userview.protocol.messages.custom import MessageToAgents
from userview.protocol.messages.expected import DisconnectExpected
from userview.protocol.messages.recording import RecordingAnswer
from userview.protocol.messages.visitor import (
    CaptureFailed,
    ControlAnswer,
    ControlRequired,
    InputResult,
    InsetClose,
    PageUpdate,
    SessionAnswer,
    SessionStop,
    ToolsWithheld,
)
from userview.realtime.effects import Close, DeskChanged, Effect, Send
from userview.realtime.house import House
from userview.realtime.inputs import (
    AgentDisconnected,
    AgentHere,
    AgentJoins,
    AgentMessage,
    AnswerFailed,
    AnswerVisitor,
    ChangeSettings,
    ContentReceived,
    EndSession,
    EraseVisitor,
    Input,
    InsetJoins,
    InsetOpens,
    LinkRedeemed,
    OpenSession,
    QueueDrained,
    QueueOverflowed,
    RecordingFailed,
    RecordingSynced,
    RoundTripMeasured,
    StorageFailed,
    Tick,
    TouchVisitor,
    ViewerConnected,
    ViewerDisconnected,
    ViewerEvent,
    ViewerMessage,
    VisitorAsks,
    VisitorConnected,
    VisitorDisconnected,
    VisitorMessage,
    VisitorRenamed,
    VisitorReplaced,
    VisitorWaits,
    VisitorWaitsNoMore,
)
from userview.realtime.limits import Limits
from userview.realtime.lobby import SEEN
from userview.realtime.presence import Tab
from userview.realtime.records import VisitorKey
from userview.realtime.room import Room
from userview.realtime.waiting import Waiter

NOT_EXPECTED: Final = "the page around this one may not show it in a session, or not any more"


class Hub(House):
    """The realtime core's one door."""

    def __init__(self, limits: Limits, now: float) -> None:
        super().__init__(limits, now)
        self._agents: dict[str, set[str]] = {}
        self._viewers: dict[str, str] = {}
        self._insets: dict[str, str] = {}
        """Connections of pages in frames that joined a session, which may be another visitor's (N2)."""
        self._handlers: dict[type, Callable[[Any], None]] = {
            VisitorConnected: self._visitor_connected,
            VisitorReplaced: self._visitor_replaced,
            VisitorRenamed: self._visitor_renamed,
            VisitorMessage: self._visitor_message,
            VisitorAsks: self._visitor_asks,
            VisitorWaits: self._visitor_waits,
            VisitorWaitsNoMore: self._visitor_waits_no_more,
            AgentHere: self._agent_here,
            AnswerVisitor: lambda happened: self._waiting.accept(happened.visitor, happened.agent),
            AnswerFailed: lambda happened: self._waiting.release(happened.visitor),
            ContentReceived: self._content_received,
            InsetOpens: self._inset_opens,
            InsetJoins: self._inset_joins,
            VisitorDisconnected: self._visitor_disconnected,
            RoundTripMeasured: self._round_trip_measured,
            AgentJoins: self._agent_joins,
            AgentMessage: self._agent_message,
            AgentDisconnected: self._agent_disconnected,
            ViewerConnected: self._viewer_connected,
            ViewerMessage: self._viewer_event,
            ViewerDisconnected: self._viewer_event,
            QueueOverflowed: self._viewer_event,
            QueueDrained: self._viewer_event,
            OpenSession: self._open_session,
            EndSession: self._end_session,
            EraseVisitor: self._erase_visitor,
            ChangeSettings: self._change_settings,
            LinkRedeemed: self._link_redeemed,
            TouchVisitor: self._touch_visitor,
            StorageFailed: self._storage_failed,
            RecordingSynced: self._recording_synced,
            RecordingFailed: self._recording_failed,
            Tick: self._tick,
        }

    def handle(self, happened: Input, now: float) -> list[Effect]:
        """What follows from `happened`; a time before the last one counts as the last one."""
        self._now = max(now, self._now)
        self._handlers[type(happened)](happened)
        effects, self._effects = self._effects, []
        return effects

    # The visitor's side

    def _visitor_connected(self, happened: VisitorConnected) -> None:
        presence = self._lobby.expect(happened.visitor, happened.nickname, self._now)
        presence.nickname = happened.nickname
        old = presence.same_page(happened.page.pageview)
        if old is None and len(presence.tabs) >= self._limits.tabs_per_visitor:
            message = f"this visitor has {len(presence.tabs)} connected tabs, and more are not allowed"
            error = ErrorMessage(code=ErrorCode.TOO_MANY_TABS, message=message, ref=None)
            self._emit(Send(None, (happened.connection,), error))
            self._emit(Close(None, happened.connection, CloseCode.RATE, "too many tabs"))
            return
        tab = Tab(happened.connection, happened.page, happened.options, happened.settings, self._now)
        if old is not None:
            self._lobby.leave(presence, old, self._now)
            self._waiting.tab_gone(old.connection)
            tab.focus_order = old.focus_order
            reason = "a newer connection of the same page took over"
            self._emit(Close(None, old.connection, CloseCode.REPLACED, reason))
        self._lobby.enter(presence, tab, self._now)
        room = self._room_of.get(happened.visitor)
        if room is not None:
            room.tab_connected(tab, happened.resume, None if old is None else old.connection, self._now)
            self._after(room)

    def _visitor_replaced(self, happened: VisitorReplaced) -> None:
        entry = self._lobby.tab(happened.connection)
        if entry is None:
            return
        before, tab = entry
        room = self._room_of.get(before.visitor)
        if room is not None:
            room.end(EndReason.VISITOR_GONE, self._now)
            self._after(room)
        self._waiting.end(before.visitor)
        self._lobby.leave(before, tab, self._now)
        presence = self._lobby.expect(happened.visitor, happened.nickname, self._now)
        fresh = Tab(tab.connection, tab.page, tab.options, happened.settings, self._now)
        self._lobby.enter(presence, fresh, self._now)
        other = self._room_of.get(happened.visitor)
        if other is not None:
            other.tab_connected(fresh, None, None, self._now)
            self._after(other)

    def _visitor_renamed(self, happened: VisitorRenamed) -> None:
        presence = self._lobby.presence(happened.visitor)
        if presence is not None:
            presence.nickname = happened.nickname
        self._waiting.renamed(happened.visitor, happened.nickname, self._now)
        self._refresh(happened.visitor)

    def _visitor_message(self, happened: VisitorMessage) -> None:
        entry = self._lobby.tab(happened.connection)
        if entry is None:
            return
        presence, tab = entry
        self._lobby.heard_of(presence, self._now)
        room = self._room_of.get(presence.visitor)
        message = happened.message
        if isinstance(message, InputResult | InsetClose) and self._insets.get(happened.connection) == message.session:
            room = self._rooms.get(message.session)
        if isinstance(message, PageUpdate):
            before = tab.page
            presence.turn(tab, message.page)
            if room is not None:
                room.page_turned(tab, before, self._now)
                self._after(room)
            return
        if message is None or room is None or room.id != message.session:
            # It ended while this was on its way; of other visitors' sessions a tab has nothing to say.
            return
        match message:
            case SessionAnswer():
                room.answered(message, self._now)
            case DisconnectExpected():
                room.disconnect_expected(tab, message, self._now)
            case RecordingAnswer():
                room.recording_answered(message, self._now)
            case ControlRequired():
                tab.wants_requests = True
                room.refresh(self._now)
            case ToolsWithheld():
                tab.withholds_drawing, tab.withholds_redirect = message.draw, message.redirect
                room.refresh(self._now)
            case ControlAnswer():
                room.control_answered(message, self._now)
            case SessionStop():
                room.end(EndReason.VISITOR_STOPPED, self._now)
            case InputResult():
                room.input_result(tab.connection, message, self._now)
            case InsetClose():
                room.inset_closed(tab.connection, message, self._now)
            case CaptureFailed():
                room.capture_failed(tab, message, self._now)
            case ConsoleTold() | ConsoleRefused() | ConsoleAnswer():
                room.console_says(tab.connection, message, self._now)
            case MessageToAgents():
                room.page_says(tab, message, self._now)
        self._after(room)

    def _content_received(self, happened: ContentReceived) -> None:
        entry = self._lobby.tab(happened.connection)
        if entry is None:
            return
        presence, tab = entry
        self._lobby.heard_of(presence, self._now)
        room = self._room_of.get(presence.visitor)
        if room is not None:
            if room.content(tab, happened.head, happened.frame, self._now):
                self._after(room)
            else:
                self._effects.extend(room.take())
            return
        if tab.strays(len(happened.frame), self._limits.window_bytes):
            self._emit(Close(None, tab.connection, CloseCode.RATE, "content came that nobody asked for"))

    def _inset_opens(self, happened: InsetOpens) -> None:
        self._in_room(happened.message.session, lambda room: room.inset_opens(happened, self._now))

    def _inset_joins(self, happened: InsetJoins) -> None:
        entry = self._lobby.tab(happened.connection)
        room = self._rooms.get(happened.session)
        if entry is None:
            return
        joined = room is not None and room.visitor.team == entry[0].visitor.team
        joined = joined and room is not None and room.inset_joins(happened, self._now)
        if joined and room is not None:
            self._insets[happened.connection] = room.id
            self._after(room)
            return
        error = ErrorMessage(code=ErrorCode.NOT_ALLOWED, message=NOT_EXPECTED, ref=None)
        self._emit(Send(None, (happened.connection,), error))

    def _visitor_disconnected(self, happened: VisitorDisconnected) -> None:
        entry = self._lobby.tab(happened.connection)
        if entry is None:
            return
        presence, tab = entry
        self._lobby.heard_of(presence, self._now)
        self._lobby.leave(presence, tab, self._now)
        session = self._insets.pop(happened.connection, None)
        if session is not None:
            self._in_room(session, lambda room: room.inset_gone(happened.connection, self._now))
        self._waiting.tab_gone(tab.connection)
        self._in_room(self.session_of(presence.visitor) or "", lambda room: room.tab_gone(tab.connection, self._now))

    def _visitor_asks(self, happened: VisitorAsks) -> None:
        entry = self._lobby.tab(happened.connection)
        if entry is not None:
            self._waiting.ask(happened.connection, entry[0].visitor, self._now)

    def _visitor_waits(self, happened: VisitorWaits) -> None:
        entry = self._lobby.tab(happened.connection)
        if entry is None:
            return
        presence, tab = entry
        message, call = happened.message, happened.call
        asked = Waiter(
            visitor=presence.visitor,
            wait=message.wait,
            nickname=presence.nickname,
            page=tab.page,
            note=message.note,
            since=self._now,
            redirect_url=happened.redirect_url,
            call=call,
            status="unknown_call_name" if call is None and message.call_name is not None else "pending",
        )
        has_session = presence.visitor in self._room_of
        self._waiting.begin(asked, happened, has_session=has_session, now=self._now)

    def _visitor_waits_no_more(self, happened: VisitorWaitsNoMore) -> None:
        entry = self._lobby.tab(happened.connection)
        if entry is not None:
            self._waiting.end(entry[0].visitor)

    def _round_trip_measured(self, happened: RoundTripMeasured) -> None:
        entry = self._lobby.tab(happened.connection)
        if entry is None:
            return
        presence, tab = entry
        self._lobby.heard_of(presence, self._now)
        tab.round_trip_ms = happened.milliseconds
        self._refresh(presence.visitor)

    # The agents' side

    def _agent_joins(self, happened: AgentJoins) -> None:
        room = self._rooms.get(happened.session)
        if room is None:
            self._refuse(happened.connection, happened.session, happened.ref)
            return
        self._agents.setdefault(happened.connection, set()).add(room.id)
        room.join(happened.connection, happened.agent, happened.ref, self._now)
        self._after(room)

    def _agent_message(self, happened: AgentMessage) -> None:
        room = self._rooms.get(happened.message.session)
        if room is None:
            self._refuse(happened.connection, happened.message.session, getattr(happened.message, "ref", None))
            return
        room.agent_message(happened, self._now)
        self._after(room)

    def _agent_here(self, happened: AgentHere) -> None:
        self._waiting.agent_here(happened.connection, happened.team, available=happened.available, now=self._now)

    def _agent_disconnected(self, happened: AgentDisconnected) -> None:
        self._waiting.agent_gone(happened.connection, self._now)
        for session in self._agents.pop(happened.connection, ()):
            self._in_room(session, lambda room: room.agent_gone(happened.connection, self._now))

    def _viewer_connected(self, happened: ViewerConnected) -> None:
        room = self._rooms.get(happened.session)
        connection = happened.connection
        if room is None:
            code = CloseCode.ENDED if happened.session in self._ended else CloseCode.NO_SUCH_SESSION
            self._emit(Close(None, connection, code, "there is no such session now"))
            return
        self._viewers[connection] = room.id
        if not room.viewer_connected(connection, happened.participant, happened.resume, self._now):
            del self._viewers[connection]
            reason = "the window that this ticket was for has left the session"
            self._emit(Close(None, connection, CloseCode.NOT_AUTHENTICATED, reason))
        self._after(room)

    def _viewer_event(self, happened: ViewerEvent) -> None:
        session = self._viewers.get(happened.connection)
        if isinstance(happened, ViewerDisconnected):
            self._viewers.pop(happened.connection, None)
        room = None if session is None else self._rooms.get(session)
        if room is not None:
            room.viewer_event(happened, self._now)
            self._after(room)

    # Commands and time

    def _open_session(self, happened: OpenSession) -> None:
        spec = happened.spec
        if spec.id in self._ended:
            return
        self._lobby.use_up_code(spec.visitor)
        self._waiting.end(spec.visitor, "accepted")
        known = self._rooms.get(spec.id)
        if known is not None:
            known.another_link(spec.link_expires_at)
            self._after(known)
            return
        other = self._room_of.get(spec.visitor)
        if other is not None:
            # The domain joins a visitor's session instead of making a second; should two meet, the newer one counts.
            other.end(EndReason.API_STOPPED, self._now)
            self._after(other)
        presence = self._lobby.expect(spec.visitor, spec.nickname, self._now)
        # Names given while no session ran are known to the row alone.
        presence.nickname = spec.nickname
        room = Room(spec, presence, self._limits, self._now)
        self._rooms[spec.id] = self._room_of[spec.visitor] = room
        room.open(self._now)
        self._after(room)

    def _end_session(self, happened: EndSession) -> None:
        self._in_room(happened.session, lambda room: room.end(happened.reason, self._now))

    def _erase_visitor(self, happened: EraseVisitor) -> None:
        room = self._room_of.get(happened.visitor)
        if room is not None:
            room.end(EndReason.ERASED, self._now)
            self._after(room)
        for tab in self.tabs_of(happened.visitor):
            # Its browser introduces itself anew, with credentials that nobody knows any more (P1).
            reason = "this visitor was erased; connect again"
            self._emit(Close(room and room.id, tab.connection, CloseCode.GOING_AWAY, reason))
        self._waiting.forget(happened.visitor)
        self._lobby.forget_seen(happened.visitor)
        self._emit(DeskChanged(None, happened.visitor))

    def _change_settings(self, happened: ChangeSettings) -> None:
        for visitor in self._lobby.change_settings(happened.team, happened.settings, self._now):
            self._refresh(visitor)

    def _link_redeemed(self, happened: LinkRedeemed) -> None:
        self._in_room(happened.session, lambda room: room.link_redeemed(self._now))

    def _touch_visitor(self, happened: TouchVisitor) -> None:
        self._emit(DeskChanged(None, happened.visitor))

    def _storage_failed(self, happened: StorageFailed) -> None:
        self._in_room(happened.session, lambda room: room.fail(self._now))

    def _recording_synced(self, happened: RecordingSynced) -> None:
        self._in_room(
            happened.session, lambda room: room.recording_synced(happened.epoch, happened.sequence, self._now)
        )

    def _recording_failed(self, happened: RecordingFailed) -> None:
        self._in_room(happened.session, lambda room: room.recording_failed(happened.reason, self._now))

    def _tick(self, happened: Tick) -> None:
        del happened
        self._waiting.tick(self._now)
        for key in self._alarms.due(self._now):
            if isinstance(key, VisitorKey) or key == SEEN:
                self._lobby.ring(key, expected=key in self._room_of)
                if isinstance(key, VisitorKey):
                    self._waiting.end(key)
            else:
                room = self._rooms[key]
                room.tick(self._now)
                self._after(room)
