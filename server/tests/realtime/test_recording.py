"""What of a session is kept, and what its acknowledgements wait for (rules T1-T6)."""

from typing import Any

import pytest

from tests.realtime.world import ADA, EVE, SESSION, World, frame, page, spec
from userview.protocol.envelope import read_head
from userview.protocol.messages.actions import DrawAction
from userview.protocol.messages.agent import InputSent, PointerMoved
from userview.protocol.messages.common import EndReason, SessionState
from userview.protocol.messages.recording import RecordingAnswer
from userview.protocol.messages.visitor import (
    Ack,
    CaptureSnapshot,
    InputResult,
    SessionAgents,
    SessionRequest,
    SessionStart,
)
from userview.realtime.effects import StartCapture
from userview.realtime.inputs import EndSession, RecordingFailed, RecordingSynced, VisitorMessage
from userview.realtime.limits import Limits
from userview.realtime.records import RecordingBroken, RecordingDecided, RecordingStarted, SessionSpec


def asked(world: World, *, record: bool | None, mode: str = "on") -> StartCapture:
    """A live session whose team records, after the visitor's answer."""
    world.tab()
    world.open(spec(created_at=world.now, recording=mode))
    world.join()
    world.viewer()
    world.answer(allow=True, record=record)
    return world.captures[-1]


def restarted(world: World) -> SessionSpec:
    """A session that was live and recorded when the server was killed."""
    return spec(
        created_at=world.now,
        state=SessionState.ACTIVE,
        authorized=True,
        went_live=True,
        generation=2,
        recording="on",
        recording_allowed=True,
        recording_begun=True,
    )


def frames(world: World) -> list[int]:
    return [read_head(one).sequence for one in world.kept if isinstance(one, bytes)]


def notes(world: World, kind: str) -> list[dict[str, Any]]:
    return [one for one in world.kept if isinstance(one, dict) and one["type"] == kind]


@pytest.mark.parametrize("record", [True, False, None])
def test_t1_nothing_is_kept_where_the_team_does_not_record(record: bool | None) -> None:
    world = World()
    capture = asked(world, record=record, mode="off")
    world.snapshot(capture)
    assert world.kept == []
    assert world.last("tab", SessionRequest).recording == "off"
    assert world.last("tab", SessionStart).recording == "off"
    assert world.view().recording == "off"


@pytest.mark.parametrize("mode", ["on", "ask"])
def test_t2_the_prompt_says_that_it_is_recorded_and_a_yes_is_both(mode: str) -> None:
    world = World()
    capture = asked(world, record=True, mode=mode)
    assert world.last("tab", SessionRequest).recording == mode
    assert world.last("tab", SessionStart).recording == "on"
    assert world.recorded(RecordingDecided) == [RecordingDecided(SESSION, allowed=True, at=world.now)]
    world.snapshot(capture)
    assert frames(world) == [1]


def test_t2_a_visitor_who_declines_is_shown_and_not_kept() -> None:
    world = World()
    capture = asked(world, record=False, mode="ask")
    world.snapshot(capture)
    world.change(capture, 2)
    world.do(VisitorMessage("tab", RecordingAnswer(session=SESSION, allow=True)))
    assert world.kept == []
    assert world.sequences("view") == [1, 2]
    assert world.view().recording == "declined"


def test_t2_who_was_not_asked_is_asked_in_the_session_and_nothing_is_kept_before() -> None:
    world = World()
    capture = asked(world, record=None)
    world.snapshot(capture)
    world.change(capture, 2)
    assert world.last("tab", SessionStart).recording == "asking"
    assert world.view().recording == "asking"
    assert world.kept == []
    world.do(VisitorMessage("tab", RecordingAnswer(session=SESSION, allow=True)))
    # What is shown at the moment of the answer is where the recording begins.
    assert frames(world) == [1, 2]
    assert world.last("tab", SessionAgents).recording == "on"
    assert world.view().recording == "on"
    world.do(VisitorMessage("tab", RecordingAnswer(session=SESSION, allow=False)))
    assert len(world.recorded(RecordingDecided)) == 1


