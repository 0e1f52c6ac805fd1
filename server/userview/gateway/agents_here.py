"""Which agents are connected now, and ending what they are connected to."""

from typing import Protocol

from userview.protocol.messages.agent import Availability


class AgentConnection(Protocol):
    """An agent's page."""

    def dismiss(self) -> None:
        """Whoever this was may do nothing here any more: leave every session, then close (4401)."""
        ...

    def come_back(self) -> None:
        """What the agent may do has changed: close (1001), and be let in again as the rules are now (A5)."""
        ...

    def tell_availability(self, availability: Availability) -> None:
        """This is what the agent says of themselves now (D3)."""
        ...


class AgentsHere:
    """Connected pages by agent. A member is connected to one team; guests, who hold seats, are agents of one team only."""

    def __init__(self) -> None:
        self._here: dict[AgentConnection, set[tuple[str, str | None]]] = {}

    def enter(self, connection: AgentConnection, agent: str, team: str | None) -> None:
        """A page acts for this agent from now on; `team` is None for guests."""
        self._here.setdefault(connection, set()).add((agent, team))

    def leave(self, connection: AgentConnection) -> None:
        """A page is gone."""
        self._here.pop(connection, None)

    def online(self, team: str) -> frozenset[str]:
        """Ids of the team's members whose dashboard is open, and of all guests who are in a session."""
        return frozenset(agent for acting in self._here.values() for agent, of in acting if of in (team, None))

    def connections(self, team: str, agent: str) -> list[AgentConnection]:
        """The pages that act for this agent in this team."""
        wanted = {(agent, team), (agent, None)}
        return [connection for connection, acting in self._here.items() if acting & wanted]
