"""One capture run: which tab sends, what has come of it, and what must be acknowledged (rules E2, R1-R3).

A run outlives its tab's connection until another run begins, so that the tab can come back and go on.
"""

from enum import Enum, auto
from typing import Final

from userview.protocol.envelope import FrameFlags, FrameType, Head
from userview.protocol.messages.common import PageInfo
from userview.realtime.backlog import Backlog

# Plain integers: arithmetic on enumerations would be the dearest part of relaying a frame.
SNAPSHOT: Final = int(FrameType.SNAPSHOT)
FIRST: Final = int(FrameFlags.FIRST)
LAST: Final = int(FrameFlags.LAST)


def starts_snapshot(head: Head) -> bool:
    """Whether this frame is one with which a viewer can begin."""
    return head.type == SNAPSHOT and bool(head.flags & FIRST)


class Receipt(Enum):
    """What a frame of the run turned out to be."""

    NEXT = auto()
    REPEATED = auto()
    GAP = auto()


class Capture:
    """A run of one page in one epoch. `connection` is None while its tab is away, since `lost_at`."""

    __slots__ = (
        "ack_due",
        "backlog",
        "connection",
        "epoch",
        "forgotten",
        "gap_answered",
        "hides_details",
        "info",
        "lost_at",
        "page",
        "refused",
        "session_bytes",
        "snapshot_asked",
        "syncing",
        "unacknowledged_bytes",
    )

    def __init__(
        self, session: str, connection: str, info: PageInfo, page: int, epoch: int, *, hides_details: bool
    ) -> None:
        self.session_bytes = bytes.fromhex(session)
        self.connection: str | None = connection
        self.lost_at = 0.0
        self.info = info
        self.page = page
        self.epoch = epoch
        self.hides_details = hides_details
        """Private details are masked in this run (A6)."""
        self.backlog = Backlog()
        self.gap_answered = False
        self.snapshot_asked = False
        self.refused = False
        """The page is too large: nothing more of this run is wanted."""
        self.forgotten = False
        """What came of this run may not be shown any more: its page begins another one when it is back (A6)."""
        self.unacknowledged_bytes = 0
        self.syncing: int | None = None
        """So many of them wait for the disk, and are acknowledged when it has them (T4)."""
        self.ack_due: float | None = None
        """When the next acknowledgement must leave; None when nothing waits for one."""

    def belongs(self, connection: str, head: Head) -> bool:
        """Whether a frame is of this run; those of an earlier one may still be on their way."""
        return (
            connection == self.connection
            and not self.refused
            and head.epoch == self.epoch
            and head.page == self.page
            and head.session == self.session_bytes
        )

    def receive(self, head: Head, frame: bytes) -> Receipt:
        """Keep the frame if it is the next one (R3)."""
        backlog = self.backlog
        expected = backlog.received + 1
        if head.sequence < expected:
            return Receipt.REPEATED
        if head.sequence > expected:
            return Receipt.GAP
        self.gap_answered = False
        backlog.append(
            frame,
            of_snapshot=head.type == SNAPSHOT,
            starts_snapshot=starts_snapshot(head),
            ends_snapshot=head.type == SNAPSHOT and bool(head.flags & LAST),
        )
        if backlog.snapshot_end == backlog.received:
            self.snapshot_asked = False
        return Receipt.NEXT

    def refuse(self) -> None:
        """Take nothing more of this run, and forget what came of it."""
        self.refused = True
        self.backlog = Backlog()
        self.ack_due = None
        self.syncing = None

    def forget(self) -> None:
        """The run is over, though its page is away and nothing follows yet."""
        self.forgotten = True
        self.refuse()

    def lose(self, now: float) -> None:
        """The tab's connection is gone."""
        self.connection = None
        self.lost_at = now
        self.ack_due = None
        self.syncing = None
        self.unacknowledged_bytes = 0

    def regain(self, connection: str) -> None:
        """The tab is back, on another connection."""
        self.connection = connection
        self.gap_answered = False
        self.ack_due = None
        self.syncing = None
        self.unacknowledged_bytes = 0
