"""Every number of the realtime core, with its unit and its reason; tests and deployments may pass others.

Source: protocol/SPEC.md, the rules named at each number.
"""

from dataclasses import dataclass
from typing import Final

KIB: Final = 1024
MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one hub; the defaults are what UserView ships with."""

    consent_seconds: float = 60.0
    """How long the visitor may think about the prompt (S3)."""
    visitor_absence_seconds: float = 60.0
    """A session without any tab ends after this long (S2, S6): a change of network takes under 30 s."""
    agents_absence_seconds: float = 60.0
    """A session without any agent ends after this long (S6)."""
    agent_idle_seconds: float = 600.0
    """A session in which no agent does anything ends after this long (S6): a forgotten window shares nothing."""
    page_change_seconds: float = 3.0
    """Without a tab for less than this, a session is changing pages, not paused (S6 asks for less than 5 s)."""
    tab_grace_seconds: float = 5.0
    """A visitor stays online this long without a tab (P2), so that a page change does not flicker."""
    participant_grace_seconds: float = 10.0
    """A participant keeps its place this long without a connection (A5): a reload takes less."""
    control_request_seconds: float = 60.0
    """How long the visitor may think about a request for control (C8)."""
    control_idle_seconds: float = 30.0
    """Control falls back to nobody this long after the holder's last input (C4)."""

    tabs_per_visitor: int = 10
    """More tabs of one visitor are told `too_many_tabs` (B5)."""
    participants_per_session: int = 20
    """Participants, and viewers, of a session (B5): each viewer costs a queue of its own."""
    pending_inputs: int = 256
    """Inputs of a session that the visitor's page has not answered; the oldest beyond has failed."""

    drawn_points_per_second: float = 200.0
    """Points that an agent draws in the long run (C10): a hand on a mouse makes 60 to 125."""
    drawn_points_burst: float = 1000.0
    """Points that may come at once, after a moment without network for instance."""

    custom_messages_per_second: float = 5.0
    """Custom messages of a tab or an agent in the long run (G2): what people do, not a stream of data."""
    custom_messages_burst: float = 20.0
    """Custom messages that may come at once."""
    custom_messages_noted: int = 100
    """Custom messages of a session that its timeline tells of (G3); more would bury the rest."""

    console_messages_per_second: float = 20.0
    """Messages of a page about its console in the long run (O2): it gathers for 100 ms."""
    console_messages_burst: float = 100.0
    """Those that may come at once: everything that is known, when another agent opens it."""
    console_runs_per_second: float = 1.0
    """Code that an agent runs in the long run (O3): a hand types no faster."""
    console_runs_burst: float = 10.0
    """Code that an agent runs at once."""
    console_runs_pending: int = 50
    """Code of a session that its page has not answered."""

    insets_per_session: int = 16
    """Pages in frames that are shown in their place (N1): each costs a capture in the visitor's browser."""
    inset_depth: int = 2
    """A page in a frame of a page in a frame is shown, one further in is not (N1)."""
    inset_join_seconds: float = 60.0
    """How long the page of a frame may take to join (N2): its modules have to be loaded first."""
    waiting_seconds: float = 600.0
    """Who has waited this long for an agent is told that none is there (Q2); pages that are not touched rest then, too."""
    agents_grace_seconds: float = 10.0
    """No agent is available only after this long without one (Q3): a reload of a dashboard takes less."""
    waiting_per_team: int = 200
    """More visitors of a team do not wait at the same time (Q8): no desk could answer them."""
    waits_at_once: int = 5
    """So often a visitor may begin to wait at once (Q8)."""
    wait_every_seconds: float = 60.0
    """And once more in this time."""
    waits_per_minute_per_address: float = 10.0
    """So often visitors of one address may begin to wait, twice as often at once (Q8): it cannot fill a queue alone."""

    window_bytes: int = 2 * MIB
    """Content on its way unacknowledged (B2): 2 MiB/s at a round trip of a whole second."""
    content_bytes_per_second: float = 2.0 * MIB
    """Rate at which a visitor's content is acknowledged in the long run (B2)."""
    content_burst_bytes: int = 24 * MIB
    """Content that may come at once (B2): the snapshot of a very big page."""
    ack_seconds: float = 0.1
    """An acknowledgement is at most this late (R1), so that several frames share one."""
    ack_bytes: int = 64 * KIB
    """An acknowledgement is not held back beyond this much content, so that the window keeps moving."""

    snapshot_again_bytes: int = 4 * MIB
    """A new snapshot is asked for when what came since the last exceeds this (B4): joining stays quick."""
    snapshot_again_frames: int = 4000
    """The same in frames (B4): a viewer applies about that many in a second."""
    recorded_snapshot_frames: int = 600
    """While a session is recorded, a new snapshot is asked for after so many frames (T6): seeking applies what came since the last."""
    recorded_snapshot_bytes: int = 256 * KIB
    """The same in bytes, unless the last snapshot was larger: then after as many as that."""
    kept_bytes: int = 16 * MIB
    """What is kept beyond the snapshot; over it the epoch begins anew (B4)."""
    snapshot_bytes: int = 20 * MIB
    """The largest snapshot; the page of a larger one is not shown, and agents are told why."""

    catch_up_bytes: int = 512 * KIB
    """A viewer that begins or comes back is sent the kept stream in helpings of about this size."""
    fresh_start_seconds: float = 2.0
    """A viewer is given at most one fresh start in this time (B3, R6)."""

    seen_seconds: float = 5.0
    """How often it is stored when visitors were last heard of."""
    ended_remembered: int = 1000
    """Ids of ended sessions that are still answered with `session_ended`."""
