"""Why a recording is not shown."""

from typing import ClassVar

from userview.errors import UserViewError


class ChunkDamaged(UserViewError):
    """A part of the recording is gone, or is not what was written."""

    code: ClassVar[str] = "recording_damaged"


class NoRecording(UserViewError):
    """The session has none, or has none any more."""

    code: ClassVar[str] = "no_recording"
