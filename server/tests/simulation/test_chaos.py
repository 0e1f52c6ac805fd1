"""Thousands of seeded lives of a session: whatever happens, viewers show what the visitor sees, and everything ends."""

from collections.abc import Sequence

import pytest

from tests.realtime.world import ADA, ANN, EVE, SESSION
from tests.simulation.chaos import Chaos
from userview.protocol.messages.common import SessionState
from userview.realtime.records import AgentRef

BATCHES = 40
SEEDS_PER_BATCH = 50
STEPS = 250


def drain(chaos: Chaos) -> None:
    """Everything under way arrives, and what follows from it."""
    for _ in range(200):
        busy = [wire for wire in chaos.wires.values() if wire.is_busy]
        if not busy:
            return
        for wire in busy:
            for _ in range(200):
                if wire.connection not in chaos.wires or not wire.is_busy:
                    break
                chaos.deliver(wire)


def calm(chaos: Chaos) -> None:
    """The network is well again: everybody comes back, and the page changes a little more."""
    chaos.open_session()
    if not chaos.tabs:
        chaos.open_tab()
    for _ in range(3):
        for _ in chaos.tabs:
            chaos.reconnect_tab()
        drain(chaos)
        for _ in range(10 * len(chaos.people)):
            chaos.agent_comes()
        drain(chaos)
        for _ in range(10 * len(chaos.people)):
            chaos.viewer_comes()
        drain(chaos)
        chaos.advance(2.5)
        drain(chaos)
    for _ in range(5):
        chaos.mutate()
        drain(chaos)
    chaos.advance(6)
    drain(chaos)


def check_shown(chaos: Chaos) -> int:
    """Every viewer shows the captured tab as it is now; how many there are."""
    captured = [tab for tab in chaos.tabs if tab.run is not None]
    assert len(captured) == 1, "S5: exactly one tab is captured"
    watching = 0
    for person in chaos.people:
        if person.participant is not None and person.viewer_wire is not None and not person.viewer_wire.cut:
            assert person.viewer.shown == (captured[0].number, captured[0].count), "what agents see equals the page"
            watching += 1
    if chaos.focused is not None and chaos.focused in chaos.tabs:
        assert captured[0] is chaos.focused, "S5: the view follows the focus"
    if chaos.tape.running:
        for _ in range(5):
            chaos.disk()
        if chaos.tape.running:
            assert chaos.tape.play() == (captured[0].number, captured[0].count), (
                "the recording ends with the page as it is"
            )
    return watching


def leave_alone(chaos: Chaos) -> None:
    """Everybody goes; in time nothing is left."""
    for wire in list(chaos.wires.values()):
        wire.cut = True
        wire.up.clear()
        wire.down.clear()
    drain(chaos)
    chaos.advance(3600)
    assert chaos.stored is not None
    assert chaos.stored.state is SessionState.ENDED, "every session ends"
    assert chaos.reason is not None, "with a reason"
    assert chaos.hub.session_of(ANN) is None
    assert not chaos.hub.is_online(ANN)
    assert chaos.hub.waiter(ANN) is None
    assert chaos.waiting.queued is None, "Q7: nobody is shown as waiting who has gone"
    assert chaos.hub.next_deadline() is None, "nothing is waited for any more"


def live_through(seed: int, agents: Sequence[AgentRef] = (ADA, EVE)) -> int:
    """One life; how many agents watched at its end."""
    chaos = Chaos(seed, agents)
    for _ in range(STEPS):
        chaos.step()
    calm(chaos)
    watching = 0
    if chaos.stored is not None and chaos.stored.state is SessionState.ACTIVE:
        watching = check_shown(chaos)
    leave_alone(chaos)
    chaos.tape.play()
    return watching


@pytest.mark.parametrize("batch", range(BATCHES))
def test_chaos(batch: int) -> None:
    for seed in range(batch * SEEDS_PER_BATCH, (batch + 1) * SEEDS_PER_BATCH):
        try:
            live_through(seed)
        except Exception as error:
            raise AssertionError(f"seed {seed} of session {SESSION}") from error


def test_twenty_agents_who_join_and_leave_at_random_never_diverge() -> None:
    """As many as may watch one session: whoever is there at the end sees the page as it is, however they came."""
    crowd = [
        AgentRef(f"agent_{number}", f"Agent {number}", f"agent-{number}@example.com", None) for number in range(20)
    ]
    most = 0
    for seed in range(100):
        try:
            most = max(most, live_through(seed, crowd))
        except Exception as error:
            raise AssertionError(f"seed {seed} of twenty agents") from error
    assert most == len(crowd), "in no life all of them watched at once"
