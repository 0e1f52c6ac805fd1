"""The dashboard's list of sessions: what narrows it, what it says of visitors, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest

from tests.rest.conftest import Shop
from userview.domains.sessions import finding
from userview.domains.sessions.model import Start
from userview.protocol.messages.common import EndReason
from userview.realtime.records import AgentJoined, AgentRef, WentLive

if TYPE_CHECKING:
    import httpx

    from userview.domains.sessions.model import Source

ADA = AgentRef(id="agent_ada", name="Ada", email="ada@example.com", external_id=None)
BOB = AgentRef(id="agent_bob", name="Bob", email=None, external_id="b-1")
OTHER_SITE = "https://Help.Example.com:8443/faq?q=1"


@pytest.fixture(params=[finding.FEW_VISITORS, 0], ids=["few visitors", "many visitors"])
def _any_size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many sessions and visitors there are, the same is found: here nearly all are too many to be looked at."""
    monkeypatch.setattr(finding, "NEWEST", 1)
    monkeypatch.setattr(finding, "FEW_VISITORS", request.param)


async def _session(
    shop: Shop, who: list[str], *, source: Source = "search", agents: tuple[AgentRef, ...] = (), url: str | None = None
) -> str:
    """A session with somebody who is called like this."""
    nouns = shop.nouns
    nouns.clock.tick(60)
    page = url or "https://shop.example.com/cart"
    visitor = (await nouns.enter(shop.team.id, {"identities": who}, url=page)).visitor
    spec = await nouns.sessions.watch(shop.team, visitor, Start(source=source, permissions={}, metadata={}))
    at = nouns.clock()
    await nouns.journal.record([AgentJoined(spec.id, agent, at) for agent in agents])
    await nouns.journal.record([WentLive(spec.id, at, page)])
    return spec.id


async def _listed(client: httpx.AsyncClient, **query: Any) -> list[dict[str, Any]]:
    """All pages of the list, of two rows each."""
    found: list[dict[str, Any]] = []
    cursor: Mapping[str, str] = {}
    while True:
        answer = await client.get("/desk/sessions", params={"limit": 2, **query, **cursor})
        assert answer.status_code == 200, answer.text
        found += answer.json()["sessions"]
        if answer.json()["next_cursor"] is None:
            return found
        cursor = {"cursor": answer.json()["next_cursor"]}


async def _ids(client: httpx.AsyncClient, **query: Any) -> list[str]:
    return [session["id"] for session in await _listed(client, **query)]


async def _some(shop: Shop) -> list[str]:
    """Five sessions, the newest first: of Grace, Alan (ended), Grace in another browser, Hedy, Grace."""
    grace = ["Grace Hopper", "grace@example.com"]
    made = [
        await _session(shop, grace, agents=(ADA,)),
        await _session(shop, ["Hedy Lamarr"], source="api", agents=(BOB, ADA), url=OTHER_SITE),
        await _session(shop, grace, source="lookup code"),
        await _session(shop, ["Alan Turing"], agents=(ADA,)),
        await _session(shop, grace, agents=(BOB,)),
    ]
    await shop.nouns.live.end_session(made[3], EndReason.DECLINED)
    return made[::-1]


@pytest.mark.usefixtures("_any_size")
async def test_the_list_is_narrowed_by_each_filter_and_by_several(shop: Shop) -> None:
    grace2, alan, grace1, hedy, grace0 = made = await _some(shop)
    async with await shop.signed_in() as desk:
        assert await _ids(desk) == made
        assert await _ids(desk, running=True) == [grace2, grace1, hedy, grace0]
        assert await _ids(desk, running=False) == [alan]
        assert await _ids(desk, agent_id=ADA.id) == [alan, hedy, grace0]
        assert await _ids(desk, source="api") == [hedy]
        assert await _ids(desk, end_reason="declined") == [alan]
        assert await _ids(desk, end_reason="time_limit") == []
        assert await _ids(desk, host="help.example.com:8443") == [hedy]
        assert await _ids(desk, host="SHOP.example.com") == [grace2, alan, grace1, grace0]
        assert await _ids(desk, visitor="grace") == [grace2, grace1, grace0]
        assert await _ids(desk, visitor="GRACE@example.com") == [grace2, grace1, grace0]
        assert await _ids(desk, visitor="nobody at all") == []
        assert await _ids(desk, visitor="grace", agent_id=BOB.id) == [grace2]
        assert await _ids(desk, visitor="grace", source="lookup code", running=True) == [grace1]
        started = {session["id"]: session["started_at"] for session in await _listed(desk)}
        between = {"started_after": started[grace0], "started_before": started[grace2]}
        assert await _ids(desk, **between) == [alan, grace1, hedy]
        assert await _ids(desk, agent_id=ADA.id, **between) == [alan, hedy]
        assert await _ids(desk, visitor="online") == []
        short_id = next(one["visitor_id"] for one in await _listed(desk) if one["id"] == hedy)
        assert await _ids(desk, visitor=short_id.lower()) == [hedy]
        assert await _ids(desk, visitor=short_id[:9]) == [hedy]


