"""What the gateway counts, read by Prometheus when it asks.

Plain numbers: counting is done for every frame, and a Prometheus counter takes a lock.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from typing_extensions import override


@dataclass(slots=True)
class Counts:
    """Counts since the start, but `connections`, which is of now."""

    connections: dict[str, int] = field(default_factory=dict[str, int])
    """Open connections by role: `visitor`, `agent`, `viewer`."""
    messages_received: int = 0
    content_frames_received: int = 0
    content_bytes_received: int = 0
    content_frames_sent: int = 0
    content_bytes_sent: int = 0
    viewer_overflows: int = 0
    """Times that a viewer's queue was dropped, to be followed by a fresh start."""
    closed: dict[int, int] = field(default_factory=dict[int, int])
    """Connections that this side closed, by code."""
    history_dropped: int = 0
    """Messages of pages' history that were lost: too many waited, or the database did not take them."""
    defects: int = 0


class GatewayMetrics(Collector):
    """A Prometheus collector; register it at the server's registry."""

    def __init__(self, counts: Counts, sessions: Callable[[], Mapping[str, int]]) -> None:
        """`sessions`: how many sessions are in each state."""
        self._counts = counts
        self._sessions = sessions

    @override
    def collect(self) -> Iterator[Metric]:
        counts = self._counts
        connections = GaugeMetricFamily("userview_connections", "Open WebSocket connections.", labels=["role"])
        for role, number in counts.connections.items():
            connections.add_metric([role], number)
        yield connections
        sessions = GaugeMetricFamily("userview_sessions", "Sessions that have not ended.", labels=["state"])
        for state, number in self._sessions().items():
            sessions.add_metric([state], number)
        yield sessions
        closed = CounterMetricFamily("userview_connections_closed", "Connections closed here.", labels=["code"])
        for code, number in counts.closed.items():
            closed.add_metric([str(code)], number)
        yield closed
        for name, about, number in (
            ("userview_messages_received", "Control messages received.", counts.messages_received),
            ("userview_content_frames_received", "Frames of page content received.", counts.content_frames_received),
            ("userview_content_bytes_received", "Bytes of page content received.", counts.content_bytes_received),
            ("userview_content_frames_sent", "Frames of page content sent to viewers.", counts.content_frames_sent),
            ("userview_content_bytes_sent", "Bytes of page content sent to viewers.", counts.content_bytes_sent),
            ("userview_viewer_overflows", "Times that a slow viewer's queue was dropped.", counts.viewer_overflows),
            ("userview_history_dropped", "Messages of pages' history that were lost.", counts.history_dropped),
            ("userview_gateway_defects", "Messages that could not be handled because of a defect.", counts.defects),
        ):
            yield CounterMetricFamily(name, about, value=number)
