"""Rules S1-S9 and P1-P4 as far as the core keeps them: how a session begins, lives and ends."""

import pytest

from tests.realtime.world import ADA, ANN, BOB, OPTIONS, SESSION, SETTINGS, World, page, spec
from userview.protocol.codes import CloseCode, ErrorCode
from userview.protocol.messages.agent import SessionEndRequest, SessionLeave
from userview.protocol.messages.common import EndReason, ErrorMessage, SessionState
from userview.protocol.messages.viewer import StreamEnd
from userview.protocol.messages.visitor import (
    CaptureStop,
    LookupCodeUsed,
    SessionAgents,
    SessionEnd,
    SessionRequest,
    SessionStart,
    SessionStop,
)
from userview.realtime.inputs import (
    AgentDisconnected,
    AgentJoins,
    EndSession,
    EraseVisitor,
    LinkRedeemed,
    StorageFailed,
    VisitorDisconnected,
    VisitorMessage,
    VisitorReplaced,
)
from userview.realtime.records import AgentLeft, Authorized, PageShown, StateChanged, WentLive


def states(world: World) -> list[SessionState]:
    return [change.state for change in world.changes if isinstance(change, StateChanged)]


def reason(world: World) -> EndReason | None:
    ends = [change for change in world.changes if isinstance(change, StateChanged)]
    return ends[-1].reason if ends else None


def test_s1_states_in_order() -> None:
    world = World()
    world.live()
    world.untab()
    world.wait(4)
    world.tab("tab2", info=page(2))
    world.agent(SessionEndRequest(session=SESSION))
    assert states(world) == ["authorizing", "active", "paused", "active", "ended"]
    assert reason(world) is EndReason.AGENT_STOPPED


def test_s1_no_consent_goes_straight_to_active() -> None:
    world = World()
    world.tab()
    world.open(spec(requires_consent=False))
    world.join()
    assert states(world) == ["active"]
    assert world.recorded(Authorized) == [Authorized(SESSION, allowed=True, asked=False, at=world.now)]
    assert world.last("tab", SessionStart).continued is False


@pytest.mark.parametrize("agent_first", [True, False])
def test_s2_waits_for_agent_and_visitor(agent_first: bool) -> None:
    world = World()
    world.open()
    first, second = (world.join, world.tab) if agent_first else (world.tab, world.join)
    first()
    assert states(world) == []
    second()
    assert world.last("tab", SessionRequest).agent_name == "Ada"


def test_s2_link_not_redeemed() -> None:
    world = World()
    world.tab()
    world.open(spec(link_expires_at=1300.0))
    world.wait(299)
    assert states(world) == []
    world.wait(2)
    assert reason(world) is EndReason.LINK_EXPIRED


def test_s2_the_link_that_lasts_longest_counts() -> None:
    world = World()
    world.tab()
    world.open(spec(link_expires_at=1300.0))
    world.open(spec(link_expires_at=1900.0))
    world.open(spec(link_expires_at=1400.0))
    world.wait(899)
    assert states(world) == []
    world.wait(2)
    assert reason(world) is EndReason.LINK_EXPIRED


def test_s2_link_redeemed_but_nobody_joins() -> None:
    world = World()
    world.tab()
    world.open(spec(link_expires_at=1300.0))
    world.do(LinkRedeemed(SESSION))
    world.wait(61)
    assert reason(world) is EndReason.AGENTS_GONE


def test_s2_visitor_does_not_come() -> None:
    world = World()
    world.open()
    world.join()
    assert world.view().waiting_for == "visitor_offline"
    world.wait(61)
    assert reason(world) is EndReason.VISITOR_GONE


def test_s3_first_answer_counts_and_others_hear_it() -> None:
    world = World()
    world.tab("one")
    world.tab("two", info=page(2, focused=False))
    world.open()
    world.join()
    assert world.heard("one", SessionRequest)
    assert world.heard("two", SessionRequest)
    world.answer(allow=True, connection="two")
    world.answer(allow=False, connection="one")
    assert world.heard("one", SessionStart)
    assert world.heard("two", SessionStart)
    assert world.view().state is SessionState.ACTIVE


def test_s3_declined() -> None:
    world = World()
    world.tab()
    world.open()
    world.join()
    world.answer(allow=False)
    assert world.recorded(Authorized) == [Authorized(SESSION, allowed=False, asked=True, at=world.now)]
    assert reason(world) is EndReason.DECLINED
    assert world.last("tab", SessionEnd).reason is EndReason.DECLINED
    assert world.captures == []


