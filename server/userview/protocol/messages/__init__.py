"""Typed messages: one union per direction, and the one door through which text becomes a message.

Source: protocol/SPEC.md, rules M1-M3; schema in protocol/schema.json, generated from here.
"""

import json
from typing import Any, Final, TypeVar, cast

from pydantic import BaseModel, TypeAdapter, ValidationError

from userview.protocol.codes import ErrorCode
from userview.protocol.messages.agent import AgentToServer, ServerToAgent
from userview.protocol.messages.viewer import ServerToViewer, ViewerToServer
from userview.protocol.messages.visitor import ServerToVisitor, VisitorToServer

VISITOR_TO_SERVER: Final[TypeAdapter[VisitorToServer]] = TypeAdapter(VisitorToServer)
SERVER_TO_VISITOR: Final[TypeAdapter[ServerToVisitor]] = TypeAdapter(ServerToVisitor)
AGENT_TO_SERVER: Final[TypeAdapter[AgentToServer]] = TypeAdapter(AgentToServer)
SERVER_TO_AGENT: Final[TypeAdapter[ServerToAgent]] = TypeAdapter(ServerToAgent)
VIEWER_TO_SERVER: Final[TypeAdapter[ViewerToServer]] = TypeAdapter(ViewerToServer)
SERVER_TO_VIEWER: Final[TypeAdapter[ServerToViewer]] = TypeAdapter(ServerToViewer)


class BadMessage(ValueError):
    """A text message that cannot be read; `code` is of rule K2, the text names field and fault."""

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(message)
        self.code = code


T = TypeVar("T")


def parse(adapter: TypeAdapter[T], text: str | bytes | bytearray) -> T:
    """One control message from its JSON text (rule M1).

    Raises:
        BadMessage: not JSON, not an object, unknown type, or a field that does not fit.
    """
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        raise _explained(error, text) from None


def dump(message: BaseModel) -> bytes:
    """A message as the JSON text of one frame."""
    return message.model_dump_json().encode()


def _explained(error: ValidationError, text: str | bytes | bytearray) -> BadMessage:
    first = error.errors(include_url=False, include_input=False)[0]
    kind, place = first["type"], first["loc"]
    if kind == "json_invalid":
        return BadMessage(ErrorCode.BAD_MESSAGE, f"expected JSON, got something else: {first['msg']}")
    if kind == "union_tag_invalid" and not place:
        return BadMessage(ErrorCode.UNKNOWN_MESSAGE, f"no message of type {_type_of(text)!r} is expected here")
    if not place:
        return BadMessage(ErrorCode.BAD_MESSAGE, 'expected a JSON object with a text field "type"')
    # The first part of the place is the union's tag, which the sender knows.
    field = ".".join(str(part) for part in place[1:]) or str(place[0])
    return BadMessage(ErrorCode.BAD_MESSAGE, f"{field}: {first['msg']}")


def _type_of(text: str | bytes | bytearray) -> str:
    try:
        loaded: Any = json.loads(text)
    except ValueError:
        return "?"
    if isinstance(loaded, dict):
        return str(cast("dict[str, Any]", loaded).get("type"))[:64]
    return "?"
