"""Tokens for embedded viewers: like a watch link, but for a page that shows the mirror alone."""

from __future__ import annotations

from typing import Any

from tests.rest.conftest import Shop
from userview.protocol.messages.common import Permissions

VIEWER = {"id": "b-1", "name": "Bob"}


async def _token(shop: Shop, path: str = "/v1/visitors/{}/viewer_token", **body: Any) -> dict[str, Any]:
    answer = await shop.client.post(path.format(shop.visitor.short_id), json={"viewer": VIEWER, **body})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_token_is_redeemed_once_at_its_endpoint(shop: Shop) -> None:
    made = await _token(shop, branding={"naked": False, "retry_url": "https://crm.example.com/retry"})
    assert made["short_id"] == shop.visitor.short_id
    assert made["endpoint"] == f"http://localhost:8000/watch/{made['session_id']}"
    seat = (await shop.client.post(f"{made['endpoint']}/redeem", json={"token": made["token"]})).json()
    assert (seat["agent"]["name"], seat["branding"]["naked"]) == ("Bob", "page_only")
    assert seat["allowed_origins"] is None
    again = await shop.client.post(f"{made['endpoint']}/redeem", json={"token": made["token"]})
    assert (again.status_code, again.json()["error"]) == (410, "link_expired")
    assert again.json()["retry_url"] == "https://crm.example.com/retry"
    holder = await shop.nouns.links.holder(made["session_id"], seat["seat"])
    assert holder is not None
    assert holder.agent.external_id == "b-1"


async def test_it_takes_the_options_of_watch_links_and_joins_their_session(shop: Shop) -> None:
    watched = await shop.watch_url()
    made = await _token(
        shop,
        permissions={"allow_click": False},
        expires_in=30,
        allowed_origins=["https://crm.example.com"],
        metadata={"ticket": 1},
    )
    assert made["session_id"] == watched["session_id"]
    redeemed = (await shop.client.post(f"{made['endpoint']}/redeem", json={"token": made["token"]})).json()
    assert redeemed["allowed_origins"] == ["https://crm.example.com"]
    seat = redeemed["seat"]
    holder = await shop.nouns.links.holder(made["session_id"], seat)
    assert holder is not None
    assert holder.agent.permissions == Permissions(
        allow_click=False,
        allow_scroll=True,
        allow_type=True,
        allow_draw=True,
        allow_agent_redirect=True,
        hide_private_details=False,
    )
    late = await _token(shop, expires_in=30)
    shop.nouns.clock.tick(30)
    refused = await shop.client.post(f"{late['endpoint']}/redeem", json={"token": late["token"]})
    assert refused.status_code == 410


async def test_older_prefixes_give_an_hour(shop: Shop) -> None:
    made = await _token(shop, "/v1.3/visitors/{}/viewer_token.json")
    shop.nouns.clock.tick(3599)
    assert (await shop.client.post(f"{made['endpoint']}/redeem", json={"token": made["token"]})).status_code == 200


async def test_a_viewer_has_an_id_and_a_name(shop: Shop) -> None:
    for viewer in (None, {}, {"id": "b"}, {"name": "Bob"}):
        body = {} if viewer is None else {"viewer": viewer}
        answer = await shop.client.post(f"/v1/visitors/{shop.visitor.short_id}/viewer_token", json=body)
        assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")
        assert "viewer" in answer.json()["message"]
