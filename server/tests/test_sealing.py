"""What is sealed under the master key comes back for the same purpose, and for nobody else."""

import base64

import pytest

from userview.sealing import CannotUnseal, Sealer

SEALER = Sealer(bytes(range(32)))


@pytest.mark.parametrize("text", ["", "is_Zm9v", "naïve 🔑 \x00", "x" * 100_000])
def test_a_sealed_text_comes_back_as_it_was(text: str) -> None:
    sealed = SEALER.seal(text, "identity secret")
    assert Sealer(bytes(range(32))).open(sealed, "identity secret") == text


def test_a_sealed_text_shows_nothing_and_is_never_the_same_twice() -> None:
    first, second = SEALER.seal("whsec_abc", "webhook secret"), SEALER.seal("whsec_abc", "webhook secret")
    assert first != second
    assert first.startswith("v1.")
    assert b"whsec" not in base64.urlsafe_b64decode(first[3:])


def test_another_purpose_does_not_open_it() -> None:
    with pytest.raises(CannotUnseal, match="webhook secret"):
        SEALER.open(SEALER.seal("text", "identity secret"), "webhook secret")


def test_another_master_key_does_not_open_it_and_the_message_says_what_to_do() -> None:
    with pytest.raises(CannotUnseal, match=r"another master key \(bring back the file master\.key"):
        Sealer(bytes(32)).open(SEALER.seal("text", "identity secret"), "identity secret")


def test_a_changed_text_is_refused() -> None:
    raw = bytearray(base64.urlsafe_b64decode(SEALER.seal("text", "identity secret")[3:]))
    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1
        with pytest.raises(CannotUnseal):
            SEALER.open("v1." + base64.urlsafe_b64encode(changed).decode(), "identity secret")


@pytest.mark.parametrize("sealed", ["", "v1", "v1.", "v1.AAAA", "v1.!!", "v1.é", "v2.AAAA", "plain text"])
def test_what_was_never_sealed_is_refused_with_a_message(sealed: str) -> None:
    with pytest.raises(CannotUnseal, match="identity secret"):
        SEALER.open(sealed, "identity secret")


def test_a_short_master_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes, got 5"):
        Sealer(b"short")
