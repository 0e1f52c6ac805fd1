"""Who takes part in a session: participants, their colours and their comings and goings (rules A2, A3, A5)."""

from dataclasses import dataclass

from userview.protocol.messages.common import Participant
from userview.realtime.records import AgentRef

_COLORS = 8


@dataclass(slots=True)
class Seat:
    """One window of an agent. `connection` is None while it is away, since `gone_at`."""

    participant: Participant
    agent: AgentRef
    connection: str | None
    gone_at: float = 0.0

    @property
    def hides_details(self) -> bool:
        """This agent may not see private details (A6)."""
        return self.agent.permissions is not None and self.agent.permissions.hide_private_details


class Seats:
    """The participants of one session, in the order of joining.

    `generation` is part of their ids, so that a ticket of an earlier life of the server names nobody.
    """

    def __init__(self, generation: int) -> None:
        self._generation = generation
        self._joined = 0
        self._seats: dict[str, Seat] = {}

    def __len__(self) -> int:
        return len(self._seats)

    @property
    def participants(self) -> list[Participant]:
        """Everybody who takes part, those included who are away for a moment."""
        return [seat.participant for seat in self._seats.values()]

    @property
    def connections(self) -> tuple[str, ...]:
        """The connections of those who are not away."""
        return tuple(seat.connection for seat in self._seats.values() if seat.connection is not None)

    @property
    def here(self) -> list[tuple[str, Seat]]:
        """Those who are not away, with their connections."""
        return [(seat.connection, seat) for seat in self._seats.values() if seat.connection is not None]

    def get(self, participant: str) -> Seat | None:
        """The participant's seat."""
        return self._seats.get(participant)

    def of(self, connection: str) -> Seat | None:
        """The seat of a connection."""
        return next((seat for seat in self._seats.values() if seat.connection == connection), None)

    @property
    def hide_details(self) -> bool:
        """Whether anybody takes part who may not see private details, away for a moment or not (A6)."""
        return any(seat.hides_details for seat in self._seats.values())

    def holds(self, agent: AgentRef) -> bool:
        """Whether any window of this agent takes part."""
        return any(seat.agent.id == agent.id for seat in self._seats.values())

    def returns(self, connection: str, agent: AgentRef) -> Seat | None:
        """The seat that this connection has already, or that the agent left a moment ago (A5)."""
        own = self.of(connection)
        if own is not None:
            return own
        for seat in self._seats.values():
            if seat.connection is None and seat.agent.id == agent.id:
                seat.connection = connection
                seat.agent = agent
                return seat
        return None

    def add(self, connection: str, agent: AgentRef) -> Seat:
        """A new participant, with the lowest free colour, or the least used one when none is free (A2)."""
        self._joined += 1
        used = [seat.participant.color for seat in self._seats.values()]
        color = min(range(_COLORS), key=lambda index: (used.count(index), index))
        name = agent.name[:256]
        participant = Participant(id=f"p{self._generation}.{self._joined}", name=name, color=color)
        seat = self._seats[participant.id] = Seat(participant, agent, connection)
        return seat

    def remove(self, seat: Seat) -> None:
        """The participant is gone."""
        del self._seats[seat.participant.id]

    def away_until(self, grace_seconds: float) -> float | None:
        """When the first of those who are away is gone for good."""
        return min(
            (seat.gone_at + grace_seconds for seat in self._seats.values() if seat.connection is None), default=None
        )

    def away_since(self, moment: float) -> list[Seat]:
        """Those who have been away since `moment` or longer."""
        return [seat for seat in self._seats.values() if seat.connection is None and seat.gone_at <= moment]
