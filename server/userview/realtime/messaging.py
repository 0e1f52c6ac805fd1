"""Messages that a product's page and its agents' pages send each other (rules G1-G3): passed on, and nothing of them kept."""

from collections.abc import Callable
from typing import Any, Final

from userview.protocol.codes import ErrorCode
from userview.protocol.messages.common import ErrorMessage
from userview.protocol.messages.custom import (
    MessageOfAgent,
    MessageOfPage,
    MessageToAgents,
    MessageToPage,
    size_of,
)
from userview.realtime.effects import Effect, Send
from userview.realtime.limits import Limits
from userview.realtime.rates import TokenBuckets
from userview.realtime.records import AgentRef, Change, MessageTold
from userview.realtime.seats import Seat, Seats

_TOO_MANY: Final = "too many custom messages in a short time; this one was dropped"
_NOT_SHARED: Final = "custom messages go through a session that the visitor has agreed to, and that is on"
_NO_PAGE: Final = "no page of the visitor is connected now; this custom message was dropped"


class Messaging:
    """The custom messages of one session."""

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
        self._rates = TokenBuckets[str](limits.custom_messages_per_second, limits.custom_messages_burst)
        self._noted = 0

    def from_page(self, connection: str, message: MessageToAgents, *, shared: bool, now: float) -> None:
        """A tab that takes part tells the agents something; those who may not see private details hear nothing (G1, A6)."""
        if not shared:
            self._refuse(connection, ErrorCode.NO_CONSENT, _NOT_SHARED)
        elif not self._rates.take(connection, now):
            self._refuse(connection, ErrorCode.RATE_LIMITED, _TOO_MANY)
        else:
            to = tuple(agent for agent, seat in self._seats.here if not seat.hides_details)
            if to:
                self._emit(Send(self._session, to, MessageOfPage(session=self._session, message=message.message)))
            self._told(message.message, None, now)

    def from_agent(self, seat: Seat, message: MessageToPage, *, shared: bool, tab: str | None, now: float) -> None:
        """An agent tells the page that is shown something (G1)."""
        connection, own = seat.connection, seat.participant.id
        if connection is None:
            return
        if not shared:
            self._refuse(connection, ErrorCode.NO_CONSENT, _NOT_SHARED)
        elif tab is None:
            self._refuse(connection, ErrorCode.NOT_LIVE, _NO_PAGE)
        elif not self._rates.take(own, now):
            self._refuse(connection, ErrorCode.RATE_LIMITED, _TOO_MANY)
        else:
            told = MessageOfAgent(session=self._session, agent=own, message=message.message)
            self._emit(Send(self._session, (tab,), told))
            self._told(message.message, seat.agent, now)

    def _told(self, message: dict[str, Any], agent: AgentRef | None, now: float) -> None:
        """That there was one is noted, and of very many only so many (G3)."""
        if self._noted < self._limits.custom_messages_noted:
            self._noted += 1
            self._note(MessageTold(self._session, agent, size_of(message), now))

    def _refuse(self, connection: str, code: ErrorCode, text: str) -> None:
        self._emit(Send(self._session, (connection,), ErrorMessage(code=code, message=text, ref=None)))
