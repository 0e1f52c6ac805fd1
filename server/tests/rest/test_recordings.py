"""Recordings over REST and on the replay host: who may play which, what is told of it, and what is said when it is gone."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.recordings.test_tape import frame, note, snapshot
from tests.rest.conftest import PUBLIC_URL, Shop
from userview.domains.recordings.tape import FRAME, NOTE, PLACES_PER_CHUNK, Finder, entries, written
from userview.domains.sessions.model import Flat, Start
from userview.hosting.recordings import RecordedChunks
from userview.protocol.messages.common import EndReason, SessionState
from userview.realtime.records import (
    AgentJoined,
    AgentRef,
    Change,
    ConsoleRan,
    PageShown,
    RecordingBroken,
    RecordingStarted,
    StateChanged,
    WentLive,
)
from userview.rest.cookies import cookie_name


async def _recorded(
    shop: Shop,
    *,
    chunks: int = 2,
    notes: str | None = None,
    metadata: dict[str, Flat] | None = None,
    agent: AgentRef | None = None,
) -> str:
    """A session that was live, recorded and has ended."""
    nouns = shop.nouns
    team = await nouns.teams.change(shop.team.id, {"settings": {"recording": "on"}})
    start = Start(source="search", permissions={}, metadata=metadata or {}, notes=notes)
    session = (await nouns.sessions.watch(team, shop.visitor, start)).id
    at = nouns.clock()
    live: list[Change] = [WentLive(session, at, "https://shop.example.com/cart"), RecordingStarted(session, at)]
    if agent is not None:
        live += [
            AgentJoined(session, agent, at),
            ConsoleRan(session, agent, "localStorage.clear()", at),
            PageShown(session, "https://shop.example.com/find?q=secret", at),
        ]
    await nouns.journal.record(live)
    assert await nouns.archive.open(session, at) is not None
    finder = Finder()
    for number in range(chunks):
        began = number * 10_000.0
        raw = written(NOTE, began, note(type="scene")) + written(FRAME, began, snapshot())
        raw += written(FRAME, began + 5000, frame())
        contents = finder.read(number, raw)
        assert contents is not None
        assert await nouns.archive.keep(session, number, raw, contents)
    await nouns.journal.record([StateChanged(session, SessionState.ENDED, EndReason.VISITOR_STOPPED, at)])
    await nouns.archive.finish(session)
    return session


async def _asked(client: httpx.AsyncClient, session: str, status: int = 200) -> dict[str, Any]:
    answer = await client.get(f"/desk/recordings/{session}")
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_all_that_a_page_needs_to_play_it(shop: Shop) -> None:
    session = await _recorded(shop)
    recording = (await _asked(await shop.signed_in(), session))["recording"]
    assert recording["session"]["public_video_url"] == f"{PUBLIC_URL}/recordings/{session}"
    assert recording["session"]["video_status"] == "pending"
    assert recording["visitor_name"] == "Vera"
    assert recording["duration_ms"] == 15_000
    assert recording["complete"] is True
    assert recording["failure"] is None
    assert [chunk["number"] for chunk in recording["chunks"]] == [0, 1]
    assert recording["keyframes"] == [{"at_ms": 0, "place": 0}, {"at_ms": 10_000, "place": PLACES_PER_CHUNK}]
    assert recording["quiet"] == [
        {"first_ms": 0, "last_ms": 5000},
        {"first_ms": 5000, "last_ms": 10_000},
        {"first_ms": 10_000, "last_ms": 15_000},
    ]
    assert [entry["type"] for entry in recording["timeline"]][-1] == "ended"


async def test_only_the_own_team_and_nobody_from_whom_details_are_hidden(shop: Shop) -> None:
    session = await _recorded(shop)
    assert (await _asked(shop.anonymous(), session, 401))["error"] == "not_signed_in"
    stranger = await shop.nouns.accounts.create(shop.other.id, "eve@example.com", "Eve", "admin")
    client = shop.anonymous(headers={"Origin": PUBLIC_URL})
    _, cookie = await shop.nouns.sign_ins.with_link(await shop.nouns.sign_ins.make_link(stranger.id, shop.other.id))
    client.cookies.set(cookie_name(PUBLIC_URL), cookie)
    assert (await _asked(client, session, 404))["error"] == "not_found"
    blind = await shop.nouns.accounts.create(shop.team.id, "bea@example.com", "Bea", "agent")
    await shop.nouns.agents.change(shop.team.id, blind.id, {"permissions": {"hide_private_details": True}})
    hidden = await shop.signed_in(agent=blind)
    assert (await _asked(hidden, session, 403))["error"] == "insufficient_scope"
    share = await hidden.post(f"/desk/recordings/{session}/share", json={})
    assert share.status_code == 403


async def test_a_session_without_one_says_why(shop: Shop) -> None:
    agent = await shop.signed_in()
    session: str = (await shop.watch_url())["session_id"]
    assert "was not recorded" in (await _asked(agent, session, 404))["message"]
    assert (await _asked(agent, "0" * 16, 404))["error"] == "not_found"


async def test_a_link_plays_it_without_a_sign_in_until_it_is_over(shop: Shop) -> None:
    session = await _recorded(shop)
    agent = await shop.signed_in()
    made = await agent.post(f"/desk/recordings/{session}/share", json={"expires_in": 60})
    assert made.status_code == 200, made.text
    address, _, token = made.json()["url"].partition("#")
    assert address == f"{PUBLIC_URL}/recordings/{session}"
    guest = shop.anonymous()
    opened = await guest.post("/desk/shared_recordings", json={"token": token})
    assert opened.json()["recording"]["session"]["id"] == session
    link = opened.json()["recording"]["chunks_path"].split("/")[3]
    assert shop.nouns.signer.read("recording-link", link, shop.nouns.clock() + 59) == {"s": session}
    assert shop.nouns.signer.read("recording-link", link, shop.nouns.clock() + 61) is None
    shop.nouns.clock.tick(61)
    late = await guest.post("/desk/shared_recordings", json={"token": token})
    assert (late.status_code, late.json()["error"]) == (404, "no_recording")
    assert (await guest.post("/desk/shared_recordings", json={"token": f"x{token}"})).status_code == 404
    for wrong in (59, 30 * 24 * 3600 + 1, "a week"):
        refused = await agent.post(f"/desk/recordings/{session}/share", json={"expires_in": wrong})
        assert refused.status_code == 422


async def test_strangers_with_a_link_are_not_told_what_is_the_teams(shop: Shop) -> None:
    session = await _recorded(
        shop, notes="Owes us money", metadata={"order": "A-1"}, agent=AgentRef("a1", "Bob", "bob@example.com", "b-1")
    )
    agent = await shop.signed_in()
    assert "bob@example.com" in json.dumps(await _asked(agent, session))
    made = await agent.post(f"/desk/recordings/{session}/share", json={})
    token = made.json()["url"].partition("#")[2]
    told = (await shop.anonymous().post("/desk/shared_recordings", json={"token": token})).text
    assert "Bob" in told
    for secret in ("bob@example.com", "b-1", "Owes us money", "A-1", "localStorage", "?q=secret"):
        assert secret not in told


async def test_deleted_it_is_gone_and_the_status_says_so(shop: Shop) -> None:
    session = await _recorded(shop)
    answer = await shop.client.delete(f"/v1/sessions/{session}/video")
    assert answer.json()["session"]["video_status"] == "removed"
    assert answer.json()["session"]["public_video_url"] is None
    assert "deleted" in (await _asked(await shop.signed_in(), session, 404))["message"]
    found = await shop.client.get("/v1/sessions", params={"video_status": "removed"})
    assert [one["id"] for one in found.json()["sessions"]] == [session]
    again = await shop.client.delete(f"/v1/sessions/{session}/video")
    assert again.json()["session"]["video_status"] == "removed"


async def test_a_failure_is_in_the_timeline(shop: Shop) -> None:
    session: str = (await shop.watch_url())["session_id"]
    await shop.nouns.journal.record([RecordingBroken(session, "The disk of the server is full.", shop.nouns.clock())])
    timeline = (await shop.client.get(f"/v1/sessions/{session}/timeline")).json()["timeline"]
    assert timeline[-1]["type"] == "recording_failed"
    assert timeline[-1]["detail"] == {"reason": "The disk of the server is full."}


@pytest.mark.parametrize("encoding", ["zstd, br", "identity"])
async def test_chunks_are_served_with_a_signature_compressed_or_not(shop: Shop, encoding: str) -> None:
    session = await _recorded(shop)
    path = (await _asked(await shop.signed_in(), session))["recording"]["chunks_path"]
    # Links are good by the machine's clock; the tests' own stands still in the future.
    replay = httpx.AsyncClient(
        transport=httpx.ASGITransport(RecordedChunks(shop.nouns.archive, shop.nouns.signer)), base_url="http://replay"
    )
    got = await replay.get(f"{path}0", headers={"Accept-Encoding": encoding})
    assert got.status_code == 200
    assert got.headers.get("content-encoding") == ("zstd" if "zstd" in encoding else None)
    raw = await shop.nouns.archive.raw(session, 0)
    assert raw is not None
    if encoding == "identity":
        assert got.content == raw
    assert len(list(entries(raw))) == 3
    for wrong in (f"{path}7", path.replace(session, "0" * 16) + "0", f"/recorded/{session}/forged/0", f"{path}x"):
        assert (await replay.get(wrong)).status_code == 404
    assert (await replay.post(f"{path}0")).status_code == 405


async def test_a_damaged_chunk_says_so(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    session = await _recorded(shop)
    path = (await _asked(await shop.signed_in(), session))["recording"]["chunks_path"]

    async def gone(_key: str) -> None:
        return None

    monkeypatch.setattr(shop.nouns.archive, "_blobs", type("Gone", (), {"get": staticmethod(gone)})())
    replay = httpx.AsyncClient(
        transport=httpx.ASGITransport(RecordedChunks(shop.nouns.archive, shop.nouns.signer)), base_url="http://replay"
    )
    got = await replay.get(f"{path}0")
    assert (got.status_code, got.text) == (410, "The object of chunk 0 is gone.\n")
