"""Messages about keeping a session (protocol/SPEC.md, rules T1-T6)."""

from typing import Literal

from userview.protocol.messages.common import Part, SessionId

RecordingMode = Literal["off", "on", "ask"]
"""What the team wants of a session: `ask` leaves it to the visitor, and so does `on` where nobody has told the visitor of it."""

RecordingState = Literal["off", "asking", "on", "declined", "failed"]
"""What is kept of a session now. `asking`: nothing until the visitor answers; `failed`: nothing any more, for want of room on the disk for instance."""


class RecordingAnswer(Part):
    """The visitor's answer to a session's state `asking` (rule T2); the first counts."""

    type: Literal["recording.answer"] = "recording.answer"
    session: SessionId
    allow: bool
