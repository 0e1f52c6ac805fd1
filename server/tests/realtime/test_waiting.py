"""Rules Q1-Q8: visitors who wait for an agent, from the first word to the end of each wait."""

from uuid import UUID

from tests.realtime.world import ADA, ANN, BOB, EVE, SESSION, SETTINGS, World, page
from userview.protocol.codes import ErrorCode
from userview.protocol.messages.common import EndReason, ErrorMessage
from userview.protocol.messages.visitor import SessionRequest
from userview.protocol.messages.waiting import AgentsAvailable, DeskWaited, DeskWaiting, WaitBegin, WaitState
from userview.realtime.inputs import (
    AgentDisconnected,
    AgentHere,
    AnswerFailed,
    AnswerVisitor,
    EndSession,
    EraseVisitor,
    Tick,
    VisitorAsks,
    VisitorRenamed,
    VisitorReplaced,
    VisitorWaits,
    VisitorWaitsNoMore,
)
from userview.realtime.limits import Limits
from userview.realtime.records import AgentRef, Call, VisitorKey

CONTACT = "https://shop.example/contact"
CALLS_ADA = Call("ada", ADA.id, "Ada")


def here(world: World, connection: str = "desk-ada", *, available: bool = True, team: str = ANN.team) -> None:
    """A dashboard is open."""
    world.do(AgentHere(connection, team, available))


def begin(
    world: World,
    number: int = 1,
    connection: str = "tab",
    *,
    call: Call | None = None,
    named: str | None = None,
    again: bool = False,
    note: str | None = None,
    network: str = "203.0.113.7",
) -> None:
    """A page says that its visitor waits; `named`: a call name that nobody has."""
    name = call.name if call else named
    message = WaitBegin(wait=str(UUID(int=number)), call_name=name, note=note, again=again)
    world.do(VisitorWaits(connection, network, message, call, CONTACT))


def statuses(world: World, connection: str = "tab") -> list[str]:
    """What a tab was told of its wait."""
    return [state.status for state in world.heard(connection, WaitState)]


def asking(world: World) -> None:
    """Ada is available, and Ann asks for help."""
    here(world)
    world.tab()
    begin(world)


def test_q1_a_request_is_pending_and_every_tab_of_the_visitor_knows() -> None:
    world = World()
    here(world)
    world.tab()
    world.tab("second", info=page(2))
    world.tab("bob", BOB, info=page(3))
    begin(world, note="cart of 249")
    for connection in ("tab", "second"):
        state = world.last(connection, WaitState)
        assert (state.status, state.call_name, state.agent_name, state.redirect_url) == ("pending", None, None, None)
    assert statuses(world, "bob") == []
    assert world.requests == ["created"]
    told = world.desks[-1]
    assert isinstance(told[1], DeskWaiting)
    shown = told[1].waiting
    assert (told[0], shown.short_id, shown.nickname, shown.url, shown.note) == (
        None,
        ANN.short_id,
        "Ann",
        "https://shop.example/1",
        "cart of 249",
    )


def test_q1_asking_again_changes_nothing_and_another_way_ends_the_first() -> None:
    world = World()
    asking(world)
    begin(world, 2)
    assert statuses(world) == ["pending", "pending"]
    assert world.last("tab", WaitState).wait == str(UUID(int=1))
    assert len(world.desks) == 1
    begin(world, 3, call=CALLS_ADA)
    assert statuses(world)[2:] == ["canceled", "pending"]
    assert world.requests == ["created", "cancelled"]
    waiter = world.hub.waiter(ANN)
    assert waiter is not None
    assert waiter.call == CALLS_ADA


def test_q1_another_way_that_is_refused_ends_nothing() -> None:
    world = World()
    world.tab()
    begin(world, 1, call=CALLS_ADA)
    begin(world, 2, named="nobody")
    begin(world, 3)
    assert statuses(world) == ["pending", "unknown_call_name", "pending", "unavailable", "pending"]
    assert world.last("tab", WaitState).wait == str(UUID(int=1))
    assert world.hub.waiter(ANN) is not None


