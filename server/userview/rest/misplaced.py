"""What stands at a place where nobody reads it, although it means something elsewhere: refused, so that it does not go unnoticed.

Names that mean nothing anywhere are ignored: older programs send some.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from pydantic import BaseModel
from pydantic_core import PydanticCustomError

EVERYBODYS: Final = frozenset(("id", "name", "email"))
"""Names of so many things that nothing follows from one at another place."""


def check_places(model: type[BaseModel], given: Any, *, free: frozenset[str]) -> None:
    """Look for fields of a body, and of the objects in it, at the wrong place or in another writing (`expiresIn`).

    Args:
        model: the body's.
        given: what came as the body; what is no object is for others to refuse.
        free: fields whose contents are the caller's own.

    Raises:
        PydanticCustomError: of type `misplaced`; says where the field belongs.
    """
    if not isinstance(given, dict):
        return
    body = cast("Mapping[str, Any]", given)
    objects = {name: inner for name, inner in _objects(model) if name not in free}
    places = {_folded(name): name for inner, fields in objects.items() for name in _nested(inner, fields)}
    places |= {_folded(name): name for name in model.model_fields}
    _check(places, model.model_fields, body, "")
    for name, inner in objects.items():
        inside = body.get(name)
        if isinstance(inside, dict):
            _check(places, inner.model_fields, cast("Mapping[str, Any]", inside), f"{name}.")


def _check(places: Mapping[str, str], here: Mapping[str, Any], given: Mapping[str, Any], prefix: str) -> None:
    for name in given:
        place = places.get(_folded(name)) if name not in here else None
        if place is not None:
            where = f"{prefix}{name[:40]}"
            raise PydanticCustomError(
                "misplaced",
                "{field}: expected it as {place}, for here nobody reads it",
                {"field": where, "place": place},
            )


def _objects(model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    for name, field in model.model_fields.items():
        inner: Any = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield name, inner


def _nested(inner: str, fields: type[BaseModel]) -> Iterator[str]:
    yield from (f"{inner}.{name}" for name in fields.model_fields if name not in EVERYBODYS)


def _folded(name: str) -> str:
    return name.rpartition(".")[2].replace("_", "").replace("-", "").casefold()
