"""Identity tokens (rule I3): what is believed, and what each other thing is told."""

from __future__ import annotations

import base64
import json
import math
from typing import Any

import jwt
import pytest

from userview.domains.visitors.identity_token import RefusedToken, SignedIdentity, read_token

SECRET = "is_" + "s" * 43
OLD_SECRET = "is_" + "o" * 43
KEY = "pk_" + "A" * 24
NOW = 1_800_000_000.0
GOOD: dict[str, Any] = {"sub": "u1", "aud": KEY, "exp": NOW + 300}


def signed(claims: dict[str, Any], secret: str = SECRET, **header: Any) -> str:
    return jwt.encode(claims, secret, algorithm="HS256", headers=header)


def part(document: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(document).encode()).rstrip(b"=").decode()


def read(token: str, *secrets: str) -> SignedIdentity | RefusedToken:
    return read_token(token, secrets or (SECRET,), KEY, NOW)


@pytest.mark.parametrize(
    ("claims", "unique_id", "identities"),
    [
        ({}, "u1", None),
        ({"identities": ["Vera", "vera@example.com"]}, "u1", ["Vera", "vera@example.com"]),
        ({"identities": None}, "u1", None),
        ({"identities": []}, "u1", []),
        ({"sub": " u1 "}, "u1", None),
        ({"sub": "x" * 256}, "x" * 256, None),
        ({"exp": NOW + 24 * 3600}, "u1", None),
        ({"exp": NOW - 30}, "u1", None),
        ({"nbf": NOW + 30, "iat": NOW + 10_000}, "u1", None),
        ({"admin": True, "unique_id": "somebody else"}, "u1", None),
    ],
)
def test_a_good_token_names_its_subject(claims: dict[str, Any], unique_id: str, identities: list[str] | None) -> None:
    found = read(signed({**GOOD, **claims}))
    assert isinstance(found, SignedIdentity)
    assert (found.unique_id, found.identities) == (unique_id, identities)


def test_a_token_of_the_secret_before_is_good_while_that_counts() -> None:
    token = signed(GOOD, OLD_SECRET)
    assert isinstance(read(token, SECRET, OLD_SECRET), SignedIdentity)
    assert isinstance(read(token, SECRET), RefusedToken)


def test_a_header_may_say_more() -> None:
    claims = {**GOOD, "exp": int(NOW) + 300}
    assert isinstance(read(signed(claims, typ="JWT", kid="2026-11")), SignedIdentity)


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("expired", {"exp": NOW - 61}, "it expired at 2027-01-15T07:58:59Z"),
    ("lives too long", {"exp": NOW + 24 * 3600 + 61}, "at most 24 hours away"),
    ("lives for ever", {"exp": 1e300}, "at most 24 hours away"),
    ("never expires", {"exp": None}, 'without "exp"'),
    ("expires as text", {"exp": str(int(NOW) + 60)}, '"exp" to be a number'),
    ("expires as truth", {"exp": True}, '"exp" to be a number'),
    ("expires at no number", {"exp": math.nan}, '"exp" to be a number'),
    ("not yet valid", {"nbf": NOW + 61}, "clocks"),
    ("another team", {"aud": "pk_" + "B" * 24}, f'"aud" to be the public key {KEY}'),
    ("several teams", {"aud": [KEY, "pk_" + "B" * 24]}, '"aud" to be the public key'),
    ("no subject", {"sub": ""}, '"sub" to hold'),
    ("a long subject", {"sub": "x" * 257}, '"sub" to hold'),
    ("a number as subject", {"sub": 7}, '"sub" to be a text'),
    ("half a character", {"sub": "\ud800"}, '"sub" to hold'),
    ("identities of another kind", {"identities": "Vera"}, '"identities" to be a list'),
    ("too many identities", {"identities": ["x"] * 51}, '"identities" to be a list'),
    ("an identity of another kind", {"identities": ["Vera", 7]}, '"identities" to hold'),
]


@pytest.mark.parametrize(("claims", "says"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_does_not_fit_is_named(claims: dict[str, Any], says: str) -> None:
    payload = part({**GOOD, **claims})
    head = part({"alg": "HS256", "typ": "JWT"})
    token = f"{head}.{payload}.{mac(f'{head}.{payload}')}"
    found = read(token)
    assert isinstance(found, RefusedToken)
    assert found.message.startswith("identityToken: ")
    assert says in found.message


@pytest.mark.parametrize("missing", ["sub", "aud", "exp"])
def test_a_claim_that_is_missing_is_named(missing: str) -> None:
    found = read(signed({name: value for name, value in GOOD.items() if name != missing}))
    assert isinstance(found, RefusedToken)
    assert f'"{missing}"' in found.message


@pytest.mark.parametrize("algorithm", ["none", "None", "HS512", "RS256", "ES256", "", None, 7])
def test_no_other_algorithm_counts(algorithm: object) -> None:
    head, payload = part({"alg": algorithm, "typ": "JWT"}), part(GOOD)
    for signature in ("", mac(f"{head}.{payload}")):
        found = read(f"{head}.{payload}.{signature}")
        assert isinstance(found, RefusedToken)
        assert "HS256" in found.message or "expected a JWT" in found.message


def test_an_embedded_key_does_not_count() -> None:
    mine = "k" * 43
    jwk = {"kty": "oct", "k": base64.urlsafe_b64encode(mine.encode()).decode()}
    found = read(signed(GOOD, mine, jwk=jwk, jku="https://evil.example/keys", kid="../../dev/null"))
    assert isinstance(found, RefusedToken)
    assert "signature" in found.message


@pytest.mark.parametrize(
    "token",
    ["", ".", "..", "a.b.c", "é.é.é", "\x00", "e30.e30.", "\ud800", "[" * 3000, "a" * 8193, "." * 8000],
    ids=["empty", "dot", "dots", "letters", "accents", "nul", "objects", "surrogate", "brackets", "too long", "many"],
)
def test_what_is_no_token_is_refused(token: str) -> None:
    found = read(token)
    assert isinstance(found, RefusedToken)
    assert "expected" in found.message
    assert found.names is None


def test_deep_json_is_no_token() -> None:
    deep = base64.urlsafe_b64encode(b"[" * 2900).rstrip(b"=").decode()
    head = part({"alg": "HS256"})
    for token in (f"{deep}.e30.x", f"{head}.{deep}.{mac(f'{head}.{deep}')}"):
        found = read(token)
        assert isinstance(found, RefusedToken)
        assert "expected a JWT" in found.message


def test_a_forged_token_still_says_whom_it_names() -> None:
    found = read(signed({**GOOD, "sub": "mallory"}, "k" * 43))
    assert isinstance(found, RefusedToken)
    assert found.names == "mallory"


def test_a_team_without_a_secret_believes_nothing() -> None:
    for token in (signed(GOOD), jwt.encode(GOOD, "", algorithm="none")):
        found = read_token(token, [], KEY, NOW)
        assert isinstance(found, RefusedToken)
        assert "no identity secret yet" in found.message


def mac(text: str) -> str:
    """HS256 over anything, also over what no library would write."""
    algorithm = jwt.get_algorithm_by_name("HS256")
    raw = algorithm.sign(text.encode(), algorithm.prepare_key(SECRET))
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
