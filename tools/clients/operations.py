"""What a client needs to know of each operation, read from the description of the API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

Json = dict[str, Any]

CURSOR: Final = "cursor"
PAGE_END: Final = "next_cursor"
_SUCCESSES: Final = ("200", "201", "202")


@dataclass(frozen=True)
class Parameter:
    """A parameter of the path or of the query; `schema` without null."""

    name: str
    description: str
    schema: Json
    required: bool


@dataclass(frozen=True)
class Operation:
    """One operation."""

    name: str
    """Its `operationId`, words joined by `_`."""
    method: str
    path: str
    description: str
    path_parameters: tuple[Parameter, ...]
    query: tuple[Parameter, ...]
    body: str | None
    """Name of the body's schema."""
    body_required: bool
    """Whether it has attributes that must be there."""
    answer: str
    """Name of the answer's schema."""
    inner: str | None
    """The one attribute of the answer beside its status, which methods return instead of it; None when there are more."""
    nothing: bool
    """The answer has its status only."""
    items: str | None
    """For lists: the attribute with the rows."""

    @property
    def returned(self) -> Json | None:
        """The schema of what methods return; None for nothing."""
        return None if self.nothing else {"$ref": f"#/components/schemas/{self.answer}"}


def operations(document: Json) -> list[Operation]:
    """All operations, by name."""
    return sorted(_read(document), key=lambda operation: operation.name)


def referred(schema: Json) -> str | None:
    """The name of the schema that is referred to."""
    return cast("str", schema["$ref"]).rpartition("/")[2] if "$ref" in schema else None


def attribute(document: Json, schema: str, name: str) -> Json:
    """The schema of an attribute of an object."""
    return cast("Json", document["components"]["schemas"][schema]["properties"][name])


def without_null(schema: Json) -> Json:
    """The same schema for a value that is there."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind.get("type") != "null"]
    return cast("Json", kinds[0]) if len(kinds) == 1 else schema


def _read(document: Json) -> Iterator[Operation]:
    schemas = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            given = described.get("parameters", [])
            body = described.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            name = referred(without_null(body))
            status = next(status for status in _SUCCESSES if status in described["responses"])
            answer = referred(described["responses"][status]["content"]["application/json"]["schema"]) or ""
            fields = [field for field in schemas[answer]["properties"] if field != "status"]
            is_page = PAGE_END in fields
            rows = [field for field in fields if field != PAGE_END and is_page]
            yield Operation(
                name=described["operationId"],
                method=method.upper(),
                path=path,
                description=described["description"],
                path_parameters=tuple(_parameter(part) for part in given if part["in"] == "path"),
                query=tuple(_parameter(part) for part in given if part["in"] == "query"),
                body=name,
                body_required=bool(name and schemas[name].get("required")),
                answer=answer,
                inner=fields[0] if len(fields) == 1 else None,
                nothing=not fields,
                items=rows[0] if len(rows) == 1 and any(part["name"] == CURSOR for part in given) else None,
            )


def _parameter(part: Json) -> Parameter:
    return Parameter(part["name"], part.get("description", ""), without_null(part["schema"]), part["required"])