def test_s3_no_answer() -> None:
    world = World()
    world.tab()
    world.open()
    world.join()
    world.wait(61)
    assert reason(world) is EndReason.AUTHORIZATION_TIMEOUT
    assert world.last("tab", SessionEnd).reason is EndReason.AUTHORIZATION_TIMEOUT


@pytest.mark.parametrize(
    ("team", "said", "may_decide", "asks"),
    [
        (True, None, False, True),
        (True, False, False, True),
        (True, False, True, False),
        (False, None, False, False),
        (False, True, False, True),
        (False, False, False, False),
    ],
)
def test_s3_who_decides_whether_to_ask(team: bool, said: bool | None, may_decide: bool, asks: bool) -> None:
    world = World()
    world.tab(options=OPTIONS.model_copy(update={"require_authorization": said}))
    world.open(spec(requires_consent=team, page_may_decide_consent=may_decide))
    world.join()
    assert bool(world.heard("tab", SessionRequest)) is asks


def test_s3_consent_holds_across_pages() -> None:
    world = World()
    world.live()
    world.untab()
    world.wait(0.5)
    world.tab("tab2", info=page(2))
    assert not world.heard("tab2", SessionRequest)
    assert world.last("tab2", SessionStart).continued is True
    assert len(world.captures) == 2


def test_s3_page_change_while_asked_asks_again() -> None:
    world = World()
    world.tab()
    world.open()
    world.join()
    world.untab()
    world.tab("tab2", info=page(2))
    assert world.heard("tab2", SessionRequest)


def test_s4_no_content_before_consent() -> None:
    world = World()
    capture = world.live()
    other = World()
    other.tab()
    other.open()
    other.join()
    other.viewer()
    other.snapshot(capture)
    assert other.frames["view"] == []


def test_s5_follows_the_focus() -> None:
    world = World()
    first = world.live()
    world.tab("tab2", info=page(2, focused=False, visible=False))
    assert len(world.captures) == 1
    world.turn("tab2", page(2))
    second = world.captures[-1]
    assert second.connection == "tab2"
    assert (second.page, second.epoch) != (first.page, first.epoch)
    assert world.heard("tab", CaptureStop)
    assert world.often == {"tab": False, "tab2": True}


def test_s5_a_late_claim_of_the_focus_does_not_keep_the_view() -> None:
    world = World()
    world.live()
    world.turn("tab", page(1))
    world.tab("tab2", info=page(2))
    world.turn("tab", page(1))
    world.turn("tab2", page(2, focused=False))
    assert world.captures[-1].connection == "tab"


def test_s5_losing_the_focus_to_another_program_changes_nothing() -> None:
    world = World()
    world.live()
    world.tab("tab2", info=page(2, focused=False))
    world.turn("tab", page(1, focused=False))
    assert len(world.captures) == 1


def test_s5_page_change_does_not_show_another_tab_meanwhile() -> None:
    world = World()
    world.live()
    world.tab("back", info=page(2, focused=False, visible=False))
    world.wait(30)
    world.untab("tab")
    assert len(world.captures) == 1
    world.wait(1)
    world.tab("next", info=page(3, focused=False))
    assert [capture.connection for capture in world.captures] == ["tab", "next"]


def test_s5_a_closed_tab_gives_way_to_another_after_the_grace() -> None:
    world = World()
    world.live()
    world.tab("back", info=page(2, focused=False, visible=False))
    world.wait(30)
    world.untab("tab")
    assert world.view().waiting_for == "page_change"
    world.wait(5.1)
    assert world.captures[-1].connection == "back"
    assert world.view().state is SessionState.ACTIVE


def test_s6_paused_then_gone() -> None:
    world = World()
    world.live()
    world.untab()
    assert world.view().waiting_for == "page_change"
    world.wait(4.9)
    assert world.view().state is SessionState.PAUSED
    assert world.view().waiting_for == "visitor_offline"
    assert "stream.pause" in world.types("view")
    world.wait(56)
    assert reason(world) is EndReason.VISITOR_GONE


def test_s6_agents_gone() -> None:
    world = World()
    world.live()
    world.do(AgentDisconnected("ada"))
    world.wait(59)
    assert reason(world) is None
    world.wait(2)
    assert reason(world) is EndReason.AGENTS_GONE
    assert world.last("tab", SessionEnd).reason is EndReason.AGENTS_GONE


