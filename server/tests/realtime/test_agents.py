"""Rules A and C: who takes part, who is in control, and what becomes of inputs."""

from dataclasses import replace

import pytest

from tests.realtime.world import (
    ADA,
    ANN,
    CLICK,
    EVE,
    EVERYTHING,
    NO_KEYS,
    OPTIONS,
    SESSION,
    SETTINGS,
    World,
    page,
    spec,
)
from userview.protocol.codes import ErrorCode
from userview.protocol.messages.actions import KeyAction, ScrollAction
from userview.protocol.messages.agent import (
    AgentPointer,
    ControlRelease,
    ControlTake,
    InputOutcome,
    InputSent,
    PointerMoved,
    SessionEndRequest,
    SessionLeave,
    SessionUpdated,
    ViewerTicketRequest,
)
from userview.protocol.messages.common import ErrorMessage, InputRefusal
from userview.protocol.messages.settings import SdkSettings
from userview.protocol.messages.visitor import (
    ControlAnswer,
    ControlRequired,
    InputRequest,
    InputResult,
    PointerShown,
    SessionAgents,
    SessionStart,
)
from userview.realtime.inputs import AgentDisconnected, RoundTripMeasured, VisitorMessage, VisitorRenamed
from userview.realtime.limits import Limits
from userview.realtime.records import AgentJoined, AgentLeft, ControlChanged, FeatureUsed, StateChanged

WHEEL = ScrollAction(node=None, x=5, y=5, offset_x=5, offset_y=5, delta_x=0, delta_y=10, modifiers=NO_KEYS)


def result(world: World, number: int, participant: str, *, reason: InputRefusal | None = None) -> None:
    message = InputResult(session=SESSION, agent=participant, id=number, ok=reason is None, reason=reason)
    world.do(VisitorMessage("tab", message))


def holders(world: World) -> list[str | None]:
    changes = [change for change in world.changes if isinstance(change, ControlChanged)]
    return [None if change.holder is None else change.holder.id for change in changes]


def test_a1_whole_state_at_joining_and_at_each_change() -> None:
    world = World()
    world.live()
    world.join("eve", EVE)
    assert world.admitted["eve"].view.agents == world.view().agents
    assert len(world.view().agents) == 2
    world.do(RoundTripMeasured("tab", 41.5))
    assert world.view("eve").visitor_rtt_ms == 41.5
    world.do(VisitorRenamed(ANN, "Annabel"))
    assert world.view("eve").visitor.nickname == "Annabel"


def test_a1_nothing_new_nothing_said() -> None:
    world = World()
    world.live()
    before = len(world.heard("ada", SessionUpdated))
    world.turn("tab", page(1))
    assert len(world.heard("ada", SessionUpdated)) == before


def test_a2_lowest_free_colour() -> None:
    world = World()
    world.live()
    colors = [world.admitted["ada"].participant.color]
    for number in range(9):
        world.join(f"c{number}", replace(EVE, id=f"e{number}"))
        colors.append(world.admitted[f"c{number}"].participant.color)
    assert colors == [0, 1, 2, 3, 4, 5, 6, 7, 0, 1]
    world.agent(SessionLeave(session=SESSION), "c1")
    world.join("again", replace(EVE, id="again"))
    assert world.admitted["again"].participant.color == 2


def test_a3_two_windows_are_two_participants_and_one_agent() -> None:
    world = World()
    world.live()
    world.join("ada2")
    assert len(world.view().agents) == 2
    assert len(world.recorded(AgentJoined)) == 1


@pytest.mark.parametrize(
    ("where", "granted"), [("session", False), ("team", False), ("page", False), ("nowhere", True)]
)
def test_a4_session_and_team_and_page(where: str, granted: bool) -> None:
    world = World()
    settings = SETTINGS.model_copy(update={"allow_remote_click": False}) if where == "team" else SETTINGS
    options = OPTIONS.model_copy(update={"allow_click": False}) if where == "page" else OPTIONS
    permissions = EVERYTHING.model_copy(update={"allow_click": where != "session"})
    world.tab(settings=settings, options=options)
    world.open(spec(permissions=permissions, requires_consent=False))
    world.join()
    assert world.view().permissions.allow_click is granted
    world.click()
    assert bool(world.heard("tab", InputRequest)) is granted
    if not granted:
        assert world.last("ada", ErrorMessage).code == ErrorCode.NOT_ALLOWED
        assert world.last("ada", ErrorMessage).ref == "1"
        assert world.last("ada", InputOutcome).reason is InputRefusal.NOT_PERMITTED


