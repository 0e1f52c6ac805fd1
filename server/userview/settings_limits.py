"""The settings that bound what others may do to the server: each with unit, default and reason.

They are fields of `Settings` like all others; a file of their own because there are many.
"""

from typing import Any

from pydantic import Field
from pydantic_settings import BaseSettings


def _limit(default: float, about: str, unit: str | None = None, *, least: float = 1) -> Any:
    return Field(default=default, description=about, json_schema_extra={"unit": unit} if unit else None, ge=least)


class LimitSettings(BaseSettings):
    """Limits of live sessions, connections, REST and assets."""

    # Live sessions: names and reasons as in realtime.limits
    consent_seconds: float = _limit(
        60, "How long a visitor may think about the prompt before the session ends.", "seconds"
    )
    visitor_absence_seconds: float = _limit(
        60, "A session without any tab of the visitor ends after this long.", "seconds"
    )
    agents_absence_seconds: float = _limit(60, "A session without any agent ends after this long.", "seconds")
    agent_idle_seconds: float = _limit(
        600, "A session in which no agent does anything ends after this long.", "seconds"
    )
    tab_grace_seconds: float = _limit(
        5, "A visitor stays online this long without a tab, so that a page change does not flicker.", "seconds", least=0
    )
    control_idle_seconds: float = _limit(30, "Control falls back to nobody this long after the last input.", "seconds")
    waiting_seconds: float = _limit(
        600,
        "A visitor who has waited this long for an agent is told that none is there; pages that nobody touches rest then, too.",
        "seconds",
    )
    waiting_per_team: int = _limit(
        200, "Visitors of a team who may wait for an agent at the same time: no desk could answer more."
    )
    waits_per_minute_per_address: float = _limit(
        10,
        "Visitors of one address who may begin to wait for an agent, twice as many at once: it cannot fill a queue alone.",
        "per minute",
    )
    tabs_per_visitor: int = _limit(10, "Connected tabs of one visitor; further ones are turned away.")
    participants_per_session: int = _limit(
        20, "Agents' windows, and viewers, of one session: each viewer costs a queue of its own."
    )
    content_bytes_per_second: float = _limit(
        2 * 1024 * 1024,
        "Page content that a visitor may send in the long run; beyond it, it is slowed.",
        "bytes per second",
    )
    content_burst_bytes: int = _limit(
        24 * 1024 * 1024, "Page content that may come at once: the snapshot of a very big page.", "bytes"
    )
    snapshot_bytes: int = _limit(
        20 * 1024 * 1024, "The largest snapshot of a page; a larger page is not shown.", "bytes"
    )
    kept_bytes: int = _limit(
        16 * 1024 * 1024, "Content kept per session, beside the snapshot, for those who join or come back.", "bytes"
    )

    # Connections: as in gateway.limits
    hello_seconds: float = _limit(
        5, "A connection that has not introduced itself is closed after this long.", "seconds"
    )
    waiting_per_address: int = _limit(
        50, "Connections of one address that have not introduced themselves: offices sit behind one address."
    )
    visitor_messages_per_second: float = _limit(
        200, "Messages of a tab, page content not counted; the SDK sends at most one batch a frame.", "per second"
    )
    visitor_messages_burst: int = _limit(1000, "Messages of a tab that may come at once.")
    agent_messages_per_second: float = _limit(
        60, "Messages of an agent's page: a person cannot click faster.", "per second"
    )
    agent_messages_burst: int = _limit(120, "Messages of an agent's page that may come at once.")
    history_messages_per_second: float = _limit(
        1, "What a tab tells of page views and events; the SDK gathers for a second first.", "per second"
    )
    history_messages_burst: int = _limit(
        30, "The same at once: page views of a tab that was without connection for a while."
    )
    history_waiting_bytes: int = _limit(
        8 * 1024 * 1024, "Page views and events that may wait to be stored, of all visitors; more is dropped.", "bytes"
    )
    queue_bytes: int = _limit(
        4 * 1024 * 1024, "What may wait for a slow viewer; over it, the viewer gets a fresh start.", "bytes"
    )
    stalled_seconds: float = _limit(15, "A viewer that reads nothing for this long is disconnected.", "seconds")

    # History: as in domains.visitors.history.model
    events_per_pageview: int = _limit(500, "Events kept of one page view: a page whose address never changes.")
    pageviews_per_visitor: int = _limit(1000, "Page views kept of one visitor; over it, the oldest go.")

    # REST: as in rest.context
    requests_per_minute_per_key: int = _limit(
        600, "REST requests of one secret key, or of one signed-in agent.", "per minute"
    )
    requests_per_minute_per_address: int = _limit(60, "REST requests of one address without a valid key.", "per minute")
    personal_links_per_minute_per_address: int = _limit(
        30,
        "Personal links (`/call/…`) that may be followed from one address: nobody finds call names by trying.",
        "per minute",
    )
    sign_ins_per_minute: int = _limit(
        10, "Attempts to sign in, per account and address; then delays that double.", "per minute"
    )

    # Assets: as in domains.assets.model
    asset_bytes: int = _limit(10 * 1024 * 1024, "The largest picture or font of a mirrored page.", "bytes")
    page_assets: int = _limit(2000, "Pictures and fonts of one page.")
    page_bytes: int = _limit(50 * 1024 * 1024, "Bytes of all pictures and fonts of one page.", "bytes")

    asset_fetch_seconds: float = _limit(
        5,
        "How long the server may take to fetch one: half of what a viewer waits, so that an upload is in time.",
        "seconds",
    )
    asset_fetches: int = _limit(32, "Pictures and fonts that are fetched at once; each may be held in memory whole.")
    asset_fetches_per_host: int = _limit(6, "Pictures and fonts that are fetched at once from one host.")
    asset_fetches_per_session: int = _limit(12, "Pictures and fonts that are fetched at once for one session.")

    # Recordings: as in domains.recordings.model
    recording_reserve_mib: int = _limit(
        512, "Recording stops while less is free on the disk of the data folder.", "MiB", least=0
    )

    # Egress (webhooks, assets): as in adapters.egress.guarded
    egress_connect_seconds: float = _limit(5, "How long a host may take to accept a connection of ours.", "seconds")
    egress_total_seconds: float = _limit(
        10, "How long a webhook may take with all its redirects, to the end of the answer.", "seconds"
    )
    egress_redirects: int = _limit(3, "Redirects that are followed, each checked again.", least=0)
