"""Rules E, R and B as far as the core keeps them: receipts, viewers, resuming and bounds."""

from dataclasses import replace

import pytest

from tests.realtime.world import ADA, ANN, EVE, SESSION, World, frame, page
from userview.protocol.codes import CloseCode, ErrorCode
from userview.protocol.envelope import read_head
from userview.protocol.messages.common import ErrorMessage, SessionState
from userview.protocol.messages.viewer import StreamPause, StreamRestart, StreamStart, ViewerResume
from userview.protocol.messages.visitor import (
    Ack,
    CaptureFailed,
    CaptureResume,
    CaptureSnapshot,
    CaptureStop,
    Resume,
)
from userview.realtime.effects import StartCapture
from userview.realtime.inputs import (
    AgentDisconnected,
    AgentJoins,
    QueueDrained,
    QueueOverflowed,
    ViewerConnected,
    ViewerMessage,
    VisitorMessage,
)
from userview.realtime.limits import KIB, MIB, Limits


def resume_of(capture: StartCapture, sequence: int) -> Resume:
    return Resume(session=SESSION, page=capture.page, epoch=capture.epoch, sequence=sequence)


def test_e2_page_and_epoch_are_never_used_again() -> None:
    world = World()
    world.live()
    for number in range(2, 8):
        world.untab(f"tab{number - 1}" if number > 2 else "tab")
        world.tab(f"tab{number}", info=page(number))
    epochs = [capture.epoch for capture in world.captures]
    pages = [capture.page for capture in world.captures]
    assert len(set(epochs)) == len(epochs) == 7
    assert len(set(pages)) == 7


def test_r1_acknowledged_cumulatively_within_100_ms() -> None:
    world = World()
    capture = world.live()
    world.snapshot(capture)
    world.change(capture, 2)
    world.change(capture, 3)
    assert world.heard("tab", Ack) == []
    world.wait(0.1)
    assert world.heard("tab", Ack) == [Ack(epoch=capture.epoch, sequence=3)]
    world.wait(5)
    assert len(world.heard("tab", Ack)) == 1


def test_r1_acknowledged_at_once_after_64_kib() -> None:
    world = World()
    capture = world.live()
    world.snapshot(capture, size=40 * KIB)
    world.change(capture, 2, size=30 * KIB)
    assert world.last("tab", Ack).sequence == 2


def test_r3_resumed_where_it_stopped() -> None:
    world = World()
    capture = world.live()
    world.snapshot(capture)
    world.change(capture, 2)
    world.untab()
    world.wait(1)
    world.tab("back", info=page(1), resume=resume_of(capture, 4))
    assert world.last("back", CaptureResume).sequence == 2
    assert world.types("back")[:2] == ["session.start", "capture.resume"]
    world.change(capture, 3, "back")
    world.change(capture, 4, "back")
    assert world.sequences("view") == [1, 2, 3, 4]
    assert len(world.heard("view", StreamStart)) == 1
    assert len(world.captures) == 1


def test_r3_resumed_while_the_old_connection_seems_alive() -> None:
    world = World()
    capture = world.live()
    world.snapshot(capture)
    world.tab("back", info=page(1), resume=resume_of(capture, 1))
    assert world.closed["tab"].code is CloseCode.REPLACED
    assert world.last("back", CaptureResume).sequence == 1
    world.change(capture, 2, "back")
    assert world.sequences("view") == [1, 2]


def test_r3_resumed_after_a_pause_shows_viewers_where_it_stands() -> None:
    world = World()
    capture = world.live()
    world.snapshot(capture)
    world.untab()
    world.wait(10)
    assert world.heard("view", StreamPause)
    world.tab("back", info=page(1), resume=resume_of(capture, 1))
    assert world.view().state is SessionState.ACTIVE
    assert world.types("view")[-1] == "stream.start"
    assert world.sequences("view") == [1, 1]


