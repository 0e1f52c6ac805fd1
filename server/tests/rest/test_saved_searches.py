"""Searches for visitors under a name: own and shared, renamed, deleted and restored; and what lists may be narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.rest.conftest import Shop
from userview.domains.teams import saved_searches

if TYPE_CHECKING:
    import httpx

PATH = "/desk/saved_searches"


async def _keep(desk: httpx.AsyncClient, name: str, search: str = "online #vip", **more: Any) -> str:
    answer = await desk.post(PATH, json={"name": name, "search": search, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()["saved_search"]["id"]


async def _names(desk: httpx.AsyncClient) -> dict[str, bool]:
    """Names in their order, and whether one may change what is called so."""
    found = (await desk.get(PATH)).json()["saved_searches"]
    return {one["name"]: one["may_change"] for one in found}


async def _agent(shop: Shop, name: str) -> httpx.AsyncClient:
    agent = await shop.nouns.accounts.create(shop.team.id, f"{name}@example.com", name, "agent")
    return await shop.signed_in(agent=agent)


async def test_own_searches_are_ones_own_and_shared_ones_the_teams(shop: Shop) -> None:
    async with await shop.signed_in() as admin, await _agent(shop, "eve") as eve, await _agent(shop, "bob") as bob:
        mine = await _keep(eve, " VIPs ")
        shared = await _keep(eve, "abroad", "country:FR", shared=True)
        await _keep(admin, "Zero", shared=True)
        assert await _names(eve) == {"abroad": True, "VIPs": True, "Zero": False}
        assert await _names(bob) == {"abroad": False, "Zero": False}
        assert await _names(admin) == {"abroad": True, "Zero": True}
        for stranger in (bob, admin):
            assert (await stranger.patch(f"{PATH}/{mine}", json={"name": "x"})).status_code == 404
            assert (await stranger.delete(f"{PATH}/{mine}")).status_code == 404
        assert (await bob.patch(f"{PATH}/{shared}", json={"name": "x"})).status_code == 404
        changed = await admin.patch(f"{PATH}/{shared}", json={"name": "Abroad", "shared": False})
        assert changed.json()["saved_search"]["name"] == "Abroad"
        assert "Abroad" not in await _names(bob)
        renamed = await eve.patch(f"{PATH}/{mine}", json={"search": "is:identified"})
        assert (renamed.json()["saved_search"]["name"], renamed.json()["saved_search"]["search"]) == (
            "VIPs",
            "is:identified",
        )


async def test_what_was_deleted_comes_back_within_an_hour(shop: Shop) -> None:
    async with await shop.signed_in() as desk:
        one = await _keep(desk, "VIPs")
        assert (await desk.delete(f"{PATH}/{one}")).status_code == 200
        assert await _names(desk) == {}
        assert (await desk.patch(f"{PATH}/{one}", json={"name": "x"})).status_code == 404
        assert (await desk.post(f"{PATH}/{one}/restore")).json()["saved_search"]["name"] == "VIPs"
        assert (await desk.post(f"{PATH}/{one}/restore")).status_code == 200
        assert await _names(desk) == {"VIPs": True}
        await desk.delete(f"{PATH}/{one}")
        shop.nouns.clock.tick(3601)
        await _keep(desk, "Another")
        assert (await desk.post(f"{PATH}/{one}/restore")).status_code == 404


async def test_there_is_an_end_to_what_a_member_keeps(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_searches, "MAX_SEARCHES", 2)
    async with await shop.signed_in() as desk:
        one = await _keep(desk, "1")
        await _keep(desk, "2")
        refused = await desk.post(PATH, json={"name": "3", "search": "online"})
        assert (refused.status_code, refused.json()["error"]) == (409, "conflict")
        await desk.delete(f"{PATH}/{one}")
        await _keep(desk, "3")
        assert (await desk.post(f"{PATH}/{one}/restore")).status_code == 409


async def test_what_a_member_did_not_share_goes_with_them(shop: Shop) -> None:
    eve = await shop.nouns.accounts.create(shop.team.id, "eve@example.com", "Eve", "agent")
    async with await shop.signed_in(agent=eve) as desk:
        await _keep(desk, "Mine")
        await _keep(desk, "Ours", shared=True)
    assert (await shop.client.delete(f"/v1/agents/{eve.id}")).status_code == 200
    async with await shop.signed_in() as admin:
        assert await _names(admin) == {"Ours": True}


async def test_a6_searches_for_private_details_are_not_shown_where_those_are_hidden(shop: Shop) -> None:
    blind = await shop.nouns.accounts.create(shop.team.id, "eve@example.com", "Eve", "agent")
    await shop.client.patch(f"/v1/agents/{blind.id}", json={"permissions": {"hide_private_details": True}})
    await shop.nouns.enter(shop.team.id, {"tags": ["secret-tag"]})
    async with await shop.signed_in() as admin, await shop.signed_in(agent=blind) as eve:
        await _keep(admin, "Grace", "grace@example.com", shared=True)
        await _keep(admin, "Phones", "online device:mobile host:shop.example.com", shared=True)
        assert await _names(eve) == {"Phones": False}
        whole = (await admin.get("/desk/visitors/choices")).json()
        hidden = (await eve.get("/desk/visitors/choices")).json()
        assert "#secret-tag" in whole["tags"]
        assert (hidden["tags"], hidden["countries"]) == ([], [])
        assert hidden["hosts"] == whole["hosts"] == ["shop.example.com"]


async def test_what_is_no_search_is_refused(shop: Shop) -> None:
    wrong: list[dict[str, Any]] = [
        {"name": " ", "search": "online"},
        {"name": "x" * 61, "search": "online"},
        {"name": "x", "search": ""},
        {"name": "x", "search": "x" * 201},
        {"name": "x\n", "search": "a\u0000b"},
        {"name": "x", "search": "online", "shared": "yes"},
        {"search": "online"},
    ]
    async with await shop.signed_in() as desk:
        for body in wrong:
            assert (await desk.post(PATH, json=body)).status_code == 422, body
        assert (await desk.patch(f"{PATH}/nothing", json={"name": "x"})).status_code == 404
        assert (await shop.client.get(PATH)).status_code == 401
