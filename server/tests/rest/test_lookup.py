"""Finding a visitor by the code that they read out, by POST /lookup and by search, and how often one may guess."""

from __future__ import annotations

from typing import Any

import httpx

from tests.rest.conftest import Shop
from userview.protocol.messages.common import EndReason
from userview.rest.errors import RateLimited
from userview.rest.limits import WRONG_CODES, LookupGuard

WRONG = "no visitor has this code now: it is wrong, was used, or is older than ten minutes"


async def _code(shop: Shop) -> str:
    return (await shop.nouns.lookups.give(shop.visitor.key, 6)).code


def _another(code: str, number: int = 1) -> str:
    return f"{(int(code) + number) % 1_000_000:06}"


async def _look_up(client: httpx.AsyncClient, code: Any) -> httpx.Response:
    return await client.post("/v1/lookup", json={"code": code})


async def test_a_code_finds_its_visitor(shop: Shop) -> None:
    code = await _code(shop)
    found = (await _look_up(shop.client, f" {code} ")).json()["visitor"]
    assert (found["short_id"], found["lookup_code"]) == (shop.visitor.short_id, code)
    shop.nouns.clock.tick(600)
    assert (await shop.client.get(f"/v1/visitors/{shop.visitor.short_id}")).json()["visitor"]["lookup_code"] is None


async def test_wrong_used_and_expired_codes_are_alike(shop: Shop) -> None:
    code = await _code(shop)
    answers = [await _look_up(shop.client, _another(code)), await _look_up(shop.client, "1234")]
    await shop.watch_url()
    answers.append(await _look_up(shop.client, code))
    await shop.nouns.live.end_session(shop.nouns.live.opened[0].id, EndReason.API_STOPPED)
    expired = await _code(shop)
    shop.nouns.clock.tick(601)
    answers.append(await _look_up(shop.client, expired))
    assert {(answer.status_code, answer.json()["error"], answer.json()["message"]) for answer in answers} == {
        (404, "not_found", WRONG)
    }


async def test_what_is_no_code_is_refused(shop: Shop) -> None:
    for bad in ("", "12345a", "123", "1" * 9, 123456, None, "١٢٣٤٥٦"):
        answer = await _look_up(shop.client, bad)
        assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request"), bad


async def test_another_team_does_not_find_it(shop: Shop) -> None:
    code = await _code(shop)
    stranger = (await shop.nouns.keys.create(shop.other.id, "stranger")).secret
    async with shop.anonymous(headers={"X-Api-Key": stranger}) as client:
        assert (await _look_up(client, code)).status_code == 404


async def test_five_wrong_codes_a_minute_and_no_more(shop: Shop) -> None:
    code = await _code(shop)
    for _ in range(5):
        assert (await _look_up(shop.client, code)).status_code == 200
    for number in range(1, 6):
        assert (await _look_up(shop.client, _another(code, number))).status_code == 404
    refused = await _look_up(shop.client, code)
    assert (refused.status_code, refused.json()["error"]) == (429, "rate_limited")
    assert refused.json()["message"] == "too many wrong lookup codes: try again in 60 s"
    told = [
        refused.headers[name] for name in ("Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
    ]
    assert told == ["60", "5", "0", "60"]
    shop.nouns.clock.tick(60)
    assert (await _look_up(shop.client, code)).status_code == 200


async def test_who_may_guess_no_more_still_searches(shop: Shop) -> None:
    code = await _code(shop)
    ordered = (await shop.nouns.enter(shop.team.id, {"unique_id": f"order {code}"})).visitor.short_id
    for number in range(1, 6):
        assert (await shop.client.get("/v1/visitors", params={"search": _another(code, number)})).status_code == 200
    # The right code is now answered as a wrong one: its digits are words.
    for search in (code, _another(code, 7)):
        searched = await shop.client.get("/v1/visitors", params={"search": search})
        assert searched.status_code == 200, searched.text
        found = [visitor["short_id"] for visitor in searched.json()["visitors"]]
        assert found == ([ordered] if search == code else [])
    assert (await _look_up(shop.client, code)).status_code == 429
    shop.nouns.clock.tick(60)
    found = (await shop.client.get("/v1/visitors", params={"search": code})).json()["visitors"]
    assert [visitor["short_id"] for visitor in found] == [shop.visitor.short_id]


async def test_searching_for_all_digits_is_looking_up(shop: Shop) -> None:
    code = await _code(shop)
    await shop.nouns.enter(shop.team.id)
    found = (await shop.client.get("/v1/visitors", params={"search": f"{code} "})).json()
    assert [visitor["short_id"] for visitor in found["visitors"]] == [shop.visitor.short_id]
    for search in (code[:5], f"{code} online", f"#{code}"):
        assert (await shop.client.get("/v1/visitors", params={"search": search})).json()["visitors"] == []
    reader = (await shop.nouns.keys.create(shop.team.id, "reader", ["read"])).secret
    async with shop.anonymous(headers={"X-Api-Key": reader}) as client:
        assert (await client.get("/v1/visitors", params={"search": code})).json()["visitors"] == []
    # An open list is read again and again: the same wrong code is one guess.
    for _ in range(9):
        assert (await shop.client.get("/v1/visitors", params={"search": _another(code)})).status_code == 200
    assert (await _look_up(shop.client, code)).status_code == 200


async def test_who_starts_by_the_code_has_that_as_the_source(shop: Shop) -> None:
    code = await _code(shop)
    path = f"/desk/visitors/{shop.visitor.short_id}/watch"
    async with await shop.signed_in() as dashboard:
        assert (await dashboard.get("/v1/visitors", params={"search": code})).json()["visitors"]
        made = (await dashboard.post(path)).json()
        session = (await shop.client.get(f"/v1/sessions/{made['session_id']}")).json()["session"]
        assert session["source"] == "lookup code"
        assert (await _look_up(shop.client, code)).status_code == 404
        await shop.nouns.live.end_session(made["session_id"], EndReason.API_STOPPED)
        again = (await dashboard.post(path)).json()
        session = (await shop.client.get(f"/v1/sessions/{again['session_id']}")).json()["session"]
        assert session["source"] == "search"


def test_an_hour_and_a_team_have_limits_of_their_own() -> None:
    now = [0.0]
    guard = LookupGuard(lambda: now[0], "wrong lookup codes", WRONG_CODES)
    for minute in range(4):
        now[0] = minute * 60.0
        for _ in range(5):
            guard.attempt("ada", "shop", "000000")
    now[0] = 600.0
    assert _refused(guard, "ada") == 3000
    for agent in range(16):
        for _ in range(5):
            guard.attempt(f"agent{agent}", "shop", "000000")
    assert _refused(guard, "grace") == 3000
    now[0] = 3600.0
    guard.attempt("grace", "shop", "000000")


def _refused(guard: LookupGuard, agent: str) -> int:
    try:
        guard.attempt(agent, "shop", "000000")
    except RateLimited as refused:
        return refused.fields["retry_after"]
    return 0