@pytest.mark.parametrize("change", ["session", "page", "epoch", "sequence"])
def test_r3_what_is_not_kept_begins_anew(change: str) -> None:
    world = World()
    capture = world.live()
    world.snapshot(capture)
    world.change(capture, 2)
    resume = resume_of(capture, 2)
    wrong = {"session": "f" * 16, "page": 1, "epoch": 1, "sequence": 1}[change]
    world.untab()
    world.tab("back", info=page(1), resume=resume.model_copy(update={change: wrong}))
    assert not world.heard("back", CaptureResume)
    assert world.captures[-1].connection == "back"
    assert world.captures[-1].epoch != capture.epoch
    assert world.captures[-1].page == capture.page


def test_r3_repeated_is_dropped_and_acknowledged_again() -> None:
    world = World()
    capture = world.live()
    world.snapshot(capture)
    world.change(capture, 2)
    world.wait(1)
    world.change(capture, 1)
    world.change(capture, 2)
    assert world.sequences("view") == [1, 2]
    world.wait(0.2)
    assert [ack.sequence for ack in world.heard("tab", Ack)] == [2, 2]


def test_r3_gap_is_dropped_and_answered_once() -> None:
    world = World()
    capture = world.live()
    world.snapshot(capture)
    world.change(capture, 3)
    world.change(capture, 4)
    assert [message.sequence for message in world.heard("tab", CaptureResume)] == [1]
    for sequence in (2, 3, 4):
        world.change(capture, sequence)
    assert world.sequences("view") == [1, 2, 3, 4]
    world.change(capture, 6)
    assert [message.sequence for message in world.heard("tab", CaptureResume)] == [1, 4]


def test_frames_of_an_earlier_run_are_dropped() -> None:
    world = World()
    old = world.live()
    world.snapshot(old)
    world.tab("tab2", info=page(2))
    world.change(old, 2)
    world.change(replace(old, connection="tab2"), 2, "tab2")
    assert world.sequences("view") == [1]


def test_r4_first_frames_are_the_snapshot_as_it_comes() -> None:
    world = World()
    capture = world.live()
    world.content(frame(capture, 1, snapshot=True, last=False))
    start = world.last("view", StreamStart)
    assert (start.page, start.epoch, start.sequence) == (capture.page, capture.epoch, 1)
    assert start.url == "https://shop.example/1"
    world.content(frame(capture, 2, snapshot=True, first=False))
    assert world.sequences("view") == [1, 2]
    assert world.view().waiting_for is None


def test_r4_what_comes_before_a_snapshot_is_not_shown() -> None:
    world = World()
    capture = world.live()
    world.change(capture, 1)
    world.snapshot(capture, 2)
    world.wait(0.2)
    assert world.sequences("view") == [2]
    assert world.last("tab", Ack).sequence == 2


@pytest.mark.parametrize("pieces", [1, 3])
def test_b1_joining_late_equals_having_been_there(pieces: int) -> None:
    world = World()
    capture = world.live()
    for piece in range(1, pieces + 1):
        data = frame(capture, piece, b"%d" % piece, snapshot=True, first=piece == 1, last=piece == pieces)
        world.content(data)
    for sequence in range(pieces + 1, pieces + 6):
        world.change(capture, sequence)
    before = len(world.said["view"])
    world.join("eve", EVE)
    world.viewer("late", of="eve")
    assert world.frames["late"] == world.frames["view"]
    assert len(world.said["view"]) == before


def test_b1_joining_while_a_snapshot_comes() -> None:
    world = World()
    capture = world.live()
    world.content(frame(capture, 1, snapshot=True, last=False))
    world.join("eve", EVE)
    world.viewer("late", of="eve")
    world.content(frame(capture, 2, snapshot=True, first=False))
    assert world.sequences("late") == [1, 2]


def test_b1_a_newer_snapshot_takes_the_place_of_what_was_before() -> None:
    world = World()
    capture = world.live()
    world.snapshot(capture)
    world.change(capture, 2)
    world.snapshot(capture, 3)
    world.change(capture, 4)
    assert world.sequences("view") == [1, 2, 3, 4]
    world.join("eve", EVE)
    world.viewer("late", of="eve")
    assert world.last("late", StreamStart).sequence == 3
    assert world.sequences("late") == [3, 4]


