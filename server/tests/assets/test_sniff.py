"""What a file is, is decided by its bytes (rule F2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assets.files import ALLOWED, REFUSED
from userview.domains.assets.sniff import media_type


@pytest.mark.parametrize("name", ALLOWED)
def test_f2_pictures_and_fonts_are_known(name: str) -> None:
    body, expected = ALLOWED[name]
    assert media_type(body) == expected


@pytest.mark.parametrize("name", REFUSED)
def test_f2_everything_else_is_not(name: str) -> None:
    assert media_type(REFUSED[name]) is None


def grafted(head: bytes, tail: bytes) -> bytes:
    """The beginning of a real file, and something else behind it."""
    return head[:12] + tail


@given(
    st.binary(max_size=200)
    | st.builds(grafted, st.sampled_from([body for body, _ in ALLOWED.values()]), st.binary(max_size=60))
)
def test_f2_whatever_comes_it_is_one_of_the_known_types_or_none(body: bytes) -> None:
    assert media_type(body) in {None, *(expected for _, expected in ALLOWED.values()), "font/collection"}


def test_f2_a_long_file_is_judged_in_a_moment() -> None:
    assert media_type(b"<!--" * 1_000_000) is None
    assert media_type(b"<?xml " + b" " * 5_000_000) is None
    assert media_type(b" " * 5_000_000 + b"<svg/>") is None
    assert media_type(b"<!DOCTYPE " * 500_000) is None
