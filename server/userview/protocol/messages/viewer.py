"""Messages between a viewer and the server (`/ws/view`, on the replay host only)."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from userview.protocol.messages.common import (
    EndReason,
    ErrorMessage,
    Hello,
    Number,
    Part,
    SessionId,
    Url,
    Viewport,
    Welcome,
)


class ViewerResume(Part):
    """The last frame that this viewer applied (rule R5)."""

    epoch: Number
    sequence: Number


class ViewerHello(Hello):
    """First message of a viewer. A ticket is good once, for 60 s (rule W3)."""

    ticket: Annotated[str, StringConstraints(min_length=1, max_length=2048)]
    resume: ViewerResume | None


class StreamRestart(Part):
    """A gap was seen: send a fresh start (rule R6)."""

    type: Literal["stream.restart"] = "stream.restart"


ViewerToServer = Annotated[ViewerHello | StreamRestart, Field(discriminator="type")]


class ViewerWelcome(Welcome):
    """Answer to `hello`."""

    session: SessionId
    assets_url: str
    """Prefix of this session's pictures and fonts; path on this host, ends with `/` (rule F3)."""


class StreamStart(Part):
    """Forget what was shown; the next frame has this epoch and `sequence`, and begins a snapshot (rule R4)."""

    type: Literal["stream.start"] = "stream.start"
    session: SessionId
    page: Number
    epoch: Number
    sequence: Number
    url: Url
    viewport: Viewport


class StreamPause(Part):
    """Nothing comes for now (page change, visitor away); what is shown may stay, dimmed."""

    type: Literal["stream.pause"] = "stream.pause"


class StreamEnd(Part):
    """The session is over: clear the view at once (rule S7)."""

    type: Literal["stream.end"] = "stream.end"
    reason: EndReason


ServerToViewer = Annotated[
    ViewerWelcome | StreamStart | StreamPause | StreamEnd | ErrorMessage,
    Field(discriminator="type"),
]
