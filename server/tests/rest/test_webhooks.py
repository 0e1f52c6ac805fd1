"""Webhooks through HTTP: making, changing, looking at deliveries, and addresses that nothing may be sent to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook as Verifier

from tests.rest.conftest import Shop, client_of
from tests.support.receiver import Receiver, Say, receiving
from userview.ports.events import EVENT_NAMES

URL = "https://hooks.example.com/userview?team=7"


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as started:
        yield started


async def _made(shop: Shop, url: str = URL, **more: Any) -> dict[str, Any]:
    answer = await shop.client.post("/v1/webhooks", json={"url": url, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_webhook_is_made_read_changed_and_deleted(shop: Shop) -> None:
    made = await _made(shop, events=["session.ended", "session.started", "session.ended"])
    webhook = made["webhook"]
    assert (webhook["url"], webhook["events"], webhook["active"]) == (URL, ["session.ended", "session.started"], True)
    assert (webhook["kind"], webhook["disabled_reason"], webhook["delivered_at"]) == ("team", None, None)
    assert made["secret"].startswith("whsec_")
    Verifier(made["secret"])
    everything = await _made(shop, active=False)
    assert (everything["webhook"]["events"], everything["webhook"]["active"]) == (list(EVENT_NAMES), False)
    listed = (await shop.client.get("/v1/webhooks")).json()
    assert ({one["id"] for one in listed["webhooks"]}, listed["next_cursor"]) == (
        {webhook["id"], everything["webhook"]["id"]},
        None,
    )
    assert "whsec_" not in str(listed)
    path = f"/v1/webhooks/{webhook['id']}"
    assert (await shop.client.get(path)).json()["webhook"] == webhook
    changed = await shop.client.patch(path, json={"url": "https://b.example.com/", "active": False})
    assert changed.json()["webhook"] == {**webhook, "url": "https://b.example.com/", "active": False}
    assert (await shop.client.patch(path, json={})).json() == changed.json()
    assert (await shop.client.delete(path)).json()["status"] == "ok"
    assert (await shop.client.get(path)).status_code == 404


async def test_the_secret_can_be_read_and_rotated(shop: Shop) -> None:
    made = await _made(shop)
    path = f"/v1/webhooks/{made['webhook']['id']}/secret"
    assert (await shop.client.get(path)).json()["secret"] == made["secret"]
    rotated = (await shop.client.post(f"{path}/rotate")).json()["secret"]
    assert rotated != made["secret"]
    assert (await shop.client.get(path)).json()["secret"] == rotated


BAD_URLS = {
    "http://127.0.0.2/hook": "not on the public Internet",
    "http://169.254.169.254/latest/meta-data/": "not on the public Internet",
    "https://inside.example/": "not on the public Internet",
    "http://[::ffff:10.0.0.1]/": "not on the public Internet",
    "https://hooks.example.com:8080/": "port 80 or 443",
    "https://user:hunter2@hooks.example.com/": "without a user name or password",
    "ftp://hooks.example.com/": "http",
    "hooks.example.com": "http",
    "": "http",
}


@pytest.mark.parametrize("url", BAD_URLS)
async def test_an_address_that_nothing_may_be_sent_to_is_refused_where_it_comes_in(shop: Shop, url: str) -> None:
    made = await _made(shop)
    short_id = shop.visitor.short_id
    asked = {"agent": {"id": "b-1", "name": "Bob"}, "webhook_url": url}
    for field, answer in [
        ("url", await shop.client.post("/v1/webhooks", json={"url": url})),
        ("url", await shop.client.patch(f"/v1/webhooks/{made['webhook']['id']}", json={"url": url})),
        ("webhook_url", await shop.client.post(f"/v1/visitors/{short_id}/watch_url", json=asked)),
    ]:
        body = answer.json()
        assert (answer.status_code, body["error"]) == (422, "invalid_request"), answer.text
        assert body["message"].startswith(f"{field}: ")
        assert BAD_URLS[url] in body["message"]
        if "port" not in BAD_URLS[url]:
            assert "hunter2" not in body["message"]
    assert shop.nouns.live.opened == []


BAD_BODIES: list[tuple[str, dict[str, Any]]] = [
    ("url", {}),
    ("url", {"url": None}),
    ("url", {"url": 7}),
    ("url", {"url": "https://a.example/" + "x" * 2100}),
    ("events", {"url": URL, "events": []}),
    ("events", {"url": URL, "events": "session.ended"}),
    ("events[0]", {"url": URL, "events": ["session.exploded"]}),
    ("active", {"url": URL, "active": "true"}),
    ("secret", {"url": URL, "secret": "whsec_mine"}),
]


@pytest.mark.parametrize(("field", "body"), BAD_BODIES)
async def test_a_body_that_is_not_valid_names_the_field(shop: Shop, field: str, body: dict[str, Any]) -> None:
    answer = await shop.client.post("/v1/webhooks", json=body)
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")
    assert answer.json()["message"].startswith(f"{field}: ")


async def test_a_test_is_delivered_at_once_and_can_be_looked_at_and_sent_again(shop: Shop, receiver: Receiver) -> None:
    made = await _made(shop, receiver.url)
    path = f"/v1/webhooks/{made['webhook']['id']}"
    receiver.answer = lambda _got: Say(503, b"closed for lunch")
    tested = (await shop.client.post(f"{path}/test")).json()["delivery"]
    assert (tested["state"], tested["event"], tested["visitor_id"]) == ("failed", "webhook.test", None)
    [attempt] = tested["attempts"]
    assert (attempt["status_code"], attempt["answer"], attempt["error"]) == (503, "closed for lunch", None)
    assert tested["payload"]["data"]["webhook"]["id"] == made["webhook"]["id"]
    assert (await shop.client.get(f"{path}/deliveries/{tested['id']}")).json()["delivery"] == tested
    receiver.answer = lambda _got: Say()
    again = (await shop.client.post(f"{path}/deliveries/{tested['id']}/resend")).json()["delivery"]
    assert (again["state"], [one["status_code"] for one in again["attempts"]]) == ("delivered", [503, 200])
    [listed] = (await shop.client.get(f"{path}/deliveries")).json()["deliveries"]
    assert listed == {name: value for name, value in again.items() if name != "payload"}


async def test_deliveries_come_in_pages_and_can_be_filtered(shop: Shop, receiver: Receiver) -> None:
    made = await _made(shop, receiver.url)
    path = f"/v1/webhooks/{made['webhook']['id']}"
    sent = [(await shop.client.post(f"{path}/test")).json()["delivery"]["id"] for _ in range(5)]
    found: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        asked = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = (await shop.client.get(f"{path}/deliveries", params=asked)).json()
        found += [delivery["id"] for delivery in page["deliveries"]]
        cursor = page["next_cursor"]
    assert (found, cursor) == (sent[::-1], None)
    for asked, count in [
        ({"state": "delivered"}, 5),
        ({"state": "waiting"}, 0),
        ({"event": "webhook.test"}, 5),
        ({"event": "session.ended"}, 0),
    ]:
        assert len((await shop.client.get(f"{path}/deliveries", params=asked)).json()["deliveries"]) == count
    assert (await shop.client.get(f"{path}/deliveries", params={"state": "lost"})).status_code == 422
    elsewhere = (await shop.client.get("/v1/visitors", params={"limit": 1})).json()["next_cursor"] or "bm9uc2Vuc2U"
    bad = await shop.client.get(f"{path}/deliveries", params={"cursor": elsewhere})
    assert (bad.status_code, bad.json()["error"]) == (400, "invalid_cursor")


async def test_the_webhook_of_the_sessions_appears_when_a_session_first_has_an_url(shop: Shop) -> None:
    assert (await shop.client.get("/v1/webhooks")).json()["webhooks"] == []
    await shop.watch_url(webhook_url="https://crm.example.com/hook")
    [webhook] = (await shop.client.get("/v1/webhooks")).json()["webhooks"]
    assert (webhook["kind"], webhook["url"], webhook["events"], webhook["active"]) == ("session", None, [], True)
    path = f"/v1/webhooks/{webhook['id']}"
    assert (await shop.client.get(f"{path}/secret")).json()["secret"].startswith("whsec_")
    for refused in (
        await shop.client.patch(path, json={"url": URL}),
        await shop.client.patch(path, json={"events": ["session.ended"]}),
        await shop.client.delete(path),
        await shop.client.post(f"{path}/test"),
    ):
        assert (refused.status_code, refused.json()["error"]) == (409, "conflict")
    assert (await shop.client.patch(path, json={"active": False})).json()["webhook"]["active"] is False


async def test_a_team_has_at_most_fifty(shop: Shop) -> None:
    for _ in range(50):
        await _made(shop)
    answer = await shop.client.post("/v1/webhooks", json={"url": URL})
    assert (answer.status_code, answer.json()["error"]) == (409, "conflict")


async def test_other_teams_webhooks_are_not_there(shop: Shop, receiver: Receiver) -> None:
    made = await _made(shop, receiver.url)
    path = f"/v1/webhooks/{made['webhook']['id']}"
    delivery = (await shop.client.post(f"{path}/test")).json()["delivery"]["id"]
    secret = (await shop.nouns.keys.create(shop.other.id, "theirs")).secret
    theirs = (await shop.nouns.hooks.webhooks.create(shop.other.id, URL, ["session.ended"]))[0].id
    async with client_of(shop.nouns, headers={"X-Api-Key": secret}) as stranger:
        assert [one["id"] for one in (await stranger.get("/v1/webhooks")).json()["webhooks"]] == [theirs]
        for method, of, body in [
            ("GET", path, None),
            ("PATCH", path, {"active": False}),
            ("DELETE", path, None),
            ("GET", f"{path}/secret", None),
            ("POST", f"{path}/secret/rotate", None),
            ("POST", f"{path}/test", None),
            ("GET", f"{path}/deliveries", None),
            ("GET", f"{path}/deliveries/{delivery}", None),
            ("POST", f"{path}/deliveries/{delivery}/resend", None),
            ("GET", f"/v1/webhooks/{theirs}/deliveries/{delivery}", None),
            ("POST", f"/v1/webhooks/{theirs}/deliveries/{delivery}/resend", None),
        ]:
            answer = await stranger.request(method, of, json=body)
            assert (answer.status_code, answer.json()["error"]) == (404, "not_found"), of
    assert len(receiver.got) == 1
    assert (await shop.client.get(path)).json()["webhook"]["active"] is True


async def test_webhooks_are_the_administrators_business(shop: Shop) -> None:
    secret = (await shop.nouns.keys.create(shop.team.id, "reads", ["read", "sessions"])).secret
    async with client_of(shop.nouns, headers={"X-Api-Key": secret}) as reader:
        for path in ("/v1/webhooks", "/v1/webhooks/x", "/v1/webhooks/x/secret", "/v1/webhooks/x/deliveries"):
            answer = await reader.get(path)
            assert (answer.status_code, answer.json()["error"]) == (403, "insufficient_scope")
