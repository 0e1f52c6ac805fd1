"""The team's settings through REST: every one can be read and changed, and what cannot be used is named."""

from __future__ import annotations

from typing import Any

from tests.rest.conftest import Shop
from userview.domains.teams.generate import settings
from userview.domains.teams.settings import TeamSettings
from userview.protocol.messages.settings import SdkSettings
from userview.rest.schemas import Team

TABLE = settings()

OTHERS: dict[str, Any] = {
    "allowed_sites": ["https://*.example.com"],
    "authorization_prompt_title": "May {%agentName%|we} look?",
    "url_scrubbing": {"parameters": ["order*"], "paths": ["/patients/*"]},
    "translations": {"stop": "Genug", "watching": "{%names%} schaut zu"},
    "session_time_limit_seconds": 60,
    "recording": "ask",
    "disconnect_after_seconds": 60,
    "locale": "pt-BR",
    "canvas_encoding": "png",
    "show_agent_request_button": "when_available",
    "lookup_code_digits": 4,
    "personal_link_url": "https://shop.example.com/help?from=link",
    "agent_unavailable_url": "https://shop.example.com/contact",
    "zendesk_link_field": "360012345678",
}
"""Values that are not the default, where none can be made from the type."""


def another(name: str) -> Any:
    """A value for a setting that is not its default."""
    setting = TABLE[name]
    if name in OTHERS:
        return OTHERS[name]
    match setting["type"]:
        case "boolean":
            return not setting["default"]
        case "array":
            return [".a", "#b"]
        case "integer":
            return 7
        case _:
            return ".words"


async def test_every_setting_is_read_changed_and_kept(shop: Shop) -> None:
    team = (await shop.client.get("/v1/team")).json()["team"]
    for name, setting in TABLE.items():
        assert team[name] == setting["default"]
        team[name] = another(name)
        assert (await shop.client.patch("/v1/team", json={name: another(name)})).json()["team"] == team
    assert (await shop.client.get("/v1/team")).json()["team"] == team
    assert (await shop.nouns.teams.get(shop.other.id)).settings == TeamSettings()


async def test_a_value_of_the_wrong_type_is_named(shop: Shop) -> None:
    for name, setting in TABLE.items():
        wrong = "true" if setting["type"] in {"boolean", "array", "object", "integer"} else 3.5
        for value in (wrong,) if setting["nullable"] else (wrong, None):
            answer = await shop.client.patch("/v1/team", json={name: value})
            assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")
            assert answer.json()["message"].startswith(name)


OUT_OF_BOUNDS: list[tuple[str, Any]] = [
    ("masked_elements[1]", [".a", ""]),
    ("masked_elements[0]", ["x" * 501]),
    ("masked_elements", [".a"] * 201),
    ("masked_elements[0]", [".a\x00"]),
    ("authorization_prompt_title", "x" * 201),
    ("end_of_screenshare_message", "x" * 2001),
    ("url_scrubbing.parameters[0]", {"parameters": ["a=b"], "paths": []}),
    ("url_scrubbing.paths[0]", {"parameters": [], "paths": ["patients"]}),
    ("url_scrubbing.paths[0]", {"parameters": [], "paths": ["/a?b"]}),
    ("url_scrubbing.parameters", {"parameters": ["a"] * 101, "paths": []}),
    ("url_scrubbing.regexes", {"parameters": [], "paths": [], "regexes": [".*"]}),
    ("url_scrubbing.paths", {"parameters": []}),
    ("url_scrubbing.paths[0]", {"parameters": [], "paths": ["/no/wildcard"]}),
    ("translations", {"stopp": "Genug"}),
    ("translations", {"stop": "Genug", "": "x"}),
    ("translations.stop", {"stop": ""}),
    ("translations.stop", {"stop": " \t"}),
    ("translations.stop", {"stop": "x" * 501}),
    ("translations.stop", {"stop": "two\nlines"}),
    ("translations.stop", {"stop": None}),
    ("translations", [["stop", "Genug"]]),
    ("visitor_retention_days", 0),
    ("recording_retention_days", 3651),
    *(("lookup_code_digits", digits) for digits in (3, 5, 7, 8, 9)),
    ("session_time_limit_seconds", 59),
    ("disconnect_after_seconds", 9),
    ("dom_changes_delay", 1001),
    ("locale", "français"),
    ("canvas_encoding", "gif"),
    ("proxy_assets[0]", ["a b"]),
    ("recording", "maybe"),
    ("personal_link_url", "javascript:alert(1)"),
    ("personal_link_url", "https://ada:secret@example.com/"),
    ("personal_link_url", ""),
    ("allowed_sites[0]", ["https://*.*.example.com/x"]),
    ("no_such_setting", True),
]


async def test_a_value_out_of_bounds_is_named(shop: Shop) -> None:
    before = (await shop.client.get("/v1/team")).json()
    for field, value in OUT_OF_BOUNDS:
        name = field.partition("[")[0].partition(".")[0]
        answer = await shop.client.patch("/v1/team", json={name: value})
        assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request"), answer.text
        assert answer.json()["message"].startswith(f"{field}: ")
    assert (await shop.client.get("/v1/team")).json() == before


async def test_a_text_that_the_sdk_does_not_have_is_answered_with_those_that_it_has(shop: Shop) -> None:
    answer = await shop.client.patch("/v1/team", json={"translations": {"stopp": "Genug"}})
    assert answer.json()["message"].startswith("translations: expected names of the SDK's texts (prompt_title, ")
    assert answer.json()["message"].endswith("got 'stopp'")


def test_rest_and_pages_have_the_same_settings() -> None:
    assert TABLE.keys() == TeamSettings.model_fields.keys()
    assert TABLE.keys() <= Team.model_fields.keys()
    assert TeamSettings().for_pages() == SdkSettings()
    assert all(setting["about"].endswith(".") for setting in TABLE.values())