async def test_each_row_says_whom_it_was_with_as_long_as_that_is_known(shop: Shop) -> None:
    made = await _some(shop)
    async with await shop.signed_in() as desk:
        rows = {row["id"]: row for row in await _listed(desk)}
        hedy = rows[made[3]]
        assert hedy["visitor"] == {"short_id": hedy["visitor_id"], "nickname": "Hedy Lamarr", "is_online": False}
        assert [agent["agent_nickname"] for agent in hedy["agents"]] == ["Bob", "Ada"]
        await shop.nouns.visitors.forget_unseen(shop.nouns.clock() + 1)
        (forgotten,) = [row for row in await _listed(desk, visitor=hedy["visitor_id"]) if row["id"] == hedy["id"]]
        assert (forgotten["visitor"], forgotten["visitor_id"]) == (None, hedy["visitor_id"])
        assert await _ids(desk, visitor="hedy") == []


async def test_what_the_list_may_be_narrowed_by_is_offered(shop: Shop) -> None:
    await _some(shop)
    async with await shop.signed_in() as desk:
        choices = (await desk.get("/desk/sessions/choices")).json()
        assert {agent["id"]: agent["agent_nickname"] for agent in choices["agents"]} == {ADA.id: "Ada", BOB.id: "Bob"}
        assert choices["hosts"] == ["help.example.com:8443", "shop.example.com"]


async def test_other_teams_sessions_are_in_no_list(shop: Shop) -> None:
    await _some(shop)
    stranger = await shop.nouns.accounts.create(shop.other.id, "eve@example.com", "Eve", "admin")
    link = await shop.nouns.sign_ins.make_link(stranger.id, shop.other.id)
    async with shop.anonymous() as desk:
        signed_in = await desk.post("/desk/sign_in_link", json={"token": link}, headers={"Origin": str(desk.base_url)})
        assert signed_in.status_code == 200
        assert await _ids(desk) == []
        assert await _ids(desk, visitor="grace") == []
        assert (await desk.get("/desk/sessions/choices")).json()["hosts"] == []


async def test_a6_whom_a_session_was_with_is_neither_shown_nor_found(shop: Shop) -> None:
    made = await _some(shop)
    blind = await shop.nouns.accounts.create(shop.team.id, "eve@example.com", "Eve", "agent")
    await shop.client.patch(f"/v1/agents/{blind.id}", json={"permissions": {"hide_private_details": True}})
    async with await shop.signed_in(agent=blind) as desk:
        answer = await desk.get("/desk/sessions")
        assert not [one for one in ("Grace", "grace", "Hedy", "q=1") if one in answer.text]
        rows = answer.json()["sessions"]
        assert [row["id"] for row in rows] == made
        assert all(row["visitor"]["nickname"] == row["visitor_id"] for row in rows)
        for search in ("grace", "g", "hedy", "#vip", "url:cart", "ip:203.0.113.7", rows[0]["visitor_id"][:9]):
            assert await _ids(desk, visitor=search) == []
        assert await _ids(desk, visitor=rows[0]["visitor_id"]) == [rows[0]["id"]]


async def test_what_no_filter_can_be_is_refused(shop: Shop) -> None:
    wrong: list[dict[str, Any]] = [
        {"source": "carrier pigeon"},
        {"end_reason": "bored"},
        {"running": "perhaps"},
        {"started_after": "yesterday"},
        {"visitor": "x" * 201},
        {"host": "x" * 300},
        {"limit": 101},
    ]
    async with await shop.signed_in() as desk:
        for query in wrong:
            answer = await desk.get("/desk/sessions", params=query)
            assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request"), query
        assert (await desk.get("/desk/sessions", params={"cursor": "?"})).status_code == 400
        for name in ("visitor", "host", "agent_id"):
            assert (await desk.get("/desk/sessions", params={name: "a\x00b"})).status_code == 422
        assert (await shop.client.get("/desk/sessions")).status_code == 401
