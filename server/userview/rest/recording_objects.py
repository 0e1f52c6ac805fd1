"""What the page that plays recordings asks and is told."""

from typing import Annotated, Final

from pydantic import Field, StringConstraints

from userview.rest import schemas
from userview.rest.answers import Ok
from userview.rest.bodies import Body
from userview.rest.schemas import Datetime, Object

MOST_SHARED_SECONDS: Final = 30 * 24 * 3600


class PlayedChunk(Object):
    """A piece of the recording, and when its first and last entry happened."""

    number: int
    first_ms: float
    last_ms: float


class PlayedKeyframe(Object):
    """A moment at which playing can begin."""

    at_ms: float
    place: Annotated[int, Field(description="Where: the number of a chunk times 2^24, plus the offset in it.")]


class PlayedStretch(Object):
    """A part of the recording."""

    first_ms: float
    last_ms: float


class PlayedRecording(Object):
    """All that a page needs to play a recording. Times are milliseconds since it began."""

    session: schemas.Session
    visitor_name: str
    began_at: Datetime
    duration_ms: float
    complete: Annotated[bool, Field(description="false: the session goes on, or its end is still being written.")]
    failure: Annotated[str | None, Field(description="Why it ends before the session does; null when it does not.")]
    replay_url: Annotated[str, Field(description="The origin of the frame that plays it.")]
    chunks_path: Annotated[str, Field(description="Where its chunks are on that origin; good for 12 hours.")]
    assets_path: Annotated[str, Field(description="Where its pictures and fonts are; good for 12 hours.")]
    chunks: list[PlayedChunk]
    keyframes: list[PlayedKeyframe]
    quiet: Annotated[list[PlayedStretch], Field(description="Stretches of two seconds and more without anything.")]
    timeline: list[schemas.TimelineEntry]


class OneRecording(Ok):
    """A recording."""

    recording: PlayedRecording


class ShareBody(Body):
    """How long a link that shares a recording is good."""

    expires_in: Annotated[int, Field(ge=60, le=MOST_SHARED_SECONDS, description="Seconds.")] = 7 * 24 * 3600


class SharedLink(Ok):
    """A link that plays one recording without a sign-in."""

    url: str
    expires_at: Datetime


class SharedBody(Body):
    """The part of such a link behind `#`."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