def test_b1_long_streams_are_fed_in_helpings() -> None:
    world = World(Limits(catch_up_bytes=1000))
    capture = world.live()
    world.snapshot(capture, size=500)
    for sequence in range(2, 11):
        world.change(capture, sequence, size=500)
    world.join("eve", EVE)
    world.viewer("late", of="eve")
    world.change(capture, 11)
    while world.reports:
        assert world.sequences("late") == list(range(1, len(world.frames["late"]) + 1))
        world.reports.clear()
        world.do(QueueDrained("late"))
    assert world.sequences("late") == list(range(1, 12))
    world.change(capture, 12)
    assert world.sequences("late")[-1] == 12


def test_r5_a_viewer_that_comes_back_goes_on() -> None:
    world = World()
    capture = world.live()
    world.snapshot(capture)
    world.change(capture, 2)
    world.change(capture, 3)
    world.viewer("again", resume=ViewerResume(epoch=capture.epoch, sequence=2))
    assert world.closed["view"].code is CloseCode.REPLACED
    assert not world.heard("again", StreamStart)
    assert world.sequences("again") == [3]


@pytest.mark.parametrize(("epoch", "sequence"), [(0, 2), (1, 2), (1, 99)])
def test_r5_else_a_fresh_start(epoch: int, sequence: int) -> None:
    world = World()
    capture = world.live()
    world.snapshot(capture)
    world.change(capture, 2)
    world.snapshot(capture, 3)
    world.change(capture, 4)
    resume = ViewerResume(epoch=capture.epoch if epoch else 7, sequence=1 if sequence == 2 else sequence)
    world.viewer("again", resume=resume)
    assert world.last("again", StreamStart).sequence == 3
    assert world.sequences("again") == [3, 4]


def test_r6_restart_at_most_once_in_two_seconds() -> None:
    world = World()
    capture = world.live()
    world.snapshot(capture)
    world.wait(5)
    for _ in range(5):
        world.do(ViewerMessage("view", StreamRestart()))
    world.change(capture, 2)
    assert len(world.heard("view", StreamStart)) == 2
    world.wait(2.1)
    assert len(world.heard("view", StreamStart)) == 3
    assert world.sequences("view")[-2:] == [1, 2]
    world.wait(10)
    assert len(world.heard("view", StreamStart)) == 3


def test_b2_too_much_at_once_is_acknowledged_later() -> None:
    limits = Limits(content_bytes_per_second=MIB, content_burst_bytes=2 * MIB)
    world = World(limits)
    capture = world.live()
    world.snapshot(capture, size=60 * KIB)
    for sequence in range(2, 60):
        world.change(capture, sequence, size=60 * KIB)
    came = sum(map(len, world.frames["view"]))
    acked = world.last("tab", Ack).sequence
    assert acked < 40
    debt_seconds = (came - limits.content_burst_bytes) / MIB
    world.wait(debt_seconds - 0.1)
    assert world.last("tab", Ack).sequence == acked
    world.wait(0.2)
    assert world.last("tab", Ack).sequence == 59


def test_b2_beyond_twice_the_window_closes() -> None:
    world = World(Limits(window_bytes=100 * KIB, content_burst_bytes=1))
    capture = world.live()
    world.snapshot(capture, size=60 * KIB)
    for sequence in (2, 3):
        world.change(capture, sequence, size=60 * KIB)
    assert "tab" not in world.closed
    world.change(capture, 4, size=60 * KIB)
    assert world.closed["tab"].code is CloseCode.RATE


def test_b2_content_that_nobody_asked_for_closes() -> None:
    world = World(Limits(window_bytes=100 * KIB))
    capture = World().live()
    world.tab()
    for sequence in range(1, 4):
        world.change(capture, sequence, size=60 * KIB)
    assert "tab" not in world.closed
    world.change(capture, 4, size=60 * KIB)
    assert world.closed["tab"].code is CloseCode.RATE


