"""Rule A6: private details are hidden from agents who may not see them, and from everybody who watches beside them."""

from dataclasses import replace

from tests.realtime.world import ADA, EVE, EVERYTHING, World, frame, page, spec
from userview.protocol.envelope import read_head
from userview.protocol.messages.agent import SessionLeave
from userview.protocol.messages.common import Permissions
from userview.protocol.messages.viewer import StreamStart, ViewerResume
from userview.protocol.messages.visitor import CaptureFailed, CaptureResume, Resume
from userview.realtime.effects import StartCapture
from userview.realtime.inputs import AgentDisconnected, VisitorMessage

HIDES = EVERYTHING.model_copy(update={"hide_private_details": True})
BLIND_EVE = replace(EVE, permissions=HIDES)
PRIVATE = page(url="https://shop.example/users/mary@example.com?q=shoes#reviews").model_copy(
    update={"title": "Mary's orders"}
)


def _watched_by_ada() -> tuple[World, StartCapture]:
    world = World()
    capture = world.live()
    world.snapshot(capture)
    world.change(capture, 2)
    return world, capture


def test_a6_a_new_epoch_with_masks_begins_before_such_an_agent_sees_anything() -> None:
    world, open_run = _watched_by_ada()
    assert open_run.hides_details is False
    world.join("eve", BLIND_EVE)
    masked = world.captures[-1]
    assert masked.hides_details
    assert masked.epoch != open_run.epoch
    assert masked.page == open_run.page
    world.viewer("eve view", "eve")
    # What was on its way of the epoch before reaches nobody.
    seen_by_ada = len(world.frames["view"])
    world.change(open_run, 3)
    world.snapshot(open_run, 4)
    assert world.frames["eve view"] == []
    assert len(world.frames["view"]) == seen_by_ada
    world.snapshot(masked)
    world.change(masked, 2)
    for viewer in ("eve view", "view"):
        assert [read_head(data).epoch for data in world.frames[viewer]][-2:] == [masked.epoch] * 2
    assert {read_head(data).epoch for data in world.frames["eve view"]} == {masked.epoch}


def test_a6_a_viewer_cannot_go_on_in_the_epoch_before() -> None:
    world, open_run = _watched_by_ada()
    world.join("eve", BLIND_EVE)
    world.viewer("eve view", "eve", resume=ViewerResume(epoch=open_run.epoch, sequence=1))
    assert world.frames["eve view"] == []
    assert world.heard("eve view", StreamStart) == []


def test_a6_the_masks_stay_until_the_last_such_agent_is_gone() -> None:
    world, _ = _watched_by_ada()
    world.join("eve", BLIND_EVE)
    world.join("eve again", BLIND_EVE)
    assert len(world.captures) == 2
    world.agent(SessionLeave(session=world.captures[-1].session), "eve")
    assert len(world.captures) == 2
    world.do(AgentDisconnected("eve again"))
    world.wait(world.limits.participant_grace_seconds / 2)
    assert len(world.captures) == 2, "away for a moment is not gone"
    world.wait(world.limits.participant_grace_seconds)
    assert [capture.hides_details for capture in world.captures] == [False, True, False]


def test_a6_the_masks_hold_in_the_next_tab_too() -> None:
    world, _ = _watched_by_ada()
    world.join("eve", BLIND_EVE)
    world.tab("other", info=page(2))
    assert world.captures[-1].connection == "other"
    assert world.captures[-1].hides_details


def test_a6_such_an_agent_alone_never_has_the_page_captured_without_masks() -> None:
    world = World()
    world.tab()
    world.open(spec(requires_consent=False))
    world.join("eve", BLIND_EVE)
    assert [capture.hides_details for capture in world.captures] == [True]


def test_a6_a_page_that_is_away_does_not_go_on_unmasked() -> None:
    world, open_run = _watched_by_ada()
    at = Resume(session=open_run.session, page=open_run.page, epoch=open_run.epoch, sequence=2)
    world.untab()
    world.join("eve", BLIND_EVE)
    world.viewer("eve view", "eve")
    assert world.frames["eve view"] == []
    world.tab("back", resume=at)
    assert world.heard("back", CaptureResume) == []
    assert world.captures[-1].hides_details
    # Nor does it when that agent came and left while it was away: what had come is forgotten.
    world, open_run = _watched_by_ada()
    world.untab()
    world.join("eve", BLIND_EVE)
    world.agent(SessionLeave(session=open_run.session), "eve")
    world.tab("back", resume=at)
    assert world.heard("back", CaptureResume) == []
    assert world.captures[-1].hides_details is False
    assert len(world.captures) == 2


def test_a6_a_page_that_was_paused_does_not_go_on_unmasked() -> None:
    world, open_run = _watched_by_ada()
    at = Resume(session=open_run.session, page=open_run.page, epoch=open_run.epoch, sequence=2)
    world.untab()
    world.wait(world.limits.page_change_seconds + 1)
    world.join("eve", BLIND_EVE)
    world.viewer("eve view", "eve")
    world.tab("back", resume=at)
    assert world.frames["eve view"] == []
    assert world.captures[-1].hides_details
    world.content(frame(world.captures[-1], 1, snapshot=True), "back")
    assert {read_head(data).epoch for data in world.frames["eve view"]} == {world.captures[-1].epoch}


def test_a6_permissions_that_are_taken_while_a_window_comes_back_hold_at_once() -> None:
    world, _ = _watched_by_ada()
    world.do(AgentDisconnected("ada"))
    world.join("ada", replace(ADA, permissions=HIDES))
    assert world.captures[-1].hides_details


def test_a6_the_stream_does_not_tell_what_stands_behind_the_path() -> None:
    world = World()
    world.tab(info=PRIVATE)
    world.open(spec(requires_consent=False))
    world.join()
    world.viewer()
    world.snapshot(world.captures[-1])
    assert [told.url for told in world.heard("view", StreamStart)] == [PRIVATE.url]
    world.join("eve", BLIND_EVE)
    world.viewer("eve view", "eve")
    world.snapshot(world.captures[-1])
    world.tab("other", info=PRIVATE.model_copy(update={"pageview": page(2).pageview}))
    world.snapshot(world.captures[-1], connection="other")
    assert [told.url for told in world.heard("eve view", StreamStart)] == ["https://shop.example/users/***"] * 2


def test_a6_such_an_agent_is_not_told_who_the_visitor_is() -> None:
    world = World()
    world.tab(info=PRIVATE)
    world.open(spec(requires_consent=False))
    world.join()
    world.join("eve", BLIND_EVE)
    message = "the page could not be captured: Mary"
    world.do(VisitorMessage("tab", CaptureFailed(session=world.captures[-1].session, message=message)))
    told = world.view("eve")
    assert told.permissions == HIDES
    assert told.visitor.nickname == told.visitor.short_id
    assert told.page is not None
    assert (told.page.info.title, told.page.info.url) == ("", "https://shop.example/users/***")
    assert told.notice == "The page cannot be shown."
    for secret in ("Ann", "Mary", "mary", "shoes"):
        assert secret not in world.admitted["eve"].view.model_dump_json()
        assert not any(secret in message.model_dump_json() for message in world.said["eve"])
    other = world.view("ada")
    assert other.permissions == Permissions(**EVERYTHING.model_dump())
    assert other.visitor.nickname == "Ann"
    assert other.page is not None
    assert other.page.info == PRIVATE
    assert other.notice == message
