"""Requests in the shapes that existing integrations send, and what they expect: recorded pairs, played in order against a real server.

An answer may have more than was recorded, never less. `{…}` stands for a thing of the place, `<…>` for any value of a kind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final, cast

import httpx
import pytest

from tests.contract.conftest import placed

PAIRS: Final = sorted((Path(__file__).parent / "recorded").glob("*.json"))
_DATETIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def _is_datetime(value: Any) -> bool:
    return bool(isinstance(value, str) and _DATETIME.fullmatch(value) and datetime.fromisoformat(value))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


KINDS: Final[dict[str, Callable[[Any], bool]]] = {
    "<any>": lambda _value: True,
    "<text>": _is_text,
    "<boolean>": lambda value: isinstance(value, bool),
    "<url>": lambda value: isinstance(value, str) and value.startswith(("http://", "https://")),
    "<datetime>": _is_datetime,
    "<watch url>": lambda value: bool(re.fullmatch(r"http://localhost:\d+/watch/[0-9a-f]{16}#[\w-]{43}", value)),
}


def differences(recorded: Any, got: Any, words: dict[str, str], where: str = "body") -> list[str]:
    """Where an answer is not as recorded; empty when it is."""
    if isinstance(recorded, str) and recorded in KINDS:
        return [] if KINDS[recorded](got) else [f"{where}: expected {recorded}, got {got!r}"]
    if isinstance(recorded, dict) and isinstance(got, dict):
        found: list[str] = []
        members = cast("dict[str, Any]", got)
        for name, value in cast("dict[str, Any]", recorded).items():
            if name in members:
                found += differences(value, members[name], words, f"{where}.{name}")
            else:
                found.append(f"{where}.{name} is missing")
        return found
    if isinstance(recorded, list) and isinstance(got, list):
        expected, items = cast("list[Any]", recorded), cast("list[Any]", got)
        if len(expected) != len(items):
            return [f"{where}: expected {len(expected)} items, got {len(items)}"]
        pairs = enumerate(zip(expected, items, strict=True))
        return [found for index, (one, other) in pairs for found in differences(one, other, words, f"{where}[{index}]")]
    wanted = recorded.format_map(words) if isinstance(recorded, str) else cast("object", recorded)
    same = wanted == got and type(wanted) is type(got)
    return [] if same else [f"{where}: expected {wanted!r}, got {got!r}"]


def test_existing_integrations_get_what_they_expect(tmp_path: Path) -> None:
    with ExitStack() as stack:
        mine = placed(stack, tmp_path).mine
        words = {name: str(value) for name, value in asdict(mine).items()}
        for file in PAIRS:
            pair = json.loads(file.read_text(encoding="utf-8"))
            asked = pair["request"]
            answer = httpx.request(
                asked["method"],
                mine.base_url + asked["path"].format_map(words),
                headers={name: value.format_map(words) for name, value in asked["headers"].items()},
                json=asked.get("body"),
            )
            assert answer.status_code == pair["response"]["status"], f"{file.name}: {answer.text}"
            assert answer.headers["content-type"] == "application/json"
            assert differences(pair["response"]["body"], answer.json(), words) == [], file.name


@pytest.mark.parametrize(
    ("recorded", "got"),
    [
        ({"a": 1}, {}),
        ({"a": 1}, {"a": True}),
        ({"a": None}, {"a": ""}),
        ([1], [1, 2]),
        ("<datetime>", "2026-11-22T07:30:00Z"),
        ("{online}", "{online}"),
        (["a"], {"a": 1}),
    ],
)
def test_a_difference_is_noticed(recorded: Any, got: Any) -> None:
    assert differences(recorded, got, {"online": "A"})


def test_the_shapes_that_integrations_send_are_all_there() -> None:
    asked = [json.loads(file.read_text(encoding="utf-8"))["request"] for file in PAIRS]
    sent = {f"{one['method']} {one['path'].partition('?')[0]}" for one in asked}
    assert sent >= {
        "GET /v1.1/list.json",
        "GET /v1.1/visitors/{online}.json",
        "POST /v1.1/visitors/{online}/watch_url.json",
        "POST /v1.3/visitors/{online}/watch_url",
        "GET /v1.2/sessions.json",
        "DELETE /v1.1/visitors/{online}/session.json",
        "DELETE /v1.3/visitors",
    }
    assert {name for one in asked for name in one["headers"]} == {"X-Api-Key", "Authorization"}
