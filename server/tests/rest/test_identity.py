"""The identity secret by REST, and what objects and the dashboard tell of an identity."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rest.conftest import Shop, client_of
from userview.domains.visitors.identity_token import SignedIdentity
from userview.domains.visitors.presented import Presented

PATH = "/v1/team/identity_secret"


async def test_an_admin_reads_and_rotates_the_identity_secret(shop: Shop) -> None:
    first = (await shop.client.get(PATH)).json()
    assert first["status"] == "ok"
    assert set(first["identity_secret"]) == {"secret", "created_at", "previous_valid_until"}
    assert (await shop.client.get(PATH)).json() == first
    for body in (None, {}, {"grace_seconds": 0}):
        before = (await shop.client.get(PATH)).json()["identity_secret"]["secret"]
        rotated = await shop.client.post(PATH, json=body) if body is not None else await shop.client.post(PATH)
        assert rotated.status_code == 200, rotated.text
        assert rotated.json()["identity_secret"]["secret"] != before
        assert rotated.json()["identity_secret"]["previous_valid_until"] is None
    gentle = (await shop.client.post(PATH, json={"grace_seconds": 3600})).json()["identity_secret"]
    assert gentle["previous_valid_until"] == "2027-01-15T09:00:00.000Z"
    assert len(await shop.nouns.identity_secrets.accepted(shop.team.id)) == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"grace_seconds": -1}, "grace_seconds"),
        ({"grace_seconds": 604_801}, "grace_seconds"),
        ({"grace_seconds": "3600"}, "grace_seconds"),
        ({"grace_seconds": 1.5}, "grace_seconds"),
        ({"secret": "is_mine"}, "secret"),
        ([], "body"),
    ],
)
async def test_a_rotation_that_does_not_fit_is_refused(shop: Shop, body: Any, field: str) -> None:
    before = (await shop.client.get(PATH)).json()
    answer = await shop.client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")
    assert answer.json()["message"].startswith(field)
    assert (await shop.client.get(PATH)).json() == before


async def test_others_than_admins_do_not_get_it(shop: Shop) -> None:
    weak = (await shop.nouns.keys.create(shop.team.id, "Weak", ["read", "sessions", "visitors:write"])).secret
    async with client_of(shop.nouns, headers={"X-Api-Key": weak}) as client:
        for answer in (await client.get(PATH), await client.post(PATH)):
            assert (answer.status_code, answer.json()["error"]) == (403, "insufficient_scope")


async def test_each_team_has_its_own(shop: Shop) -> None:
    secret = (await shop.nouns.keys.create(shop.other.id, "Other")).secret
    async with client_of(shop.nouns, headers={"X-Api-Key": secret}) as client:
        theirs = (await client.get(PATH)).json()["identity_secret"]["secret"]
    assert theirs != (await shop.client.get(PATH)).json()["identity_secret"]["secret"]


async def test_i2_the_object_says_whether_the_identity_is_verified(shop: Shop) -> None:
    path = f"/v1/visitors/{shop.visitor.short_id}"
    assert (await shop.client.get(path)).json()["visitor"]["identity_verified"] is False
    identified = await shop.client.patch(path, json={"identities": ["Vera"], "unique_id": "u1"})
    assert identified.json()["visitor"]["identity_verified"] is True
    await shop.client.patch(path, json={"identities": None})
    visitor = (await shop.client.get(path)).json()["visitor"]
    assert (visitor["identities"], visitor["identity_verified"]) == (None, True)


async def test_integration_ids_are_not_for_rest_to_give(shop: Shop) -> None:
    answer = await shop.client.patch(f"/v1/visitors/{shop.visitor.short_id}", json={"integration_ids": ["chat:1"]})
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")


async def test_a_visitor_is_found_by_an_integration_id_and_shows_it(shop: Shop) -> None:
    entered = await shop.nouns.enter(shop.team.id, {"integration_ids": ["chat:1234"]})
    found = (await shop.client.get("/v1/visitors", params={"search": "integration_id:chat:1234"})).json()["visitors"]
    assert [visitor["short_id"] for visitor in found] == [entered.visitor.short_id]
    assert found[0]["integration_ids"] == ["chat:1234"]


async def test_the_dashboard_sees_sources_and_the_persons_other_browsers(shop: Shop) -> None:
    phone = await shop.nouns.enter(shop.team.id, {"unique_id": "u1"})
    await shop.nouns.enter(shop.team.id, {"unique_id": "u2"})
    await shop.nouns.enter(shop.other.id, {"unique_id": "u1"})
    signed = Presented({}, SignedIdentity("u1", None, "digest"))
    await shop.nouns.visitors.identify(shop.visitor.key, signed, "https://shop.example.com/")
    async with await shop.signed_in() as dashboard:
        answer = (await dashboard.get(f"/desk/visitors/{shop.visitor.short_id}/identity")).json()
        identity = answer["identity"]
        assert (identity["unique_id_source"], identity["identities_source"]) == ("token", "page")
        assert [other["short_id"] for other in identity["other_browsers"]] == [phone.visitor.short_id]
        nobody = await shop.nouns.enter(shop.team.id)
        answer = (await dashboard.get(f"/desk/visitors/{nobody.visitor.short_id}/identity")).json()
        assert answer["identity"] == {"unique_id_source": None, "identities_source": None, "other_browsers": []}
        stranger = await shop.nouns.enter(shop.other.id)
        missing = await dashboard.get(f"/desk/visitors/{stranger.visitor.short_id}/identity")
        assert (missing.status_code, missing.json()["error"]) == (404, "not_found")
    async with shop.anonymous() as client:
        assert (await client.get(f"/desk/visitors/{shop.visitor.short_id}/identity")).status_code == 401


async def test_what_a_chat_or_a_token_said_goes_with_the_visitor(shop: Shop) -> None:
    await shop.nouns.visitors.hear_chat(
        shop.visitor.key, "crisp", {"integration_ids": ["crisp:s1"]}, token_required=False
    )
    await shop.nouns.visitors.forget_unseen(shop.nouns.clock() + 1)
    found = (await shop.client.get("/v1/visitors", params={"search": "integration_id:crisp:s1"})).json()
    assert found["visitors"] == []
