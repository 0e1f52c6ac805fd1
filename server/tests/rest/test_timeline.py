"""What happened in a session, with offsets; and its video, of which there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.rest.conftest import Shop
from tests.rest.test_objects import AGENT
from userview.protocol.messages.common import EndReason, SessionState
from userview.realtime.records import (
    AgentJoined,
    AgentLeft,
    AgentRef,
    Authorized,
    Change,
    ControlChanged,
    FeatureUsed,
    MessageTold,
    PageShown,
    StateChanged,
    WentLive,
)

BOB = AgentRef("agent_bob", "Bob", "bob@example.com", "b-1")


async def _played(shop: Shop) -> str:
    """A whole session, ten seconds from one thing to the next, live after thirty."""
    session: str = (await shop.watch_url())["session_id"]
    changes: list[Callable[[float], Change]] = [
        lambda at: AgentJoined(session, BOB, at),
        lambda at: Authorized(session, allowed=True, asked=True, at=at),
        lambda at: WentLive(session, at, "https://shop.example.com/pay"),
        lambda at: FeatureUsed(session, "remote_click", BOB, at),
        lambda at: MessageTold(session, BOB, 14, at),
        lambda at: MessageTold(session, None, 15, at),
        lambda at: ControlChanged(session, BOB, at),
        lambda at: ControlChanged(session, None, at),
        lambda at: PageShown(session, "https://shop.example.com/done", at),
        lambda at: AgentLeft(session, BOB, at),
        lambda at: StateChanged(session, SessionState.ENDED, EndReason.VISITOR_STOPPED, at),
    ]
    for make in changes:
        shop.nouns.clock.tick(10)
        made = make(shop.nouns.clock())
        await shop.nouns.journal.record([made])
    return session


async def _timeline(shop: Shop, session: str, **asked: Any) -> dict[str, Any]:
    answer = await shop.client.get(f"/v1/sessions/{session}/timeline", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_everything_has_its_time_and_its_agent(shop: Shop) -> None:
    session = await _played(shop)
    entries = (await _timeline(shop, session))["timeline"]
    assert [(entry["type"], entry["offset"], entry["live_offset"]) for entry in entries] == [
        ("requested", 0, -30),
        ("agent_joined", 10, -20),
        ("authorized", 20, -10),
        ("went_live", 30, 0),
        ("feature_used", 40, 10),
        ("message_sent", 50, 20),
        ("message_sent", 60, 30),
        ("control_changed", 70, 40),
        ("control_changed", 80, 50),
        ("page_shown", 90, 60),
        ("agent_left", 100, 70),
        ("ended", 110, 80),
    ]
    assert [entry["type"] for entry in entries if entry["agent"] is not None] == [
        "agent_joined",
        "feature_used",
        "message_sent",
        "control_changed",
        "agent_left",
    ]
    assert set(entries[1]["agent"]) == AGENT
    assert entries[1]["agent"]["external_id"] == "b-1"
    assert entries[1]["ts"] == "2027-01-15T08:00:10.000Z"
    details = {entry["type"]: entry["detail"] for entry in entries}
    assert details["requested"] == {"source": "api"}
    assert details["authorized"] == {"asked": True}
    assert details["page_shown"] == {"url": "https://shop.example.com/done"}
    assert details["feature_used"] == {"feature": "remote_click"}
    assert details["message_sent"] == {"bytes": 15}
    told = (await shop.client.get(f"/v1/sessions/{session}")).json()["session"]
    assert told["features_used"] == ["remote_click", "custom_message"]
    assert details["ended"] == {"reason": "visitor_stopped"}


async def test_a_timeline_comes_in_pages(shop: Shop) -> None:
    session = await _played(shop)
    whole = (await _timeline(shop, session))["timeline"]
    first = await _timeline(shop, session, limit=6)
    second = await _timeline(shop, session, limit=6, cursor=first["next_cursor"])
    assert first["timeline"] + second["timeline"] == whole
    assert second["next_cursor"] is None
    strange = (await shop.client.get("/v1/agents", params={"limit": 1})).json()["next_cursor"] or "x"
    refused = await shop.client.get(f"/v1/sessions/{session}/timeline", params={"cursor": strange})
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_cursor")


async def test_before_it_went_live_there_is_no_live_offset(shop: Shop) -> None:
    made = await shop.watch_url()
    [entry] = (await _timeline(shop, made["session_id"]))["timeline"]
    assert (entry["type"], entry["offset"], entry["live_offset"]) == ("requested", 0, None)


async def test_video_is_deleted_when_the_session_has_ended(shop: Shop) -> None:
    made = await shop.watch_url()
    path = f"/v1/sessions/{made['session_id']}/video"
    early = await shop.client.delete(path)
    assert (early.status_code, early.json()["error"]) == (409, "not_ready")
    await shop.nouns.live.end_session(made["session_id"], EndReason.API_STOPPED)
    for _ in range(2):
        session = (await shop.client.delete(path)).json()["session"]
        assert (session["video_status"], session["public_video_url"]) == ("not_available", None)