def test_t2_a_session_without_a_prompt_is_asked_too() -> None:
    world = World()
    world.tab()
    world.open(spec(created_at=world.now, recording="on", requires_consent=False))
    world.join()
    world.viewer()
    world.snapshot(world.captures[-1])
    assert world.view().recording == "asking"
    assert world.kept == []


def test_t2_an_answer_before_consent_counts_for_nothing() -> None:
    world = World()
    world.tab()
    world.open(spec(created_at=world.now, recording="on"))
    world.join()
    world.do(VisitorMessage("tab", RecordingAnswer(session=SESSION, allow=True)))
    assert world.recorded(RecordingDecided) == []
    world.answer(allow=False, record=True)
    assert world.recorded(RecordingDecided) == []


def test_t3_it_begins_when_the_session_goes_live_with_the_page_that_is_shown() -> None:
    world = World()
    world.tab()
    world.open(spec(created_at=world.now, recording="on"))
    world.join()
    world.answer(allow=True, record=True)
    capture = world.captures[-1]
    world.snapshot(capture)
    world.change(capture, 2)
    assert world.kept == []
    world.viewer()
    assert world.state_of_kept() == ["start", "scene", 1, 2]
    assert [change.session for change in world.recorded(RecordingStarted)] == [SESSION]
    world.change(capture, 3)
    assert frames(world) == [1, 2, 3]
    scene = notes(world, "scene")[0]
    assert scene["url"] == page().url
    assert [agent["name"] for agent in scene["agents"]] == [ADA.name]
    assert scene["paused"] is False


def test_t3_a_pause_is_noted_and_nothing_comes_of_it() -> None:
    world = World()
    capture = asked(world, record=True)
    world.snapshot(capture)
    world.untab()
    world.wait(4)
    world.content(frame(capture, 2))
    assert [one["type"] for one in world.kept if isinstance(one, dict)][-1] == "pause"
    world.tab(info=page(2))
    world.snapshot(world.captures[-1])
    assert frames(world) == [1, 1]
    assert notes(world, "page")[-1]["url"] == page(2).url
    assert world.state_of_kept()[-2:] == ["scene", 1]


def test_t3_the_end_finishes_it() -> None:
    world = World()
    capture = asked(world, record=True)
    world.snapshot(capture)
    world.do(EndSession(SESSION, EndReason.API_STOPPED))
    assert world.kept[-1] == "finish"
    assert world.view().state is SessionState.ENDED


def test_t3_after_a_restart_it_goes_on_and_is_not_begun_twice() -> None:
    world = World()
    world.open(restarted(world))
    world.tab()
    world.join()
    world.snapshot(world.captures[-1])
    assert world.state_of_kept()[0] == "start"
    assert frames(world) == [1]
    assert world.recorded(RecordingStarted) == []


def test_t3_what_was_kept_before_a_restart_is_finished_though_nobody_came_back() -> None:
    world = World()
    world.open(restarted(world))
    world.wait(120)
    assert world.kept == ["finish"]


def test_t4_frames_are_acknowledged_when_they_are_on_the_disk() -> None:
    world = World()
    capture = asked(world, record=True)
    world.snapshot(capture)
    world.wait(1)
    # What came before the recording began was kept with it, and waits for the disk as well.
    assert world.heard("tab", Ack) == []
    assert [(one.epoch, one.sequence) for one in world.syncs] == [(capture.epoch, 1)]
    world.change(capture, 2)
    world.change(capture, 3)
    world.wait(1)
    assert len(world.syncs) == 1, "one question at a time"
    world.do(RecordingSynced(SESSION, capture.epoch, 1))
    assert [ack.sequence for ack in world.heard("tab", Ack)] == [1]
    world.wait(1)
    assert world.syncs[-1].sequence == 3
    world.do(RecordingSynced(SESSION, capture.epoch, 3))
    assert [ack.sequence for ack in world.heard("tab", Ack)] == [1, 3]
    world.wait(1)
    assert len(world.syncs) == 2


