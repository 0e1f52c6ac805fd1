"""Whom to believe (rules I1-I6): sources in their order, tokens, refusals, live chats."""

from __future__ import annotations

import pytest

from userview.domains.visitors.identity import Claims
from userview.domains.visitors.identity_token import RefusedToken, SignedIdentity
from userview.domains.visitors.model import IdentityChange
from userview.domains.visitors.presented import UNSIGNED, Presented, heard_from_chat, taken


def token(unique_id: str, identities: list[str] | None = None, digest: str = "d1") -> SignedIdentity:
    return SignedIdentity(unique_id, identities, digest)


def said(claims: Claims, change: IdentityChange | None = None, signed: SignedIdentity | None = None) -> Claims:
    return taken(claims, Presented(change or {}, signed)).claims


def chat(claims: Claims, change: IdentityChange) -> Claims:
    return heard_from_chat(claims, "crisp", change, token_required=False)


def test_i1_rest_wins_over_token_over_page_over_chat() -> None:
    claims = Claims()
    steps: list[tuple[Claims, str, str]] = []
    claims = chat(claims, {"identities": ["Chat"]})
    steps.append((claims, "Chat", "livechat"))
    claims = said(claims, {"identities": ["Page"]})
    steps.append((claims, "Page", "page"))
    claims = said(claims, signed=token("u1", ["Token"]))
    steps.append((claims, "Token", "token"))
    claims = claims.changed("rest", {"identities": ["Rest"]})
    steps.append((claims, "Rest", "rest"))
    claims = said(
        chat(claims, {"identities": ["Chat again"]}), {"identities": ["Page again"]}, token("u1", ["T"], "d2")
    )
    steps.append((claims, "Rest", "rest"))
    for known, name, source in steps:
        assert (known.result.name, known.result.sources["identities"]) == (name, source)


@pytest.mark.parametrize(
    ("claims", "verified"),
    [
        (Claims(), False),
        (Claims().changed("page", {"unique_id": "u1"}), False),
        (Claims().changed("page", {"tags": ["vip"]}), False),
        (Claims().changed("rest", {"tags": ["vip"]}), False),
        (Claims().changed("rest", {"unique_id": "u1"}), True),
        (Claims().changed("rest", {"identities": ["Ada"]}), True),
        (Claims().changed("rest", {"unique_id": "u1"}).changed("page", {"identities": ["Ada"]}), False),
        (Claims().changed("page", {"identities": ["Ada"]}).changed("rest", {"identities": ["Bea"]}), True),
        (Claims().signed(token("u1")), True),
        (Claims().signed(token("u1", ["Ada"])), True),
        (Claims().signed(token("u1")).changed("page", {"identities": ["Ada"]}), False),
        (Claims().signed(token("u1", ["Ada"])).changed("page", {"identities": ["Bea"]}), True),
        (Claims().signed(token("u1")).changed("page", {"metadata": {"plan": "pro"}}), True),
        (Claims().changed("livechat", {"identities": ["Ada"]}), False),
    ],
)
def test_i2_verified_is_what_came_from_a_token_or_rest_and_nothing_else(claims: Claims, verified: bool) -> None:
    assert claims.result.is_verified is verified
    assert Claims.from_json(claims.to_json()).result.is_verified is verified


def test_i3_a_refused_token_takes_the_identity_beside_it_along_and_nothing_else() -> None:
    known = said(Claims(), {"identities": ["Ada"], "tags": ["first"]})
    change: IdentityChange = {"identities": ["Mallory"], "tags": ["second"]}
    now = taken(known, Presented(change, RefusedToken("identityToken: bad", "d9", None)))
    assert (now.refusal, now.is_somebody_else) == ("identityToken: bad", False)
    assert (now.claims.result.identities, now.claims.result.tags) == (["Ada"], ["#second"])


@pytest.mark.parametrize(("change", "names"), [({"unique_id": "b"}, None), ({}, "b"), ({"unique_id": "b"}, "a")])
def test_i3_a_refused_identity_of_somebody_else_is_a_new_visitor_without_one(
    change: IdentityChange, names: str | None
) -> None:
    known = said(Claims(), signed=token("a", ["Ada"]))
    refused = RefusedToken("identityToken: bad", "d9", names)
    now = taken(known, Presented(change, refused))
    assert (now.is_somebody_else, now.refusal) == (True, "identityToken: bad")
    assert now.claims.result.sources == {}
    again = taken(now.claims, Presented(change, refused))
    assert not again.is_somebody_else


def test_i3_a_team_that_requires_tokens_takes_no_other_identity() -> None:
    required = Presented({"unique_id": "u1", "identities": ["Ada"], "tags": ["vip"]}, token_required=True)
    now = taken(Claims(), required)
    assert now.refusal == UNSIGNED
    assert (now.claims.result.sources, now.claims.result.tags) == ({}, ["#vip"])
    signed = taken(Claims(), Presented({"unique_id": "u1"}, token("u1"), token_required=True))
    assert (signed.refusal, signed.claims.result.unique_id) == (None, "u1")
    harmless: list[IdentityChange] = [{"tags": ["a"]}, {"unique_id": None}, {"identities": None}, {"identities": []}]
    for change in harmless:
        assert taken(signed.claims, Presented(change, token_required=True)).refusal is None
    other = taken(signed.claims, Presented({"unique_id": "u2"}, token_required=True))
    assert (other.is_somebody_else, other.refusal, other.claims.result.unique_id) == (True, UNSIGNED, None)


