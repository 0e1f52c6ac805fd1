"""Holds every answer that tests get from the API against its description: status, headers and body."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

import httpx
from jsonschema_rs import Draft202012Validator
from typing_extensions import override

from userview.rest.api import ROUTERS
from userview.rest.edge import Asked, rewritten
from userview.rest.errors import MethodNotAllowed
from userview.rest.openapi import desk_document, document

Json = dict[str, Any]

NOT_DESCRIBED = frozenset(("/openapi.json",))
"""Addresses that are no operations."""


class Undescribed(AssertionError):
    """An answer that the description of the API does not have."""


class Description:
    """Both descriptions, of the public operations and of the dashboard's."""

    def __init__(self, *documents: Json) -> None:
        self._documents = [_exact(described) for described in documents]
        self._operations: list[tuple[re.Pattern[str], Json, Json]] = []
        for described in self._documents:
            for path, operations in described["paths"].items():
                pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))
                self._operations.append((re.compile(pattern), operations, described))
        # What is named literally goes before what a parameter may be.
        self._operations.sort(key=lambda operation: operation[0].pattern.count("[^/]+"))
        self._validators: dict[str, Draft202012Validator] = {}

    def check(self, method: str, path: str, status: int, headers: httpx.Headers, body: bytes) -> None:
        """Compare one answer.

        Raises:
            Undescribed: something in it is not as described.
        """
        where = f"{method} {path} answered {status}"
        try:
            inner: str = rewritten({"method": method, "path": path, "query_string": b""}, Asked("test"))["path"]
        except MethodNotAllowed:
            inner = path
        if inner in NOT_DESCRIBED and status == 200:
            return
        found = next((known for known in self._operations if known[0].fullmatch(inner)), None)
        if found is None:
            _must(status in {404, 405, 413, 422, 429}, f"{where}, and the address is not described")
            self._check_response(where, {"$ref": "#/components/responses/NotFound"}, self._documents[0], None, body)
            return
        _, operations, described = found
        operation = operations.get(method.lower())
        if operation is None:
            _must(status in {405, 413, 422}, f"{where}, and the method is not described")
            parts = described["components"]["responses"]
            name = {405: "MethodNotAllowed", 413: "BodyTooLarge", 422: "Invalid"}[status]
            self._check_response(where, parts[name], described, headers, None if method == "HEAD" else body)
            return
        response = operation["responses"].get(str(status))
        _must(response is not None, f"{where}, described are {', '.join(operation['responses'])}")
        self._check_response(where, response, described, headers, body)

    def _check_response(
        self, where: str, response: Json, described: Json, headers: Mapping[str, str] | None, body: bytes | None
    ) -> None:
        response = _followed(response, described)
        if headers is not None:
            for name, part in response["headers"].items():
                header = _followed(part, described)
                text = headers.get(name)
                if text is None:
                    _must(not header["required"], f"{where} without {name}")
                else:
                    value = int(text) if header["schema"]["type"] == "integer" else text
                    self._check_value(f"{where}, {name}", header["schema"], described, value)
        if body is not None:
            schema = response["content"]["application/json"]["schema"]
            self._check_value(where, schema, described, json.loads(body))

    def _check_value(self, where: str, schema: Json, described: Json, value: Any) -> None:
        key = f"{id(described)} {json.dumps(schema, sort_keys=True)}"
        if key not in self._validators:
            self._validators[key] = Draft202012Validator(
                {**schema, "components": described["components"]}, validate_formats=True
            )
        wrong = next(self._validators[key].iter_errors(value), None)
        _must(wrong is None, f"{where}: {wrong}"[:2000])


@cache
def description() -> Description:
    """Of the API as it is."""
    return Description(document(ROUTERS), desk_document(ROUTERS))


class DescribedTransport(httpx.AsyncBaseTransport):
    """Passes requests on, and checks what comes back."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._inner.handle_async_request(request)
        body = await answer.aread()
        description().check(request.method, request.url.path, answer.status_code, answer.headers, body)
        return answer

    @override
    async def aclose(self) -> None:
        await self._inner.aclose()


def _exact(described: Json) -> Json:
    """The description, with objects that have the attributes that it names and no others: clients must bear new ones, tests not."""
    described = copy.deepcopy(described)
    for name, schema in described["components"]["schemas"].items():
        if "properties" in schema and not name.endswith("Body"):
            schema["additionalProperties"] = False
    return described


def _followed(part: Json, described: Json) -> Json:
    if "$ref" not in part:
        return part
    found: Any = described
    for name in cast("str", part["$ref"]).removeprefix("#/").split("/"):
        found = found[name]
    return found


def _must(holds: object, otherwise: str) -> None:
    if not holds:
        raise Undescribed(otherwise)
