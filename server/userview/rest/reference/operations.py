"""What the page knows of each operation, read from the description."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

Json = dict[str, Any]

_PREFIX: Final = "#/components/"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation answers with a status."""

    status: str
    text: str
    schema: str
    """Name of the body's schema."""

    @property
    def is_success(self) -> bool:
        """The 2xx ones."""
        return self.status.startswith("2")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation."""

    name: str
    """Its `operationId`."""
    method: str
    path: str
    tag: str
    summary: str
    text: str
    parameters: tuple[Json, ...]
    body: str | None
    """Name of the body's schema."""
    body_required: bool
    answers: tuple[Answer, ...]

    def placed(self, where: str) -> list[Json]:
        """Its parameters in `path` or `query`."""
        return [part for part in self.parameters if part["in"] == where]

    @property
    def success(self) -> Answer:
        """What it answers when all is well."""
        return next(answer for answer in self.answers if answer.is_success)

    @property
    def words(self) -> str:
        """What a search finds it by, in small letters."""
        names = " ".join(part["name"] for part in self.parameters)
        spoken = self.name.replace("_", " ")
        return f"{self.name} {spoken} {self.method} {self.path} {self.summary} {self.text} {names}".lower()


def operations(document: Json) -> Iterator[Operation]:
    """All operations, in the order of the description."""
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            body = described.get("requestBody", {})
            yield Operation(
                name=described["operationId"],
                method=method.upper(),
                path=path,
                tag=described["tags"][0],
                summary=described["summary"],
                text=described["description"],
                parameters=tuple(described.get("parameters", ())),
                body=_body(body),
                body_required=body.get("required", False),
                answers=tuple(_answer(document, status, part) for status, part in described["responses"].items()),
            )


def _body(body: Json) -> str | None:
    schema = _schema(body)
    for part in cast("list[Json]", schema.get("anyOf", [schema])):
        if "$ref" in part:
            return cast("str", part["$ref"]).rpartition("/")[2]
    return None


def _answer(document: Json, status: str, part: Json) -> Answer:
    found = part
    if "$ref" in part:
        kind, _, name = cast("str", part["$ref"]).removeprefix(_PREFIX).partition("/")
        found = cast("Json", document["components"][kind][name])
    return Answer(status, found["description"], cast("str", _schema(found)["$ref"]).rpartition("/")[2])


def _schema(part: Json) -> Json:
    return cast("Json", part.get("content", {}).get("application/json", {}).get("schema", {}))
