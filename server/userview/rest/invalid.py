"""Turns what validation found into one sentence: the field as the caller wrote it, what was expected, what came."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, cast, get_args

from annotated_types import Ge, Le
from pydantic.fields import FieldInfo

from userview.errors import UserViewError
from userview.rest.errors import InvalidJson, InvalidRequest
from userview.rest.patterns import WORDS

SECRET_FIELDS: Final = frozenset(("password", "token", "seat"))
"""What came is not repeated for these."""
MAX_SHOWN: Final = 60

_TYPES: Final = {
    "string": "a text",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "list": "a list",
    "dict": "an object",
    "model": "an object",
    "datetime": "a date and time such as 2026-11-22T07:30:00Z",
}
"""By the beginning of an error's type: what was expected where something of another kind came."""

_BOUNDS: Final = {"greater_than_equal": "ge", "less_than_equal": "le"}

Found = Mapping[str, Any]


def explained(
    found: Sequence[Found], body: Any, fields: Mapping[str, FieldInfo], renamed: Mapping[str, str]
) -> UserViewError:
    """The first thing that is wrong, as the error to answer with.

    Args:
        found: what pydantic and FastAPI found.
        body: what came as the body.
        fields: what the operation reads, body and query, which know their bounds.
        renamed: names of parameters as the caller wrote them, by those that the routes know.
    """
    first = found[0]
    location: tuple[str | int, ...] = tuple(first["loc"])
    place, path = str(location[0]), _path(first, body)
    if first["type"] == "missing" and place == "body" and not path:
        return InvalidJson("expected a JSON object as the body, got nothing")
    if first["type"] == "misplaced":
        return InvalidRequest(first["msg"], field=str(first["ctx"]["field"]))
    field = _name(path) or place
    if place != "body":
        field = renamed.get(field, field)
    # Of a value that may be of several kinds every kind says what is wrong with it.
    said = [one for one in found if one["loc"][0] == location[0] and _path(one, body) == path]
    text = _expected(said, fields, path)
    if not SECRET_FIELDS.intersection(map(str, path)) and "got" not in text:
        text = f"{text}, got {_got(first)}"
    return InvalidRequest(f"{field}: {text}", field=field)


def _path(error: Found, body: Any) -> tuple[str | int, ...]:
    """Where it is in what came, without what pydantic calls the kinds of a value: `metadata.a.str` is `metadata.a`."""
    place, *parts = cast("Sequence[str | int]", error["loc"])
    if place != "body":
        return tuple(parts)
    path: list[str | int] = []
    at: Any = body
    if error["type"] == "of_list":
        parts = [*parts, error["ctx"]["index"]]
    for part in parts:
        inside: Any = cast("Any", at) if isinstance(at, dict) and part in at else None
        if inside is None and isinstance(at, list) and isinstance(part, int):
            inside = cast("Any", at)
        if inside is None:
            if error["type"] == "missing":
                path.append(part)
            break
        path.append(part)
        at = inside[part]
    return tuple(path)


def _name(path: Sequence[str | int]) -> str:
    name = ""
    for part in path:
        if isinstance(part, int):
            name += f"[{part}]"
        else:
            name += f".{part[:40]}" if name else part[:40]
    return name


def _expected(said: Sequence[Found], fields: Mapping[str, FieldInfo], path: Sequence[str | int]) -> str:
    # A value of the right kind with a fault says more than the kinds that it is not of.
    near = [one for one in said if _kind(one) is None]
    if near and near[0]["type"] not in ("literal_error", "enum"):
        return _fault(near[0], fields, path)
    wanted: list[str] = []
    for one in said:
        kind = _kind(one)
        wanted += _choices(one["ctx"]["expected"]) if kind is None else kind.split(" or ")
    return f"expected {_either(list(dict.fromkeys(wanted)))}"


def _kind(error: Found) -> str | None:
    """The kind of value that was expected; None when it was one, with another fault."""
    name, _, rest = str(error["type"]).partition("_")
    is_kind = rest in ("type", "attributes_type", "from_float", "parsing_size") or rest.endswith("parsing")
    return _TYPES.get(name) if is_kind else None


def _fault(error: Found, fields: Mapping[str, FieldInfo], path: Sequence[str | int]) -> str:
    context: Mapping[str, Any] = error.get("ctx") or {}
    match error["type"]:
        case "missing":
            return "expected a value, got nothing"
        case "extra_forbidden":
            return "expected no field of this name"
        case "string_too_short":
            return "expected a text that is not empty"
        case "string_too_long":
            return f"expected at most {context['max_length']} characters, got {len(error['input'])}"
        case "too_long":
            return f"expected at most {context['max_length']}, got {len(error['input'])}"
        case "too_short":
            return f"expected at least {context['min_length']}, got {len(error['input'])}"
        case "greater_than_equal" | "less_than_equal" as bound:
            low, high = _bounds(fields, path)
            if low is not None and high is not None:
                return f"expected {low} to {high}"
            return f"expected at {'least' if bound == 'greater_than_equal' else 'most'} {context[_BOUNDS[bound]]}"
        case "string_pattern_mismatch":
            return f"expected {WORDS.get(context['pattern'], 'a text of another form')}"
        case "finite_number":
            return "expected a number"
        case _:
            return _sentence(error["msg"])


def _bounds(fields: Mapping[str, FieldInfo], path: Sequence[str | int]) -> tuple[Any, Any]:
    """Lowest and highest value of a field or parameter, where they are known."""
    name = path[0] if len(path) == 1 else None
    info = fields.get(name) if isinstance(name, str) else None
    if info is None:
        return None, None
    marks = [*info.metadata, *_marks(info.annotation)]
    low = next((mark.ge for mark in marks if isinstance(mark, Ge)), None)
    return low, next((mark.le for mark in marks if isinstance(mark, Le)), None)


def _marks(annotation: Any) -> Iterator[Any]:
    for part in get_args(annotation):
        yield from part.metadata if isinstance(part, FieldInfo) else _marks(part)


def _choices(written: str) -> list[str]:
    """Choices as pydantic writes them: `'off', 'on' or 'ask'`."""
    return [choice.strip("'") for part in written.split(", ") for choice in part.split(" or ")]


def _either(wanted: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(wanted[:-1]), wanted[-1])))


def _sentence(message: str) -> str:
    text = message.removeprefix("Value error, ").replace("Input should be", "expected", 1)
    return text[:1].lower() + text[1:]


def _got(error: Found) -> str:
    if error["type"] == "of_list":
        return json.dumps(error["input"][error["ctx"]["index"]][:MAX_SHOWN], ensure_ascii=False)
    if error["type"] == "extra_forbidden":
        return json.dumps(str(error["loc"][-1])[:MAX_SHOWN], ensure_ascii=False)
    try:
        text = json.dumps(error["input"], ensure_ascii=False, default=str)
    except ValueError:
        return "something that cannot be shown"
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"