def test_a4_a_watch_link_may_allow_less() -> None:
    world = World()
    world.live()
    nothing = EVERYTHING.model_copy(update={"allow_click": False})
    world.join("eve", replace(EVE, permissions=nothing))
    assert world.admitted["eve"].view.permissions.allow_click is False
    world.click(1, "eve")
    assert world.last("eve", InputOutcome).reason is InputRefusal.NOT_PERMITTED
    world.turn("tab", page(1, url="https://shop.example/x"))
    assert world.view("eve").permissions.allow_click is False
    assert world.view("ada").permissions.allow_click is True


def test_a4_each_kind_has_its_permission() -> None:
    world = World()
    world.tab()
    permissions = EVERYTHING.model_copy(update={"allow_type": False, "allow_scroll": False})
    world.open(spec(permissions=permissions, requires_consent=False))
    world.join()
    world.click(1, action=KeyAction(key="a", code="KeyA", modifiers=NO_KEYS))
    world.click(2, action=WHEEL)
    world.click(3)
    assert [(o.id, o.ok, o.reason) for o in world.heard("ada", InputOutcome)] == [
        (1, False, InputRefusal.NOT_PERMITTED),
        (2, False, InputRefusal.NOT_PERMITTED),
    ]
    assert len(world.heard("tab", InputRequest)) == 1


def test_a5_coming_back_is_not_noticed() -> None:
    world = World()
    world.live()
    before = len(world.heard("tab", SessionAgents))
    participant = world.admitted["ada"].participant
    world.do(AgentDisconnected("ada"))
    world.wait(9)
    world.join("ada-again")
    assert world.admitted["ada-again"].participant == participant
    world.wait(30)
    assert len(world.heard("tab", SessionAgents)) == before
    assert world.recorded(AgentLeft) == []


def test_a5_gone_for_longer_ends_the_part() -> None:
    world = World()
    world.live()
    world.join("eve", EVE)
    world.do(AgentDisconnected("eve"))
    world.wait(10.1)
    assert [agent.name for agent in world.last("tab", SessionAgents).agents] == ["Ada"]
    assert [change.agent.id for change in world.changes if isinstance(change, AgentLeft)] == ["agent_eve"]


def test_strangers_cannot_act_in_a_session() -> None:
    world = World()
    capture = world.live()
    action = InputSent(session=SESSION, id=1, page=capture.page, epoch=capture.epoch, action=CLICK)
    for message in (action, ControlTake(session=SESSION), SessionEndRequest(session=SESSION)):
        world.agent(message, "stranger")
        assert world.last("stranger", ErrorMessage).code == ErrorCode.NOT_ALLOWED
    world.agent(ViewerTicketRequest(session=SESSION, ref="r9"), "stranger")
    assert world.last("stranger", ErrorMessage).ref == "r9"
    assert world.tickets == []
    assert not world.heard("tab", InputRequest)
    assert world.hub.is_live(ANN)


def test_a_ticket_is_for_the_window_that_asks() -> None:
    world = World()
    world.live()
    world.agent(ViewerTicketRequest(session=SESSION, ref="r2"))
    assert [(t.connection, t.participant, t.ref) for t in world.tickets] == [
        ("ada", world.admitted["ada"].participant.id, "r2")
    ]


def test_c1_first_input_takes_control() -> None:
    world = World()
    world.live()
    world.click()
    ada = world.admitted["ada"].participant.id
    assert world.view().control == ada
    assert holders(world) == ["agent_ada"]
    request = world.last("tab", InputRequest)
    assert (request.agent, request.id, request.action) == (ada, 1, CLICK)
    assert world.last("tab", SessionAgents).control == ada


