"""Messages that a product's page and its agents' pages send each other (rules G1-G3)."""

from dataclasses import replace
from typing import Any

import pytest

from tests.realtime.world import ADA, BOB, EVE, EVERYTHING, SESSION, World
from userview.protocol.codes import ErrorCode
from userview.protocol.messages import VISITOR_TO_SERVER, BadMessage, dump, parse
from userview.protocol.messages.common import ErrorMessage
from userview.protocol.messages.custom import (
    MAX_CUSTOM_BYTES,
    MessageOfAgent,
    MessageOfPage,
    MessageToAgents,
    MessageToPage,
)
from userview.protocol.messages.visitor import SessionStop
from userview.realtime.inputs import VisitorMessage
from userview.realtime.limits import Limits
from userview.realtime.records import FeatureUsed, MessageTold

CART = {"kind": "cart", "lines": [1, 2]}


def page_says(world: World, message: dict[str, Any] = CART, connection: str = "tab") -> None:
    world.do(VisitorMessage(connection, MessageToAgents(session=SESSION, message=message)))


def agent_says(world: World, message: dict[str, Any] = CART, connection: str = "ada") -> None:
    world.agent(MessageToPage(session=SESSION, message=message), connection)


def test_g1_the_page_and_agents_hear_each_other() -> None:
    world = World()
    world.live()
    world.join("eve", EVE)
    page_says(world)
    assert [world.last(agent, MessageOfPage).message for agent in ("ada", "eve")] == [CART, CART]
    agent_says(world, {"text": "hello"})
    heard = world.last("tab", MessageOfAgent)
    assert (heard.agent, heard.message) == (world.admitted["ada"].participant.id, {"text": "hello"})
    assert len(world.heard("eve", MessageOfPage)) == 1


def test_g1_agents_from_whom_details_are_hidden_hear_nothing() -> None:
    world = World()
    world.live()
    hidden = EVERYTHING.model_copy(update={"hide_private_details": True})
    world.join("eve", replace(EVE, permissions=hidden))
    page_says(world)
    assert not world.heard("eve", MessageOfPage)
    assert world.heard("ada", MessageOfPage)


def test_g1_without_consent_nothing_is_passed_on() -> None:
    world = World()
    world.tab()
    world.open()
    world.join()
    page_says(world)
    agent_says(world)
    assert not world.heard("ada", MessageOfPage)
    assert not world.heard("tab", MessageOfAgent)
    assert world.last("tab", ErrorMessage).code == world.last("ada", ErrorMessage).code == ErrorCode.NO_CONSENT
    assert not world.recorded(MessageTold)


def test_g1_after_the_stop_and_from_other_tabs_nothing_is_passed_on() -> None:
    world = World()
    world.live()
    world.tab("stranger", BOB)
    page_says(world, connection="stranger")
    world.do(VisitorMessage("tab", SessionStop(session=SESSION)))
    page_says(world)
    agent_says(world)
    assert not world.heard("ada", MessageOfPage)
    assert not world.heard("tab", MessageOfAgent)


def test_g1_while_the_page_changes_an_agent_is_told() -> None:
    world = World()
    world.live()
    world.untab()
    agent_says(world)
    assert world.last("ada", ErrorMessage).code == ErrorCode.NOT_LIVE


def test_g2_each_side_sends_so_many() -> None:
    world = World()
    world.live()
    for _ in range(25):
        page_says(world)
        agent_says(world)
    assert len(world.heard("ada", MessageOfPage)) == len(world.heard("tab", MessageOfAgent)) == 20
    assert world.last("tab", ErrorMessage).code == world.last("ada", ErrorMessage).code == ErrorCode.RATE_LIMITED
    world.wait(1)
    page_says(world)
    assert len(world.heard("ada", MessageOfPage)) == 21


def test_g3_the_timeline_tells_of_so_many_and_of_no_content() -> None:
    world = World(Limits(custom_messages_noted=3))
    world.live()
    page_says(world, {"name": "Grace"})
    for _ in range(4):
        agent_says(world)
    noted = world.recorded(MessageTold)
    assert [getattr(one, "agent", None) for one in noted] == [None, ADA, ADA]
    assert getattr(noted[0], "size_bytes", 0) == len('{"name":"Grace"}')
    assert "Grace" not in repr(noted)
    assert not world.recorded(FeatureUsed)


def test_g1_a_message_is_bounded_in_bytes() -> None:
    def sent(letters: int) -> bytes:
        return dump(MessageToAgents.model_construct(session=SESSION, message={"t": "ü" * letters}))

    room = (MAX_CUSTOM_BYTES - len('{"t":""}')) // 2
    parse(VISITOR_TO_SERVER, sent(room))
    with pytest.raises(BadMessage, match="16384 bytes"):
        parse(VISITOR_TO_SERVER, sent(room + 1))
