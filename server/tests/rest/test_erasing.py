"""Erasing by REST: one visitor at once, all who are offline in the background."""

from __future__ import annotations

from tests.rest.conftest import Shop
from tests.rest.test_objects import DATETIME
from userview.erasures import ERASE_OFFLINE

JOB = {"id", "kind", "state", "total", "done", "created_at", "started_at", "finished_at"}


async def test_one_visitor_is_erased_with_its_sessions(shop: Shop) -> None:
    made = await shop.watch_url()
    path = f"/v1/visitors/{shop.visitor.short_id}"
    assert (await shop.client.delete(path)).json() == {"status": "ok"}
    for gone in (path, f"/v1/sessions/{made['session_id']}"):
        assert (await shop.client.get(gone)).status_code == 404
    again = await shop.client.delete(path)
    assert (again.status_code, again.json()["error"]) == (404, "not_found")


async def test_all_offline_is_a_job_that_can_be_followed(shop: Shop) -> None:
    for _ in range(3):
        await shop.nouns.enter(shop.team.id)
    shop.nouns.live.heard[shop.visitor.key] = shop.nouns.clock()
    answer = await shop.client.delete("/v1.3/visitors", params={"all": "true"})
    assert answer.status_code == 202
    job = answer.json()["job"]
    assert set(job) == JOB
    assert (job["state"], job["total"], job["done"], job["finished_at"]) == ("waiting", 3, 0, None)
    assert (await shop.client.delete("/v1/visitors", params={"all": "true"})).json()["job"] == job
    assert (await shop.client.get(f"/v1/jobs/{job['id']}")).json()["job"] == job
    [taken] = [taken for taken in await shop.nouns.queue.claim("w", 100) if taken.kind == ERASE_OFFLINE]
    await shop.nouns.erasures.work(taken)
    ended = (await shop.client.get(f"/v1.2/jobs/{job['id']}.json")).json()["job"]
    assert (ended["state"], ended["total"], ended["done"]) == ("done", 3, 3)
    assert DATETIME.fullmatch(ended["finished_at"])
    left = (await shop.client.get("/v1/visitors")).json()["visitors"]
    assert [visitor["short_id"] for visitor in left] == [shop.visitor.short_id]


async def test_all_has_to_be_said(shop: Shop) -> None:
    for asked in ({}, {"all": "false"}, {"all": "maybe"}):
        answer = await shop.client.delete("/v1/visitors", params=asked)
        assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")
        assert answer.json()["message"].startswith("all")
    assert (await shop.client.get("/v1/visitors")).json()["visitors"]


async def test_other_teams_and_agents_without_the_right_see_no_job(shop: Shop) -> None:
    job = (await shop.client.delete("/v1/visitors", params={"all": "true"})).json()["job"]
    stranger = (await shop.nouns.keys.create(shop.other.id, "stranger")).secret
    async with shop.anonymous(headers={"X-Api-Key": stranger}) as client:
        assert (await client.get(f"/v1/jobs/{job['id']}")).status_code == 404
