"""Rule P6: the team's settings hold at once, in connected tabs and in sessions that run."""

from tests.realtime.world import ANN, BOB, SESSION, SETTINGS, World, page
from userview.protocol.messages.agent import InputOutcome
from userview.protocol.messages.common import InputRefusal
from userview.protocol.messages.visitor import InputRequest, SettingsChanged
from userview.realtime.inputs import ChangeSettings
from userview.realtime.lobby import CHANGE_SECONDS
from userview.realtime.records import VisitorKey

NO_CLICKS = SETTINGS.model_copy(update={"allow_remote_click": False, "masked_elements": [".secret"]})
STRANGER = VisitorKey("team_2", "STRANGERSTRANGERXX")


def test_p6_every_tab_of_the_team_is_told_and_nobody_elses() -> None:
    world = World()
    world.tab("a1")
    world.tab("a2", info=page(2))
    world.tab("b1", BOB, info=page(3))
    world.tab("s1", STRANGER, info=page(4))
    world.do(ChangeSettings(ANN.team, NO_CLICKS))
    for connection in ("a1", "a2", "b1"):
        assert world.heard(connection, SettingsChanged) == [SettingsChanged(settings=NO_CLICKS)]
    assert world.heard("s1", SettingsChanged) == []


def test_p6_what_agents_may_do_is_judged_anew_in_a_session_that_runs() -> None:
    world = World()
    world.live()
    world.snapshot(world.captures[-1])
    world.click(1)
    assert len(world.heard("tab", InputRequest)) == 1
    assert world.view().permissions.allow_click
    world.do(ChangeSettings(ANN.team, NO_CLICKS))
    assert not world.view().permissions.allow_click
    assert world.view().permissions.allow_type
    world.click(2)
    assert len(world.heard("tab", InputRequest)) == 1
    refused = InputOutcome(session=SESSION, id=2, ok=False, reason=InputRefusal.NOT_PERMITTED)
    assert world.last("ada", InputOutcome) == refused
    world.do(ChangeSettings(ANN.team, SETTINGS))
    world.click(3)
    assert len(world.heard("tab", InputRequest)) == 2


def test_p6_a_tab_whose_settings_were_read_before_the_change_is_told_at_its_entry() -> None:
    world = World()
    world.do(ChangeSettings(ANN.team, NO_CLICKS))
    world.tab("late")
    assert world.heard("late", SettingsChanged) == [SettingsChanged(settings=NO_CLICKS)]
    world.tab("knows", info=page(2), settings=NO_CLICKS)
    assert world.heard("knows", SettingsChanged) == []
    world.wait(CHANGE_SECONDS)
    world.tab("much later", info=page(3))
    assert world.heard("much later", SettingsChanged) == []
