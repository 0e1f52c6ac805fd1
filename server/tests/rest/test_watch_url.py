"""Watch links through HTTP: making one, redeeming it, ending the session."""

from __future__ import annotations

from typing import Any

import httpx

from tests.rest.conftest import OWN_PAGE, Shop
from userview.protocol.messages.common import EndReason, Permissions

CRM = "https://crm.example.com"


async def _redeem(shop: Shop, made: dict[str, Any], seat: str | None = None) -> httpx.Response:
    session, _, token = made["watch_url"].partition("/watch/")[2].partition("#")
    async with shop.anonymous(headers=OWN_PAGE) as page:
        return await page.post(f"/watch/{session}/redeem", json={"token": token, "seat": seat})


async def test_a_link_makes_a_session_and_opens_it_once(shop: Shop) -> None:
    made = await shop.watch_url(
        branding={"naked": "page_only", "retry_url": f"{CRM}/retry", "on_end_url": f"{CRM}/end"}, language="pt-BR"
    )
    assert made["watch_url"].startswith(f"http://localhost:8000/watch/{made['session_id']}#")
    assert (made["short_id"], made["expires_at"]) == (shop.visitor.short_id, "2027-01-15T08:05:00.000Z")
    [spec] = shop.nouns.live.opened
    assert (spec.id, spec.visitor, spec.link_expires_at) == (
        made["session_id"],
        shop.visitor.key,
        shop.nouns.clock() + 300,
    )
    redeemed = await _redeem(shop, made)
    assert redeemed.status_code == 200
    body = redeemed.json()
    assert body["session"] == made["session_id"]
    assert (body["agent"]["name"], body["language"]) == ("Bob", "pt-BR")
    assert body["branding"] == {"naked": "page_only", "retry_url": f"{CRM}/retry", "on_end_url": f"{CRM}/end"}
    assert shop.nouns.live.redeemed == [made["session_id"]]
    assert (await _redeem(shop, made, body["seat"])).json()["seat"] == body["seat"]
    again = await _redeem(shop, made)
    assert (again.status_code, again.json()["error"], again.json()["retry_url"]) == (
        410,
        "link_expired",
        f"{CRM}/retry",
    )
    await shop.nouns.live.end_session(made["session_id"], EndReason.AGENT_STOPPED)
    over = await _redeem(shop, made, body["seat"])
    assert (over.status_code, over.json()["error"], over.json()["retry_url"]) == (410, "session_ended", f"{CRM}/retry")


async def test_w2_a_page_without_storage_has_its_seat_in_a_cookie(shop: Shop) -> None:
    made, other = await shop.watch_url(), await shop.watch_url()
    session, _, token = made["watch_url"].partition("/watch/")[2].partition("#")
    path, asked = f"/watch/{session}/redeem", {"token": token, "seat_cookie": True}
    async with shop.anonymous(headers=OWN_PAGE) as page, shop.anonymous(headers=OWN_PAGE) as stranger:
        first = await page.post(path, json=asked)
        seat = first.json()["seat"]
        cookie, *attributes = first.headers["set-cookie"].split("; ")
        name, _, value = cookie.partition("=")
        assert (name.startswith("userview_seat_"), token in name, value) == (True, False, seat)
        assert set(attributes) == {f"Path=/watch/{session}", "HttpOnly", "Secure", "SameSite=None", "Partitioned"}

        # The client keeps Secure cookies of http to itself; browsers do not, on localhost.
        page.headers["Cookie"] = cookie
        again = await page.post(path, json=asked)
        assert (again.status_code, again.json()["seat"]) == (200, seat)
        assert again.headers["set-cookie"] == first.headers["set-cookie"]
        assert (await page.post(path, json={"token": token})).json()["error"] == "link_expired"
        assert (await page.post(path, json={**asked, "token": f"{token}x"})).json()["error"] == "link_expired"

        _, _, other_token = other["watch_url"].partition("#")
        second = await page.post(path, json={**asked, "token": other_token})
        assert second.json()["seat"] != seat
        assert second.headers["set-cookie"].partition("=")[0] != name

        assert (await stranger.post(path, json=asked)).json()["error"] == "link_expired"
        for nonsense in (b"", b"x" * 5000, b"\xff", rb'"\000"'):
            answer = await stranger.post(path, json=asked, headers={b"Cookie": name.encode() + b"=" + nonsense})
            assert answer.json()["error"] == "link_expired"


