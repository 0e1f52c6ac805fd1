"""Turns what validation found into one sentence that begins with the field."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from userview.errors import UserViewError
from userview.rest.errors import InvalidJson, InvalidRequest

SECRET_FIELDS: Final = frozenset(("password", "token", "seat"))
"""What came is not repeated for these."""
MAX_SHOWN: Final = 60


def explained(found: Sequence[Mapping[str, Any]]) -> UserViewError:
    """The first thing that is wrong, as the error to answer with."""
    first = found[0]
    location: tuple[str | int, ...] = tuple(first["loc"])
    place, path = location[0], location[1:]
    if first["type"] == "missing" and place == "body" and not path:
        return InvalidJson("expected a JSON object as the body, got nothing")
    field = _name(path) or str(place)
    text = _sentence(first["msg"])
    if first["type"] != "missing" and not SECRET_FIELDS.intersection(map(str, path)) and "got" not in text:
        text = f"{text}, got {_shown(first['input'])}"
    return InvalidRequest(f"{field}: {text}", field=field)


def _name(path: Sequence[str | int]) -> str:
    name = ""
    for part in path:
        if isinstance(part, int):
            name += f"[{part}]"
        else:
            name += f".{part[:40]}" if name else part[:40]
    return name


def _sentence(message: str) -> str:
    text = message.removeprefix("Value error, ").replace("Input should be", "expected", 1)
    text = text.replace("Field required", "expected a value, got nothing").replace(" should have ", ": expected ")
    return text[:1].lower() + text[1:]


def _shown(value: Any) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except ValueError:
        return "something that cannot be shown"
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"
