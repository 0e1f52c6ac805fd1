"""Pages in frames of the captured page (rules N1-N5)."""

from tests.realtime.world import BOB, CLICK, SESSION, World, page
from userview.protocol.messages.agent import InputOutcome
from userview.protocol.messages.common import ErrorMessage, InputRefusal
from userview.protocol.messages.visitor import (
    InputRequest,
    InputResult,
    InsetClose,
    InsetEnd,
    InsetOpen,
    InsetOpened,
    SessionAgents,
    SessionRequest,
    SessionStart,
)
from userview.realtime.effects import OpenInset
from userview.realtime.inputs import InsetJoins, InsetOpens, VisitorDisconnected, VisitorMessage
from userview.realtime.limits import Limits
from userview.realtime.records import VisitorKey

SHOP, PAY = "https://shop.example", "https://pay.example"
CARL = VisitorKey("team_2", "CARLCARLCARLCARLCA")
FRAMED = page(9).model_copy(update={"framed": True, "focused": False})
FOCUSED = FRAMED.model_copy(update={"focused": True})


def opens(
    world: World, connection: str = "tab", ref: int = 1, *, allowed: bool = True, controllable: bool = True
) -> OpenInset | None:
    """A page asks for one of its frames; what the framed page would get a token for."""
    before = len(world.openings)
    message = InsetOpen(session=SESSION, ref=ref, origin=PAY, controllable=controllable)
    world.do(InsetOpens(connection, message, SHOP, allowed))
    return world.openings[-1] if len(world.openings) > before else None


def joins(world: World, inset: int, connection: str = "pay", *, control_required: bool = False) -> bool:
    """The framed page joins; whether it is shown from then on."""
    before = len(world.insets)
    world.do(InsetJoins(connection, SESSION, inset, 1, control_required))
    return len(world.insets) > before


def stage(*, limits: Limits | None = None, controllable: bool = True) -> tuple[World, int]:
    """A live session whose page shows the page of another visitor in a frame; its number."""
    world = World(limits)
    world.snapshot(world.live())
    world.tab("pay", BOB, info=FRAMED)
    opening = opens(world, controllable=controllable)
    assert opening is not None
    assert joins(world, opening.inset)
    return world, opening.inset


def refused(world: World, connection: str = "tab") -> bool:
    """The last answer to a page that asked is a no."""
    return world.last(connection, InsetOpened).token is None


def test_n1_the_captured_page_of_a_live_session_opens_frames_and_nobody_else() -> None:
    world = World()
    world.tab()
    world.open()
    world.join()
    assert opens(world) is None
    assert refused(world)
    world.answer(allow=True)
    opening = opens(world, ref=7)
    assert opening is not None
    assert (opening.connection, opening.ref, opening.origin, opening.embedder) == ("tab", 7, PAY, SHOP)
    world.tab("other", info=page(2, focused=False))
    world.tab("stranger", BOB)
    assert opens(world, "other") is None
    assert opens(world, "stranger") is None
    assert refused(world, "stranger")


def test_n1_a_site_that_the_team_does_not_name_shows_nothing_in_its_frames() -> None:
    world = World()
    world.live()
    assert opens(world, allowed=False) is None
    assert refused(world)


def test_n1_frames_are_bounded_in_number_and_depth() -> None:
    world, _ = stage(limits=Limits(insets_per_session=3))
    world.tab("inner", VisitorKey("team_1", "INNERINNERINNERINN"), info=FRAMED)
    second = opens(world, "pay")
    assert second is not None
    assert joins(world, second.inset, "inner")
    assert opens(world, "inner") is None
    assert opens(world) is not None
    assert opens(world) is None


def test_n1_what_nobody_joins_makes_room_again() -> None:
    world = World(Limits(insets_per_session=1))
    world.live()
    opening = opens(world)
    assert opening is not None
    assert opens(world) is None
    world.wait(61)
    assert opens(world) is not None
    world.tab("pay", BOB, info=FRAMED)
    assert not joins(world, opening.inset)


def test_n2_a_page_joins_once_in_its_own_team_alone() -> None:
    world, inset = stage()
    assert not joins(world, inset)
    assert not joins(world, inset + 1)
    opening = opens(world)
    assert opening is not None
    world.tab("carl", CARL)
    assert not joins(world, opening.inset, "carl")
    assert not joins(world, opening.inset, "tab")
    assert world.heard("carl", ErrorMessage)
    assert joins(world, opening.inset, "pay")
    assert world.last("pay", InsetEnd).inset == inset