def test_s6_agent_idle() -> None:
    world = World()
    world.live()
    world.wait(500)
    world.click()
    world.wait(500)
    assert reason(world) is None
    world.wait(101)
    assert reason(world) is EndReason.AGENT_IDLE


def test_s6_time_limit() -> None:
    world = World()
    world.tab()
    world.open(spec(time_limit_seconds=300.0))
    world.join()
    world.answer(allow=True)
    world.wait(301)
    assert reason(world) is EndReason.TIME_LIMIT


def test_s7_stop_clears_every_view() -> None:
    world = World()
    capture = world.live()
    world.snapshot(capture)
    world.do(VisitorMessage("tab", SessionStop(session=SESSION)))
    assert reason(world) is EndReason.VISITOR_STOPPED
    assert world.last("view", StreamEnd).reason is EndReason.VISITOR_STOPPED
    assert world.closed["view"].code is CloseCode.ENDED
    before = list(world.frames["view"])
    world.change(capture, 2)
    assert world.frames["view"] == before
    assert world.often["tab"] is False


def test_s7_a_tab_cannot_stop_the_session_of_another_visitor() -> None:
    world = World()
    world.live()
    world.tab("bob", BOB, info=page(9))
    world.do(VisitorMessage("bob", SessionStop(session=SESSION)))
    world.answer(allow=False, connection="bob")
    assert reason(world) is None


def test_s8_ended_sessions_are_answered_as_such() -> None:
    world = World()
    world.live()
    world.do(EndSession(SESSION, EndReason.API_STOPPED))
    world.do(AgentJoins("eve", SESSION, ADA, "r1"))
    world.do(AgentJoins("eve", "0000000000000fff", ADA, "r2"))
    assert [(e.code, e.ref) for e in world.heard("eve", ErrorMessage)] == [
        (ErrorCode.SESSION_ENDED, "r1"),
        (ErrorCode.NO_SUCH_SESSION, "r2"),
    ]


def test_s8_unstorable_session_ends() -> None:
    world = World()
    world.live()
    world.do(StorageFailed(SESSION))
    assert world.last("tab", SessionEnd)
    assert world.last("ada", ErrorMessage).code == ErrorCode.SESSION_ENDED
    assert world.hub.session_of(ANN) is None


@pytest.mark.parametrize("agent_first", [True, False])
def test_s9_after_a_restart_consent_holds_and_everything_is_new(agent_first: bool) -> None:
    before = World()
    old = before.live()
    world = World(now=before.now)
    world.open(spec(state=SessionState.ACTIVE, authorized=True, generation=2))
    assert states(world) == ["paused"]
    first, second = (world.join, world.tab) if agent_first else (world.tab, world.join)
    first()
    assert world.captures == []
    second()
    assert states(world) == ["paused", "active"]
    assert world.types("tab")[0] == "session.start"
    assert not world.heard("tab", SessionRequest)
    new = world.captures[-1]
    assert new.epoch != old.epoch
    assert new.page != old.page
    assert world.admitted["ada"].participant.id != before.admitted["ada"].participant.id


def test_s9_nobody_comes_back() -> None:
    world = World()
    world.open(spec(state=SessionState.ACTIVE, authorized=True, generation=2))
    world.wait(61)
    assert reason(world) in (EndReason.VISITOR_GONE, EndReason.AGENTS_GONE)


def test_s9_asked_before_the_restart_is_asked_again() -> None:
    world = World()
    world.open(spec(state=SessionState.AUTHORIZING, generation=2))
    world.tab()
    assert world.heard("tab", SessionRequest)
    world.join()
    world.answer(allow=True)
    assert world.view().state is SessionState.ACTIVE


def test_p2_every_message_is_a_sign_of_life() -> None:
    world = World()
    world.tab()
    before = world.hub.online(ANN.team)[ANN.short_id]
    world.wait(7)
    world.do(VisitorMessage("tab", None))
    assert world.hub.online(ANN.team)[ANN.short_id] == before + 7


def test_l2_pages_are_told_that_a_lookup_code_is_used_up() -> None:
    world = World()
    world.tab()
    world.tab("tab2", info=page(2))
    world.tab("bob", visitor=BOB)
    world.open()
    assert [len(world.heard(tab, LookupCodeUsed)) for tab in ("tab", "tab2", "bob")] == [1, 1, 0]
    # Who asks for the session that runs uses up the code that was given since.
    world.open()
    assert len(world.heard("tab", LookupCodeUsed)) == 2


