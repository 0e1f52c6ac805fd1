"""Answering visitors who wait: who may, who was first, and what the session and the visitor say of it."""

from __future__ import annotations

import httpx
import pytest

from tests.realtime.world import EVE, page
from tests.rest.conftest import Shop
from userview.domains.visitors.errors import UnknownVisitor
from userview.protocol.messages.common import EndReason
from userview.realtime.records import AgentRef, Call
from userview.realtime.waiting import Waiter


def _wait(shop: Shop, call: Call | None = None, accepted_by: AgentRef | None = None) -> None:
    shop.nouns.live.waiting[shop.visitor.key] = Waiter(
        visitor=shop.visitor.key,
        wait="3f0f6c1d-57a3-4c43-9a26-0b6c8f1e2b77",
        nickname="Vera",
        page=page(),
        note=None,
        since=0.0,
        redirect_url=None,
        call=call,
        accepted_by=accepted_by,
    )


async def _answer(shop: Shop, client: httpx.AsyncClient) -> httpx.Response:
    return await client.post(f"/desk/visitors/{shop.visitor.short_id}/answer")


async def _told(shop: Shop) -> tuple[str | None, bool]:
    visitor = (await shop.client.get(f"/v1/visitors/{shop.visitor.short_id}")).json()["visitor"]
    return visitor["call_name"], visitor["is_waiting_for_call"]


async def test_a_request_that_is_answered_is_a_session_of_its_source(shop: Shop) -> None:
    _wait(shop)
    assert await _told(shop) == (None, False)
    async with await shop.signed_in() as dashboard:
        answered = await _answer(shop, dashboard)
    assert answered.status_code == 200
    session = (await shop.client.get("/v1/sessions", params={"source": "agent request"})).json()["sessions"][0]
    assert (session["id"], session["state"], session["call_name"]) == (answered.json()["session_id"], "requested", None)
    assert shop.nouns.live.opened[-1].id == session["id"]
    assert shop.nouns.live.opened[-1].requires_consent


async def test_a_call_that_is_answered_keeps_its_call_name_until_the_session_ends(shop: Shop) -> None:
    _wait(shop, Call("ada", shop.admin.id, "Ada"))
    assert await _told(shop) == ("ada", True)
    async with await shop.signed_in() as dashboard:
        session_id = (await _answer(shop, dashboard)).json()["session_id"]
    shop.nouns.live.waiting.clear()
    assert await _told(shop) == ("ada", False)
    found = (await shop.client.get("/v1/sessions", params={"source": "personal link"})).json()["sessions"]
    assert [(session["id"], session["call_name"]) for session in found] == [(session_id, "ada")]
    await shop.nouns.live.end_session(session_id, EndReason.AGENT_STOPPED)
    assert await _told(shop) == (None, False)


async def test_whoever_comes_second_is_told_who_was_first(shop: Shop) -> None:
    _wait(shop, accepted_by=EVE)
    async with await shop.signed_in() as dashboard:
        late = await _answer(shop, dashboard)
    assert (late.status_code, late.json()["error"]) == (409, "conflict")
    assert late.json()["message"] == "Eve was first and has taken this visitor"
    assert shop.nouns.live.opened == []


async def test_calls_of_others_and_visitors_who_do_not_wait_are_not_answered(shop: Shop) -> None:
    async with await shop.signed_in() as dashboard:
        assert (await _answer(shop, dashboard)).status_code == 409
        _wait(shop, Call("eve", EVE.id, "Eve"))
        assert (await _answer(shop, dashboard)).status_code == 409
        assert (await dashboard.post("/desk/visitors/AAAAAAAAAAAAAAAAAA/answer")).status_code == 404
    assert (await _answer(shop, shop.client)).status_code == 401
    assert shop.nouns.live.waiting[shop.visitor.key].accepted_by is None


async def test_when_no_session_can_be_made_the_visitor_waits_on(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    async def gone(*_: object) -> None:
        raise UnknownVisitor("there is no such visitor")

    _wait(shop)
    monkeypatch.setattr(shop.nouns.sessions, "watch", gone)
    async with await shop.signed_in() as dashboard:
        assert (await _answer(shop, dashboard)).status_code == 404
    assert shop.nouns.live.waiting[shop.visitor.key].accepted_by is None