def test_q1_a_page_goes_on_with_its_wait_and_is_told_how_it_ended_meanwhile() -> None:
    world = World()
    asking(world)
    world.wait(30)
    world.untab()
    world.tab("next", info=page(2))
    begin(world, connection="next", again=True)
    assert statuses(world, "next") == ["pending"]
    assert world.hub.queue(ANN.team, ADA.id)[0].waiting_ms == 30_000
    world.do(VisitorWaitsNoMore("next"))
    begin(world, connection="next", again=True)
    assert statuses(world, "next") == ["pending", "canceled", "canceled"]
    assert world.hub.waiter(ANN) is None
    begin(world, 2, connection="next")
    assert statuses(world, "next")[-1] == "pending"
    assert world.requests == ["created", "cancelled", "created"]


def test_q1_pages_go_on_after_a_restart_before_dashboards_are_back() -> None:
    world = World()
    world.tab()
    begin(world, again=True)
    assert statuses(world) == ["pending"]
    assert world.requests == []
    world.wait(5)
    here(world)
    world.wait(60)
    assert [waiting.short_id for waiting in world.hub.queue(ANN.team, ADA.id)] == [ANN.short_id]
    unlucky = World()
    unlucky.tab()
    begin(unlucky, again=True)
    unlucky.wait(10)
    assert statuses(unlucky) == ["pending", "unavailable"]


def test_q2_the_last_agent_goes_and_the_wait_is_over_in_one_late_tick() -> None:
    world = World(Limits(waiting_seconds=30, agents_grace_seconds=10))
    asking(world)
    world.wait(15)
    world.do(AgentDisconnected("desk-ada"))
    world.now += 20
    world.do(Tick())
    assert statuses(world) == ["pending", "unavailable"]
    assert world.requests == ["created", "cancelled"]


def test_q1_with_a_session_under_way_an_agent_is_there_already() -> None:
    world = World()
    world.live()
    here(world)
    begin(world)
    assert statuses(world) == ["accepted"]
    assert (world.desks, world.requests) == ([], [])


def test_q2_without_an_available_agent_it_is_unavailable_at_once() -> None:
    world = World()
    here(world, available=False)
    here(world, "elsewhere", team="team_2")
    world.tab()
    begin(world)
    state = world.last("tab", WaitState)
    assert (state.status, state.redirect_url) == ("unavailable", CONTACT)
    assert (world.desks, world.requests) == ([], [])


def test_q2_requests_end_when_nobody_has_been_available_for_a_while() -> None:
    world = World()
    asking(world)
    world.wait(20)
    world.do(AgentDisconnected("desk-ada"))
    world.wait(9)
    assert statuses(world) == ["pending"]
    here(world, "desk-ada-2")
    world.wait(60)
    assert statuses(world) == ["pending"]
    here(world, "desk-ada-2", available=False)
    world.wait(10)
    assert statuses(world) == ["pending", "unavailable"]
    assert world.last("tab", WaitState).redirect_url == CONTACT
    assert world.requests == ["created", "cancelled"]
    assert world.desks[-1] == (None, DeskWaited(short_id=ANN.short_id, answered_by=None))


def test_q2_nobody_waits_longer_than_the_limit() -> None:
    world = World(Limits(waiting_seconds=120))
    asking(world)
    world.wait(119)
    assert statuses(world) == ["pending"]
    world.wait(1)
    assert statuses(world) == ["pending", "unavailable"]
    world.untab()
    world.do(AgentDisconnected("desk-ada"))
    world.wait(60)
    assert world.hub.next_deadline() is None, "nothing is kept"


def test_q3_pages_that_ask_are_told_when_agents_come_and_go() -> None:
    world = World()
    world.tab()
    world.tab("quiet", BOB, info=page(2))
    world.do(VisitorAsks("tab"))
    here(world)
    here(world, "desk-eve")
    world.do(AgentDisconnected("desk-ada"))
    world.wait(30)
    told = [message.available for message in world.heard("tab", AgentsAvailable)]
    assert told == [False, True]
    world.do(AgentDisconnected("desk-eve"))
    world.wait(9)
    here(world, "desk-eve-2")
    world.wait(30)
    assert len(world.heard("tab", AgentsAvailable)) == 2, "a reload of a dashboard is not noticed"
    world.do(AgentDisconnected("desk-eve-2"))
    world.wait(10)
    assert not world.last("tab", AgentsAvailable).available
    assert world.heard("quiet", AgentsAvailable) == []