def test_c2_no_control_without_consent_or_page() -> None:
    world = World()
    world.tab()
    world.open()
    world.join()
    world.agent(ControlTake(session=SESSION))
    assert world.last("ada", ErrorMessage).code == ErrorCode.NO_CONSENT
    world.agent(InputSent(session=SESSION, id=1, page=1, epoch=1, action=CLICK))
    assert world.last("ada", ErrorMessage).code == ErrorCode.NO_CONSENT
    world.answer(allow=True)
    world.agent(ControlTake(session=SESSION))
    assert world.view().control is not None
    world.untab()
    world.click()
    assert world.last("ada", ErrorMessage).code == ErrorCode.NOT_LIVE
    world.wait(4)
    assert world.view().control is None
    world.agent(ControlTake(session=SESSION))
    assert world.last("ada", ErrorMessage).code == ErrorCode.NOT_LIVE


def test_c3_held_until_taken() -> None:
    world = World()
    world.live()
    world.join("eve", EVE)
    world.click(1)
    world.click(2, "eve")
    assert world.last("eve", ErrorMessage).code == ErrorCode.CONTROL_HELD
    assert world.last("eve", InputOutcome).ok is False
    assert len(world.heard("tab", InputRequest)) == 1
    world.agent(ControlTake(session=SESSION), "eve")
    assert world.view("ada").control == world.admitted["eve"].participant.id
    world.click(3, "eve")
    assert len(world.heard("tab", InputRequest)) == 2
    assert holders(world) == ["agent_ada", "agent_eve"]


def test_c4_falls_back_when_idle_released_or_left() -> None:
    world = World()
    world.live()
    world.join("eve", EVE)
    world.click()
    world.wait(29)
    world.click(2)
    world.wait(29)
    assert world.view().control is not None
    world.wait(1.1)
    assert world.view().control is None
    world.click(3)
    world.agent(ControlRelease(session=SESSION))
    assert world.view().control is None
    world.click(4)
    world.agent(ControlRelease(session=SESSION), "eve")
    assert world.view().control is not None
    world.do(AgentDisconnected("ada"))
    world.wait(10.1)
    assert world.view("eve").control is None


def test_c4_control_falls_back_before_the_session_ends() -> None:
    world = World()
    world.live()
    world.click()
    world.agent(SessionEndRequest(session=SESSION))
    assert holders(world) == ["agent_ada", None]
    assert isinstance(world.changes[-1], StateChanged)


@pytest.mark.parametrize("field", ["page", "epoch"])
def test_c5_stale(field: str) -> None:
    world = World()
    world.live()
    changes: dict[str, object] = {field: 1}
    world.click(5, "ada", **changes)
    assert world.last("ada", InputOutcome) == InputOutcome(session=SESSION, id=5, ok=False, reason=InputRefusal.STALE)
    assert world.view().control is None


def test_c6_one_answer_for_every_forwarded_input() -> None:
    world = World()
    world.live()
    ada = world.admitted["ada"].participant.id
    world.click(1)
    world.click(2)
    result(world, 1, ada)
    result(world, 1, ada)
    result(world, 2, ada, reason=InputRefusal.COVERED)
    result(world, 3, ada)
    assert [(o.id, o.ok, o.reason) for o in world.heard("ada", InputOutcome)] == [
        (1, True, None),
        (2, False, InputRefusal.COVERED),
    ]


def test_c6_answered_when_the_page_goes_away() -> None:
    world = World()
    world.live()
    world.click(1)
    world.untab()
    assert world.last("ada", InputOutcome).reason is InputRefusal.FAILED


def test_c6_unanswered_inputs_are_bounded() -> None:
    world = World(Limits(pending_inputs=3))
    world.live()
    for number in range(1, 6):
        world.click(number)
    assert [o.id for o in world.heard("ada", InputOutcome)] == [1, 2]


def test_features_are_recorded_at_first_use() -> None:
    world = World()
    world.live()
    ada = world.admitted["ada"].participant.id
    for number in (1, 2):
        world.click(number)
        result(world, number, ada)
    world.click(3, action=WHEEL)
    result(world, 3, ada, reason=InputRefusal.NOT_FOUND)
    world.agent(PointerMoved(session=SESSION, x=1, y=2, visible=True))
    used = [(change.feature, change.agent.id) for change in world.changes if isinstance(change, FeatureUsed)]
    assert used == [("remote_click", "agent_ada"), ("pointer", "agent_ada")]


