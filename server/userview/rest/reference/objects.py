"""Attributes of objects as lists, nested objects in them to be opened."""

from typing import Any, Final, cast

from userview.rest.reference.markup import code, escaped, expandable, inline

Json = dict[str, Any]

DEEPEST: Final = 2
"""Objects within objects that open in place; what lies deeper is a link to its own entry."""

_BOUNDS: Final = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "minLength": "{} or more characters",
    "maxLength": "at most {} characters",
    "minItems": "{} or more of them",
    "maxItems": "at most {} of them",
    "maxProperties": "at most {} attributes",
}


class Objects:
    """The named schemas of a description."""

    def __init__(self, schemas: Json) -> None:
        self._schemas = schemas

    def of(self, name: str) -> Json:
        """A schema by its name."""
        return cast("Json", self._schemas[name])

    def entry(self, name: str) -> str:
        """A named schema in the list of all."""
        schema = self.of(name)
        summary = f'<code class="name">{escaped(name)}</code> <span>{inline(schema.get("description", ""))}</span>'
        words = f"{name} {' '.join(schema.get('properties', {}))}".lower()
        return (
            f'<div class="entry" id="schema-{escaped(name)}" data-words="{escaped(words)}">'
            f"{expandable(summary, self.attributes(name), 'object')}</div>"
        )

    def attributes(self, name: str, within: tuple[str, ...] = ()) -> str:
        """All attributes of a named schema, or its values."""
        schema = self.of(name)
        if "properties" not in schema:
            return f'<ul class="fields"><li>{self._facts(schema)}</li></ul>'
        required = schema.get("required", ())
        is_body = name.endswith("Body")
        fields: Json = schema["properties"]
        rows = (
            self.field(field, fields[field], required=is_body and field in required, within=(*within, name))
            for field in sorted(fields, key=lambda field: is_body and field not in required)
        )
        return f'<ul class="fields">{"".join(rows)}</ul>'

    def field(self, name: str, schema: Json, *, required: bool, text: str = "", within: tuple[str, ...] = ()) -> str:
        """One attribute or parameter. `text` goes before the schema's own description."""
        must = ' <span class="must">required</span>' if required else ""
        head = f'<code class="name">{escaped(name)}</code> <span class="kind">{self.kind(schema)}</span>{must}'
        described = text or cast("str", schema.get("description", ""))
        inner = "".join(self._nested(found, within) for found in _referred(schema) if "properties" in self.of(found))
        return f"<li>{head}<div>{inline(described)}{self._facts(schema)}</div>{inner}</li>"

    def kind(self, schema: Json) -> str:
        """What type a value has, in words."""
        if "$ref" in schema:
            return f'<a href="#schema-{_name(schema)}">{_name(schema)}</a>'
        if "anyOf" in schema:
            return " or ".join(dict.fromkeys(self.kind(part) for part in schema["anyOf"]))
        if "const" in schema:
            return f"always {code(schema['const'])}"
        if schema.get("type") == "array":
            return f"list of {self.kind(schema.get('items', {}))}"
        words = escaped(schema.get("type", "any JSON"))
        return f"{words}, {escaped(schema['format'])}" if "format" in schema else words

    def _nested(self, name: str, within: tuple[str, ...]) -> str:
        if name in within or len(within) >= DEEPEST:
            return ""
        return expandable(f"Attributes of {escaped(name)}", self.attributes(name, within), "nested")

    def _facts(self, schema: Json) -> str:
        facts: list[str] = []
        for part in _values(schema):
            if "enum" in part:
                facts.append(f"One of {' '.join(code(value) for value in part['enum'])}.")
            bounds = [text.format(f"{part[word]:,}") for word, text in _BOUNDS.items() if word in part]
            if bounds:
                facts.append(f"{', '.join(bounds).capitalize()}.")
        if schema.get("default") not in (None, "", {}, []) and not isinstance(schema["default"], dict):
            facts.append(f"Default {code(schema['default'])}.")
        return f'<div class="facts">{" ".join(dict.fromkeys(facts))}</div>' if facts else ""


def _values(schema: Json) -> list[Json]:
    parts = cast("list[Json]", schema.get("anyOf", [schema]))
    return [*parts, *(part["items"] for part in parts if part.get("type") == "array" and "items" in part)]


def _referred(schema: Json) -> list[str]:
    return [_name(part) for part in _values(schema) if "$ref" in part]


def _name(schema: Json) -> str:
    return escaped(schema["$ref"].rpartition("/")[2])
