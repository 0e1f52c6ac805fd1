"""The page's console in a session: which agents read it, and what they run in the page (rules O1-O5)."""

from collections.abc import Callable
from typing import Final

from userview.protocol.codes import ErrorCode
from userview.protocol.messages.common import ErrorMessage, Part
from userview.protocol.messages.console import (
    ConsoleAnswer,
    ConsoleEntries,
    ConsoleResult,
    ConsoleRun,
    ConsoleRunAsked,
    ConsoleTold,
    ConsoleWatch,
)
from userview.realtime.acting import Stage, both
from userview.realtime.effects import Effect, Send
from userview.realtime.limits import Limits
from userview.realtime.rates import TokenBuckets
from userview.realtime.records import Change, ConsoleRan, FeatureUsed
from userview.realtime.seats import Seat, Seats

_NO_CONSENT: Final = "the visitor has not agreed"
_NOT_LIVE: Final = "no page of the visitor is connected now"
_MAY_NOT_READ: Final = "agents may not read the page's console in this session"
_MAY_NOT_RUN: Final = "agents may not run code in this session"
_TOO_MUCH: Final = "too much was run in a short time; this was not"
_PAGE_GONE: Final = "the page was left before it answered"
_PAGE_FORBIDS: Final = "the page does not let agents read its console"


class Console:
    """The console of one session's page."""

    def __init__(
        self,
        session: str,
        limits: Limits,
        seats: Seats,
        emit: Callable[[Effect], None],
        note: Callable[[Change], None],
    ) -> None:
        self._session = session
        self._limits = limits
        self._seats = seats
        self._emit = emit
        self._note = note
        self._readers: dict[str, None] = {}
        """Participants who have it open, in the order of opening."""
        self._watched: str | None = None
        """The tab that was told to tell of its console."""
        self._epoch = 0
        """In which run of capture: each begins without."""
        self._pending: dict[tuple[str, int], str] = {}
        """Code that a tab (the value) has not answered yet, by participant and id."""
        self._told = TokenBuckets[str](limits.console_messages_per_second, limits.console_messages_burst)
        self._runs = TokenBuckets[str](limits.console_runs_per_second, limits.console_runs_burst)
        self._used = False

    def open(self, seat: Seat, stage: Stage, now: float) -> None:
        """An agent wants to read the console; what is known by now is asked for (O1)."""
        if not stage.authorized:
            self._error(seat, ErrorCode.NO_CONSENT, _NO_CONSENT)
        elif not both(stage.permissions, seat.agent.permissions).read_console:
            self._error(seat, ErrorCode.NOT_ALLOWED, _MAY_NOT_READ)
        else:
            own = seat.participant.id
            self._readers[own] = None
            if self._watched is not None:
                self._say((self._watched,), ConsoleWatch(session=self._session, on=True, to=own))
            self._use(seat, now)

    def close(self, participant: str) -> None:
        """An agent does not read it any more, or left."""
        self._readers.pop(participant, None)

    def keep_up(self, stage: Stage) -> None:
        """Whoever may not read it any more does not; the tab that is shown tells of it while somebody reads (O1, O4)."""
        for participant in list(self._readers):
            seat = self._seats.get(participant)
            if seat is None:
                del self._readers[participant]
            elif stage.connection is not None and not both(stage.permissions, seat.agent.permissions).read_console:
                del self._readers[participant]
                self._error(seat, ErrorCode.NOT_ALLOWED, _MAY_NOT_READ)
        tab = stage.connection if stage.authorized and stage.capture is not None else None
        for key, asked in list(self._pending.items()):
            if asked != tab:
                del self._pending[key]
                self._result(*key, text=_PAGE_GONE)
        wanted = tab if self._readers else None
        epoch = 0 if stage.capture is None else stage.capture.epoch
        if (wanted, wanted and epoch) == (self._watched, self._watched and self._epoch):
            return
        if self._watched is not None and self._watched != wanted:
            self._say((self._watched,), ConsoleWatch(session=self._session, on=False, to=None))
        if wanted is not None:
            self._say((wanted,), ConsoleWatch(session=self._session, on=True, to=None))
        self._watched, self._epoch = wanted, epoch

    def told(self, connection: str, message: ConsoleTold, now: float) -> None:
        """The page that is shown wrote something (O1, O2)."""
        if connection != self._watched:
            return
        if not self._told.take(connection, now):
            text = "too much of the console in a short time; this message was dropped"
            self._say((connection,), ErrorMessage(code=ErrorCode.RATE_LIMITED, message=text, ref=None))
            return
        readers = self._readers if message.to is None else [one for one in self._readers if one == message.to]
        seats = [seat for seat in map(self._seats.get, readers) if seat is not None]
        to = tuple(seat.connection for seat in seats if seat.connection is not None)
        entries = ConsoleEntries(
            session=self._session, run=message.run, entries=message.entries, dropped=message.dropped
        )
        self._say(to, entries)

    def refused(self, connection: str) -> None:
        """The page's own option says no: readers are told and read no more (O4)."""
        if connection != self._watched:
            return
        for participant in self._readers:
            seat = self._seats.get(participant)
            if seat is not None:
                self._error(seat, ErrorCode.NOT_ALLOWED, _PAGE_FORBIDS)
        self._readers.clear()

    def run(self, seat: Seat, message: ConsoleRunAsked, stage: Stage, now: float) -> None:
        """Run an agent's code in the page that is shown, noted before it is run (O3, O5)."""
        own = seat.participant.id
        refusal = None
        if not stage.authorized:
            refusal = _NO_CONSENT
        elif not both(stage.permissions, seat.agent.permissions).run_console:
            refusal = _MAY_NOT_RUN
        elif stage.capture is None or stage.connection is None:
            refusal = _NOT_LIVE
        elif len(self._pending) >= self._limits.console_runs_pending or not self._runs.take(own, now):
            refusal = _TOO_MUCH
        if refusal is not None or stage.connection is None:
            self._result(own, message.id, text=refusal or _NOT_LIVE)
            return
        self._pending[own, message.id] = stage.connection
        self._use(seat, now)
        self._note(ConsoleRan(self._session, seat.agent, message.code, now))
        asked = ConsoleRun(session=self._session, agent=own, id=message.id, code=message.code)
        self._say((stage.connection,), asked)

    def answered(self, connection: str, message: ConsoleAnswer) -> None:
        """The page says what became of code that was forwarded to it."""
        if self._pending.get((message.agent, message.id)) != connection:
            return
        del self._pending[message.agent, message.id]
        seat = self._seats.get(message.agent)
        if seat is not None and seat.connection is not None:
            result = ConsoleResult(session=self._session, id=message.id, kind=message.kind, text=message.text)
            self._say((seat.connection,), result)

    def _result(self, participant: str, number: int, *, text: str) -> None:
        """Code was not run."""
        seat = self._seats.get(participant)
        if seat is not None and seat.connection is not None:
            refused = ConsoleResult(session=self._session, id=number, kind="refused", text=text)
            self._say((seat.connection,), refused)

    def _use(self, seat: Seat, now: float) -> None:
        if not self._used:
            self._used = True
            self._note(FeatureUsed(self._session, "console", seat.agent, now))

    def _error(self, seat: Seat, code: ErrorCode, text: str) -> None:
        if seat.connection is not None:
            self._say((seat.connection,), ErrorMessage(code=code, message=text, ref="console"))

    def _say(self, to: tuple[str, ...], message: Part) -> None:
        if to:
            self._emit(Send(self._session, to, message))
