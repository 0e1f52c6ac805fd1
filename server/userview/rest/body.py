"""Reading a request's body: how much, of what kind, how deep. What passes is JSON without surprises."""

import itertools
import json
from typing import Any, Final, cast

from pydantic_core import from_json
from starlette.types import Message, Receive

from userview.rest.errors import BodyTooLarge, InvalidJson, InvalidRequest, UnsupportedMediaType

MAX_LEVELS: Final = 32
"""Objects and arrays inside each other; ours need four."""


async def read_body(receive: Receive, declared: str | None, max_bytes: int) -> bytes:
    """The whole body. `declared`: the Content-Length header.

    Raises:
        BodyTooLarge: it says that it is longer, or is.
    """
    too_large = BodyTooLarge(f"expected a body of at most {max_bytes} bytes, got more")
    if declared is not None and declared.isascii() and declared.isdigit() and int(declared[:20]) > max_bytes:
        raise too_large
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            break
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > max_bytes:
            raise too_large
        parts.append(part)
        if not message.get("more_body", False):
            break
    return b"".join(parts)


def check_json(body: bytes, content_type: str | None) -> None:
    """Let pass what is JSON, in fewer levels than allowed, and can be stored.

    Raises:
        UnsupportedMediaType: it calls itself something else.
        InvalidJson: it is none, or too deep, or an object has a name twice, of which readers take different ones.
        InvalidRequest: a text holds a NUL character, which no database keeps; names the field.
    """
    kind = (content_type or "application/json").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise UnsupportedMediaType(f"expected Content-Type: application/json, got {kind[:80]}")
    try:
        document = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise InvalidJson(f"expected JSON, got something else: {error}") from None
    _walk(document)
    # Numbers are not looked at here: Python refuses to read very long ones.
    json.loads(body, object_pairs_hook=_each_once, parse_int=str, parse_float=str)


def replayed(body: bytes) -> Receive:
    """The body once more, for whoever reads it next."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive


def _each_once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, value in members:
        if name in read:
            raise InvalidJson(f"expected each name once in an object, got {json.dumps(name[:40])} twice")
        read[name] = value
    return read


def _walk(document: Any) -> None:
    """Level by level, without recursion: nesting is what is being checked."""
    inside: list[tuple[str, Any]] = [("body", document)]
    for level in itertools.count(1):
        deeper: list[tuple[str, Any]] = []
        for place, value in inside:
            if isinstance(value, str):
                _check_text(place, value)
            elif isinstance(value, dict | list):
                if level > MAX_LEVELS:
                    raise InvalidJson(f"expected JSON of at most {MAX_LEVELS} levels, got more")
                deeper += _members(place, cast("dict[str, Any] | list[Any]", value))
        if not deeper:
            return
        inside = deeper


def _members(place: str, value: dict[str, Any] | list[Any]) -> list[tuple[str, Any]]:
    if isinstance(value, list):
        return [(f"{place}[{index}]", item) for index, item in enumerate(value)]
    members: list[tuple[str, Any]] = []
    for name, member in value.items():
        where = name[:40] if place == "body" else f"{place}.{name[:40]}"
        _check_text(where, name)
        members.append((where, member))
    return members


def _check_text(place: str, text: str) -> None:
    if "\x00" in text:
        place = place.replace("\x00", "\\0")
        raise InvalidRequest(f"{place}: expected text without NUL characters, got one with it", field=place)
