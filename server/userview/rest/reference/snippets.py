"""One call of each operation: by curl, with the Python client and with the JavaScript client."""

import json
import re
from itertools import pairwise
from typing import Any, Final, cast
from urllib.parse import urlencode

from userview.rest.reference.operations import Json, Operation

LANGUAGES: Final = {"curl": "curl", "python": "Python", "javascript": "JavaScript"}

LINE: Final = 58
"""What is longer goes on several lines, so that it can be read beside the text."""

BODIES: Final[dict[str, tuple[str, ...]]] = {
    "change_agent": ("availability", "call_name"),
    "change_team": ("allowed_sites", "masked_elements"),
    "change_webhook": ("events",),
    "identify_visitor": ("identities", "metadata"),
    "make_agent": ("email", "name", "role"),
    "make_key": ("name", "scopes"),
    "make_viewer_token": ("viewer", "metadata"),
    "make_watch_url": ("agent", "metadata"),
    "make_webhook": ("url", "events"),
}
"""Which attributes of a body the calls show; elsewhere those that are required."""

QUERIES: Final[dict[str, Json]] = {
    "erase_offline_visitors": {"all": True},
    "list_deliveries": {"state": "failed"},
    "list_sessions": {"live": True},
    "list_visitors": {"search": "grace"},
}
"""Which parameters of the query the calls show."""

_OBJECTS: Final = {
    "agents": "FullAgent",
    "jobs": "Job",
    "keys": "Key",
    "sessions": "Session",
    "webhooks": "Webhook",
    "visitors": "Visitor",
    "deliveries": "Delivery",
}
"""The object that a part of a path names the id of, by the part before it."""


class Snippets:
    """The calls, on the examples of a description; `server`: the origin that they call."""

    def __init__(self, document: Json, server: str) -> None:
        self._schemas: Json = document["components"]["schemas"]
        self._server = server

    def of(self, operation: Operation) -> dict[str, str]:
        """The call in each language."""
        return {
            "curl": self._curl(operation),
            "python": self._python(operation),
            "javascript": self._javascript(operation),
        }

    def body(self, operation: Operation) -> Json | None:
        """What the calls send; None for nothing."""
        if operation.body is None:
            return None
        schema = self._schemas[operation.body]
        shown = BODIES.get(operation.name) or schema.get("required", [])
        example = schema["examples"][0]
        return {name: example[name] for name in shown}

    def _curl(self, operation: Operation) -> str:
        ids = iter(self._ids(operation))
        path = re.sub(r"\{\w+\}", lambda _: next(ids), operation.path)
        query = QUERIES.get(operation.name, {})
        address = f"{self._server}{path}" + (f"?{urlencode(_in_query(query))}" if query else "")
        method = "" if operation.method == "GET" else f" -X {operation.method}"
        lines = [f'curl{method} "{address}"', '-H "X-Api-Key: $SECRET_KEY"']
        body = self.body(operation)
        if body:
            lines += ['-H "Content-Type: application/json"', f"-d '{_in_json(body)}'"]
        return " \\\n  ".join(lines)

    def _python(self, operation: Operation) -> str:
        given = [json.dumps(value) for value in self._ids(operation)]
        named = {**QUERIES.get(operation.name, {}), **(self.body(operation) or {})}
        given += [f"{name}={_in_python(value)}" for name, value in named.items()]
        rows = self._rows(operation)
        if rows:
            call = _wrapped(f"userview.iter_{operation.name.partition('_')[2]}", given, "    ")
            used = [f"for {rows} in {call}:", f"    print({rows})"]
        else:
            call = _wrapped(f"userview.{operation.name}", given, "    ")
            result = self._result(operation)
            used = [call] if result is None else [f"{result} = {call}", f"print({result})"]
        inner = "\n".join(used).replace("\n", "\n    ")
        head = f'from userview_client import Client\n\nwith Client("{self._server}", secret_key) as userview:'
        return f"{head}\n    {inner}"

    def _javascript(self, operation: Operation) -> str:
        given = [json.dumps(value) for value in self._ids(operation)]
        given += [_in_lines(part) for part in (self.body(operation), QUERIES.get(operation.name)) if part]
        rows = self._rows(operation)
        if rows:
            call = f"userview.{_camel('iter_' + operation.name.partition('_')[2])}({', '.join(given)})"
            used = [f"for await (const {rows} of {call}) {{", f"  console.log({rows});", "}"]
        else:
            call = f"await userview.{_camel(operation.name)}({', '.join(given)})"
            result = self._result(operation)
            name = _camel(result or "")
            used = [f"{call};"] if result is None else [f"const {name} = {call};", f"console.log({name});"]
        head = (
            'import { UserView } from "@userview/client";\n\n'
            f'const userview = new UserView({{ baseUrl: "{self._server}", secretKey }});'
        )
        return "\n".join([head, *used])

    def _ids(self, operation: Operation) -> list[str]:
        parts = operation.path.split("/")
        found: list[str] = []
        for before, part in pairwise(parts):
            if part.startswith("{"):
                example = self._schemas[_OBJECTS[before]]["examples"][0]
                found.append(cast("str", example["short_id" if before == "visitors" else "id"]))
        return found

    def _result(self, operation: Operation) -> str | None:
        """The name of what the clients' methods return: the only object of the answer, else the whole."""
        fields = [field for field in self._schemas[operation.success.schema]["properties"] if field != "status"]
        return None if not fields else fields[0] if len(fields) == 1 else "answer"

    def _rows(self, operation: Operation) -> str | None:
        """For lists that come in pages: the name of one row."""
        if not any(part["name"] == "cursor" for part in operation.parameters):
            return None
        fields: Json = self._schemas[operation.success.schema]["properties"]
        kinds = [part["items"]["$ref"] for part in fields.values() if part.get("type") == "array"]
        return re.findall(r"[A-Z][a-z]+", kinds[0])[-1].lower()


def _in_query(query: Json) -> dict[str, str]:
    return {name: json.dumps(value) if isinstance(value, bool) else str(value) for name, value in query.items()}


def _in_python(value: Any) -> str:
    if isinstance(value, dict):
        pairs = cast("Json", value).items()
        return "{" + ", ".join(f"{json.dumps(name)}: {_in_python(part)}" for name, part in pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_in_python(part) for part in cast("list[Any]", value)) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _in_json(body: Json) -> str:
    line = json.dumps(body, ensure_ascii=False)
    if len(line) <= LINE:
        return line
    parts = (f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in body.items())
    return "{" + ",".join(f"\n    {part}" for part in parts) + "\n  }"


def _in_lines(value: Json) -> str:
    line = _in_javascript(value)
    if len(line) <= LINE:
        return line
    return "{\n" + "".join(f"  {name}: {_in_javascript(part)},\n" for name, part in value.items()) + "}"


def _in_javascript(value: Any) -> str:
    if isinstance(value, dict):
        pairs = cast("Json", value).items()
        return "{ " + ", ".join(f"{name}: {_in_javascript(part)}" for name, part in pairs) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_in_javascript(part) for part in cast("list[Any]", value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _wrapped(call: str, given: list[str], indent: str) -> str:
    line = f"{call}({', '.join(given)})"
    if len(line) <= LINE:
        return line
    inner = "".join(f"\n{indent}{part}," for part in given)
    return f"{call}({inner}\n)"


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
