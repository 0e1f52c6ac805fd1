"""Every number of the WebSocket edge, with its unit and its reason; tests pass shorter ones.

Source: protocol/SPEC.md, the rules named at each number.
"""

from dataclasses import dataclass
from typing import Final

KIB: Final = 1024
MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class GatewayLimits:
    """Bounds of one gateway; the defaults are what UserView ships with."""

    hello_seconds: float = 5.0
    """Silence after the upgrade closes after this long (H1)."""
    waiting_per_address: int = 50
    """Sockets of one address that have not said `hello` yet (H4): offices sit behind one address."""
    ping_seconds: float = 20.0
    """How often a connection is asked whether it is there (H3)."""
    ping_often_seconds: float = 5.0
    """The same for a tab that is watched, whose round trip agents are shown."""
    pong_seconds: float = 20.0
    """A connection that has not answered a ping for this long is closed (H3)."""
    close_seconds: float = 2.0
    """How long the other side may take to answer a close before the socket is cut."""

    message_bytes: int = 64 * KIB
    """The largest message, pieced together if need be (M1, E3)."""
    visitor_messages_per_second: float = 200.0
    """Control messages of a tab (M3); its SDK sends at most one batch a frame."""
    visitor_messages_burst: int = 1000
    agent_messages_per_second: float = 60.0
    """Control messages of an agent's page or a viewer (M3): a person cannot click faster."""
    agent_messages_burst: int = 120
    rate_patience_seconds: float = 10.0
    """This long over the rate closes (M3)."""
    bad_messages: int = 10
    """This many unreadable messages within `bad_messages_seconds` close (M2)."""
    bad_messages_seconds: float = 10.0
    inbox_bytes: int = 256 * KIB
    """What a connection may send while a door call is awaited, before its socket is read no further."""

    history_messages_per_second: float = 1.0
    """What a tab tells of its history (J3): the SDK gathers for a second before it speaks."""
    history_messages_burst: int = 30
    """As many page views may be told at once by a tab that was without connection."""
    history_seconds: float = 0.25
    """So long it is gathered before it is stored: one transaction for many visitors."""
    history_waiting_bytes: int = 8 * MIB
    """What may wait to be stored, of all visitors together; more is dropped."""

    queue_bytes: int = 4 * MIB
    """What may wait for a reader (B3)."""
    socket_bytes: int = 256 * KIB
    """What is handed to the socket before the queue begins: enough to keep it busy for a turn of the loop."""
    stalled_seconds: float = 15.0
    """A reader that takes nothing for this long is closed (B3)."""

    ticket_seconds: float = 60.0
    """How long a viewer's ticket is good (W3)."""
    desk_seconds: float = 1.0
    """A visitor is told to desks at most once in this time (D1)."""
    store_delays_seconds: tuple[float, ...] = (0.1, 0.5, 2.0)
    """Pauses before a journal entry is tried again; after the last one the session ends (S8)."""
