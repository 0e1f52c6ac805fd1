"""The description of the API says everything, and says it right; answers are held against it in every test here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema_rs import Draft202012Validator

from tests.rest.conftest import Shop
from tests.support.described import Description, Undescribed
from userview.rest.api import ROUTERS
from userview.rest.errors import STATUS
from userview.rest.examples import UNKNOWN
from userview.rest.openapi import desk_document, document
from userview.rest.openapi_parts import FAILURES

PUBLIC = document(ROUTERS)
DESK = desk_document(ROUTERS)
SCHEMAS: dict[str, Any] = PUBLIC["components"]["schemas"]


def _operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            yield method, path, operation


async def test_it_is_served_and_kept_as_a_file(shop: Shop) -> None:
    served = (await shop.client.get("/openapi.json")).json()
    kept = Path(__file__).parents[3] / "docs" / "reference" / "openapi.json"
    assert served == PUBLIC == json.loads(kept.read_text())
    assert served["openapi"].startswith("3.1.")


def test_the_dashboard_has_a_description_of_its_own() -> None:
    assert all(path.startswith("/v1/") for path in PUBLIC["paths"])
    assert not any(path.startswith("/v1") for path in DESK["paths"])


def test_every_operation_says_who_may_use_it_and_what_it_answers() -> None:
    tags = {tag["name"] for tag in PUBLIC["tags"]}
    for method, path, operation in _operations(PUBLIC):
        where = f"{method} {path}"
        [[scope]] = {tuple(scopes) for way in operation["security"] for scopes in way.values()}
        assert f"Scope: `{scope}`." in operation["description"], where
        assert operation["description"].partition("\n")[0], f"{where}: a docstring says what it does"
        assert set(operation["tags"]) <= tags, f"{where}: its tag is described in TAGS"
        assert {"401", "403", "405", "413", "421", "422", "429", "503"} <= set(operation["responses"]), where
        named = "{" in path or path == "/v1/lookup"
        assert ("404" in operation["responses"]) is named, where
        assert all(parameter["description"] for parameter in operation.get("parameters", ())), where
        if method in {"post", "patch"}:
            assert {"400", "415"} <= set(operation["responses"]), where


def test_operation_ids_are_good_names_of_methods() -> None:
    names = [operation["operationId"] for _, _, operation in _operations(PUBLIC)]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)+", name) for name in names)


def test_every_attribute_is_described() -> None:
    silent = [
        f"{name}.{attribute}"
        for name, schema in SCHEMAS.items()
        for attribute, part in schema.get("properties", {}).items()
        if not part.get("description") and "$ref" not in part
    ]
    assert silent == [], "describe them with Field(description=...), or for all objects in openapi_texts.py"
    assert [name for name, schema in SCHEMAS.items() if not schema.get("description") and "properties" in schema] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_has_an_example_that_fits(name: str) -> None:
    [example] = SCHEMAS[name]["examples"]
    assert UNKNOWN not in json.dumps(example, ensure_ascii=False), f"give {name} an example in rest/examples.py"
    schema = {"$ref": f"#/components/schemas/{name}", "components": PUBLIC["components"]}
    Draft202012Validator(schema, validate_formats=True).validate(example)


def test_every_code_of_a_failure_is_described() -> None:
    for code, status in STATUS.items():
        if status != 500:
            assert f"`{code}`" in FAILURES[status].meaning, f"{code} is missing at {status} in openapi_parts.py"


BAD: list[tuple[str, int, dict[str, str], Any]] = [
    ("/v1/team", 418, {}, {}),
    ("/v1/team", 200, {}, {"status": "ok", "team": PUBLIC["components"]["schemas"]["Team"]["examples"][0]}),
    ("/v1/team", 200, {"RateLimit-Limit": "600"}, {"status": "ok", "team": {}}),
    ("/v1/team", 401, {}, {"status": "error", "error": "invalid_api_key", "message": "m", "request_id": "r"}),
    ("/v1/nothing", 200, {}, {"status": "ok"}),
]


@pytest.mark.parametrize(("path", "status", "headers", "body"), BAD)
def test_an_answer_that_is_not_described_is_noticed(path: str, status: int, headers: dict[str, str], body: Any) -> None:
    with pytest.raises(Undescribed):
        Description(PUBLIC, DESK).check("GET", path, status, httpx.Headers(headers), json.dumps(body).encode())


def test_an_attribute_that_is_not_described_is_noticed() -> None:
    headers = httpx.Headers(
        {"x-request-id": "r", **{f"ratelimit-{name}": "9" for name in ("limit", "remaining", "reset")}}
    )
    key = dict(SCHEMAS["Key"]["examples"][0])
    described = Description(PUBLIC, DESK)
    body = {"status": "ok", "keys": [key], "next_cursor": None}
    described.check("GET", "/v1.2/keys.json", 200, headers, json.dumps(body).encode())
    key["colour"] = "green"
    with pytest.raises(Undescribed, match="colour"):
        described.check("GET", "/v1.2/keys.json", 200, headers, json.dumps(body).encode())
