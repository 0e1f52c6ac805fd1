"""A page without the SDK is to come: agents read what the page said, and the visitor is waited for (rule S11)."""

import pytest

from tests.gateway.doors import BLIND
from tests.realtime.world import SESSION, World, page
from userview.protocol.messages import VISITOR_TO_SERVER, BadMessage, parse
from userview.protocol.messages.common import EndReason, SessionState
from userview.protocol.messages.expected import DisconnectExpected, ExpectedReturn
from userview.realtime.inputs import VisitorMessage


def says(world: World, seconds: int = 300, title: str | None = "At the bank", message: str | None = "Paying") -> None:
    said = DisconnectExpected(session=SESSION, return_seconds=seconds, title=title, message=message)
    world.do(VisitorMessage("tab", said))


def away(world: World) -> None:
    """The visitor goes, and it is not a page change."""
    world.untab()
    world.wait(4)


def test_s11_agents_read_it_while_the_visitor_is_away_and_not_before() -> None:
    world = World()
    world.live()
    says(world)
    assert world.view().expected is None
    away(world)
    assert world.view().state is SessionState.PAUSED
    assert world.view().expected == ExpectedReturn(title="At the bank", message="Paying", wait_seconds=300)
    world.tab(info=page(2))
    assert world.view().expected is None
    assert world.view().state is SessionState.ACTIVE


def test_s11_the_visitor_is_waited_for_as_long_as_it_said() -> None:
    world = World()
    world.live()
    says(world)
    away(world)
    world.wait(290)
    assert world.view().state is SessionState.PAUSED
    world.wait(10)
    assert (world.view().state, world.view().end_reason) == (SessionState.ENDED, EndReason.VISITOR_GONE)


def test_s11_never_shorter_than_without_it() -> None:
    world = World()
    world.live()
    says(world, seconds=0)
    away(world)
    assert world.view().expected == ExpectedReturn(title="At the bank", message="Paying", wait_seconds=60)
    world.wait(50)
    assert world.view().state is SessionState.PAUSED


def test_s11_it_is_about_the_next_going_alone() -> None:
    world = World()
    world.live()
    says(world)
    away(world)
    world.tab(info=page(2))
    away(world)
    assert world.view().expected is None
    world.wait(61)
    assert world.view().state is SessionState.ENDED


def test_s11_who_stays_for_long_did_not_mean_it() -> None:
    world = World()
    world.live()
    says(world)
    world.wait(301)
    away(world)
    assert world.view().expected is None
    world.wait(61)
    assert world.view().state is SessionState.ENDED


def test_s11_from_whom_details_are_hidden_reads_no_words() -> None:
    world = World()
    world.live()
    world.join("blind", BLIND)
    says(world)
    away(world)
    assert world.view("blind").expected == ExpectedReturn(title=None, message=None, wait_seconds=300)
    assert world.view("ada").expected == ExpectedReturn(title="At the bank", message="Paying", wait_seconds=300)


def test_s11_a_page_that_is_in_no_session_says_nothing() -> None:
    world = World()
    world.tab()
    world.open()
    world.join()
    says(world)
    world.answer(allow=True)
    away(world)
    assert world.view().expected is None


@pytest.mark.parametrize(
    "wrong", [{"return_seconds": -1}, {"return_seconds": 3601}, {"title": "x" * 101}, {"message": "a\nb"}]
)
def test_s11_what_is_out_of_bounds_is_refused(wrong: dict[str, object]) -> None:
    said = DisconnectExpected(session=SESSION, return_seconds=1, title=None, message=None).model_copy(update=wrong)
    with pytest.raises(BadMessage):
        parse(VISITOR_TO_SERVER, said.model_dump_json())