def test_q3_who_asks_is_told_of_the_wait_too() -> None:
    world = World()
    asking(world)
    world.tab("second", info=page(2))
    assert statuses(world, "second") == []
    world.do(VisitorAsks("second"))
    assert statuses(world, "second") == ["pending"]
    assert world.last("second", AgentsAvailable).available


def test_q4_a_personal_link_calls_its_agent_alone_whether_there_or_not() -> None:
    world = World()
    world.tab()
    begin(world, call=CALLS_ADA)
    state = world.last("tab", WaitState)
    assert (state.status, state.call_name, state.agent_name) == ("pending", "ada", "Ada")
    assert world.desks[0][0] == ADA.id
    assert [waiting.call_name for waiting in world.hub.queue(ANN.team, ADA.id)] == ["ada"]
    assert world.hub.queue(ANN.team, EVE.id) == []
    world.wait(60)
    assert statuses(world) == ["pending"]
    assert world.requests == []


def test_q4_a_name_that_nobody_has_is_told_to_the_visitor_alone() -> None:
    world = World()
    here(world)
    world.tab()
    begin(world, named="nobody")
    assert statuses(world) == ["unknown_call_name"]
    assert (world.desks, world.hub.waiter(ANN)) == ([], None)


def test_q5_the_queue_has_who_waits_longest_first_and_their_names_as_they_are() -> None:
    world = World()
    asking(world)
    world.wait(5)
    world.tab("bob", BOB, info=page(2))
    begin(world, 2, "bob")
    world.do(VisitorRenamed(ANN, "Ann Lee"))
    assert [waiting.nickname for waiting in world.hub.queue(ANN.team, EVE.id)] == ["Ann Lee", "Ann"]
    told = world.desks[-1][1]
    assert isinstance(told, DeskWaiting)
    assert (told.waiting.nickname, told.waiting.waiting_ms) == ("Ann Lee", 5000)
    assert world.hub.queue("team_2", ADA.id) == []


def test_q6_the_first_to_answer_has_the_visitor() -> None:
    world = World()
    asking(world)
    world.do(AnswerVisitor(ANN, EVE))
    world.do(AnswerVisitor(ANN, ADA))
    waiter = world.hub.waiter(ANN)
    assert waiter is not None
    assert waiter.accepted_by == EVE
    world.open()
    assert statuses(world) == ["pending", "accepted"]
    assert world.desks[-1] == (None, DeskWaited(short_id=ANN.short_id, answered_by="Eve"))
    assert world.requests == ["created", "accepted"]
    world.do(AnswerVisitor(ANN, ADA))
    assert world.hub.waiter(ANN) is None


def test_q6_consent_is_asked_as_ever() -> None:
    world = World()
    asking(world)
    world.do(AnswerVisitor(ANN, ADA))
    world.open()
    world.join()
    assert world.last("tab", SessionRequest).agent_name == "Ada"


def test_q6_when_no_session_came_of_it_others_may_answer() -> None:
    world = World()
    asking(world)
    world.do(AnswerVisitor(ANN, EVE))
    world.do(AnswerFailed(ANN))
    world.do(AnswerVisitor(ANN, ADA))
    waiter = world.hub.waiter(ANN)
    assert waiter is not None
    assert waiter.accepted_by == ADA


def test_q6_only_the_agent_who_is_called_may_answer() -> None:
    world = World()
    world.tab()
    begin(world, call=CALLS_ADA)
    world.do(AnswerVisitor(ANN, EVE))
    waiter = world.hub.waiter(ANN)
    assert waiter is not None
    assert waiter.accepted_by is None
    world.do(AnswerVisitor(ANN, AgentRef(ADA.id, "Ada L.", None, None)))
    world.open()
    assert statuses(world) == ["pending", "accepted"]


