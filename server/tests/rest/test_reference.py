"""The reference page at `/docs` says all that the description says, loads nothing from elsewhere, and its examples are right."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import httpx
import pytest
import userview_client
from jsonschema_rs import Draft202012Validator

from tools.setup.paths import ROOT, environment
from userview.rest.api import ROUTERS
from userview.rest.openapi import document
from userview.rest.openapi_parts import FAILURES
from userview.rest.reference.markup import inline
from userview.rest.reference.operations import Operation, operations
from userview.rest.reference.page import reference_files
from userview.rest.reference.snippets import LANGUAGES, Snippets

SERVER = "https://support.example.com"
DOCUMENT = document(ROUTERS)
FILES = {name: body.decode() for name, body in reference_files(DOCUMENT, SERVER).items()}
OPERATIONS = list(operations(DOCUMENT))
SNIPPETS = Snippets(DOCUMENT, SERVER)
VOID = {"meta", "link", "input"}


@dataclass
class Node:
    """An element: its attributes, and all text in it."""

    tag: str
    attributes: dict[str, str]
    text: list[str] = field(default_factory=list[str])


class Reader(HTMLParser):
    """Reads the page; elements that are not closed in order are a failure."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes: list[Node] = []
        self._open: list[Node] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.nodes.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for node in self._open:
            node.text.append(data)


def read() -> list[Node]:
    reader = Reader()
    reader.feed(FILES["index.html"])
    return reader.nodes


NODES = read()
BY_ID = {node.attributes["id"]: node for node in NODES if "id" in node.attributes}


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_every_operation_is_described(one: Operation) -> None:
    said = "".join(BY_ID[one.name].text)
    described = DOCUMENT["paths"][one.path][one.method.lower()]
    assert {one.method, one.path, one.summary} <= {part.strip() for part in BY_ID[one.name].text}
    assert not [part["name"] for part in described.get("parameters", ()) if part["name"] not in said]
    assert not [status for status in described["responses"] if status not in said]
    for status in described["responses"]:
        codes = re.findall(r"`([a-z_]+)`", FAILURES[int(status)].meaning) if int(status) >= 400 else []
        assert not [code for code in codes if code not in said]
    for schema in filter(None, (one.body, one.success.schema)):
        assert not [name for name in DOCUMENT["components"]["schemas"][schema]["properties"] if name not in said]


def test_there_are_no_others_and_every_object_has_its_entry() -> None:
    count = sum(len(methods) for methods in DOCUMENT["paths"].values())
    assert len([node for node in NODES if node.attributes.get("class") == "operation"]) == count == len(OPERATIONS)
    for name, schema in DOCUMENT["components"]["schemas"].items():
        said = "".join(BY_ID[f"schema-{name}"].text)
        assert not [part for part in (*schema.get("properties", ()), *schema.get("enum", ())) if part not in said]


def test_it_loads_its_own_files_and_nothing_from_elsewhere() -> None:
    loaded = [node.attributes["href"] for node in NODES if node.tag == "link"]
    loaded += [node.attributes["src"] for node in NODES if "src" in node.attributes]
    assert sorted(loaded) == ["/docs/reference.css", "/docs/reference.js", "data:,"]
    assert {node.tag for node in NODES}.isdisjoint({"style", "img", "iframe", "object", "embed", "form", "base"})
    assert not [name for node in NODES for name in node.attributes if name == "style" or name.startswith("on")]
    for name in ("reference.css", "reference.js"):
        assert not re.findall(r"https?://|url\(|@import|fetch\(|import\(|innerHTML", FILES[name])


def test_its_links_lead_somewhere() -> None:
    ids = Counter(node.attributes["id"] for node in NODES if "id" in node.attributes)
    assert not [name for name, times in ids.items() if times > 1]
    targets = {node.attributes["href"] for node in NODES if node.tag == "a"}
    assert {target for target in targets if not target.startswith("#")} == {"/docs", "/openapi.json"}
    assert not [target for target in targets if target.startswith("#") and target[1:] not in ids]


def test_what_is_written_is_text() -> None:
    assert (
        inline('<b onclick="x">`<i>` **&**')
        == "&lt;b onclick=&quot;x&quot;&gt;<code>&lt;i&gt;</code> <strong>&amp;</strong>"
    )


def by_curl(one: Operation) -> dict[str, Any]:
    """What the curl example asks for."""
    words = shlex.split(SNIPPETS.of(one)["curl"].replace("\\\n", " "))
    assert words[0] == "curl"
    assert "X-Api-Key: $SECRET_KEY" in words
    given = dict(pairwise(words))
    [url] = [word for word in words if word.startswith("http")]
    return {"method": given.get("-X", "GET"), "url": url, "body": json.loads(given["-d"]) if "-d" in given else None}


def answer(one: Operation) -> Any:
    return DOCUMENT["components"]["schemas"][one.success.schema]["examples"][0]


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_the_curl_example_asks_for_what_is_described(one: Operation) -> None:
    asked = by_curl(one)
    path, _, query = asked["url"].removeprefix(SERVER).partition("?")
    assert re.fullmatch(re.sub(r"\{\w+\}", "[A-Za-z0-9_]+", one.path), path)
    assert asked["method"] == one.method
    names = {part["name"]: part["required"] for part in one.placed("query")}
    assert {name for name, required in names.items() if required} <= set(httpx.QueryParams(query)) <= set(names)
    if asked["body"] is not None:
        schema = {"$ref": f"#/components/schemas/{one.body}", "components": DOCUMENT["components"]}
        Draft202012Validator(schema, validate_formats=True).validate(asked["body"])
    assert (asked["body"] is not None) or not one.body_required


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_the_python_example_asks_for_the_same(one: Operation) -> None:
    asked: list[dict[str, Any]] = []

    def answered(request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content) if request.content else None
        asked.append({"method": request.method, "url": str(request.url), "body": body})
        return httpx.Response(200, json=answer(one))

    first, _, code = SNIPPETS.of(one)["python"].partition("\n")
    assert first == "from userview_client import Client"
    client = partial(userview_client.Client, http=httpx.Client(transport=httpx.MockTransport(answered)))
    exec(code, {"Client": client, "secret_key": "sk_test", "print": repr})
    assert [without_nothing(one, request) for request in asked] == [without_nothing(one, by_curl(one))]


def test_the_javascript_examples_ask_for_the_same() -> None:
    given = [{"code": SNIPPETS.of(one)["javascript"], "answer": answer(one)} for one in OPERATIONS]
    run = subprocess.run(
        ["node", "--conditions=userview-source", "server/tests/rest/calls.mjs"],
        cwd=ROOT,
        env=environment(),
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    asked = json.loads(run.stdout)
    assert len(asked) == len(OPERATIONS)
    for one, request in zip(OPERATIONS, asked, strict=True):
        assert without_nothing(one, request) == without_nothing(one, by_curl(one))


def without_nothing(one: Operation, request: dict[str, Any]) -> dict[str, Any]:
    """A body that may be left out is the same as an empty one."""
    return request if one.body_required else {**request, "body": request["body"] or None}


def test_every_language_has_its_example() -> None:
    shown = Counter(node.attributes["data-language"] for node in NODES if node.attributes.get("class") == "call")
    assert shown == dict.fromkeys(LANGUAGES, len(OPERATIONS))
