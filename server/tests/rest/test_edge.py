"""The edge: names of operations, shapes of failures, limits, and that no input gives a 500."""

from __future__ import annotations

import json
from typing import Any

import httpx

from tests.rest.conftest import ADDRESS, LIMITS, OWN_PAGE, Shop
from userview.rest.api import ApiLimits
from userview.rest.body import MAX_LEVELS

FAILURE = {"status", "error", "message", "request_id"}


def _failed(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    body = answer.json()
    assert (answer.status_code, body["error"]) == (status, code), answer.text
    assert set(body) == FAILURE
    assert body["status"] == "error"
    assert body["request_id"] == answer.headers["x-request-id"]
    assert body["message"]
    return body


async def test_one_handler_serves_every_name(shop: Shop) -> None:
    paths = ("visitors", "list", f"visitors/{shop.visitor.short_id}", "team", "sessions", "keys")
    for prefix in ("/v1", "/v1.1", "/v1.2", "/v1.3", "/v1.4"):
        for path in (f"{prefix}/{path}{suffix}" for path in paths for suffix in ("", ".json")):
            answer = await shop.client.get(path)
            assert answer.status_code == 200, path
            assert answer.headers["cache-control"] == "no-store"


async def test_the_older_list_has_its_own_word_for_limit(shop: Shop) -> None:
    await shop.nouns.enter(shop.team.id)
    body = (await shop.client.get("/v1.3/list.json?max_results=1&search=")).json()
    assert len(body["visitors"]) == 1
    assert body["next_cursor"] is not None
    _failed(await shop.client.get("/v1/list?max_results=many"), 422, "invalid_request")


async def test_what_is_not_there_is_404(shop: Shop) -> None:
    nowhere = (
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v1.5/team",
        "/v1.0/team",
        "/v1/visitors.xml",
        "/v1/list/x",
    )
    for path in (*nowhere, "/desk/x", "/docs"):
        _failed(await shop.client.get(path), 404, "not_found")


VERSIONS = ("", ".1", ".2", ".3", ".4")


async def test_another_method_is_405_and_names_what_is_allowed(shop: Shop) -> None:
    for method, path, allowed in [
        ("PUT", "/v1/visitors", "DELETE, GET"),
        ("POST", "/v1/list.json", "GET"),
        *(("DELETE", f"/v1{version}/list{end}?all=true", "GET") for version in VERSIONS for end in ("", ".json")),
        ("DELETE", "/v1/team", "GET, PATCH"),
        ("PUT", "/v1/visitors/AAAAAAAAAAAAAAAAAA", "DELETE, GET, PATCH"),
        ("GET", "/v1/visitors/AAAAAAAAAAAAAAAAAA/watch_url", "POST"),
        ("OPTIONS", "/v1/team", "GET, PATCH"),
        ("GET", "/desk/sign_in", "POST"),
        ("GET", "/watch/0123456789abcdef/redeem", "POST"),
    ]:
        answer = await shop.client.request(method, path)
        _failed(answer, 405, "method_not_allowed")
        assert answer.headers["allow"] == allowed


DEEP = '{"a":' * (MAX_LEVELS + 1) + "1" + "}" * (MAX_LEVELS + 1)
JUST_DEEP_ENOUGH = '{"a":' * MAX_LEVELS + "1" + "}" * MAX_LEVELS
VERY_DEEP = '{"a":' * 100_000 + "1" + "}" * 100_000


BAD_BODIES: list[tuple[bytes, str, int, str]] = [
    (b"", "application/json", 400, "invalid_json"),
    (b"{", "application/json", 400, "invalid_json"),
    (b"not json", "application/json", 400, "invalid_json"),
    (b"\xff\xfe{", "application/json", 400, "invalid_json"),
    (b'{"name": "\\ud800"}', "application/json", 400, "invalid_json"),
    (b'{"name": NaN}', "application/json", 400, "invalid_json"),
    (b'{"name": Infinity}', "application/json", 400, "invalid_json"),
    (b'{"name": "a"} {}', "application/json", 400, "invalid_json"),
    ("[1]".encode("utf-16"), "application/json; charset=utf-16", 400, "invalid_json"),
    (DEEP.encode(), "application/json", 400, "invalid_json"),
    (JUST_DEEP_ENOUGH.encode(), "application/json", 422, "invalid_request"),
    (VERY_DEEP.encode(), "application/json", 400, "invalid_json"),
    (b'{"name": "a\\u0000b"}', "application/json", 422, "invalid_request"),
    (b"name=x", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
    (b"<x/>", "text/xml", 415, "unsupported_media_type"),
    (b"{}", "text/plain", 415, "unsupported_media_type"),
    (b'{"name": "' + b"x" * 1024 * 1024 + b'"}', "application/json", 413, "body_too_large"),
    (b'{"name": 1' + b"0" * 10_000 + b"}", "application/json", 400, "invalid_json"),
    (b'{"session_time_limit_seconds": 1' + b"0" * 4000 + b"}", "application/json", 422, "invalid_request"),
    (b"null", "application/json", 422, "invalid_request"),
    (b"[]", "application/json", 422, "invalid_request"),
    (b'{"allow_remote_click": "yes"}', "application/json", 422, "invalid_request"),
    (b'{"allow_remote_click": null}', "application/json", 422, "invalid_request"),
    (b'{"allowed_sites": ["https://a b"]}', "application/json", 422, "invalid_request"),
    (b'{"allow_remote_clik": true}', "application/json", 422, "invalid_request"),
    (b'{"session_time_limit_seconds": 60.5}', "application/json", 422, "invalid_request"),
    (b'{"name": ""}', "application/json", 422, "invalid_request"),
]
"""What comes, as what, and the answer. One test for all: each needs nothing but a server that has not been changed."""


async def test_bodies_that_are_not_what_was_expected(shop: Shop) -> None:
    for body, content_type, status, code in BAD_BODIES:
        answer = await shop.client.patch("/v1/team", content=body, headers={"Content-Type": content_type})
        _failed(answer, status, code)
        assert (await shop.nouns.teams.get(shop.team.id)) == shop.team


async def test_a_whole_number_may_be_written_with_a_fraction_of_nothing(shop: Shop) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await shop.client.patch("/v1/team", content=b'{"session_time_limit_seconds": 1e3}', headers=headers)
    assert answer.json()["team"]["session_time_limit_seconds"] == 1000


async def test_a_body_that_only_says_that_it_is_large_is_not_read(shop: Shop) -> None:
    headers = {"Content-Length": "99999999999999999999999", "Content-Type": "application/json"}
    _failed(await shop.client.patch("/v1/team", content=b"{}", headers=headers), 413, "body_too_large")


async def test_json_without_a_content_type_is_json(shop: Shop) -> None:
    request = shop.client.build_request("PATCH", "/v1/team", content=b'{"name": "Kites"}')
    request.headers.pop("content-type", None)
    assert (await shop.client.send(request)).json()["team"]["name"] == "Kites"


LONG = "A" * 5000
HOSTILE_PATHS = [
    ("GET", f"/v1/visitors/{LONG}", 404),
    ("GET", "/v1/visitors/%00", 404),
    ("GET", "/v1/visitors/%F0%28%8C%28", 404),
    ("GET", "/v1/visitors/..%2f..%2fetc", 404),
    ("GET", "/v1/visitors/%27%3B%20DROP%20TABLE%20visitors", 404),
    ("GET", "/v1/visitors/%ED%A0%80", 404),
    ("GET", f"/v1/sessions/{LONG}", 404),
    ("GET", "/v1/sessions/%00", 404),
    ("GET", "/v1/sessions/-1", 404),
    ("POST", "/v1/sessions/%00/end", 404),
    ("POST", f"/v1/sessions/{LONG}/end", 404),
    ("DELETE", f"/v1/keys/{LONG}", 404),
    ("DELETE", f"/v1/visitors/{LONG}/session", 404),
    ("GET", "/v1/visitors?search=%00", 422),
    ("GET", "/v1/visitors?%00=1", 422),
    ("GET", f"/v1/visitors?search={LONG}", 422),
    ("GET", "/v1/visitors?search=%ff%fe", 200),
    ("GET", "/v1/visitors?search=%ED%A0%80", 200),
    ("GET", "/v1/visitors?search=%F0%9F%98%80%20%25%5C%22%27", 200),
    ("GET", "/v1/visitors?search=ip:999.999", 200),
    ("GET", "/v1/visitors?search=ip:::::", 200),
    ("GET", "/v1/visitors?search=id:" + "x" * 190, 200),
    ("GET", "/v1/visitors?search=" + "a%20" * 66, 200),
    ("GET", "/v1/visitors?limit=0", 422),
    ("GET", "/v1/visitors?limit=101", 422),
    ("GET", "/v1/visitors?limit=-1", 422),
    ("GET", "/v1/visitors?limit=1e400", 422),
    ("GET", f"/v1/visitors?limit={'9' * 5000}", 422),
    ("GET", "/v1/visitors?limit=", 422),
    ("GET", "/v1/visitors?cursor=x", 400),
    ("GET", "/v1/visitors?cursor=" + "é", 400),
    ("GET", "/v1/visitors?cursor=W10", 400),
    ("GET", f"/v1/visitors?cursor={LONG}", 422),
    ("GET", "/v1/visitors?cursor=WyJ2Iiw5OTk5OTk5OTk5OTk5OTk5OTk5OSwxXQ", 400),
    ("GET", "/v1/visitors?cursor=WyJ2IiwxLDk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5XQ", 400),
    ("GET", "/v1/visitors?cursor=WyJzIiwxLCJhYmMiXQ", 400),
    ("GET", "/v1/sessions?cursor=WyJ2IiwxLDFd", 400),
    ("GET", "/v1/sessions?cursor=WyJzIiwxLCIxXHUwMDAwIl0", 400),
    ("GET", "/v1/sessions?source=nowhere", 422),
    ("GET", "/v1/sessions?live=perhaps", 422),
    ("GET", "/v1/sessions?started_after=yesterday", 422),
    ("GET", "/v1/sessions?started_after=0001-01-01T00:00:00%2B14:00", 200),
    ("GET", "/v1/sessions?started_before=9999-12-31T23:59:59-14:00", 200),
    ("GET", "/v1/sessions?started_after=2026-11-22T07:30:00", 200),
    ("GET", "/v1/sessions?started_after=1795332600", 422),
    ("GET", f"/v1/sessions?visitor_id={LONG}", 200),
    ("GET", f"/v1/sessions?agent_id={LONG}", 200),
    ("GET", "/v1/sessions?visitor_id=%00", 422),
    ("GET", f"/v1/visitors/{'A' * 18}?with_history=maybe", 422),
]


async def test_no_address_gives_a_500(shop: Shop) -> None:
    for method, path, status in HOSTILE_PATHS:
        answer = await shop.client.request(method, path)
        assert answer.status_code == status, (path[:100], answer.text)
        assert (set(answer.json()) == FAILURE) is (status != 200)


async def test_redeeming_nonsense_is_refused(shop: Shop) -> None:
    nonsense: list[Any] = [
        {"token": "x" * 129, "seat": None},
        {"token": "", "seat": None},
        {"token": 7, "seat": None},
        {"token": "t", "seat": ""},
        {"token": "t\x00", "seat": None},
        {"token": "t", "seat_cookie": "true"},
        {"seat": "s"},
        [],
    ]
    async with shop.anonymous(headers=OWN_PAGE) as page:
        for body in nonsense:
            _failed(await page.post("/watch/0123456789abcdef/redeem", json=body), 422, "invalid_request")


async def test_what_came_is_shown_but_never_a_secret(shop: Shop) -> None:
    shown = _failed(await shop.client.patch("/v1/team", json={"allow_remote_click": "perhaps"}), 422, "invalid_request")
    assert shown["message"] == 'allow_remote_click: expected true or false, got "perhaps"'
    async with shop.anonymous(headers=OWN_PAGE) as page:
        for path, body in [
            ("/desk/sign_in", {"email": "a@b.c", "password": ["hunter2hunter2"]}),
            ("/desk/sign_in_link", {"token": ["hunter2"]}),
        ]:
            assert "hunter2" not in (await page.post(path, json=body)).text


async def test_every_answer_has_its_own_request_id(shop: Shop) -> None:
    ids = {(await shop.client.get(path)).headers["x-request-id"] for path in ("/v1/team", "/v1/team", "/v1/x")}
    assert len(ids) == 3


async def test_a_key_has_so_many_requests_a_minute(shop: Shop) -> None:
    limits = ApiLimits(requests_per_minute_per_key=3, requests_per_minute_per_address=10_000)
    async with shop.anonymous(limits, headers={"X-Api-Key": shop.secret}) as client:
        left = [(await client.get("/v1/team")).headers["ratelimit-remaining"] for _ in range(3)]
        assert left == ["2", "1", "0"]
        refused = await client.get("/v1/team")
        _failed(refused, 429, "rate_limited")
        assert (refused.headers["retry-after"], refused.headers["ratelimit-limit"]) == ("20", "3")
        assert (refused.headers["ratelimit-remaining"], refused.headers["ratelimit-reset"]) == ("0", "60")
        shop.nouns.clock.tick(20)
        assert (await client.get("/v1/team")).status_code == 200
        assert (await client.get("/v1/team")).status_code == 429


async def test_an_address_without_a_key_has_fewer_and_a_good_key_is_not_hurt(shop: Shop) -> None:
    limits = ApiLimits(requests_per_minute_per_key=100, requests_per_minute_per_address=2)
    async with shop.anonymous(limits) as client:
        for status in (401, 401, 429, 429):
            assert (await client.get("/v1/team", headers={"X-Api-Key": "sk_guess"})).status_code == status
        assert (await client.get("/v1/team", headers={"X-Api-Key": shop.secret})).status_code == 200
        assert (await client.post("/watch/x/redeem", json={"token": "t"}, headers=OWN_PAGE)).status_code == 429


async def test_the_description_is_open_3_1_and_complete(shop: Shop) -> None:
    async with shop.anonymous(LIMITS) as client:
        document = (await client.get("/openapi.json")).json()
    assert document["openapi"] == "3.1.0"
    for path in ("/v1/visitors", "/v1/visitors/{short_id}/watch_url", "/v1/sessions/{id}", "/v1/team", "/v1/keys"):
        assert path in document["paths"]
    for name in ("Visitor", "Session", "Agent", "Team"):
        schema = document["components"]["schemas"][name]
        assert set(schema["required"]) == set(schema["properties"])
    assert "HTTPValidationError" not in json.dumps(document)


async def test_the_client_address_is_what_the_server_says(shop: Shop) -> None:
    limits = ApiLimits(requests_per_minute_per_address=1)
    async with shop.anonymous(limits, headers={"X-Forwarded-For": "198.51.100.1"}) as client:
        assert (await client.get("/v1/team")).status_code == 401
        answer = await client.get("/v1/team", headers={"X-Forwarded-For": "198.51.100.2"})
        assert (answer.status_code, ADDRESS in answer.text) == (429, False)