def test_p2_online_survives_a_page_change() -> None:
    world = World()
    world.tab()
    assert world.hub.is_online(ANN)
    world.untab()
    world.wait(4.9)
    assert world.hub.is_online(ANN)
    world.tab("tab2", info=page(2))
    world.wait(60)
    assert world.hub.online(ANN.team).keys() == {ANN.short_id}
    world.untab("tab2")
    world.wait(5.1)
    assert not world.hub.is_online(ANN)
    assert world.hub.online(ANN.team) == {}
    assert world.desk[-1] == ANN
    assert world.presences == [(ANN, True), (ANN, False)]


def test_p2_eleventh_tab() -> None:
    world = World()
    for number in range(1, 12):
        world.tab(f"tab{number}", info=page(number))
    assert world.last("tab11", ErrorMessage).code == ErrorCode.TOO_MANY_TABS
    assert world.closed["tab11"].code is CloseCode.RATE
    assert len(world.hub.tabs_of(ANN)) == 10


def test_p2_a_newer_connection_of_the_same_page_takes_over() -> None:
    world = World()
    world.tab("old", info=page(1))
    world.tab("new", info=page(1))
    assert world.closed["old"].code is CloseCode.REPLACED
    assert [tab.connection for tab in world.hub.tabs_of(ANN)] == ["new"]
    world.untab("old")
    assert world.hub.is_online(ANN)


def test_p4_another_identity_ends_the_session() -> None:
    world = World()
    world.live()
    world.do(VisitorReplaced("tab", BOB, "Bob", SETTINGS))
    assert reason(world) is EndReason.VISITOR_GONE
    assert world.last("tab", SessionEnd)
    assert world.hub.visitor_of("tab") == BOB
    assert world.hub.is_online(BOB)
    world.wait(6)
    assert not world.hub.is_online(ANN)


def test_erased_visitor() -> None:
    world = World()
    world.live()
    world.do(EraseVisitor(ANN))
    assert reason(world) is EndReason.ERASED


def test_seen_is_stored_every_few_seconds() -> None:
    world = World()
    world.tab()
    world.wait(2)
    world.turn("tab", page(1, url="https://shop.example/x"))
    at = world.now
    world.wait(4)
    assert world.seen == [{ANN: at}]
    world.wait(20)
    assert len(world.seen) == 1


def test_went_live_when_a_whole_snapshot_was_relayed() -> None:
    world = World()
    capture = world.live(viewer=False)
    world.snapshot(capture)
    assert world.recorded(WentLive) == []
    world.desk.clear()
    world.viewer()
    assert world.recorded(WentLive) == [WentLive(SESSION, world.now, "https://shop.example/1")]
    assert world.desk == [ANN]


def test_desks_hear_of_a_request_that_is_declined() -> None:
    world = World()
    world.tab()
    world.open()
    world.join()
    world.desk.clear()
    world.answer(allow=False)
    assert reason(world) is EndReason.DECLINED
    assert world.desk == [ANN]


def test_page_shown_is_recorded() -> None:
    world = World()
    world.live()
    world.turn("tab", page(1, url="https://shop.example/cart"))
    urls = [change.url for change in world.changes if isinstance(change, PageShown)]
    assert urls == ["https://shop.example/1", "https://shop.example/cart"]
    shown = world.view().page
    assert shown is not None
    assert shown.info.url == "https://shop.example/cart"


def test_a_page_is_recorded_once_for_each_stay_also_when_its_capture_begins_anew() -> None:
    world = World()
    world.live()
    world.do(VisitorDisconnected("tab"))
    world.tab("again", info=page(1))
    world.turn("again", page(2, url="https://shop.example/1"))
    urls = [change.url for change in world.changes if isinstance(change, PageShown)]
    assert urls == ["https://shop.example/1", "https://shop.example/1"]


def test_leaving_is_recorded_once_per_person() -> None:
    world = World()
    world.live()
    world.join("ada2")
    assert len(world.last("tab", SessionAgents).agents) == 2
    world.agent(SessionLeave(session=SESSION))
    assert world.recorded(AgentLeft) == []
    world.agent(SessionLeave(session=SESSION), "ada2")
    assert len(world.recorded(AgentLeft)) == 1