def test_n3_input_goes_to_the_page_in_the_frame_and_its_answer_alone_counts() -> None:
    world, inset = stage()
    world.click(5, inset=inset)
    request = world.last("pay", InputRequest)
    assert (request.inset, request.action) == (inset, CLICK)
    assert not world.heard("tab", InputRequest)
    result = InputResult(session=SESSION, agent=request.agent, id=5, ok=True, reason=None)
    world.do(VisitorMessage("tab", result))
    assert not world.heard("ada", InputOutcome)
    world.do(VisitorMessage("pay", result))
    assert world.last("ada", InputOutcome).ok
    assert world.last("pay", SessionAgents).control == request.agent


def test_n3_the_page_in_a_frame_answers_for_no_other() -> None:
    world, _ = stage()
    world.click(5)
    request = world.last("tab", InputRequest)
    world.do(VisitorMessage("pay", InputResult(session=SESSION, agent=request.agent, id=5, ok=True, reason=None)))
    assert not world.heard("ada", InputOutcome)


def test_n3_input_for_a_page_that_is_not_there_is_stale() -> None:
    world, inset = stage()
    world.click(5, inset=inset + 1)
    assert world.last("ada", InputOutcome).reason is InputRefusal.STALE


def test_n3_a_frame_that_is_protected_takes_no_input() -> None:
    world, inset = stage(controllable=False)
    world.click(5, inset=inset)
    assert world.last("ada", InputOutcome).reason is InputRefusal.NOT_PERMITTED
    assert not world.heard("pay", InputRequest)
    inner = opens(world, "pay")
    assert inner is not None
    world.tab("inner", VisitorKey("team_1", "INNERINNERINNERINN"), info=FRAMED)
    assert joins(world, inner.inset, "inner")
    world.click(6, inset=inner.inset)
    assert world.last("ada", InputOutcome).reason is InputRefusal.NOT_PERMITTED


def test_n3_a_page_in_a_frame_may_want_to_be_asked_for_control() -> None:
    world = World()
    world.live()
    world.tab("pay", BOB, info=FRAMED)
    opening = opens(world)
    assert opening is not None
    assert joins(world, opening.inset, control_required=True)
    world.click(5, inset=opening.inset)
    assert world.last("ada", InputOutcome).reason is InputRefusal.NOT_PERMITTED
    assert world.view().granted == []


def test_n4_it_ends_with_the_frame_the_run_the_connection_and_the_session() -> None:
    for end in ("close", "run", "session"):
        world, inset = stage()
        world.click(5, inset=inset)
        if end == "close":
            world.do(VisitorMessage("tab", InsetClose(session=SESSION, inset=inset)))
        elif end == "run":
            world.tab("next", info=page(2))
        else:
            world.untab()
            world.wait(120)
        assert world.last("pay", InsetEnd).inset == inset, end
        assert world.last("ada", InputOutcome).reason is InputRefusal.FAILED
    world, inset = stage()
    world.click(5, inset=inset)
    world.do(VisitorDisconnected("pay"))
    assert world.last("ada", InputOutcome).reason is InputRefusal.FAILED
    world.click(6, inset=inset)
    assert world.last("ada", InputOutcome).reason is InputRefusal.STALE


def test_n4_only_the_page_around_closes_a_frame() -> None:
    world, inset = stage()
    world.tab("other", info=page(2, focused=False))
    world.do(VisitorMessage("other", InsetClose(session=SESSION, inset=inset)))
    world.do(VisitorMessage("pay", InsetClose(session=SESSION, inset=inset)))
    assert not world.heard("pay", InsetEnd)


def test_n5_a_frame_of_the_visitors_own_page_is_not_asked_nor_shown_by_itself() -> None:
    world = World()
    world.tab()
    world.tab("framed", info=FOCUSED)
    world.open()
    world.join()
    assert world.heard("tab", SessionRequest)
    assert not world.heard("framed", SessionRequest)
    world.answer(allow=True)
    assert world.captures[-1].connection == "tab"
    assert not world.heard("framed", SessionStart)
    world.turn("tab", page(focused=False))
    assert world.captures[-1].connection == "tab"
    world.untab()
    world.wait(10)
    assert world.view().state == "paused"


def test_n5_a_page_in_a_frame_of_a_page_without_the_sdk_is_like_any_other() -> None:
    world = World()
    world.tab("framed", info=FOCUSED)
    world.open()
    world.join()
    world.answer(allow=True, connection="framed")
    assert world.captures[-1].connection == "framed"
