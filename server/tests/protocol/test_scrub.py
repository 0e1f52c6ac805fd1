"""Scrubbing of URLs: the same examples as in the browser (rule P5)."""

import json
from pathlib import Path
from typing import Any

import pytest

from userview.protocol.scrub import is_sensitive_name, is_sensitive_value, scrub_url, without_query

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[3] / "protocol/examples/scrubbing.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["url"] for example in EXAMPLES])
def test_p5_the_server_scrubs_as_the_browser_does(example: dict[str, Any]) -> None:
    rules = (example["parameters"], example["paths"])
    scrubbed = scrub_url(example["url"], *rules)
    assert scrubbed == example["scrubbed"]
    assert scrub_url(scrub_url(scrubbed, *rules), *rules) == scrub_url(scrubbed, *rules)


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["scrubbed"] for example in EXAMPLES])
def test_a6_the_server_cuts_as_the_browser_does(example: dict[str, Any]) -> None:
    assert without_query(example["scrubbed"]) == example["without_query"]


def test_p5_a_pattern_of_many_wildcards_takes_no_time() -> None:
    url = f"https://shop.example/?{'a' * 8000}=1"
    assert scrub_url(url, ["*a" * 49 + "*b"]) == url


@pytest.mark.parametrize("name", ["token", "accessToken", "id_token", "PASSWORD", "e-mail", "user_name", "phoneNumber"])
def test_p5_names_of_secrets_and_people(name: str) -> None:
    assert is_sensitive_name(name)


@pytest.mark.parametrize("value", ["red", "2024-11-22", "blue-summer-dress-with-long-name", "123456789", "a,b,c"])
def test_p5_values_like_any_other(value: str) -> None:
    assert not is_sensitive_value(value)
