"""Messages about a page without the SDK that is to come (protocol/SPEC.md, rule S11)."""

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, StringConstraints

from userview.protocol.messages.common import Part, SessionId

MAX_TITLE: Final = 100
MAX_MESSAGE: Final = 500
MAX_RETURN_SECONDS: Final = 3600
"""An hour: a payment or a signature elsewhere; agents who do nothing for 10 minutes end the session before (S6)."""


def _no_controls(text: str) -> str:
    if any(character < " " for character in text):
        raise ValueError("expected one line without control characters")
    return text


Title = Annotated[str, StringConstraints(max_length=MAX_TITLE), AfterValidator(_no_controls)]
Message = Annotated[str, StringConstraints(max_length=MAX_MESSAGE), AfterValidator(_no_controls)]


class DisconnectExpected(Part):
    """The page is about to be left for one without the SDK (`UserView("expectDisconnect")`): for so long the visitor is waited for."""

    type: Literal["disconnect.expected"] = "disconnect.expected"
    session: SessionId
    return_seconds: Annotated[int, Field(ge=0, le=MAX_RETURN_SECONDS)]
    """0: no longer than ever."""
    title: Title | None
    message: Message | None


class ExpectedReturn(Part):
    """What the page said of it, for agents, while the visitor is away."""

    title: Title | None
    message: Message | None
    wait_seconds: int
    """So long the session waits, from when the visitor went."""
