"""Agents draw over the page: it takes no control, and others see what the visitor sees (rule C10)."""

import pytest

from tests.realtime.world import EVE, EVERYTHING, SESSION, World, page, spec
from userview.protocol.codes import ErrorCode
from userview.protocol.messages.actions import DrawAction
from userview.protocol.messages.agent import AgentDrew, InputOutcome, InputSent
from userview.protocol.messages.common import ErrorMessage, InputRefusal
from userview.protocol.messages.visitor import InputRequest, InputResult, SessionAgents, ToolsWithheld
from userview.realtime.inputs import VisitorMessage
from userview.realtime.records import FeatureUsed

PEN = DrawAction(tool="pen", stroke=1, node=7, points=[1, 2, 3, 4])


def draw(world: World, number: int = 1, connection: str = "ada", action: DrawAction = PEN) -> None:
    capture = world.captures[-1]
    message = InputSent(session=SESSION, id=number, page=capture.page, epoch=capture.epoch, action=action)
    world.agent(message, connection)


def result(world: World, number: int, connection: str = "ada", reason: InputRefusal | None = None) -> None:
    agent = world.admitted[connection].participant.id
    message = InputResult(session=SESSION, agent=agent, id=number, ok=reason is None, reason=reason)
    world.do(VisitorMessage("tab", message))


def test_c10_others_see_what_the_visitor_has_been_shown_and_nobody_takes_control() -> None:
    world = World()
    world.live()
    world.join("eve", EVE)
    draw(world)
    assert world.last("tab", InputRequest).action == PEN
    assert not world.heard("eve", AgentDrew)
    result(world, 1)
    seen = world.last("eve", AgentDrew)
    assert (seen.agent, seen.action) == (world.admitted["ada"].participant.id, PEN)
    assert not world.heard("ada", AgentDrew)
    assert world.last("ada", InputOutcome).ok
    assert world.view().control is None
    assert [change.feature for change in world.changes if isinstance(change, FeatureUsed)] == ["drawing"]
    draw(world, 2)
    result(world, 2, reason=InputRefusal.NOT_PERMITTED)
    assert len(world.heard("eve", AgentDrew)) == 1


def test_c10_a_page_that_goes_elsewhere_within_itself_loses_what_was_drawn() -> None:
    world = World()
    world.live()
    world.join("eve", EVE)
    draw(world)
    result(world, 1)
    world.turn("tab", page(1, focused=True, url="https://shop.example/1#fold"))
    assert [drawn.action.tool for drawn in world.heard("eve", AgentDrew)] == ["pen"]
    capture = world.captures[-1]
    world.turn("tab", page(2))
    for connection in ("ada", "eve"):
        cleared = world.last(connection, AgentDrew)
        assert (cleared.agent, cleared.action.tool) == (world.admitted["ada"].participant.id, "clear")
        assert (cleared.page, cleared.epoch) == (capture.page, capture.epoch)
    world.turn("tab", page(3))
    assert len(world.heard("eve", AgentDrew)) == 2


def test_c10_one_draws_while_another_is_in_control() -> None:
    world = World()
    world.live()
    world.join("eve", EVE)
    world.click(1, "eve")
    draw(world, 2)
    assert world.last("tab", InputRequest).action == PEN
    assert world.view().control == world.admitted["eve"].participant.id
    assert world.last("tab", SessionAgents).control == world.admitted["eve"].participant.id


def test_a4_what_the_pages_own_options_keep_from_agents_is_not_offered_to_them() -> None:
    world = World()
    world.live()
    world.do(VisitorMessage("tab", ToolsWithheld(session=SESSION, draw=True, redirect=True)))
    permissions = world.view().permissions
    assert not permissions.allow_draw
    assert not permissions.allow_agent_redirect
    draw(world)
    assert world.last("ada", ErrorMessage).code == ErrorCode.NOT_ALLOWED
    assert not world.heard("tab", InputRequest)
    world.do(VisitorMessage("tab", ToolsWithheld(session=SESSION, draw=False, redirect=True)))
    draw(world, 2)
    assert world.last("tab", InputRequest).action == PEN


def test_c10_what_is_drawn_is_bounded_for_each_agent() -> None:
    world = World()
    world.live()
    world.join("eve", EVE)
    much = PEN.model_copy(update={"points": [0.0] * 128})
    for number in range(16):
        draw(world, number, action=much)
    assert len(world.heard("tab", InputRequest)) == 15
    assert world.last("ada", ErrorMessage).code == ErrorCode.RATE_LIMITED
    assert world.last("ada", InputOutcome).reason is InputRefusal.FAILED
    draw(world, 1, "eve", much)
    assert len(world.heard("tab", InputRequest)) == 16
    world.wait(1)
    draw(world, 17, action=much)
    assert len(world.heard("tab", InputRequest)) == 17


def test_c10_a_message_has_so_many_points() -> None:
    with pytest.raises(ValueError, match="points"):
        DrawAction(tool="pen", stroke=1, node=None, points=[0.0] * 129)


def test_a4_drawing_has_its_own_permission() -> None:
    world = World()
    world.tab()
    permissions = EVERYTHING.model_copy(update={"allow_draw": False})
    world.open(spec(permissions=permissions, requires_consent=False))
    world.join()
    draw(world)
    assert world.last("ada", InputOutcome).reason is InputRefusal.NOT_PERMITTED
    assert not world.heard("tab", InputRequest)
    assert not world.view().permissions.allow_draw