def test_i4_a_token_holds_until_it_is_cleared_or_another_comes() -> None:
    known = said(Claims(), signed=token("u1", ["Ada"]))
    assert said(known, {"tags": ["x"]}).result.is_verified
    assert said(known, {"unique_id": "u1"}).result.is_verified
    cleared = taken(known, Presented({}, clears_token=True)).claims
    assert (cleared.result.unique_id, cleared.result.identities, cleared.token) == (None, None, None)
    out = said(known, {"unique_id": None, "identities": None})
    assert (out.result.sources, out.token) == ({}, None)
    other = taken(known, Presented({}, token("u2", None, "d2")))
    assert other.is_somebody_else
    assert (other.claims.result.unique_id, other.claims.result.identities) == ("u2", None)
    back = taken(out, Presented({}, token("u2", None, "d2")))
    assert back.is_somebody_else


def test_i4_the_same_token_may_come_again_when_it_has_expired() -> None:
    known = said(Claims(), signed=token("u1", ["Ada"], "d1"))
    expired = RefusedToken("identityToken: it expired", "d1", "u1")
    now = taken(known, Presented({"unique_id": "u1", "identities": ["Page"]}, expired))
    assert (now.refusal, now.is_somebody_else, now.claims) == (None, False, known)
    assert taken(Claims(), Presented({}, expired)).refusal == "identityToken: it expired"


def test_i4_what_is_unsigned_beside_a_token_is_not_looked_at() -> None:
    now = taken(Claims(), Presented({"unique_id": "other", "identities": ["Page"]}, token("u1")))
    assert (now.claims.result.unique_id, now.claims.result.identities) == ("u1", ["Page"])
    now = taken(Claims(), Presented({"unique_id": None, "identities": ["Page"]}, token("u1", ["Token"])))
    assert now.claims.by_source.get("page") is None
    assert now.claims.result.is_verified


def test_i5_integration_ids_are_joined_one_a_chat() -> None:
    known = said(Claims(), {"integration_ids": ["chat:1", "crm:7"]})
    known = said(known, {"integration_ids": ["chat:2"]})
    assert known.result.integration_ids == ["crm:7", "chat:2"]
    known = chat(known, {"integration_ids": ["crisp:s1", "crm:8"]})
    assert sorted(known.result.integration_ids) == ["chat:2", "crisp:s1", "crm:7"]
    assert sorted(said(known, {"integration_ids": ["crm:", "crisp:"]}).result.integration_ids) == ["chat:2"]
    assert said(known, {"integration_ids": None}).result.integration_ids == []
    many = said(Claims(), {"integration_ids": [f"c{number}:1" for number in range(30)]})
    assert many.result.integration_ids == [f"c{number}:1" for number in range(10, 30)]


def test_i6_a_chats_identity_is_not_taken_where_tokens_are_required_its_name_is() -> None:
    change: IdentityChange = {"identities": ["Chat"], "integration_ids": ["crisp:s1"]}
    heard = heard_from_chat(Claims(), "crisp", change, token_required=True)
    assert (heard.integration, heard.result.identities, heard.result.integration_ids) == ("crisp", None, ["crisp:s1"])


def test_somebody_new_on_the_same_page_keeps_the_pages_chat_and_not_what_it_said() -> None:
    known = chat(said(Claims(), {"unique_id": "a"}), {"identities": ["Ada"], "integration_ids": ["crisp:s1"]})
    new = taken(known, Presented({"unique_id": "b"})).claims
    assert (new.integration, new.result.identities, new.result.integration_ids) == ("crisp", None, [])


def test_claims_of_before_there_were_tokens_are_read() -> None:
    old = {"by_source": {"page": {"unique_id": "a"}}, "known_as": "a"}
    claims = Claims.from_json(old)
    assert (claims.token, claims.integration, claims.result.unique_id) == (None, None, "a")


def test_p4_signing_out_makes_a_new_visitor_once_where_the_team_wants_it() -> None:
    known = said(Claims(), {"unique_id": "u1", "identities": ["Vera"], "tags": ["#vip"]})
    for resets, expected in ((False, False), (True, True)):
        now = taken(known, Presented({"unique_id": None}, resets_at_sign_out=resets))
        assert now.is_somebody_else is expected
        assert now.claims.result.tags == ([] if resets else ["#vip"])
    fresh = taken(known, Presented({"unique_id": None, "tags": ["#new"]}, resets_at_sign_out=True)).claims
    assert (fresh.result.identities, fresh.result.tags, fresh.known_as) == (None, ["#new"], None)
    # Nobody is signed out again, nor is who was never signed in; other fields sign nobody out.
    others: list[tuple[Claims, IdentityChange]] = [
        (fresh, {"unique_id": None}),
        (known, {"identities": None}),
        (known, {"unique_id": "u1"}),
    ]
    for claims, change in others:
        assert not taken(claims, Presented(change, resets_at_sign_out=True)).is_somebody_else
