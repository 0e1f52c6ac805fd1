"""Agents of a team: members and external ones, what they are, and what removing them ends."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rest.conftest import OWN_PAGE, PASSWORD, Shop
from tests.rest.test_objects import AGENT, DATETIME
from tests.support.nouns import PUBLIC_URL

FULL = AGENT | {"role", "call_name", "permissions", "availability", "status", "created_at", "last_seen_at"}


async def _make(shop: Shop, status: int = 200, **body: Any) -> dict[str, Any]:
    answer = await shop.client.post("/v1/agents", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def _change(shop: Shop, agent: str, status: int = 200, **body: Any) -> dict[str, Any]:
    answer = await shop.client.patch(f"/v1/agents/{agent}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_a_member_has_every_attribute(shop: Shop) -> None:
    agent = (await shop.client.get(f"/v1/agents/{shop.admin.id}")).json()["agent"]
    assert set(agent) == FULL
    assert (agent["name"], agent["email"], agent["agent_nickname"]) == ("Ada", "ada@example.com", "Ada")
    assert (agent["role"], agent["external_id"], agent["call_name"]) == ("admin", None, None)
    assert (agent["availability"], agent["status"], agent["on_premise"]) == ("available", "away", True)
    assert DATETIME.fullmatch(agent["created_at"])
    assert agent["permissions"]["allow_click"] is True
    assert agent["permissions"]["hide_private_details"] is False


async def test_who_is_connected_and_available_is_online(shop: Shop) -> None:
    shop.nouns.live.agents.add((shop.team.id, shop.admin.id))
    online = (await shop.client.get(f"/v1/agents/{shop.admin.id}")).json()["agent"]
    assert online["status"] == "online"
    away = (await _change(shop, shop.admin.id, availability="away"))["agent"]
    assert (away["availability"], away["status"]) == ("away", "away")


async def test_when_a_member_was_there_last_is_told(shop: Shop) -> None:
    async def last_seen() -> Any:
        return (await shop.client.get(f"/v1/agents/{shop.admin.id}")).json()["agent"]["last_seen_at"]

    clock = shop.nouns.clock
    assert await last_seen() is None
    async with await shop.signed_in() as dashboard:
        await dashboard.get("/desk/me")
        first = await last_seen()
        assert DATETIME.fullmatch(first)
        clock.tick(30)
        await dashboard.get("/desk/me")
        assert await last_seen() == first
        clock.tick(40)
        await dashboard.get("/desk/me")
        assert await last_seen() > first
    clock.tick(600)
    before = await last_seen()
    shop.nouns.live.agents.add((shop.team.id, shop.admin.id))
    assert await last_seen() > before
    shop.nouns.live.agents.clear()
    await shop.nouns.sign_ins.seen(shop.team.id, shop.admin.id)
    assert await last_seen() > before
    external = (await _make(shop, external_id="b-1", name="Bob"))["agent"]
    assert external["last_seen_at"] is None


async def test_agents_say_themselves_whether_they_are_available(shop: Shop) -> None:
    mine = (shop.team.id, shop.admin.id)
    async with await shop.signed_in() as dashboard:
        assert (await dashboard.get("/desk/me")).json()["availability"] == "available"
        assert (await dashboard.patch("/desk/me", json={"availability": "away"})).json()["availability"] == "away"
        assert (await dashboard.get("/desk/me")).json()["availability"] == "away"
        refused = await dashboard.patch("/desk/me", json={"availability": "busy"})
        assert (refused.status_code, refused.json()["error"]) == (422, "invalid_request")
    told = (await shop.client.get(f"/v1/agents/{shop.admin.id}")).json()["agent"]
    assert told["availability"] == "away"
    await _change(shop, shop.admin.id, availability="available")
    assert shop.nouns.live.availabilities == [(*mine, "away"), (*mine, "available")]
    assert (await shop.client.patch("/desk/me", json={"availability": "away"})).status_code == 401


async def test_a_new_member_signs_in_once_and_to_this_team_alone(shop: Shop) -> None:
    made = await _make(shop, email="grace@example.com", name="Grace", call_name="Grace-H")
    assert (made["agent"]["role"], made["agent"]["call_name"]) == ("agent", "grace-h")
    assert made["sign_in_url"].startswith("http://localhost:8000/sign-in#")
    await shop.nouns.accounts.create(shop.other.id, "grace@example.com", None)
    token = made["sign_in_url"].partition("#")[2]
    async with shop.anonymous(headers=OWN_PAGE) as dashboard:
        me = (await dashboard.post("/desk/sign_in_link", json={"token": token})).json()
        assert (me["agent"]["id"], me["team"]["id"]) == (made["agent"]["id"], shop.team.id)
        assert [team["id"] for team in me["teams"]] == [shop.team.id]
        refused = await dashboard.post("/desk/team", json={"team_id": shop.other.id})
        assert (refused.status_code, refused.json()["error"]) == (404, "not_found")
        assert (await dashboard.post("/desk/team", json={"team_id": shop.team.id})).status_code == 200
        assert (await dashboard.post("/desk/sign_in_link", json={"token": token})).status_code == 410
    again = (await shop.client.post(f"/v1/agents/{made['agent']['id']}/sign_in_url")).json()
    assert again["sign_in_url"] != made["sign_in_url"]


async def test_an_external_agent_is_the_one_of_watch_links(shop: Shop) -> None:
    made = await _make(shop, external_id="b-1", name="Bob", permissions={"allow_type": False})
    assert made["sign_in_url"] is None
    bob = made["agent"]
    assert (bob["external_id"], bob["role"], bob["email"]) == ("b-1", None, None)
    assert (bob["permissions"]["allow_type"], bob["permissions"]["allow_click"]) == (False, True)
    await shop.watch_url(agent={"id": "b-1", "name": "Robert", "email": "bob@example.com"})
    found = (await shop.client.get(f"/v1/agents/{bob['id']}")).json()["agent"]
    assert (found["name"], found["email"]) == ("Robert", "bob@example.com")
    assert found["permissions"]["allow_type"] is False
    await _make(shop, 409, external_id="b-1", name="Bob")
    renamed = (await _change(shop, bob["id"], name="Bobby", email=None))["agent"]
    assert (renamed["name"], renamed["email"]) == ("Bobby", None)


async def test_all_agents_are_listed_the_oldest_first(shop: Shop) -> None:
    for number in range(4):
        shop.nouns.clock.tick(1)
        who = {"external_id": str(number)} if number % 2 else {"email": f"{number}@example.com"}
        body: dict[str, Any] = {**who, "name": f"Bob {number}"}
        await _make(shop, **body)
    names: list[str] = []
    asked: dict[str, Any] = {"limit": 2}
    while True:
        page = (await shop.client.get("/v1/agents", params=asked)).json()
        names += [agent["name"] for agent in page["agents"]]
        if page["next_cursor"] is None:
            break
        asked["cursor"] = page["next_cursor"]
    assert names == ["Ada", "Bob 0", "Bob 1", "Bob 2", "Bob 3"]
    wrong = await shop.client.get("/v1/agents", params={"cursor": "x"})
    assert (wrong.status_code, wrong.json()["error"]) == (400, "invalid_cursor")


async def test_call_names_are_unique_in_the_team_in_any_case(shop: Shop) -> None:
    bob = (await _make(shop, external_id="b-1", name="Bob", call_name="help"))["agent"]
    taken = await _make(shop, 409, email="eve@example.com", call_name="HELP")
    assert (taken["error"], taken["message"][:9]) == ("conflict", "call_name")
    await _change(shop, shop.admin.id, 409, call_name="Help")
    assert (await _change(shop, bob["id"], call_name="help"))["agent"]["call_name"] == "help"
    await _change(shop, bob["id"], call_name=None)
    assert (await _change(shop, shop.admin.id, call_name="help"))["agent"]["call_name"] == "help"
    assert await shop.nouns.accounts.by_email("eve@example.com") is None
    other = await shop.nouns.teams.external_agent(shop.other.id, "o", "O", None)
    await shop.nouns.agents.change(shop.other.id, other.id, {"call_name": "help"})


async def test_the_last_admin_stays(shop: Shop) -> None:
    for refused in (
        await shop.client.delete(f"/v1/agents/{shop.admin.id}"),
        await shop.client.patch(f"/v1/agents/{shop.admin.id}", json={"role": "agent"}),
    ):
        assert (refused.status_code, refused.json()["error"]) == (409, "conflict")
    second = (await _make(shop, email="grace@example.com", role="admin"))["agent"]
    assert (await _change(shop, shop.admin.id, role="agent"))["agent"]["role"] == "agent"
    await _change(shop, second["id"], 409, role="agent")


async def test_removing_a_member_signs_them_out_of_this_team_alone(shop: Shop) -> None:
    grace = (await _make(shop, email="grace@example.com"))["agent"]
    there = await shop.nouns.accounts.create(shop.other.id, "grace@example.com", None)
    mine = ((grace["id"], shop.team.id), (there.id, shop.other.id))
    links = [await shop.nouns.sign_ins.make_link(agent, team) for agent, team in mine]
    cookies = [(await shop.nouns.sign_ins.with_link(link))[1] for link in links]
    unused = await shop.nouns.sign_ins.make_link(grace["id"], shop.team.id)
    assert (await shop.client.delete(f"/v1/agents/{grace['id']}")).json() == {"status": "ok"}
    assert await shop.nouns.sign_ins.who(cookies[0]) is None
    assert await shop.nouns.sign_ins.who(cookies[1]) is not None
    assert shop.nouns.live.dismissed == [(shop.team.id, grace["id"])]
    assert (await shop.client.get(f"/v1/agents/{grace['id']}")).status_code == 404
    async with shop.anonymous(headers=OWN_PAGE) as dashboard:
        assert (await dashboard.post("/desk/sign_in_link", json={"token": unused})).status_code == 410
    back = (await _make(shop, email="grace@example.com"))["agent"]
    assert back["id"] != grace["id"]
    assert await shop.nouns.sign_ins.who(cookies[0]) is None


async def test_removing_an_external_agent_ends_its_links(shop: Shop) -> None:
    made = await shop.watch_url()
    token = made["watch_url"].partition("#")[2]
    [bob] = [
        agent for agent in (await shop.client.get("/v1/agents")).json()["agents"] if agent["external_id"] is not None
    ]
    assert (await shop.client.delete(f"/v1/agents/{bob['id']}")).status_code == 200
    refused = await shop.client.post(f"/watch/{made['session_id']}/redeem", json={"token": token})
    assert (refused.status_code, refused.json()["error"]) == (410, "link_expired")
    assert shop.nouns.live.dismissed == [(shop.team.id, bob["id"])]


async def test_new_permissions_reach_running_sessions(shop: Shop) -> None:
    await _change(shop, shop.admin.id, name="Ada L")
    assert shop.nouns.live.changed == []
    changed = (await _change(shop, shop.admin.id, permissions={"allow_click": False}))["agent"]
    assert changed["permissions"]["allow_click"] is False
    assert shop.nouns.live.changed == [(shop.team.id, shop.admin.id)]
    cleared = (await _change(shop, shop.admin.id, permissions=None))["agent"]
    assert cleared["permissions"]["allow_click"] is True


async def test_nobody_finds_out_whether_an_address_has_an_account_in_another_team(shop: Shop) -> None:
    elsewhere = await shop.nouns.accounts.create(shop.other.id, "Grace@Example.com", "Dr. Hopper", "admin", PASSWORD)
    shop.nouns.clock.tick(1)
    known = await _make(shop, email="grace@example.com", name="Grace")
    unknown = await _make(shop, email="eve@example.com", name="Grace")
    differing = {"id", "email", "created_at"}
    for one, email in ((known["agent"], "grace@example.com"), (unknown["agent"], "eve@example.com")):
        assert one["email"] == email
    assert {k: v for k, v in known["agent"].items() if k not in differing} == {
        k: v for k, v in unknown["agent"].items() if k not in differing
    }
    assert known["agent"]["id"] not in {elsewhere.id, elsewhere.account_id}
    assert (await _change(shop, known["agent"]["id"], name="Amazing Grace"))["agent"]["name"] == "Amazing Grace"
    there = await shop.nouns.agents.get(shop.other.id, elsewhere.id)
    assert (there.name, there.email) == ("Dr. Hopper", "Grace@Example.com")
    # Whoever signs in with the address is in both, each with its own name.
    async with shop.anonymous(headers=OWN_PAGE) as dashboard:
        signed_in = await dashboard.post("/desk/sign_in", json={"email": "grace@example.com", "password": PASSWORD})
        assert (signed_in.json()["agent"]["name"], len(signed_in.json()["teams"])) == ("Dr. Hopper", 2)
        over = await dashboard.post("/desk/team", json={"team_id": shop.team.id})
        assert (over.json()["agent"]["id"], over.json()["agent"]["name"]) == (known["agent"]["id"], "Amazing Grace")
    assert (await shop.client.get(f"/v1/agents/{elsewhere.id}")).status_code == 404


BAD: list[tuple[str, dict[str, Any]]] = [
    ("email", {}),
    ("email", {"email": "nobody"}),
    ("name", {"external_id": "b"}),
    ("role", {"external_id": "b", "name": "B", "role": "agent"}),
    ("role", {"email": "a@b.example", "role": "owner"}),
    ("call_name", {"email": "a@b.example", "call_name": "-ada"}),
    ("call_name", {"email": "a@b.example", "call_name": "ada b"}),
    ("call_name", {"email": "a@b.example", "call_name": "x" * 65}),
    ("permissions", {"email": "a@b.example", "permissions": {"allow_everything": True}}),
    ("availability", {"email": "a@b.example", "availability": "busy"}),
    ("colour", {"email": "a@b.example", "colour": "red"}),
]


@pytest.mark.parametrize(("field", "body"), BAD)
async def test_bad_agents_are_refused_by_field(shop: Shop, field: str, body: dict[str, Any]) -> None:
    refused = await _make(shop, 422, **body)
    assert refused["error"] == "invalid_request"
    assert field in refused["message"]


async def test_bad_changes_are_refused(shop: Shop) -> None:
    bob = (await _make(shop, external_id="b-1", name="Bob"))["agent"]
    for agent, body in [
        (bob["id"], {"role": "admin"}),
        (bob["id"], {"name": None}),
        (shop.admin.id, {"email": "eve@example.com"}),
        (shop.admin.id, {"role": None}),
    ]:
        assert (await _change(shop, agent, 422, **body))["error"] == "invalid_request"
    await _change(shop, "agent_x", 404, availability="away")
    assert (await shop.client.post(f"/v1/agents/{bob['id']}/sign_in_url")).status_code == 422


async def test_agents_choose_their_own_call_name_and_get_a_link_with_it(shop: Shop) -> None:
    await shop.client.post("/v1/agents", json={"external_id": "b-1", "name": "Bob", "call_name": "bob"})
    async with await shop.signed_in() as dashboard:
        me = (await dashboard.get("/desk/me")).json()
        assert (me["call_name"], me["personal_link"]) == (None, None)
        me = (await dashboard.patch("/desk/me", json={"call_name": "Ada-L"})).json()
        assert (me["call_name"], me["personal_link"]) == ("ada-l", f"{PUBLIC_URL}/call/{shop.team.id}/ada-l")
        taken = await dashboard.patch("/desk/me", json={"call_name": "BOB"})
        assert (taken.status_code, taken.json()["error"]) == (409, "conflict")
        assert (await dashboard.patch("/desk/me", json={"call_name": "a b"})).status_code == 422
        assert (await dashboard.patch("/desk/me", json={"availability": "away"})).json()["call_name"] == "ada-l"
        assert (await dashboard.patch("/desk/me", json={"call_name": None})).json()["personal_link"] is None
