"""Page views by REST: newest first, paged, and only where the team collects them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.rest.conftest import Shop
from tests.support.history import happened, told, uuid
from tests.support.nouns import PUBLIC_URL
from tests.visitors.test_pictures import IMAGES
from userview.adapters.blobs.local import LocalBlobs
from userview.domains.visitors.history.pictures import Pictures

PAGEVIEW = {"events", "pageview_id", "screenshot", "ts", "url"}
EVENT = {"icon", "title", "ts", "uuid"}


async def _collect(shop: Shop, *, on: bool = True) -> None:
    """Three page views of the shop's visitor, in a team that collects them or does no more."""
    nouns, key = shop.nouns, shop.visitor.key
    await nouns.teams.change(shop.team.id, {"settings": {"collect_history": on}})
    at = nouns.clock()
    await nouns.history.collect(
        [
            told(key, at, 1, happened(1, "Page loaded", "load", age_ms=9000), age_ms=9000),
            told(key, at, 2, happened(2, 'Clicked "Buy"', "click", age_ms=100), age_ms=5000),
            told(key, at, 3, happened(3, "Order placed", "custom", icon="cart"), age_ms=1000, seen_ms=700),
        ]
    )


async def _get(shop: Shop, path: str, **params: Any) -> dict[str, Any]:
    answer = await shop.client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_history_is_paged_newest_first(shop: Shop) -> None:
    await _collect(shop)
    path = f"/v1/visitors/{shop.visitor.short_id}/history"
    first = await _get(shop, path, limit=2)
    assert [pageview["pageview_id"] for pageview in first["pageviews"]] == [uuid(3), uuid(2)]
    rest = await _get(shop, path, limit=2, cursor=first["next_cursor"])
    assert [pageview["pageview_id"] for pageview in rest["pageviews"]] == [uuid(1)]
    assert rest["next_cursor"] is None
    pageview = first["pageviews"][0]
    assert set(pageview) == PAGEVIEW
    assert (pageview["url"], pageview["screenshot"]) == ("https://shop.example.com/3", None)
    [event] = pageview["events"]
    assert set(event) == EVENT
    assert (event["title"], event["uuid"]) == ("Order placed", uuid(3))
    assert event["icon"] == f"{PUBLIC_URL}/icons/cart.svg"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", event["ts"])
    assert rest["pageviews"][0]["events"][0]["icon"] == f"{PUBLIC_URL}/icons/load.svg"


@pytest.mark.parametrize("path", ["/v1.1/visitors/{}.json", "/v1.3/visitors/{}", "/v1/visitors/{}"])
async def test_a_visitor_with_history(shop: Shop, path: str) -> None:
    await _collect(shop)
    found = path.format(shop.visitor.short_id)
    assert (await _get(shop, found))["visitor"]["history"] is None
    assert (await _get(shop, found, with_history="false"))["visitor"]["history"] is None
    history = (await _get(shop, found, with_history="true"))["visitor"]["history"]
    listed = await _get(shop, f"/v1.1/visitors/{shop.visitor.short_id}/history.json")
    assert history == listed["pageviews"]
    assert len(history) == 3


async def test_the_newest_100_page_views_are_in_a_visitors_history(shop: Shop) -> None:
    await _collect(shop)
    at = shop.nouns.clock()
    await shop.nouns.history.collect([told(shop.visitor.key, at + number, number) for number in range(10, 111)])
    path = f"/v1/visitors/{shop.visitor.short_id}"
    history = (await _get(shop, path, with_history="true"))["visitor"]["history"]
    assert [pageview["pageview_id"] for pageview in history] == [uuid(number) for number in range(110, 10, -1)]


async def test_history_is_null_where_the_team_does_not_collect_it(shop: Shop) -> None:
    await _collect(shop, on=False)
    path = f"/v1/visitors/{shop.visitor.short_id}"
    assert (await _get(shop, path, with_history="true"))["visitor"]["history"] is None
    await shop.nouns.teams.change(shop.team.id, {"settings": {"collect_history": True}})
    assert len((await _get(shop, path, with_history="true"))["visitor"]["history"]) == 3


async def test_a_visitor_of_whom_nothing_was_collected_has_an_empty_history(shop: Shop) -> None:
    await shop.nouns.teams.change(shop.team.id, {"settings": {"collect_history": True}})
    path = f"/v1/visitors/{shop.visitor.short_id}"
    assert (await _get(shop, path, with_history="true"))["visitor"]["history"] == []
    assert await _get(shop, f"{path}/history") == {"status": "ok", "pageviews": [], "next_cursor": None}


async def test_another_teams_history_is_not_found(shop: Shop) -> None:
    stranger = (await shop.nouns.enter(shop.other.id)).visitor
    for short_id in (stranger.short_id, "Z" * 18, "x"):
        answer = await shop.client.get(f"/v1/visitors/{short_id}/history")
        assert (answer.status_code, answer.json()["error"]) == (404, "not_found")


@pytest.mark.parametrize("cursor", ["x", "bm9uc2Vuc2U", ""])
async def test_a_cursor_from_elsewhere_is_refused(shop: Shop, cursor: str) -> None:
    path = f"/v1/visitors/{shop.visitor.short_id}/history"
    answer = await shop.client.get(path, params={"cursor": cursor})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_cursor")
    of_visitors = (await _get(shop, "/v1/visitors", limit=1))["next_cursor"]
    if of_visitors is not None:
        assert (await shop.client.get(path, params={"cursor": of_visitors})).status_code == 400


async def test_a_rendered_page_view_has_its_picture_in_three_sizes(shop: Shop, tmp_path: Any) -> None:
    await _collect(shop)
    pictures = Pictures(shop.nouns.database, LocalBlobs(tmp_path / "blobs"), shop.nouns.clock)
    await pictures.keep(shop.visitor.key, uuid(3), IMAGES)
    pageview = (await _get(shop, f"/v1/visitors/{shop.visitor.short_id}/history"))["pageviews"][0]
    assert set(pageview["screenshot"]) == {"small", "medium", "large"}
    for image in pageview["screenshot"].values():
        assert set(image) == {"url", "height", "width"}
        assert image["url"].startswith(f"{PUBLIC_URL}/pictures/")
    assert (pageview["screenshot"]["small"]["width"], pageview["screenshot"]["large"]["height"]) == (320, 720)


async def test_the_dashboard_gets_title_and_time_as_well(shop: Shop) -> None:
    await _collect(shop)
    path = f"/desk/visitors/{shop.visitor.short_id}/history"
    assert (await shop.anonymous().get(path)).status_code == 401
    client = await shop.signed_in()
    body = (await client.get(path, params={"limit": 1})).json()
    assert (body["pageviews"][0]["title"], body["pageviews"][0]["seen_seconds"]) == ("Page 3", 0.7)
    assert (await client.get(path, params={"cursor": body["next_cursor"]})).json()["pageviews"][0]["title"] == "Page 2"
