"""The objects of the API: every attribute is there, with its type, and null as its rule says."""

from __future__ import annotations

import re
from typing import Any

from tests.rest.conftest import Shop
from userview.protocol.messages.common import EndReason, SessionState
from userview.realtime.records import AgentJoined, AgentRef, Authorized, FeatureUsed, StateChanged, WentLive
from userview.rest.present import duration

DATETIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

VISITOR = {
    "added_at", "api_key", "browser_name", "call_name", "device_name", "device_type", "email", "history", "identities",
    "integration", "ip_address", "is_in_session", "is_online", "is_supported", "is_waiting_for_call", "js_configuration",
    "last_seen_at", "last_url", "location_city", "location_country", "location_country_name", "lookup_code", "name",
    "nickname", "sessions", "short_id", "tags", "unique_id", "watch_link", "metadata", "integration_ids", "identity_verified",
}  # fmt: skip
SESSION = {
    "agents", "call_length_seconds", "call_name", "ended_at", "features_used", "formatted_call_length", "formatted_length",
    "id", "length_seconds", "on_premise", "public_video_url", "secret_video_url", "session_authorized", "source", "start_url",
    "started_at", "team", "video_status", "visitor_id", "went_live", "state", "end_reason", "metadata", "notes", "rating",
}  # fmt: skip
AGENT = {"agent_nickname", "email", "external_id", "id", "name", "on_premise"}


async def _visitor(shop: Shop) -> dict[str, Any]:
    answer = await shop.client.get(f"/v1/visitors/{shop.visitor.short_id}")
    assert answer.status_code == 200
    body = answer.json()
    assert body["status"] == "ok"
    return body["visitor"]


async def test_a_visitor_has_every_attribute(shop: Shop) -> None:
    visitor = await _visitor(shop)
    assert set(visitor) == VISITOR
    assert DATETIME.fullmatch(visitor["added_at"])
    assert visitor["api_key"] == shop.team.public_key
    assert (visitor["name"], visitor["email"], visitor["nickname"]) == ("Vera", "vera@example.com", "Vera")
    assert (visitor["identities"], visitor["unique_id"]) == (["Vera", "vera@example.com"], "u1")
    assert (visitor["tags"], visitor["metadata"]) == (["#vip"], {"n": 1})
    assert (visitor["ip_address"], visitor["last_url"]) == ("203.0.113.7", "https://shop.example.com/cart")
    assert (visitor["is_supported"], visitor["js_configuration"]) == (True, False)
    assert visitor["watch_link"] == f"http://localhost:8000/visitors/{visitor['short_id']}/watch"
    assert re.fullmatch(r"[A-Z0-9]{18}", visitor["short_id"])
    assert (visitor["sessions"], visitor["history"], visitor["integration_ids"]) == ([], None, [])
    for later in (
        "call_name",
        "integration",
        "location_city",
        "location_country",
        "location_country_name",
        "lookup_code",
    ):
        assert visitor[later] is None
    assert (visitor["is_waiting_for_call"], visitor["identity_verified"]) == (False, False)


async def test_presence_comes_from_the_live_side(shop: Shop) -> None:
    live, key = shop.nouns.live, shop.visitor.key
    visitor = await _visitor(shop)
    assert (visitor["is_online"], visitor["is_in_session"]) == (False, False)
    live.heard[key] = shop.nouns.clock() + 7.25
    live.live.add(key)
    visitor = await _visitor(shop)
    assert (visitor["is_online"], visitor["is_in_session"]) == (True, True)
    assert visitor["last_seen_at"] == "2027-01-15T08:00:07.250Z"
    live.heard[key] = shop.nouns.clock() - 3600
    assert (await _visitor(shop))["last_seen_at"] == "2027-01-15T08:00:00.000Z"


async def test_the_list_has_whole_visitors_seen_last_first(shop: Shop) -> None:
    second = (await shop.nouns.enter(shop.team.id)).visitor
    shop.nouns.live.heard[shop.visitor.key] = shop.nouns.clock() + 1
    body = (await shop.client.get("/v1/visitors")).json()
    assert [visitor["short_id"] for visitor in body["visitors"]] == [shop.visitor.short_id, second.short_id]
    assert all(set(visitor) == VISITOR for visitor in body["visitors"])
    assert body["next_cursor"] is None
    unknown = body["visitors"][1]
    assert (unknown["identities"], unknown["tags"], unknown["nickname"]) == (None, [], second.short_id)


