"""The page's console: who reads it, and who runs code in the page (rules O1-O5)."""

from dataclasses import replace

from tests.realtime.world import ADA, ANN, EVE, EVERYTHING, SESSION, SETTINGS, World, page, spec
from userview.protocol.codes import ErrorCode
from userview.protocol.messages.common import ErrorMessage
from userview.protocol.messages.console import (
    ConsoleAnswer,
    ConsoleClose,
    ConsoleEntries,
    ConsoleEntry,
    ConsoleOpen,
    ConsoleRefused,
    ConsoleResult,
    ConsoleRun,
    ConsoleRunAsked,
    ConsoleTold,
    ConsoleWatch,
)
from userview.protocol.messages.settings import SdkSettings
from userview.realtime.inputs import AgentDisconnected, ChangeSettings, VisitorMessage
from userview.realtime.records import ConsoleRan, FeatureUsed

BOTH = SdkSettings(track_console=True, allow_remote_console=True)
PERMITTED = EVERYTHING.model_copy(update={"read_console": True, "run_console": True})
ENTRY = ConsoleEntry(serial=1, level="warn", text="stale cart", age_ms=3)
OPEN, CLOSE = ConsoleOpen(session=SESSION), ConsoleClose(session=SESSION)


def live(settings: SdkSettings = BOTH, *, permitted: bool = True) -> World:
    world = World()
    world.tab(settings=settings)
    world.open(spec(permissions=PERMITTED if permitted else EVERYTHING))
    world.join()
    world.answer(allow=True)
    return world


def tell(world: World, connection: str = "tab", to: str | None = None) -> None:
    told = ConsoleTold(session=SESSION, to=to, run=1, entries=[ENTRY], dropped=0)
    world.do(VisitorMessage(connection, told))


def run(world: World, number: int = 1, connection: str = "ada", code: str = "1 + 1") -> None:
    world.agent(ConsoleRunAsked(session=SESSION, id=number, code=code), connection)


def answer(world: World, number: int = 1, connection: str = "tab", agent: str = "ada") -> None:
    own = world.admitted[agent].participant.id
    world.do(VisitorMessage(connection, ConsoleAnswer(session=SESSION, agent=own, id=number, kind="value", text="2")))


def test_o1_the_page_tells_as_long_as_somebody_reads() -> None:
    world = live()
    tell(world)
    assert not world.heard("tab", ConsoleWatch)
    world.agent(OPEN)
    assert world.last("tab", ConsoleWatch) == ConsoleWatch(session=SESSION, on=True, to=None)
    tell(world)
    assert world.last("ada", ConsoleEntries).entries == [ENTRY]
    world.agent(CLOSE)
    assert not world.last("tab", ConsoleWatch).on
    tell(world)
    assert len(world.heard("ada", ConsoleEntries)) == 1


def test_o1_who_opens_later_alone_gets_what_is_known() -> None:
    world = live()
    world.join("eve", EVE)
    world.agent(OPEN)
    world.agent(OPEN, "eve")
    eve = world.admitted["eve"].participant.id
    assert world.last("tab", ConsoleWatch) == ConsoleWatch(session=SESSION, on=True, to=eve)
    tell(world, to=eve)
    assert not world.heard("ada", ConsoleEntries)
    assert world.heard("eve", ConsoleEntries)


def test_o1_the_tab_that_is_captured_tells_and_no_other() -> None:
    world = live()
    world.agent(OPEN)
    world.tab("second", info=page(2, focused=False), settings=BOTH)
    tell(world, "second")
    assert not world.heard("ada", ConsoleEntries)
    world.untab("tab")
    world.turn("second", page(2))
    assert world.last("second", ConsoleWatch).on
    tell(world, "second")
    assert world.heard("ada", ConsoleEntries)


def test_o1_a_reader_who_leaves_reads_no_more() -> None:
    world = live()
    world.agent(OPEN)
    world.do(AgentDisconnected("ada"))
    world.wait(11)
    assert not world.last("tab", ConsoleWatch).on