def test_t4_what_the_disk_has_of_an_epoch_that_is_over_acknowledges_nothing() -> None:
    world = World()
    capture = asked(world, record=True)
    world.snapshot(capture)
    world.wait(1)
    world.turn("tab", page(2))
    world.do(RecordingSynced(SESSION, capture.epoch + 7, 1))
    assert world.heard("tab", Ack) == []


def test_t5_a_full_disk_ends_the_recording_and_nothing_else() -> None:
    world = World()
    capture = asked(world, record=True)
    world.snapshot(capture)
    world.wait(1)
    world.do(RecordingFailed(SESSION, "the disk is full"))
    world.wait(1)
    assert [ack.sequence for ack in world.heard("tab", Ack)] == [1]
    world.change(capture, 2)
    world.wait(1)
    assert frames(world) == [1]
    assert world.sequences("view") == [1, 2]
    assert [ack.sequence for ack in world.heard("tab", Ack)] == [1, 2]
    assert world.view().recording == "failed"
    assert world.view().recording_failure == "the disk is full"
    assert world.last("tab", SessionAgents).recording == "failed"
    world.do(RecordingFailed(SESSION, "again"))
    assert len(world.recorded(RecordingBroken)) == 1
    world.do(EndSession(SESSION, EndReason.API_STOPPED))
    assert world.kept[-1] == "finish"


def test_t6_what_is_shown_around_the_page_is_noted() -> None:
    world = World()
    capture = asked(world, record=True)
    world.snapshot(capture)
    world.join("eve", EVE)
    world.agent(PointerMoved(session=SESSION, x=5, y=6, visible=True))
    world.click()
    own = world.admitted["ada"].participant.id
    assert [agent["name"] for agent in notes(world, "agents")[-1]["agents"]] == [ADA.name, EVE.name]
    assert notes(world, "pointer") == [{"type": "pointer", "agent": own, "x": 5, "y": 6, "visible": True}]
    assert notes(world, "control")[-1] == {"type": "control", "agent": own}
    world.snapshot(capture, 2)
    scene = notes(world, "scene")[-1]
    assert scene["control"] == own
    assert scene["agents"][0]["place"] == {"x": 5, "y": 6}
    assert scene["agents"][1]["place"] is None


def test_t6_what_agents_draw_is_noted_when_the_visitor_has_seen_it_and_a_frame_stays() -> None:
    world = World()
    capture = asked(world, record=True)
    world.snapshot(capture)
    action = DrawAction(tool="highlight", stroke=1, node=7, points=[])
    world.agent(InputSent(session=SESSION, id=1, page=capture.page, epoch=capture.epoch, action=action))
    own = world.admitted["ada"].participant.id
    assert notes(world, "draw") == []
    world.do(VisitorMessage("tab", InputResult(session=SESSION, agent=own, id=1, ok=True, reason=None)))
    (drawn,) = notes(world, "draw")
    assert (drawn["agent"], drawn["action"]["tool"], drawn["action"]["node"]) == (own, "highlight", 7)
    world.snapshot(capture, 2)
    assert notes(world, "scene")[-1]["drawn"] == [drawn]
    world.turn("tab", page(3))
    world.untab()
    world.tab(info=page(3))
    world.snapshot(world.captures[-1])
    assert notes(world, "scene")[-1]["drawn"] == []


def test_t6_snapshots_are_asked_for_more_often_than_without() -> None:
    limits = Limits(recorded_snapshot_frames=5, recorded_snapshot_bytes=10_000)
    for mode, expected in (("on", 1), ("off", 0)):
        world = World(limits)
        capture = asked(world, record=True, mode=mode)
        world.snapshot(capture)
        for sequence in range(2, 9):
            world.change(capture, sequence)
        assert len(world.heard("tab", CaptureSnapshot)) == expected


def test_t6_a_large_page_is_not_asked_for_before_as_much_has_changed() -> None:
    world = World(Limits(recorded_snapshot_bytes=1000))
    capture = asked(world, record=True)
    world.snapshot(capture, size=5000)
    world.change(capture, 2, size=3000)
    assert world.heard("tab", CaptureSnapshot) == []
    world.change(capture, 3, size=3000)
    assert len(world.heard("tab", CaptureSnapshot)) == 1