async def test_a_cookie_is_set_only_for_those_who_ask(shop: Shop) -> None:
    redeemed = await _redeem(shop, await shop.watch_url())
    assert redeemed.status_code == 200
    assert "set-cookie" not in redeemed.headers


async def test_without_a_retry_url_none_is_told(shop: Shop) -> None:
    made = await shop.watch_url()
    made["watch_url"] += "x"
    answer = await _redeem(shop, made)
    assert answer.status_code == 410
    assert set(answer.json()) == {"status", "error", "message", "request_id"}


async def test_a_second_link_joins_the_session_that_runs(shop: Shop) -> None:
    first, second = await shop.watch_url(), await shop.watch_url(agent={"id": "c-2", "name": "Carol"}, expires_in=600)
    assert first["session_id"] == second["session_id"]
    assert first["watch_url"] != second["watch_url"]
    assert shop.nouns.live.opened[-1].link_expires_at == shop.nouns.clock() + 600


async def test_the_older_prefixes_give_an_hour(shop: Shop) -> None:
    for path, seconds in [("/v1", 300), ("/v1.1", 3600), ("/v1.4", 3600)]:
        body = {"agent": {"id": "b-1", "name": "Bob"}}
        made = await shop.client.post(f"{path}/visitors/{shop.visitor.short_id}/watch_url.json", json=body)
        assert made.status_code == 200
        spec = shop.nouns.live.opened[-1]
        assert spec.link_expires_at == shop.nouns.clock() + seconds
        await shop.nouns.live.end_session(spec.id, EndReason.API_STOPPED)


async def test_all_options_are_kept(shop: Shop) -> None:
    await shop.nouns.teams.change(shop.team.id, {"settings": {"recording": "on"}})
    made = await shop.watch_url(
        agent={"id": "b-1", "name": "Bob", "email": "bob@example.com"},
        permissions={"allow_click": False, "allow_console": True},
        metadata={"order": "A-1", "total": 9.5, "paid": False},
        recording=False,
        expires_in=10,
        webhook_url=f"{CRM}/hook?x=1",
        initial_notes="Bring cake",
        allowed_origins=[CRM, "https://*.example.org"],
        something_unknown=1,
    )
    assert shop.nouns.live.opened[0].permissions == Permissions(
        allow_click=False,
        allow_scroll=True,
        allow_type=True,
        allow_draw=True,
        allow_agent_redirect=True,
        read_console=True,
        run_console=True,
        hide_private_details=False,
    )
    session = await shop.nouns.sessions.get(shop.team.id, made["session_id"])
    assert (session.recording, session.webhook_url, session.notes) == ("off", f"{CRM}/hook?x=1", "Bring cake")
    assert session.metadata == {"order": "A-1", "total": 9.5, "paid": False}
    assert await shop.nouns.links.frame_ancestors(made["session_id"]) == ("https://*.example.org", CRM)
    seat = (await _redeem(shop, made)).json()["seat"]
    holder = await shop.nouns.links.holder(made["session_id"], seat)
    assert holder is not None
    assert (holder.agent.email, holder.agent.external_id, holder.team_id) == ("bob@example.com", "b-1", shop.team.id)
    assert holder.agent.permissions == Permissions(
        allow_click=False,
        allow_scroll=True,
        allow_type=True,
        allow_draw=True,
        allow_agent_redirect=True,
        read_console=True,
        run_console=True,
        hide_private_details=False,
    )


