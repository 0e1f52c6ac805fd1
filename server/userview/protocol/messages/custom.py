"""Messages that a product's page and its agents' pages send each other through a session (rules G1-G3): what they mean is theirs."""

import json
from typing import Annotated, Any, Final, Literal, cast

from pydantic import AfterValidator

from userview.protocol.messages.common import Part, SessionId

MAX_CUSTOM_BYTES: Final = 16 * 1024
"""Of a custom message as JSON, in UTF-8 and without blanks: a form's worth; pictures and files go other ways."""
MAX_CUSTOM_DEPTH: Final = 16
"""Objects and lists within each other, the message itself included."""


def size_of(message: dict[str, Any]) -> int:
    """Bytes of a custom message as JSON.

    Raises:
        ValueError: it holds a number that JSON has not.
    """
    return len(json.dumps(message, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode())


def _bounded(message: dict[str, Any]) -> dict[str, Any]:
    if _is_deeper(message, MAX_CUSTOM_DEPTH):
        raise ValueError(f"expected at most {MAX_CUSTOM_DEPTH} levels, got more")
    size = size_of(message)
    if size > MAX_CUSTOM_BYTES:
        raise ValueError(f"expected at most {MAX_CUSTOM_BYTES} bytes of JSON, got {size}")
    return message


def _is_deeper(value: Any, levels: int) -> bool:
    if isinstance(value, dict):
        inside = list(cast("dict[str, Any]", value).values())
    elif isinstance(value, list):
        inside = cast("list[Any]", value)
    else:
        return False
    return levels == 0 or any(_is_deeper(one, levels - 1) for one in inside)


JsonObject = Annotated[dict[str, Any], AfterValidator(_bounded)]
"""Any JSON object within the bounds of rule G1."""


class MessageToAgents(Part):
    """The page tells the agents who watch something of its own (`UserView("customMessage", object)`)."""

    type: Literal["session.message"] = "session.message"
    session: SessionId
    message: JsonObject


class MessageToPage(Part):
    """An agent's page tells the visitor's page something of its own."""

    type: Literal["session.message"] = "session.message"
    session: SessionId
    message: JsonObject


class MessageOfPage(Part):
    """What the visitor's page tells the agents."""

    type: Literal["session.message"] = "session.message"
    session: SessionId
    message: dict[str, Any]


class MessageOfAgent(Part):
    """What an agent's page tells this page; `agent` is a participant's id."""

    type: Literal["session.message"] = "session.message"
    session: SessionId
    agent: str
    message: dict[str, Any]
