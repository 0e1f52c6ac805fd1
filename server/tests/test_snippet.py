"""The install snippet is one text, wherever somebody copies it from."""

from pathlib import Path

from userview.rest.snippet import script_url, snippet

ROOT = Path(__file__).parents[2]
SOURCE = (ROOT / "packages/sdk/snippet.txt").read_text()


def test_the_server_gives_the_snippet_of_the_sdk() -> None:
    url = script_url("https://support.example.com", "pk_abc")
    assert snippet("https://support.example.com", "pk_abc") == SOURCE.replace("__SCRIPT__", url)


def test_the_guide_shows_it() -> None:
    guide = (ROOT / "docs/guide/sdk.md").read_text()
    assert SOURCE.replace("__SCRIPT__", "https://support.example.com/pk_….js") in guide


def test_it_has_twelve_lines_or_fewer() -> None:
    assert len(SOURCE.splitlines()) <= 12
