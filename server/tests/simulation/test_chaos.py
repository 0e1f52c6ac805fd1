"""Thousands of seeded lives of a session: whatever happens, viewers show what the visitor sees, and everything ends."""

import pytest

from tests.realtime.world import ANN, SESSION
from tests.simulation.chaos import Chaos
from userview.protocol.messages.common import SessionState

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
        for _ in range(20):
            chaos.agent_comes()
        drain(chaos)
        for _ in range(20):
            chaos.viewer_comes()
        drain(chaos)
        chaos.advance(2.5)
        drain(chaos)
    for _ in range(5):
        chaos.mutate()
        drain(chaos)
    chaos.advance(6)
    drain(chaos)


def check_shown(chaos: Chaos) -> None:
    """Every viewer shows the captured tab as it is now."""
    captured = [tab for tab in chaos.tabs if tab.run is not None]
    assert len(captured) == 1, "S5: exactly one tab is captured"
    for person in chaos.people:
        if person.participant is not None and person.viewer_wire is not None and not person.viewer_wire.cut:
            assert person.viewer.shown == (captured[0].number, captured[0].count), "what agents see equals the page"
    if chaos.focused is not None and chaos.focused in chaos.tabs:
        assert captured[0] is chaos.focused, "S5: the view follows the focus"


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


def live_through(seed: int) -> None:
    chaos = Chaos(seed)
    for _ in range(STEPS):
        chaos.step()
    calm(chaos)
    if chaos.stored is not None and chaos.stored.state is SessionState.ACTIVE:
        check_shown(chaos)
    leave_alone(chaos)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_chaos(batch: int) -> None:
    for seed in range(batch * SEEDS_PER_BATCH, (batch + 1) * SEEDS_PER_BATCH):
        try:
            live_through(seed)
        except Exception as error:
            raise AssertionError(f"seed {seed} of session {SESSION}") from error