def test_pointers_go_to_the_visitor_and_the_others() -> None:
    world = World()
    world.live()
    world.join("eve", EVE)
    world.agent(PointerMoved(session=SESSION, x=3, y=4, visible=True))
    ada = world.admitted["ada"].participant.id
    assert world.last("eve", AgentPointer).agent == ada
    assert world.last("tab", PointerShown).x == 3
    assert not world.heard("ada", AgentPointer)


def test_joined_record_names_the_agent() -> None:
    world = World()
    world.live()
    assert world.recorded(AgentJoined) == [AgentJoined(SESSION, ADA, world.now)]


ASKING = SETTINGS.model_copy(update={"require_control_request": True})


def asked(settings: SdkSettings = ASKING) -> tuple[World, str]:
    """A live session of a page with these settings, in which agents must ask for control, and Ada's participant id."""
    world = World()
    world.tab(settings=settings)
    world.open(spec(requires_consent=False))
    world.join()
    return world, world.admitted["ada"].participant.id


def reply(world: World, agent: str, *, allow: bool) -> None:
    """The visitor's word on a request for control."""
    world.do(VisitorMessage("tab", ControlAnswer(session=SESSION, agent=agent, allow=allow)))


def test_c8_nobody_gets_control_without_asking() -> None:
    world, ada = asked()
    assert world.view().granted == []
    world.click(1)
    assert world.last("ada", ErrorMessage).code == ErrorCode.CONTROL_NOT_GRANTED
    assert world.last("ada", InputOutcome).reason is InputRefusal.NOT_PERMITTED
    assert (world.view().control, world.heard("tab", InputRequest)) == (None, [])
    world.agent(ControlTake(session=SESSION))
    assert world.view().asking == world.last("tab", SessionAgents).asking == [ada]
    assert world.view().control is None
    reply(world, ada, allow=True)
    view = world.view()
    assert (view.control, view.granted, view.asking) == (ada, [ada], [])
    assert world.last("tab", SessionAgents).asking == []
    world.click(2)
    assert len(world.heard("tab", InputRequest)) == 1


def test_c8_the_page_alone_may_want_it_and_others_need_not_ask() -> None:
    world, _ = asked(SETTINGS)
    assert world.view().granted is None
    world.do(VisitorMessage("tab", ControlRequired(session=SESSION)))
    assert world.view().granted == []
    world.click()
    assert world.last("ada", ErrorMessage).code == ErrorCode.CONTROL_NOT_GRANTED


def test_c8_a_no_and_no_answer_are_told() -> None:
    world, ada = asked()
    world.agent(ControlTake(session=SESSION))
    reply(world, ada, allow=False)
    assert world.last("ada", ErrorMessage).code == ErrorCode.CONTROL_DECLINED
    assert (world.view().asking, world.view().granted) == ([], [])
    world.agent(ControlTake(session=SESSION))
    world.wait(59)
    assert world.view().asking == [ada]
    world.wait(1.1)
    assert world.view().asking == []
    assert [error.code for error in world.heard("ada", ErrorMessage)] == [ErrorCode.CONTROL_DECLINED] * 2
    reply(world, ada, allow=True)
    assert world.view().control is None


def test_c8_a_yes_holds_until_control_is_given_back() -> None:
    world, ada = asked()
    world.agent(ControlTake(session=SESSION))
    reply(world, ada, allow=True)
    world.wait(31)
    assert world.view().control is None
    world.click(1)
    assert world.view().control == ada
    world.agent(ControlRelease(session=SESSION))
    assert world.view().granted == []
    world.agent(ControlTake(session=SESSION))
    world.agent(ControlRelease(session=SESSION))
    assert world.view().asking == []


def test_c8_requests_stand_in_line_and_outlive_pages() -> None:
    world, ada = asked()
    world.join("eve", EVE)
    eve = world.admitted["eve"].participant.id
    for connection in ("eve", "ada", "eve"):
        world.agent(ControlTake(session=SESSION), connection)
    assert world.view().asking == [eve, ada]
    world.untab()
    world.tab("tab2", info=page(2), settings=ASKING)
    assert world.last("tab2", SessionStart).asking == [eve, ada]
    world.do(VisitorMessage("tab2", ControlAnswer(session=SESSION, agent=eve, allow=True)))
    assert (world.view().control, world.view().asking) == (eve, [ada])
    world.do(AgentDisconnected("ada"))
    world.wait(10.1)
    assert world.view("eve").asking == []
