"""From a live chat to its visitor: what was found on pages, links by the chat's own ids, sessions that begin there."""

from __future__ import annotations

from typing import Any

import httpx

from tests.rest.conftest import Shop
from userview.domains.visitors.live_chats import MOST


async def _find(client: httpx.AsyncClient, integration_id: str) -> httpx.Response:
    return await client.get("/desk/integrations", params={"integration_id": integration_id})


async def _known(shop: Shop, *ids: str, team: str | None = None) -> str:
    entered = await shop.nouns.enter(team or shop.team.id, {"integration_ids": list(ids)})
    return entered.visitor.short_id


async def test_a_chats_id_finds_the_persons_browsers_the_one_seen_last_first(shop: Shop) -> None:
    phone = await _known(shop, "crisp:s1", "crm:7")
    shop.nouns.clock.tick(60)
    desktop = await _known(shop, "crisp:s1")
    await _known(shop, "crisp:s11")
    async with await shop.signed_in() as dashboard:
        found = (await _find(dashboard, "crisp:s1")).json()["visitors"]
        assert [visitor["short_id"] for visitor in found] == [desktop, phone]
        odd = await _known(shop, "crm:a/b?c#d%2F")
        found = (await _find(dashboard, "crm:a/b?c#d%2F")).json()["visitors"]
        assert [visitor["short_id"] for visitor in found] == [odd]


async def test_unknown_ids_and_those_of_other_teams_are_alike(shop: Shop) -> None:
    await _known(shop, "crisp:foreign", team=shop.other.id)
    async with await shop.signed_in() as dashboard:
        answers = [await _find(dashboard, one) for one in ("crisp:foreign", "crisp:nobody", "unheard-of:1")]
    assert {(answer.status_code, answer.text) for answer in answers} == {
        (200, '{"status":"ok","visitors":[]}'),
    }
    assert (await _find(shop.client, "crisp:foreign")).status_code == 401


async def test_what_is_no_id_is_refused(shop: Shop) -> None:
    async with await shop.signed_in() as dashboard:
        for bad in (
            "",
            "crisp",
            "crisp:",
            ":1",
            "crisp:a b",
            "cri/sp:1",
            "crisp:" + "1" * 129,
            "crisp:\u0661",
            "crisp:1\n",
        ):
            answer = await _find(dashboard, bad)
            assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request"), bad
        answer = await dashboard.post(f"/desk/visitors/{shop.visitor.short_id}/watch", params={"integration": "a b"})
        assert answer.status_code == 422


async def test_links_to_nobody_are_counted_and_found_ones_are_not(shop: Shop) -> None:
    await _known(shop, "crisp:s1")
    async with await shop.signed_in() as dashboard:
        for _ in range(25):
            assert (await _find(dashboard, "crisp:s1")).status_code == 200
        for number in range(20):
            assert (await _find(dashboard, f"crisp:nobody{number}")).status_code == 200
        for one in ("crisp:nobody", "crisp:s1"):
            refused = await _find(dashboard, one)
            assert (refused.status_code, refused.json()["error"]) == (429, "rate_limited")
            assert "links from live chats to nobody" in refused.json()["message"]
        shop.nouns.clock.tick(61)
        assert (await _find(dashboard, "crisp:s1")).status_code == 200


async def test_a_session_that_begins_in_a_chat_says_so(shop: Shop) -> None:
    path = f"/desk/visitors/{shop.visitor.short_id}/watch"
    async with await shop.signed_in() as dashboard:
        made = (await dashboard.post(path, params={"integration": "intercom"})).json()
    session = (await shop.client.get(f"/v1/sessions/{made['session_id']}")).json()["session"]
    assert session["source"] == "integration"


async def test_the_teams_chats_and_when_they_were_seen(shop: Shop) -> None:
    chats, clock = shop.nouns.live_chats, shop.nouns.clock

    async def told(client: httpx.AsyncClient) -> list[dict[str, Any]]:
        return (await client.get("/desk/live_chats")).json()["live_chats"]

    async with await shop.signed_in() as dashboard:
        assert await told(dashboard) == []
        await chats.note(shop.team.id, "crisp", "https://ada@shop.example.com:8443/help?x=1")
        await chats.note(shop.other.id, "drift", "https://other.example/")
        first = (await told(dashboard))[0]
        assert (first["integration"], first["host"]) == ("crisp", "shop.example.com:8443")
        assert first["first_seen_at"] == first["last_seen_at"]
        clock.tick(30)
        await chats.note(shop.team.id, "crisp", "https://www.example.com/")
        assert await told(dashboard) == [first]
        clock.tick(31)
        await chats.note(shop.team.id, "intercom", "about:blank")
        clock.tick(1)
        await chats.note(shop.team.id, "crisp", "https://[broken")
        again, other = await told(dashboard)
        assert (again["integration"], again["host"], other["integration"], other["host"]) == (
            "crisp",
            "",
            "intercom",
            "",
        )
        assert again["first_seen_at"] == first["first_seen_at"] < again["last_seen_at"]
    assert (await shop.client.get("/desk/live_chats")).status_code == 401


async def test_pages_that_make_names_up_fill_nothing(shop: Shop) -> None:
    for number in range(MOST + 5):
        await shop.nouns.live_chats.note(shop.team.id, f"made-up-{number}", "https://shop.example.com/")
    assert len(await shop.nouns.live_chats.of_team(shop.team.id)) == MOST