AGENT = {"id": "b-1", "name": "Bob"}
BAD_BODIES: list[tuple[str, Any]] = [
    ("agent", {}),
    ("agent", {"agent": None}),
    ("agent", {"agent": "Bob"}),
    ("agent.name", {"agent": {"id": "b-1"}}),
    ("agent.name", {"agent": {"id": "b-1", "name": ""}}),
    ("agent.name", {"agent": {"id": "b-1", "name": "   "}}),
    ("agent.id", {"agent": {"id": 42, "name": "Bob"}}),
    ("agent.id", {"agent": {"id": "x" * 5000, "name": "Bob"}}),
    ("agent.id", {"agent": {"id": "b\x001", "name": "Bob"}}),
    ("agent.email", {"agent": {**AGENT, "email": "nobody"}}),
    ("expires_in", {"agent": AGENT, "expires_in": 9}),
    ("expires_in", {"agent": AGENT, "expires_in": 86_401}),
    ("expires_in", {"agent": AGENT, "expires_in": "300"}),
    ("expires_in", {"agent": AGENT, "expires_in": 30.5}),
    ("expires_in", {"agent": AGENT, "expires_in": True}),
    ("expires_in", {"agent": AGENT, "expires_in": 10**40}),
    ("permissions.allow_click", {"agent": AGENT, "permissions": {"allow_click": "no"}}),
    ("permissions.allow_clik", {"agent": AGENT, "permissions": {"allow_clik": False}}),
    ("permissions", {"agent": AGENT, "permissions": []}),
    ("branding.naked", {"agent": AGENT, "branding": {"naked": "yes"}}),
    ("branding.retry_url", {"agent": AGENT, "branding": {"retry_url": "javascript:alert(1)"}}),
    ("branding.on_end_url", {"agent": AGENT, "branding": {"on_end_url": "/relative"}}),
    ("branding.on_end_url", {"agent": AGENT, "branding": {"on_end_url": "https://[::1"}}),
    ("branding.retry_url", {"agent": AGENT, "branding": {"retry_url": "https://x.example/" + "a" * 3000}}),
    ("metadata.a", {"agent": AGENT, "metadata": {"a": {"b": 1}}}),
    ("metadata.a", {"agent": AGENT, "metadata": {"a": None}}),
    ("metadata.a", {"agent": AGENT, "metadata": {"a": "x" * 1001}}),
    ("metadata", {"agent": AGENT, "metadata": {f"k{number}": 1 for number in range(101)}}),
    ("metadata", {"agent": AGENT, "metadata": [1]}),
    ("metadata.a", {"agent": AGENT, "metadata": {"a": 10**400}}),
    ("metadata.k\\0", {"agent": AGENT, "metadata": {"k\x00": 1}}),
    ("recording", {"agent": AGENT, "recording": 1}),
    ("webhook_url", {"agent": AGENT, "webhook_url": "ftp://example.com/"}),
    ("webhook_url", {"agent": AGENT, "webhook_url": "https:///nohost"}),
    ("webhook_url", {"agent": AGENT, "webhook_url": "https://a b.example/"}),
    ("initial_notes", {"agent": AGENT, "initial_notes": "x" * 10_001}),
    ("language", {"agent": AGENT, "language": "../../etc"}),
    ("allowed_origins[0]", {"agent": AGENT, "allowed_origins": ["https://x.example; script-src *"]}),
    ("allowed_origins[1]", {"agent": AGENT, "allowed_origins": [CRM, "crm.example.com"]}),
    ("allowed_origins", {"agent": AGENT, "allowed_origins": CRM}),
    ("body", []),
    ("body", "text"),
    ("body", 7),
]


async def test_what_is_not_valid_is_refused_and_names_the_field(shop: Shop) -> None:
    for field, body in BAD_BODIES:
        answer = await shop.client.post(f"/v1/visitors/{shop.visitor.short_id}/watch_url", json=body)
        assert answer.status_code == 422, answer.text
        assert answer.json()["error"] == "invalid_request"
        assert answer.json()["message"].startswith(f"{field}"), (body, answer.json()["message"])
        assert shop.nouns.live.opened == []


async def test_ending_the_visitors_session(shop: Shop) -> None:
    made = await shop.watch_url()
    path = f"/v1/visitors/{shop.visitor.short_id}/session"
    assert (await shop.client.delete(path)).json() == {"status": "ok"}
    assert shop.nouns.live.ended == [(made["session_id"], EndReason.API_STOPPED)]
    assert (await shop.client.delete(path)).json() == {"status": "ok"}
    assert len(shop.nouns.live.ended) == 1
    ended = (await shop.client.get(f"/v1/sessions/{made['session_id']}")).json()["session"]
    assert (ended["end_reason"], ended["went_live"], ended["length_seconds"]) == ("api_stopped", False, 0)


async def test_ending_a_session_by_its_id(shop: Shop) -> None:
    made = await shop.watch_url()
    ended = await shop.client.post(f"/v1/sessions/{made['session_id']}/end")
    assert (ended.status_code, ended.json()["session"]["state"]) == (200, "ended")
    again = await shop.client.post(f"/v1/sessions/{made['session_id']}/end")
    assert again.json()["session"]["end_reason"] == "api_stopped"