def test_o4_without_permission_nobody_reads_or_runs() -> None:
    for settings, permitted in ((SETTINGS, True), (BOTH, False)):
        world = live(settings, permitted=permitted)
        world.agent(OPEN)
        run(world)
        assert world.last("ada", ErrorMessage).code == ErrorCode.NOT_ALLOWED
        assert world.last("ada", ErrorMessage).ref == "console"
        assert world.last("ada", ConsoleResult).kind == "refused"
        assert not world.heard("tab", ConsoleWatch)
        assert not world.heard("tab", ConsoleRun)
        assert not world.view().permissions.read_console
        assert not world.recorded(ConsoleRan)


def test_o4_reading_and_running_are_two_permissions() -> None:
    world = live(SdkSettings(track_console=True))
    assert world.view().permissions.read_console
    world.agent(OPEN)
    run(world)
    assert world.heard("tab", ConsoleWatch)
    assert not world.heard("tab", ConsoleRun)


def test_o4_who_may_not_see_private_details_has_no_console() -> None:
    world = live()
    hidden = PERMITTED.model_copy(update={"hide_private_details": True})
    world.join("eve", replace(EVE, permissions=hidden))
    world.agent(OPEN, "eve")
    run(world, connection="eve")
    assert world.last("eve", ErrorMessage).code == ErrorCode.NOT_ALLOWED
    assert world.last("eve", ConsoleResult).kind == "refused"
    assert not world.view("eve").permissions.run_console
    assert not world.heard("tab", ConsoleRun)


def test_o4_a_permission_that_is_taken_back_ends_it_at_once() -> None:
    world = live()
    world.agent(OPEN)
    world.do(ChangeSettings(ANN.team, SETTINGS))
    assert not world.last("tab", ConsoleWatch).on
    assert world.last("ada", ErrorMessage).code == ErrorCode.NOT_ALLOWED
    tell(world)
    assert not world.heard("ada", ConsoleEntries)


def test_o4_the_pages_own_option_ends_it_for_all() -> None:
    world = live()
    world.agent(OPEN)
    world.do(VisitorMessage("tab", ConsoleRefused(session=SESSION)))
    assert "does not let" in world.last("ada", ErrorMessage).message
    assert not world.last("tab", ConsoleWatch).on


def test_o4_before_consent_and_while_paused_nothing_is_run() -> None:
    world = World()
    world.tab(settings=BOTH)
    world.open(spec(permissions=PERMITTED))
    world.join()
    world.agent(OPEN)
    run(world)
    assert world.last("ada", ErrorMessage).code == ErrorCode.NO_CONSENT
    world.answer(allow=True)
    world.agent(OPEN)
    world.untab()
    world.wait(4)
    run(world, 2)
    assert [result.kind for result in world.heard("ada", ConsoleResult)] == ["refused", "refused"]
    assert not world.heard("tab", ConsoleRun)


def test_o3_code_is_noted_then_run_once_and_answered_by_its_page_alone() -> None:
    world = live()
    world.join("eve", EVE)
    run(world, 4, code="document.title")
    asked = world.last("tab", ConsoleRun)
    assert (asked.agent, asked.id, asked.code) == (world.admitted["ada"].participant.id, 4, "document.title")
    assert [(ran.agent, ran.code) for ran in world.changes if isinstance(ran, ConsoleRan)] == [(ADA, "document.title")]
    answer(world, 4, connection="other")
    answer(world, 5)
    assert not world.heard("ada", ConsoleResult)
    answer(world, 4)
    answer(world, 4)
    assert [(one.kind, one.text) for one in world.heard("ada", ConsoleResult)] == [("value", "2")]
    assert not world.heard("eve", ConsoleResult)
    assert [used.feature for used in world.changes if isinstance(used, FeatureUsed)] == ["console"]


def test_o3_code_whose_page_is_gone_is_answered() -> None:
    world = live()
    run(world)
    world.untab()
    world.tab("next", info=page(2), settings=BOTH)
    assert world.last("ada", ConsoleResult).text == "the page was left before it answered"
    assert not world.heard("next", ConsoleRun)


def test_o2_o3_both_are_bounded() -> None:
    world = live()
    world.agent(OPEN)
    for number in range(12):
        run(world, number)
    assert len(world.heard("tab", ConsoleRun)) == 10
    assert "in a short time" in world.last("ada", ConsoleResult).text
    for _ in range(101):
        tell(world)
    assert len(world.heard("ada", ConsoleEntries)) == 100
    assert world.last("tab", ErrorMessage).code == ErrorCode.RATE_LIMITED
