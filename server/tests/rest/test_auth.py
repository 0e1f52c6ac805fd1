"""Who may do what: keys with scopes, cookies from our own pages, teams that see nothing of each other."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rest.conftest import EMAIL, OWN_PAGE, PASSWORD, Shop, client_of
from tests.support.nouns import PUBLIC_URL
from userview.domains.teams.model import ALL_SCOPES, Scope
from userview.rest.api import ApiLimits
from userview.rest.cookies import cookie_name

SHORT_ID = "A" * 18
ONE_ANSWER = "expected a secret key of this installation in X-Api-Key or Authorization: Bearer"


NO_KEYS: list[dict[str, str]] = [
    {},
    {"X-Api-Key": ""},
    {"X-Api-Key": "   "},
    {"X-Api-Key": "sk_" + "x" * 43},
    {"X-Api-Key": "x" * 5000},
    {"X-Api-Key": "\u00e9"},
    {"Authorization": "Bearer"},
    {"Authorization": "Bearer "},
    {"Authorization": "Bearer nonsense"},
    {"Authorization": "Basic dXNlcjpwYXNz"},
    {"Authorization": ""},
    {"Cookie": "userview_sign_in=nonsense"},
    {"Cookie": "\u00e9;;;=="},
]


async def test_without_a_good_key_there_is_one_answer(shop: Shop) -> None:
    async with shop.anonymous() as client:
        for headers in NO_KEYS:
            sent = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
            answer = await client.get("/v1/visitors", headers=sent)
            assert (answer.status_code, answer.json()["error"]) == (401, "invalid_api_key"), headers
            assert answer.json()["message"] == ONE_ANSWER


async def test_both_headers_carry_keys_and_the_public_key_is_none(shop: Shop) -> None:
    async with shop.anonymous() as client:
        for headers, status in [
            ({"X-Api-Key": shop.secret}, 200),
            ({"x-api-key": f" {shop.secret} "}, 200),
            ({"Authorization": f"Bearer {shop.secret}"}, 200),
            ({"Authorization": f"bearer  {shop.secret}"}, 200),
            ({"X-Api-Key": shop.team.public_key}, 401),
        ]:
            assert (await client.get("/v1/team", headers=headers)).status_code == status


async def test_a_revoked_key_opens_nothing(shop: Shop) -> None:
    [key] = (await shop.client.get("/v1/keys")).json()["keys"]
    revoked = await shop.client.delete(f"/v1/keys/{key['id']}")
    assert revoked.json()["key"]["revoked_at"] is not None
    assert (await shop.client.get("/v1/team")).json()["error"] == "invalid_api_key"


@pytest.mark.parametrize("header", ["Origin", "Sec-Fetch-Site"])
async def test_a_secret_key_in_a_browser_is_refused(shop: Shop, header: str) -> None:
    value = {"Origin": "https://shop.example.com", "Sec-Fetch-Site": "cross-site"}[header]
    answer = await shop.client.get("/v1/team", headers={header: value})
    assert (answer.status_code, answer.json()["error"]) == (403, "secret_key_in_browser")
    assert "access-control-allow-origin" not in answer.headers


OPERATIONS: list[tuple[str, str, Scope]] = [
    ("GET", "/v1/visitors", "read"),
    ("GET", f"/v1/visitors/{SHORT_ID}", "read"),
    ("GET", "/v1/sessions", "read"),
    ("GET", "/v1/sessions/x", "read"),
    ("GET", "/v1/team", "read"),
    ("POST", f"/v1/visitors/{SHORT_ID}/watch_url", "sessions"),
    ("DELETE", f"/v1/visitors/{SHORT_ID}/session", "sessions"),
    ("POST", "/v1/sessions/x/end", "sessions"),
    ("PATCH", f"/v1/visitors/{SHORT_ID}", "visitors:write"),
    ("PATCH", "/v1/team", "admin"),
    ("GET", "/v1/keys", "admin"),
    ("POST", "/v1/keys", "admin"),
    ("DELETE", "/v1/keys/x", "admin"),
    ("GET", "/v1/sessions/x/timeline", "read"),
    ("DELETE", "/v1/sessions/x/video", "visitors:delete"),
    ("DELETE", f"/v1/visitors/{SHORT_ID}", "visitors:delete"),
    ("DELETE", "/v1/visitors", "visitors:delete"),
    ("GET", "/v1/jobs/x", "read"),
    ("GET", "/v1/usage", "read"),
    ("POST", "/v1/lookup", "sessions"),
    ("POST", f"/v1/visitors/{SHORT_ID}/viewer_token", "sessions"),
    ("GET", "/v1/agents", "read"),
    ("POST", "/v1/agents", "admin"),
    ("GET", "/v1/agents/x", "read"),
    ("PATCH", "/v1/agents/x", "admin"),
    ("DELETE", "/v1/agents/x", "admin"),
    ("POST", "/v1/agents/x/sign_in_url", "admin"),
    ("GET", "/v1/webhooks", "admin"),
    ("POST", "/v1/webhooks", "admin"),
    ("GET", "/v1/webhooks/x", "admin"),
    ("PATCH", "/v1/webhooks/x", "admin"),
    ("DELETE", "/v1/webhooks/x", "admin"),
    ("GET", "/v1/webhooks/x/secret", "admin"),
    ("POST", "/v1/webhooks/x/secret/rotate", "admin"),
    ("POST", "/v1/webhooks/x/test", "admin"),
    ("GET", "/v1/webhooks/x/deliveries", "admin"),
    ("GET", "/v1/webhooks/x/deliveries/x", "admin"),
    ("POST", "/v1/webhooks/x/deliveries/x/resend", "admin"),
]


async def test_each_operation_needs_its_scope(shop: Shop) -> None:
    async with shop.anonymous() as client:
        for method, path, scope in OPERATIONS:
            others: list[Scope] = [other for other in ALL_SCOPES if other != scope]
            without = (await shop.nouns.keys.create(shop.team.id, "without", others)).secret
            only = (await shop.nouns.keys.create(shop.team.id, "only", [scope])).secret
            body: dict[str, Any] | None = {} if method in {"POST", "PATCH"} else None
            refused = await client.request(method, path, json=body, headers={"X-Api-Key": without})
            assert (refused.status_code, refused.json()["error"]) == (403, "insufficient_scope")
            assert scope in refused.json()["message"]
            allowed = await client.request(method, path, json=body, headers={"X-Api-Key": only})
            assert allowed.status_code in {200, 404, 422}


async def test_another_teams_things_are_not_there(shop: Shop) -> None:
    made = await shop.watch_url()
    [key] = (await shop.client.get("/v1/keys")).json()["keys"]
    stranger = (await shop.nouns.keys.create(shop.other.id, "stranger")).secret
    agent = {"agent": {"id": "b", "name": "B"}}
    async with shop.anonymous(headers={"X-Api-Key": stranger}) as client:
        for method, path, body in [
            ("GET", f"/v1/visitors/{shop.visitor.short_id}", None),
            ("PATCH", f"/v1/visitors/{shop.visitor.short_id}", {"tags": ["x"]}),
            ("POST", f"/v1/visitors/{shop.visitor.short_id}/watch_url", agent),
            ("DELETE", f"/v1/visitors/{shop.visitor.short_id}", None),
            ("POST", f"/v1/visitors/{shop.visitor.short_id}/viewer_token", {"viewer": {"id": "b", "name": "B"}}),
            ("DELETE", f"/v1/visitors/{shop.visitor.short_id}/session", None),
            ("GET", f"/v1/sessions/{made['session_id']}", None),
            ("POST", f"/v1/sessions/{made['session_id']}/end", None),
            ("DELETE", f"/v1/keys/{key['id']}", None),
            ("GET", f"/v1/sessions/{made['session_id']}/timeline", None),
            ("DELETE", f"/v1/sessions/{made['session_id']}/video", None),
            ("GET", f"/v1/agents/{shop.admin.id}", None),
            ("PATCH", f"/v1/agents/{shop.admin.id}", {"availability": "away"}),
            ("DELETE", f"/v1/agents/{shop.admin.id}", None),
            ("POST", f"/v1/agents/{shop.admin.id}/sign_in_url", None),
        ]:
            answer = await client.request(method, path, json=body)
            assert (answer.status_code, answer.json()["error"]) == (404, "not_found"), path
        assert (await client.get("/v1/visitors")).json()["visitors"] == []
        assert (await client.get("/v1/sessions")).json()["sessions"] == []
        assert len((await client.get("/v1/keys")).json()["keys"]) == 1
    assert shop.nouns.live.ended == []


async def test_a_signed_in_agent_asks_from_our_own_pages_only(shop: Shop) -> None:
    async with await shop.signed_in() as dashboard:
        cookie = dashboard.cookies[cookie_name(PUBLIC_URL)]
        assert (await dashboard.get("/v1/visitors")).status_code == 200
        assert (await dashboard.patch("/v1/team", json={"name": "Kites"})).json()["team"]["name"] == "Kites"
    cases: list[tuple[dict[str, str], int]] = [
        ({"Origin": PUBLIC_URL}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:8000"}, 403),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
    ]
    for headers, status in cases:
        async with shop.anonymous(headers=headers) as page:
            page.cookies.set(cookie_name(PUBLIC_URL), cookie)
            answer = await page.patch("/v1/team", json={"name": "Kites"})
            assert answer.status_code == status, headers
            if status == 403:
                assert answer.json()["error"] == "foreign_origin"
            assert (await page.get("/v1/team")).status_code == 200


async def test_members_who_are_no_admins_watch_but_change_nothing(shop: Shop) -> None:
    bob = await shop.nouns.accounts.create(shop.team.id, "bob@example.com", "Bob", "agent")
    _, cookie = await shop.nouns.sign_ins.with_link(await shop.nouns.sign_ins.make_link(bob.id, shop.team.id))
    async with shop.anonymous(headers=OWN_PAGE) as page:
        page.cookies.set(cookie_name(PUBLIC_URL), cookie)
        assert (await page.get("/v1/visitors")).status_code == 200
        assert (await page.patch(f"/v1/visitors/{shop.visitor.short_id}", json={"tags": ["x"]})).status_code == 200
        refused = await page.patch("/v1/team", json={"name": "x"})
        assert (refused.status_code, refused.json()["error"]) == (403, "insufficient_scope")
        assert (await page.get("/v1/keys")).status_code == 403


async def test_keys_are_made_shown_once_and_listed_without_their_secret(shop: Shop) -> None:
    made = (await shop.client.post("/v1/keys", json={"name": "Zap", "scopes": ["read", "read"]})).json()
    assert made["key"]["scopes"] == ["read"]
    async with shop.anonymous(headers={"X-Api-Key": made["secret"]}) as client:
        assert (await client.get("/v1/team")).status_code == 200
    listed = await shop.client.get("/v1/keys")
    assert made["secret"] not in listed.text
    assert [key["name"] for key in listed.json()["keys"]] in (["Zap", "CRM"], ["CRM", "Zap"])
    unusable: list[dict[str, Any]] = [
        {"name": ""},
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["root"]},
        {"name": "x", "scope": ["read"]},
    ]
    for body in unusable:
        assert (await shop.client.post("/v1/keys", json=body)).status_code == 422


async def test_signing_in_with_a_password(shop: Shop) -> None:
    await shop.nouns.accounts.set_password(shop.admin.account_id, PASSWORD)
    async with shop.anonymous(headers=OWN_PAGE) as page:
        assert (await page.get("/desk/me")).json()["error"] == "not_signed_in"
        wrong = await page.post("/desk/sign_in", json={"email": EMAIL, "password": "wrong"})
        assert (wrong.status_code, wrong.json()["error"]) == (401, "wrong_credentials")
        signed_in = await page.post("/desk/sign_in", json={"email": EMAIL.upper(), "password": PASSWORD})
        assert signed_in.status_code == 200
        cookie = signed_in.headers["set-cookie"]
        assert cookie.startswith("userview_sign_in=")
        for part in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=2592000"):
            assert part in cookie
        assert "Secure" not in cookie
        assert "Domain" not in cookie
        me = (await page.get("/desk/me")).json()
        assert (me["agent"]["email"], me["agent"]["role"], me["team"]["id"]) == (EMAIL, "admin", shop.team.id)
        assert me["teams"] == [{"id": shop.team.id, "name": "Shop"}]
        assert (await page.post("/desk/sign_out")).json() == {"status": "ok"}
        assert (await page.get("/desk/me")).status_code == 401
        assert (await page.post("/desk/sign_out")).status_code == 200


async def test_on_https_the_cookie_is_bound_to_the_host(shop: Shop) -> None:
    await shop.nouns.accounts.set_password(shop.admin.account_id, PASSWORD)
    url = "https://userview.example.com"
    async with client_of(shop.nouns, public_url=url, headers={"Origin": url}) as page:
        cookie = (await page.post("/desk/sign_in", json={"email": EMAIL, "password": PASSWORD})).headers["set-cookie"]
        assert cookie.startswith("__Host-userview_sign_in=")
        assert "Secure" in cookie
        assert (await page.get("/desk/me")).status_code == 200


async def test_signing_in_with_a_link_works_once(shop: Shop) -> None:
    token = await shop.nouns.sign_ins.make_link(shop.admin.id, shop.team.id)
    async with shop.anonymous(headers=OWN_PAGE) as page:
        assert (await page.post("/desk/sign_in_link", json={"token": token})).status_code == 200
        assert (await page.get("/desk/me")).status_code == 200
        again = await page.post("/desk/sign_in_link", json={"token": token})
        assert (again.status_code, again.json()["error"]) == (410, "link_expired")


@pytest.mark.parametrize("path", ["/desk/sign_in", "/desk/sign_in_link", "/desk/sign_out"])
async def test_other_sites_sign_nobody_in_or_out(shop: Shop, path: str) -> None:
    for headers in ({}, {"Origin": "https://evil.example"}):
        async with shop.anonymous(headers=headers) as page:
            answer = await page.post(path, json={"email": EMAIL, "password": PASSWORD, "token": "t"})
            assert (answer.status_code, answer.json()["error"]) == (403, "foreign_origin")
            assert "set-cookie" not in answer.headers


async def test_guessing_a_password_becomes_slow_for_that_account_and_address_only(shop: Shop) -> None:
    await shop.nouns.accounts.set_password(shop.admin.account_id, PASSWORD)
    limits = ApiLimits(sign_ins_per_minute=3, requests_per_minute_per_address=10_000)
    async with shop.anonymous(limits, headers=OWN_PAGE) as page:

        async def attempt(email: str, password: str) -> tuple[int, str | None]:
            answer = await page.post("/desk/sign_in", json={"email": email, "password": password})
            return answer.status_code, answer.headers.get("retry-after")

        assert [await attempt(EMAIL, "guess") for _ in range(3)] == [(401, None)] * 3
        assert await attempt(EMAIL, PASSWORD) == (429, "1")
        assert await attempt("somebody@example.com", "guess") == (401, None)
        delays: list[str | None] = []
        for _ in range(4):
            status, wait = await attempt(EMAIL, "guess")
            assert status == 429
            delays.append(wait)
            shop.nouns.clock.tick(int(wait or 0))
            assert await attempt(EMAIL, "guess") == (401, None)
        assert delays == ["1", "2", "4", "8"]
        shop.nouns.clock.tick(16)
        assert await attempt(EMAIL, PASSWORD) == (200, None)
        assert await attempt(EMAIL, PASSWORD) == (200, None)


async def test_going_over_to_another_team(shop: Shop) -> None:
    shop.nouns.clock.tick(1)
    await shop.nouns.accounts.create(shop.other.id, EMAIL, None, "agent")
    async with await shop.signed_in() as page:
        me = (await page.post("/desk/team", json={"team_id": shop.other.id})).json()
        assert (me["team"]["name"], me["agent"]["role"], len(me["teams"])) == ("Other", "agent", 2)
        assert (await page.get("/v1/visitors")).json()["visitors"] == []
        assert (await page.post("/desk/team", json={"team_id": "team_x"})).status_code == 404


async def test_watching_from_the_dashboard(shop: Shop) -> None:
    async with await shop.signed_in() as page:
        first = await page.post(f"/desk/visitors/{shop.visitor.short_id}/watch")
        second = await page.post(f"/desk/visitors/{shop.visitor.short_id}/watch")
        assert first.json() == second.json()
        session = (await page.get(f"/v1/sessions/{first.json()['session_id']}")).json()["session"]
        assert (session["source"], session["state"]) == ("search", "requested")
        assert (await page.post(f"/desk/visitors/{SHORT_ID}/watch")).status_code == 404
        assert (await page.post(f"/v1/sessions/{session['id']}/end")).json()["session"]["end_reason"] == "agent_stopped"
    assert (await shop.client.post(f"/desk/visitors/{shop.visitor.short_id}/watch")).json()["error"] == "not_signed_in"


async def test_what_goes_into_a_page(shop: Shop) -> None:
    async with await shop.signed_in() as page:
        body = (await page.get("/desk/install")).json()
    assert body["public_key"] == shop.team.public_key
    assert body["script_url"] == f"{PUBLIC_URL}/{shop.team.public_key}.js"
    assert body["script_url"] in body["snippet"]
    assert len(body["snippet"].strip().splitlines()) <= 12


async def test_identifying_from_the_server(shop: Shop) -> None:
    path = f"/v1/visitors/{shop.visitor.short_id}"
    changed = (
        await shop.client.patch(path, json={"identities": ["Server"], "tags": None, "metadata": {"a": 1.5}})
    ).json()
    assert (changed["visitor"]["name"], changed["visitor"]["tags"]) == ("Server", [])
    assert (changed["visitor"]["metadata"], changed["visitor"]["unique_id"]) == ({"a": 1.5}, "u1")
    assert shop.nouns.live.identified == [(shop.visitor.key, "Server")]
    conflict = await shop.client.patch(path, json={"unique_id": "u2"})
    assert (conflict.status_code, conflict.json()["error"]) == (409, "conflict")
    unusable: list[dict[str, Any]] = [
        {"tags": ["not a tag"]},
        {"identities": [""]},
        {"identities": [" "]},
        {"unique_id": "\t \u0085"},
        {"unique_id": 7},
        {"uniqueId": "x"},
        {"metadata": {"a": []}},
    ]
    for body in unusable:
        assert (await shop.client.patch(path, json=body)).status_code == 422


async def test_changing_the_team(shop: Shop) -> None:
    body = {
        "domain": "kites.example",
        "allowed_sites": ["HTTPS://Kites.example/", "https://*.kites.example"],
        "authorization_prompt_title": "May {%agentName%|we} look?",
        "masked_elements": [" .secret "],
        "session_time_limit_seconds": 3600,
    }
    team = (await shop.client.patch("/v1/team", json=body)).json()["team"]
    assert team["allowed_sites"] == ["https://kites.example", "https://*.kites.example"]
    assert (team["domain"], team["name"], team["masked_elements"]) == ("kites.example", "Shop", [".secret"])
    assert (team["authorization_prompt_title"], team["allow_remote_click"]) == ("May {%agentName%|we} look?", True)
    assert (await shop.client.get("/v1/team")).json()["team"] == team
    cleared = (await shop.client.patch("/v1/team", json={"domain": None, "authorization_prompt_title": None})).json()[
        "team"
    ]
    assert (cleared["domain"], cleared["authorization_prompt_title"]) == (None, None)
