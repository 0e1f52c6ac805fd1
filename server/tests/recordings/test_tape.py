"""How a recording is written down, and what is found in it."""

import json
from math import nan

import pytest

from userview.domains.recordings.tape import FRAME, NOTE, PLACES_PER_CHUNK, Finder, Times, entries, written
from userview.protocol.envelope import FrameFlags, FrameType, Header, pack

SESSION = "00000000000000a1"
BEGAN = 1_700_000_000_000.0


def frame(
    captured: float = 0.0,
    received: float = BEGAN,
    *,
    page: int = 1,
    kind: FrameType = FrameType.CHANGES,
    flags: FrameFlags = FrameFlags.FIRST | FrameFlags.LAST,
) -> bytes:
    return pack(Header(kind, flags, 1, SESSION, page, 1, 1, captured, received), b"x" * 20)


def snapshot(flags: FrameFlags = FrameFlags.FIRST | FrameFlags.LAST) -> bytes:
    return frame(kind=FrameType.SNAPSHOT, flags=flags)


def note(**what: object) -> bytes:
    return json.dumps(what).encode()


def test_what_was_written_is_read_back() -> None:
    raw = written(FRAME, 1.5, frame()) + written(NOTE, 2.5, note(type="pause"))
    first, second = entries(raw)
    assert (first.kind, first.at, first.payload) == (FRAME, 1.5, frame())
    assert (second.kind, second.at, second.payload) == (NOTE, 2.5, b'{"type": "pause"}')
    assert second.offset == len(written(FRAME, 1.5, frame()))


@pytest.mark.parametrize("cut", range(1, 60))
def test_what_a_crash_cut_off_is_no_entry(cut: int) -> None:
    whole = written(FRAME, 1.0, frame())
    assert [entry.at for entry in entries(whole + written(FRAME, 2.0, frame())[:-cut])] == [1.0]


def test_what_was_damaged_ends_it() -> None:
    raw = bytearray(written(FRAME, 1.0, frame()) + written(FRAME, 2.0, frame()) + written(FRAME, 3.0, frame()))
    raw[len(raw) // 2] ^= 1
    assert [entry.at for entry in entries(bytes(raw))] == [1.0]


def test_a_length_that_no_entry_has_is_not_believed() -> None:
    assert list(entries(b"\xff" * 100)) == []


def test_frames_have_the_time_of_their_page_though_the_network_is_uneven() -> None:
    times = Times(BEGAN)
    assert times.of_frame(frame(100.0, BEGAN)) == 0.0
    # 40 ms later in the page, and 300 ms later here: the network was slow.
    assert times.of_frame(frame(140.0, BEGAN + 300)) == 40.0
    # The quickest way so far tells best how the clocks meet; times never go back.
    assert times.of_frame(frame(200.0, BEGAN + 80)) == 80.0
    assert times.of_frame(frame(150.0, BEGAN + 90)) == 80.0


def test_pages_have_clocks_of_their_own_and_may_say_anything() -> None:
    times = Times(BEGAN)
    times.of_frame(frame(5000.0, BEGAN))
    assert times.of_frame(frame(10.0, BEGAN + 500, page=2)) == 500.0
    assert times.of_frame(frame(nan, BEGAN + 600, page=3)) == 600.0
    assert times.of_frame(frame(-1e300, BEGAN + 700, page=3)) >= 600.0
    assert times.of(BEGAN + 900) == 900.0


def test_after_a_restart_times_go_on() -> None:
    assert Times(BEGAN, last=5000.0).of(BEGAN + 10) == 5000.0


def test_playing_begins_at_the_scene_before_a_whole_snapshot() -> None:
    scene = written(NOTE, 10.0, note(type="scene"))
    raw = written(NOTE, 5.0, note(type="page")) + scene + written(FRAME, 11.0, snapshot())
    contents = Finder().read(3, raw)
    assert contents is not None
    place = 3 * PLACES_PER_CHUNK + len(written(NOTE, 5.0, note(type="page")))
    assert contents.keyframes == ((11.0, place),)
    assert (contents.first, contents.last) == (5.0, 11.0)


def test_a_snapshot_in_pieces_over_two_chunks_begins_in_the_first() -> None:
    finder = Finder()
    one = written(NOTE, 1.0, note(type="scene")) + written(FRAME, 1.0, snapshot(FrameFlags.FIRST))
    two = written(FRAME, 4000.0, snapshot(FrameFlags.LAST))
    first, second = finder.read(0, one), finder.read(1, two)
    assert first is not None
    assert second is not None
    assert first.keyframes == ()
    assert second.keyframes == ((4000.0, 0),)
    assert second.quiet == ((1.0, 4000.0),)


def test_a_chunk_without_an_entry_is_none() -> None:
    assert Finder().read(0, b"") is None
    assert Finder().read(0, written(FRAME, 1.0, frame())[:-1]) is None
