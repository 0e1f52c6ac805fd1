"""What callers are told of a mistake: the field as they wrote it, what was expected, what came. Nothing of this server's insides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tests.rest.conftest import Shop
from userview.rest.api import ROUTERS
from userview.rest.patterns import WORDS

AGENT = {"id": "b-1", "name": "Bob"}

WATCH: list[tuple[dict[str, Any], str]] = [
    ({"expires_in": 5}, "expires_in: expected 10 to 86400, got 5"),
    ({"expires_in": 99_999}, "expires_in: expected 10 to 86400, got 99999"),
    ({"expires_in": "300"}, 'expires_in: expected a whole number, got "300"'),
    ({"agent": {"id": "b"}}, "agent.name: expected a value, got nothing"),
    ({"agent": "Bob"}, 'agent: expected an object, got "Bob"'),
    ({"agent": {**AGENT, "name": "x" * 257}}, "agent.name: expected at most 256 characters, got 257"),
    ({"agent": {**AGENT, "name": " "}}, 'agent.name: expected a text that is not empty, got " "'),
    ({"agent": {**AGENT, "email": "nobody"}}, 'agent.email: expected an e-mail address, got "nobody"'),
    ({"branding": {"naked": "yes"}}, 'branding.naked: expected true, false or page_only, got "yes"'),
    ({"metadata": {"a": None}}, "metadata.a: expected a text, a number, true or false, got null"),
    ({"metadata": {"my-key": [1]}}, "metadata.my-key: expected a text, a number, true or false, got [1]"),
    ({"metadata": {"a": "x" * 1001}}, "metadata.a: expected at most 1000 characters, got 1001"),
    (
        {"metadata": {"a": 10**30}},
        f"metadata.a: expected a whole number of at most {2**53}, or a text with its digits, got {10**30}",
    ),
    ({"language": "../x"}, 'language: expected a language such as fr or pt-BR, got "../x"'),
    (
        {"permissions": {"allow_clik": False}},
        'permissions.allow_clik: expected no field of this name, got "allow_clik"',
    ),
    ({"permissions": None}, "permissions: expected an object, got null"),
    ({"allowed_origins": ["x"] * 51}, "allowed_origins: expected at most 50, got 51"),
    # What is known elsewhere is not ignored.
    (
        {"hide_private_details": True},
        "hide_private_details: expected it as permissions.hide_private_details, for here nobody reads it",
    ),
    ({"naked": True}, "naked: expected it as branding.naked, for here nobody reads it"),
    ({"expiresIn": 60}, "expiresIn: expected it as expires_in, for here nobody reads it"),
    (
        {"agent": {**AGENT, "hidePrivateDetails": True}},
        "agent.hidePrivateDetails: expected it as permissions.hide_private_details, for here nobody reads it",
    ),
    (
        {"branding": {"allowed_origins": []}},
        "branding.allowed_origins: expected it as allowed_origins, for here nobody reads it",
    ),
]


@pytest.mark.parametrize(("body", "message"), WATCH, ids=[message[:60] for _, message in WATCH])
async def test_mistakes_in_a_watch_link(shop: Shop, body: dict[str, Any], message: str) -> None:
    answer = await shop.client.post(f"/v1/visitors/{shop.visitor.short_id}/watch_url", json={"agent": AGENT, **body})
    assert (answer.status_code, answer.json()["error"], answer.json()["message"]) == (422, "invalid_request", message)


async def test_what_is_known_nowhere_is_ignored(shop: Shop) -> None:
    made = await shop.watch_url(
        something_unknown=1, metadata={"expires_in": 5, "naked": True}, branding={"color": "red"}
    )
    session = await shop.nouns.sessions.get(shop.team.id, made["session_id"])
    assert session.metadata == {"expires_in": 5, "naked": True}
    assert (await shop.client.get("/v1/visitors", params={"serach": "grace"})).status_code == 200


async def test_parameters_that_another_operation_has_are_refused(shop: Shop) -> None:
    for path, message in [
        ("/v1/visitors?live=true", "live: expected no such parameter here; there are: cursor, limit, search"),
        ("/v1/sessions?search=x", "search: expected no such parameter here; there are: agent_id, cursor, "),
        ("/v1/team?with_history=true", "with_history: expected no such parameter here; there are: none"),
    ]:
        answer = await shop.client.get(path)
        assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")
        assert answer.json()["message"].startswith(message)
    # Nothing is erased by somebody who believes that it is narrowed.
    answer = await shop.client.delete("/v1/visitors?all=true&tag=old")
    assert (answer.status_code, answer.json()["message"]) == (
        422,
        "tag: expected no such parameter here; there are: all",
    )


async def test_a_parameter_is_called_what_the_caller_called_it(shop: Shop) -> None:
    for path, message in [
        ("/v1/list?max_results=x", 'max_results: expected a whole number, got "x"'),
        ("/v1/visitors?limit=0", 'limit: expected 1 to 100, got "0"'),
        ("/v1/sessions?started_after=now", "started_after: expected a date and time such as "),
        ("/v1/sessions?live=perhaps", 'live: expected true or false, got "perhaps"'),
        ("/v1/sessions?video_status=x", "video_status: expected pending, recording, "),
    ]:
        answer = await shop.client.get(path)
        assert answer.status_code == 422
        assert answer.json()["message"].startswith(message), answer.json()["message"]


async def test_a_slash_at_the_end_changes_nothing(shop: Shop) -> None:
    for path in ("/v1/visitors/", f"/v1/visitors/{shop.visitor.short_id}/", "/v1.2/list/", "/v1/team/"):
        assert (await shop.client.get(path)).status_code == 200, path


UNSEEN = ["\u202e", "\u2066", "\x07", "\x7f", "\x85"]


@pytest.mark.parametrize("character", UNSEEN, ids=[f"U+{ord(one):04X}" for one in UNSEEN])
async def test_characters_that_nobody_sees_are_refused(shop: Shop, character: str) -> None:
    text = f"gr{character}ace"
    visitor = f"/v1/visitors/{shop.visitor.short_id}"
    for method, path, body, field in [
        ("PATCH", visitor, {"identities": ["Ada", text]}, "identities[1]"),
        ("PATCH", visitor, {"unique_id": text}, "unique_id"),
        ("PATCH", visitor, {"tags": [text]}, "tags[0]"),
        ("PATCH", visitor, {"metadata": {"plan": text}}, "metadata.plan"),
        ("PATCH", visitor, {"metadata": {text: "x"}}, f"metadata.{text}"),
        ("POST", f"{visitor}/watch_url", {"agent": {"id": "b", "name": text}}, "agent.name"),
        ("POST", f"{visitor}/watch_url", {"agent": AGENT, "initial_notes": text}, "initial_notes"),
        ("POST", "/v1/agents", {"email": "eve@example.com", "name": text}, "name"),
        ("PATCH", "/v1/team", {"name": text}, "name"),
        ("POST", "/v1/keys", {"name": text}, "name"),
    ]:
        answer = await shop.client.request(method, path, json=body)
        assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request"), path
        assert answer.json()["message"].startswith(f"{field}: expected "), answer.json()["message"]
    lines = {"agent": AGENT, "initial_notes": "one\r\n\ttwo", "metadata": {"text": "one\ntwo"}}
    assert (await shop.client.post(f"{visitor}/watch_url", json=lines)).status_code == 200


async def test_what_pages_say_loses_characters_that_nobody_sees(shop: Shop) -> None:
    known = await shop.nouns.enter(shop.team.id, {"identities": ["Gr\u202eace\x07"], "unique_id": "u\u206699"})
    assert (known.visitor.identities, known.visitor.unique_id) == (["Grace"], "u99")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            {"masked_elements": [".ok", "["]},
            'masked_elements[1]: expected a CSS selector such as .account or #card input, got "["',
        ),
        ({"no_remote_elements": ["a,,b"]}, "no_remote_elements[0]: expected a CSS selector"),
        ({"unmasked_elements": ["> a"]}, "unmasked_elements[0]: expected a CSS selector"),
        (
            {"lookup_code_element": "##"},
            'lookup_code_element: expected a CSS selector such as .account or #card input, got "##"',
        ),
        (
            {"allowed_sites": ["https://a.example", "shop"]},
            "allowed_sites[1]: expected an origin such as https://shop.example.com",
        ),
    ],
)
async def test_rules_that_no_browser_can_read_are_refused(shop: Shop, body: dict[str, Any], message: str) -> None:
    before = (await shop.client.get("/v1/team")).json()["team"]
    answer = await shop.client.patch("/v1/team", json=body)
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")
    assert answer.json()["message"].startswith(message), answer.json()["message"]
    assert (await shop.client.get("/v1/team")).json()["team"] == before


async def test_sites_without_a_dot_need_their_scheme(shop: Shop) -> None:
    sites = ["http://intranet", "localhost:3000", "*.shop.example", "http://[::1]:8080"]
    answer = await shop.client.patch("/v1/team", json={"allowed_sites": sites})
    assert (answer.status_code, answer.json()["team"]["allowed_sites"]) == (200, sites)


def test_every_pattern_has_words() -> None:
    bodies = [
        field.field_info.annotation
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        for field in route.dependant.body_params
    ]
    patterns = {pattern for body in bodies for pattern in _patterns(body)}
    assert len(patterns) > 5
    assert patterns <= set(WORDS)


def _patterns(annotation: Any) -> Iterator[str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for field in annotation.model_fields.values():
            yield from _of(field.metadata)
            yield from _patterns(field.annotation)
    for part in get_args(annotation):
        yield from _of(part.metadata if isinstance(part, FieldInfo) else [part])
        yield from _patterns(part)


def _of(metadata: list[Any]) -> Iterator[str]:
    yield from (mark.pattern for mark in metadata if isinstance(getattr(mark, "pattern", None), str))