def test_b3_overflow_is_followed_by_a_fresh_start_when_drained() -> None:
    world = World()
    capture = world.live()
    world.snapshot(capture)
    world.wait(3)
    world.do(QueueOverflowed("view"))
    world.change(capture, 2)
    assert world.sequences("view") == [1]
    world.do(QueueDrained("view"))
    assert len(world.heard("view", StreamStart)) == 2
    assert world.sequences("view") == [1, 1, 2]
    world.do(QueueOverflowed("view"))
    world.do(QueueDrained("view"))
    assert len(world.heard("view", StreamStart)) == 2
    world.change(capture, 3)
    world.wait(2.1)
    assert len(world.heard("view", StreamStart)) == 3
    assert world.sequences("view") == [1, 1, 2, 1, 2, 3]


def test_b4_asks_for_a_snapshot_when_much_came_since() -> None:
    world = World(Limits(snapshot_again_frames=10))
    capture = world.live()
    world.snapshot(capture)
    for sequence in range(2, 20):
        world.change(capture, sequence)
    assert len(world.heard("tab", CaptureSnapshot)) == 1
    world.snapshot(capture, 20)
    for sequence in range(21, 40):
        world.change(capture, sequence)
    assert len(world.heard("tab", CaptureSnapshot)) == 2


def test_b4_too_much_kept_begins_a_new_epoch() -> None:
    world = World(Limits(snapshot_again_bytes=50 * KIB, kept_bytes=200 * KIB))
    capture = world.live()
    world.snapshot(capture)
    for sequence in range(2, 6):
        world.change(capture, sequence, size=60 * KIB)
    assert len(world.captures) == 2
    assert world.captures[1].page == capture.page
    world.snapshot(world.captures[1])
    assert world.last("view", StreamStart).epoch == world.captures[1].epoch


def test_b4_a_page_that_is_too_large_is_not_shown_and_agents_hear_why() -> None:
    world = World(Limits(snapshot_bytes=MIB))
    capture = world.live()
    for piece in range(1, 30):
        world.content(frame(capture, piece, b"x" * 60 * KIB, snapshot=True, first=piece == 1, last=False))
    assert world.heard("tab", CaptureStop)
    assert "too large" in (world.view().notice or "")
    assert world.types("view")[-1] == "stream.pause"
    world.untab()
    world.tab("next", info=page(2))
    world.snapshot(world.captures[-1], 1, "next")
    assert world.view().notice is None
    assert world.view().waiting_for is None


def test_b5_twenty_viewers() -> None:
    world = World(Limits(participants_per_session=2))
    world.live()
    world.join("eve", EVE)
    world.do(AgentJoins("third", SESSION, replace(ADA, id="agent_third"), "r3"))
    assert "third" not in world.admitted
    assert world.last("third", ErrorMessage).code == ErrorCode.TOO_MANY_VIEWERS


def test_w3_viewers_go_with_their_participant() -> None:
    world = World()
    world.live()
    world.do(AgentDisconnected("ada"))
    world.wait(9)
    assert "view" not in world.closed
    world.wait(2)
    assert world.closed["view"].code is CloseCode.NOT_AUTHENTICATED
    world.do(ViewerConnected("late", SESSION, world.admitted["ada"].participant.id, None))
    assert world.closed["late"].code is CloseCode.NOT_AUTHENTICATED


def test_w3_unknown_and_ended_sessions() -> None:
    world = World()
    world.do(ViewerConnected("v1", SESSION, "p1.1", None))
    assert world.closed["v1"].code is CloseCode.NO_SUCH_SESSION
    world.live()
    world.answer(allow=False)
    world.wait(10_000)
    world.do(ViewerConnected("v2", SESSION, "p1.1", None))
    assert world.closed["v2"].code is CloseCode.ENDED


def test_capture_failure_is_shown_to_agents() -> None:
    world = World()
    world.live()
    world.do(VisitorMessage("tab", CaptureFailed(session=SESSION, message="blocked by CSP")))
    assert world.view().notice == "blocked by CSP"
    assert world.view().waiting_for == "capture"


def test_content_is_relayed_byte_for_byte() -> None:
    world = World()
    capture = world.live()
    data = frame(capture, 1, bytes(range(256)), snapshot=True)
    world.content(data)
    assert world.frames["view"] == [data]
    assert read_head(data).session == bytes.fromhex(SESSION)
    assert world.hub.is_live(ANN)
