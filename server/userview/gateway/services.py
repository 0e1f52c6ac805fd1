"""What every endpoint works with: doors, driver, tickets, addresses and numbers of one gateway."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from userview.gateway.agents_here import AgentsHere
from userview.gateway.desk import Desk
from userview.gateway.doors import AgentDoor, VisitorDoor
from userview.gateway.driver import Driver
from userview.gateway.history import HistoryLane
from userview.gateway.limits import GatewayLimits
from userview.gateway.metrics import Counts
from userview.gateway.tickets import Tickets
from userview.protocol.codes import CloseCode
from userview.realtime.hub import Hub
from userview.realtime.limits import Limits


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things are; origins without a slash at the end."""

    public: str
    replay: str
    capture_url: Callable[[], str]
    """The capture module that fits this server, absolute; asked for at each connection."""
    companion_url: Callable[[], str]
    """The companion module that fits this server, likewise."""

    @property
    def viewer_endpoint(self) -> str:
        """Where a viewer connects."""
        return self.replay.replace("http", "ws", 1) + "/ws/view"

    def uploads(self, session: str, page: int) -> str:
        """Where a page's pictures and fonts are uploaded (F1)."""
        return f"{self.public}/sdk/assets/{session}/{page}/"


class Connection(Protocol):
    """A connection that can be closed, welcomed or not."""

    def close(self, code: CloseCode, reason: str) -> None:
        """Say goodbye."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """Shared by all connections of a gateway."""

    visitors: VisitorDoor
    agents: AgentDoor
    agents_here: AgentsHere
    hub: Hub
    driver: Driver
    desk: Desk
    history: HistoryLane
    tickets: Tickets
    addresses: Addresses
    limits: GatewayLimits
    core_limits: Limits
    counts: Counts
    clock: Callable[[], float]
    """Unix seconds that never go back."""
    open: set[Connection] = field(default_factory=set[Connection])
    """Every connection that is open."""
    all_gone: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the last of them went."""
    waiting: Counter[str] = field(default_factory=Counter[str])
    """Sockets by address that have not said `hello` (H4)."""
