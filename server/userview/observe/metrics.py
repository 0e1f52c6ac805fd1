"""Numbers for Prometheus at `/metrics`. One registry per server, handed to whoever counts."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, disable_created_metrics

SECONDS: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """The registry of this server and what is counted everywhere."""

    def __init__(self) -> None:
        # When each series began is known to whoever collects them, and would double their number.
        disable_created_metrics()
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "userview_http_requests", "HTTP requests answered.", ("area", "status"), registry=self.registry
        )
        self.request_seconds = Histogram(
            "userview_http_request_seconds", "Time to answer.", ("area",), registry=self.registry, buckets=SECONDS
        )
        self.assets_named = Counter(
            "userview_assets_named",
            "Pictures and fonts that pages named by URL: kept by the server, or left to the browser to upload.",
            ("outcome",),
            registry=self.registry,
        )
        self.jobs = Counter("userview_jobs", "Background jobs by outcome.", ("kind", "outcome"), registry=self.registry)