def test_q6_after_the_session_the_visitor_may_ask_again() -> None:
    world = World()
    asking(world)
    world.open()
    world.do(EndSession(SESSION, EndReason.AGENT_STOPPED))
    begin(world, again=True)
    assert statuses(world)[-1] == "accepted", "the page that did not hear of it"
    begin(world, 2)
    assert statuses(world)[-1] == "pending"


def test_q7_the_visitor_does_not_want_to_wait_any_more() -> None:
    world = World()
    asking(world)
    world.do(VisitorWaitsNoMore("tab"))
    world.do(VisitorWaitsNoMore("tab"))
    assert statuses(world) == ["pending", "canceled"]
    assert world.requests == ["created", "cancelled"]


def test_q7_who_has_gone_does_not_wait_but_a_page_change_is_not_noticed() -> None:
    world = World()
    asking(world)
    world.untab()
    world.wait(4)
    world.tab("next", info=page(2))
    world.wait(30)
    assert world.hub.waiter(ANN) is not None
    world.untab("next")
    world.wait(5)
    assert world.hub.waiter(ANN) is None
    assert world.desks[-1] == (None, DeskWaited(short_id=ANN.short_id, answered_by=None))


def test_q7_somebody_else_does_not_wait() -> None:
    world = World()
    asking(world)
    world.do(VisitorReplaced("tab", BOB, "Bob", SETTINGS))
    assert (world.hub.waiter(ANN), world.hub.waiter(BOB)) == (None, None)
    assert statuses(world) == ["pending", "canceled"]


def test_q7_of_an_erased_visitor_nothing_is_kept() -> None:
    world = World()
    asking(world)
    world.do(EraseVisitor(ANN))
    assert world.hub.queue(ANN.team, ADA.id) == []
    world.untab()
    world.wait(5)
    world.tab("next")
    begin(world, connection="next", again=True)
    assert statuses(world, "next") == ["pending"], "what ended before is not known any more"


def test_q8_a_visitor_cannot_ask_for_ever() -> None:
    world = World()
    here(world)
    world.tab()
    for number in range(1, 6):
        begin(world, number)
        world.do(VisitorWaitsNoMore("tab"))
    begin(world, 6)
    begin(world, 7, again=True)
    assert statuses(world)[-2:] == ["unavailable", "unavailable"]
    assert world.last("tab", WaitState).redirect_url is None
    assert world.last("tab", ErrorMessage).code == ErrorCode.RATE_LIMITED
    assert world.hub.waiter(ANN) is None
    world.wait(60)
    begin(world, 8)
    assert statuses(world)[-1] == "pending"


def test_q8_a_network_cannot_ask_for_ever_by_being_many_visitors() -> None:
    world = World(Limits(waits_per_minute_per_address=1.5))
    here(world)
    for number in range(1, 5):
        world.tab(f"t{number}", VisitorKey(ANN.team, f"VISITOR{number}".ljust(18, "X")), info=page(number))
        begin(world, number, f"t{number}", call=CALLS_ADA)
    assert [statuses(world, f"t{number}")[-1] for number in range(1, 5)] == ["pending"] * 3 + ["unavailable"]
    assert world.last("t4", ErrorMessage).code == ErrorCode.RATE_LIMITED
    begin(world, 5, "t4", network="203.0.113.8")
    assert statuses(world, "t4")[-1] == "pending", "others are not held up"
    world.do(VisitorWaitsNoMore("t4"))
    world.wait(40)
    begin(world, 6, "t4")
    assert statuses(world, "t4")[-1] == "pending"


def test_q8_a_team_has_room_for_so_many() -> None:
    world = World(Limits(waiting_per_team=2))
    here(world)
    for number in range(1, 4):
        world.tab(f"t{number}", VisitorKey(ANN.team, f"VISITOR{number}".ljust(18, "X")), info=page(number))
        begin(world, number, f"t{number}", call=CALLS_ADA)
    assert [statuses(world, f"t{number}") for number in range(1, 4)] == [["pending"], ["pending"], ["unavailable"]]
    world.do(VisitorWaitsNoMore("t1"))
    begin(world, 4, "t3", call=CALLS_ADA)
    assert statuses(world, "t3")[-1] == "pending"
