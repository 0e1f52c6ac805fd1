"""Rule J4: that a session went live, and that it ended, belongs to the page view that was shown."""

from __future__ import annotations

from tests.realtime.world import ANN, SESSION, World, page
from userview.protocol.messages.visitor import SessionStop
from userview.realtime.inputs import VisitorMessage
from userview.realtime.records import NotedInHistory


def test_j4_a_session_is_noted_where_it_began_and_where_it_ended() -> None:
    world = World()
    capture = world.live()
    assert world.recorded(NotedInHistory) == [], "nothing was seen yet"
    world.snapshot(capture)
    began = NotedInHistory(SESSION, ANN, page(1).pageview, "started", world.now)
    assert world.recorded(NotedInHistory) == [began]
    world.turn("tab", page(2))
    world.wait(5)
    world.do(VisitorMessage("tab", SessionStop(session=SESSION)))
    assert world.recorded(NotedInHistory) == [
        began,
        NotedInHistory(SESSION, ANN, page(2).pageview, "ended", world.now),
    ]


def test_j4_a_session_that_nobody_saw_is_not_noted() -> None:
    world = World()
    world.live()
    world.do(VisitorMessage("tab", SessionStop(session=SESSION)))
    assert world.recorded(NotedInHistory) == []
