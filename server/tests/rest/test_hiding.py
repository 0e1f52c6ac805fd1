"""Private details of visitors are hidden from members whose permissions say so (rule A6), and from nobody else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.rest.conftest import Shop
from userview.realtime.records import PageShown, VisitorKey

if TYPE_CHECKING:
    import httpx

    from userview.domains.teams.model import Role
    from userview.domains.visitors.model import IdentityChange

SECRETS = ("Vera", "vera", "customer-4711", "198.51.100.7", "#vip", "secret-note", "ada-metadata", "q=kites")
HIDES = {"hide_private_details": True}


async def _blind(shop: Shop, role: Role = "agent") -> httpx.AsyncClient:
    """The dashboard of a member whose permissions hide private details."""
    account = await shop.nouns.accounts.create(shop.team.id, f"eve-{role}@example.com", "Eve", role)
    answer = await shop.client.patch(f"/v1/agents/{account.id}", json={"permissions": HIDES})
    assert answer.status_code == 200, answer.text
    return await shop.signed_in(agent=account)


async def _known(shop: Shop) -> tuple[str, str]:
    """A visitor of whom much is known, with a session; both ids."""
    change: IdentityChange = {"identities": ["Vera", "vera@example.com"], "unique_id": "customer-4711"}
    url = "https://shop.example.com/cart?q=kites#top"
    entered = await shop.nouns.enter(shop.team.id, change, ip="198.51.100.7", url=url)
    short_id = entered.visitor.short_id
    body = {"agent": {"id": "b-1", "name": "Bob"}, "metadata": {"by": "ada-metadata"}, "initial_notes": "secret-note"}
    made = await shop.client.post(f"/v1/visitors/{short_id}/watch_url", json=body)
    session = made.json()["session_id"]
    await shop.nouns.journal.record([PageShown(session, "https://shop.example.com/cart?q=kites", shop.nouns.clock())])
    return short_id, session


async def test_a6_visitors_and_sessions_come_without_who_and_where(shop: Shop) -> None:
    short_id, session = await _known(shop)
    paths = (
        "/v1/visitors",
        f"/v1/visitors?search={short_id.lower()}",
        f"/v1/visitors/{short_id}?with_history=true",
        "/v1/sessions",
        f"/v1/sessions/{session}",
        f"/v1/sessions/{session}/timeline",
    )
    async with await _blind(shop) as dashboard:
        for path in paths:
            answer = await dashboard.get(path)
            assert answer.status_code == 200, answer.text
            assert short_id in answer.text or session in answer.text or "page_shown" in answer.text
            assert not [secret for secret in SECRETS if secret in answer.text], path
        hidden = (await dashboard.get(f"/v1/visitors/{short_id}")).json()["visitor"]
        whole = (await shop.client.get(f"/v1/visitors/{short_id}")).json()["visitor"]
        assert hidden.keys() == whole.keys()
        assert (hidden["nickname"], hidden["ip_address"]) == (short_id, "")
        assert hidden["last_url"] == "https://shop.example.com/cart"
        assert (hidden["location_city"], hidden["location_country"], hidden["metadata"]) == (None, None, {})
        assert hidden["sessions"][0]["start_url"] == "https://shop.example.com/cart"
        assert (hidden["browser_name"], hidden["is_online"]) == (whole["browser_name"], whole["is_online"])
        written = await dashboard.patch(f"/v1/visitors/{short_id}", json={"tags": ["#vip"]})
        assert written.status_code == 200
        assert not [secret for secret in SECRETS if secret in written.text]
        ended = await dashboard.post(f"/v1/sessions/{session}/end")
        assert not [secret for secret in SECRETS if secret in ended.text]


@pytest.mark.parametrize(
    "search",
    [
        "vera",
        "vera@example.com",
        "id:customer-4711",
        "#vip",
        "ip:198.51.100.7",
        "country:FR",
        "url:cart",
        "v",
        "online v",
        "is:identified",
        "-is:identified",
        "host:shop.example.com vera",
    ],
)
async def test_a6_nobody_is_found_by_what_is_hidden(shop: Shop, search: str) -> None:
    await _known(shop)
    async with await _blind(shop) as dashboard:
        found = await dashboard.get("/v1/visitors", params={"search": search})
        assert (found.status_code, found.json()["visitors"]) == (200, [])


async def test_a6_everybody_may_be_found_by_what_is_shown_of_them(shop: Shop) -> None:
    short_id, _ = await _known(shop)
    async with await _blind(shop) as dashboard:
        for search, count in (("host:shop.example.com", 2), ("host:other.example", 0), ("device:tv", 0)):
            found = await dashboard.get("/v1/visitors", params={"search": search})
            assert len(found.json()["visitors"]) == count, search
        for live, search in ((shop.nouns.live.live, "is:in-session"), (shop.nouns.live.live, "is:in-session -online")):
            live.add(VisitorKey(shop.team.id, short_id))
            found = (await dashboard.get("/v1/visitors", params={"search": search})).json()["visitors"]
            assert [visitor["nickname"] for visitor in found] == [short_id]


async def test_a6_what_consists_of_private_details_alone_is_refused(shop: Shop) -> None:
    short_id, _ = await _known(shop)
    async with await _blind(shop) as dashboard:
        for path in (f"/v1/visitors/{short_id}/history", f"/desk/visitors/{short_id}/history"):
            refused = await dashboard.get(path)
            assert (refused.status_code, refused.json()["error"]) == (403, "insufficient_scope")
            assert "hide_private_details" in refused.json()["message"]
        assert (await dashboard.get(f"/desk/visitors/{short_id}/identity")).status_code == 403


async def test_a6_a_code_finds_somebody_of_whom_nothing_is_told(shop: Shop) -> None:
    short_id, _ = await _known(shop)
    visitor = await shop.nouns.visitors.get(shop.team.id, short_id)
    code = await shop.nouns.lookups.give(visitor.key, 6)
    async with await _blind(shop) as dashboard:
        for answer in (
            await dashboard.post("/v1/lookup", json={"code": code.code}),
            await dashboard.get("/v1/visitors", params={"search": code.code}),
        ):
            assert short_id in answer.text
            assert not [secret for secret in SECRETS if secret in answer.text]


async def test_a6_admins_and_keys_see_everything(shop: Shop) -> None:
    short_id, _ = await _known(shop)
    async with await _blind(shop, "admin") as dashboard:
        for client in (dashboard, shop.client):
            seen = (await client.get(f"/v1/visitors/{short_id}")).json()["visitor"]
            assert (seen["name"], seen["email"]) == ("Vera", "vera@example.com")
            found = (await client.get("/v1/visitors", params={"search": "vera@"})).json()["visitors"]
            assert short_id in json.dumps(found)


@pytest.mark.parametrize("wanted", [{}, {"hide_private_details": False, "allow_type": True, "allow_scroll": False}])
async def test_a6_no_member_makes_a_link_that_may_more_than_they_may(shop: Shop, wanted: dict[str, bool]) -> None:
    account = await shop.nouns.accounts.create(shop.team.id, "eve@example.com", "Eve", "agent")
    own = {"permissions": {"hide_private_details": True, "allow_type": False}}
    assert (await shop.client.patch(f"/v1/agents/{account.id}", json=own)).status_code == 200
    path = f"/v1/visitors/{shop.visitor.short_id}"
    someone = {"id": "b-1", "name": "Bob"}
    async with await shop.signed_in(agent=account) as dashboard:
        link = await dashboard.post(f"{path}/watch_url", json={"agent": someone, "permissions": wanted})
        token = await dashboard.post(f"{path}/viewer_token", json={"viewer": someone, "permissions": wanted})
    assert (link.status_code, token.status_code) == (200, 200), link.text
    given = shop.nouns.live.opened[0].permissions
    assert (given.allow_type, given.allow_click) == (False, True)
    assert given.allow_scroll is wanted.get("allow_scroll", True)
    for made in (link.json()["watch_url"].partition("#")[2], token.json()["token"]):
        session = link.json()["session_id"]
        seat = (await shop.client.post(f"/watch/{session}/redeem", json={"token": made})).json()["seat"]
        holder = await shop.nouns.links.holder(session, seat)
        assert holder is not None
        assert holder.agent.permissions is not None
        assert holder.agent.permissions.hide_private_details
        assert not holder.agent.permissions.allow_type


@pytest.mark.parametrize(("kind", "whom"), [("watch_url", "agent"), ("viewer_token", "viewer")])
async def test_a6_a_webhook_is_no_way_around(shop: Shop, kind: str, whom: str) -> None:
    body = {whom: {"id": "b-1", "name": "Bob"}, "webhook_url": "https://crm.example.com/hook"}
    async with await _blind(shop) as dashboard:
        refused = await dashboard.post(f"/v1/visitors/{shop.visitor.short_id}/{kind}", json=body)
    assert (refused.status_code, refused.json()["error"]) == (403, "insufficient_scope")
    assert shop.nouns.live.opened == []