async def test_the_list_is_searched_and_paged(shop: Shop) -> None:
    for number in range(4):
        await shop.nouns.enter(shop.team.id, {"identities": [f"Guest {number}"]})
    first = (await shop.client.get("/v1/visitors", params={"search": "guest", "limit": 3})).json()
    assert [visitor["name"] for visitor in first["visitors"]] == ["Guest 3", "Guest 2", "Guest 1"]
    asked = {"search": "guest", "limit": 3, "cursor": first["next_cursor"]}
    second = (await shop.client.get("/v1/visitors", params=asked)).json()
    assert [visitor["name"] for visitor in second["visitors"]] == ["Guest 0"]
    assert second["next_cursor"] is None
    shop.nouns.live.heard[shop.visitor.key] = shop.nouns.clock()
    online = (await shop.client.get("/v1/visitors", params={"search": "online"})).json()
    assert [visitor["name"] for visitor in online["visitors"]] == ["Vera"]


async def test_a_session_has_every_attribute_at_every_stage(shop: Shop) -> None:
    nouns = shop.nouns
    made = await shop.watch_url(metadata={"ticket": 7, "vip": True}, initial_notes="Cannot pay")

    async def session() -> dict[str, Any]:
        body = (await shop.client.get(f"/v1/sessions/{made['session_id']}")).json()
        assert set(body["session"]) == SESSION
        return body["session"]

    requested = await session()
    assert (requested["state"], requested["source"], requested["video_status"]) == ("requested", "api", "not_available")
    assert (requested["ended_at"], requested["end_reason"], requested["length_seconds"]) == (None, None, 0)
    assert (requested["went_live"], requested["session_authorized"], requested["agents"]) == (False, False, [])
    assert (requested["metadata"], requested["notes"]) == ({"ticket": 7, "vip": True}, "Cannot pay")
    assert requested["team"] == {"id": shop.team.id, "domain": "shop.example.com", "_type": "team"}
    assert requested["start_url"] == "https://shop.example.com/cart"
    assert requested["visitor_id"] == shop.visitor.short_id
    assert (requested["public_video_url"], requested["secret_video_url"], requested["rating"]) == (None, None, None)
    assert (requested["call_length_seconds"], requested["formatted_call_length"]) == (0, "00:00")

    at, bob = nouns.clock(), AgentRef("agent_bob", "Bob", "bob@example.com", "b-1")
    ada = AgentRef("agent_ada", "", "ada@example.com", None)
    await nouns.journal.record(
        [
            AgentJoined(requested["id"], bob, at),
            AgentJoined(requested["id"], ada, at),
            Authorized(requested["id"], allowed=True, asked=True, at=at),
            StateChanged(requested["id"], SessionState.ACTIVE, None, at),
            WentLive(requested["id"], at, "https://shop.example.com/pay"),
            FeatureUsed(requested["id"], "remote_click", bob, at),
        ]
    )
    nouns.clock.tick(3725)
    live = await session()
    assert (live["state"], live["went_live"], live["session_authorized"]) == ("active", True, True)
    assert (live["length_seconds"], live["formatted_length"]) == (3725, "1:02:05")
    assert live["features_used"] == ["remote_click"]
    assert all(set(agent) == AGENT for agent in live["agents"])
    assert [agent["agent_nickname"] for agent in live["agents"]] == ["Bob", "ada"]
    assert [agent["name"] for agent in live["agents"]] == ["Bob", None]
    assert [agent["external_id"] for agent in live["agents"]] == ["b-1", None]

    await nouns.live.end_session(requested["id"], EndReason.VISITOR_STOPPED)
    nouns.clock.tick(100)
    ended = await session()
    assert (ended["state"], ended["end_reason"], ended["length_seconds"]) == ("ended", "visitor_stopped", 3725)
    assert DATETIME.fullmatch(ended["ended_at"])
    assert (await _visitor(shop))["sessions"] == [ended]
    listed = (await shop.client.get("/v1/sessions", params={"visitor_id": shop.visitor.short_id})).json()
    assert (listed["sessions"], listed["next_cursor"]) == ([ended], None)


async def test_the_desk_is_told_the_same_object(shop: Shop) -> None:
    assert await shop.nouns.presenter.visitor_document(shop.visitor.key) == await _visitor(shop)
    await shop.nouns.visitors.forget_unseen(shop.nouns.clock() + 1)
    assert await shop.nouns.presenter.visitor_document(shop.visitor.key) is None


def test_lengths_are_written_for_people() -> None:
    assert [duration(seconds) for seconds in (0, 59, 60, 3599, 3600, 36_061)] == [
        "00:00",
        "00:59",
        "01:00",
        "59:59",
        "1:00:00",
        "10:01:01",
    ]
