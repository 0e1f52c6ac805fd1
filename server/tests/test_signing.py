"""Signed tokens open the one door that they were made for, until they expire."""

import pytest

from userview.signing import Signer

SIGNER = Signer(bytes(range(32)))
NOW = 1_000.0


def test_a_token_gives_back_what_was_signed() -> None:
    token = SIGNER.sign("viewer-ticket", {"s": "session"}, NOW + 60)
    assert SIGNER.read("viewer-ticket", token, NOW) == {"s": "session"}


def test_a_token_for_another_purpose_or_key_is_worth_nothing() -> None:
    token = SIGNER.sign("viewer-ticket", {"s": "session"}, None)
    assert SIGNER.read("asset-upload", token, NOW) is None
    assert Signer(bytes(32)).read("viewer-ticket", token, NOW) is None


def test_a_token_is_worth_nothing_after_it_expired() -> None:
    token = SIGNER.sign("viewer-ticket", {}, NOW)
    assert SIGNER.read("viewer-ticket", token, NOW) == {}
    assert SIGNER.read("viewer-ticket", token, NOW + 0.001) is None


@pytest.mark.parametrize("token", ["", ".", "a", "a.b", "é.é", "!!.!!", "e30.AAAA", "\x00", "a" * 100_000])
def test_what_is_no_token_is_refused_quietly(token: str) -> None:
    assert SIGNER.read("viewer-ticket", token, NOW) is None


def test_a_changed_token_is_refused() -> None:
    token = SIGNER.sign("viewer-ticket", {"s": "session"}, None)
    for place in (0, 5, token.index(".") + 3):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert SIGNER.read("viewer-ticket", changed, NOW) is None


def test_a_short_master_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes, got 5"):
        Signer(b"short")
