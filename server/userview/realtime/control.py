"""The control lease: which one participant may click and type in the visitor's page.

Sans-IO: callers pass `now` in. Source: protocol/SPEC.md, rules C1, C3 and C4; that there is consent and
a live page (C2) is the room's to know, which drops the lease when either goes.
"""

from dataclasses import dataclass


class ControlHeld(Exception):
    """Another participant, `holder`, is in control (rule C3)."""

    def __init__(self, holder: str) -> None:
        super().__init__(f"participant {holder} is in control")
        self.holder = holder


@dataclass(frozen=True, slots=True)
class ControlLease:
    """Immutable: every change returns another lease, so that callers can compare the two.

    Holders are participant ids; times are seconds on the room's clock.
    """

    holder: str | None = None
    used_at: float = 0.0

    def used_by(self, participant: str, now: float) -> "ControlLease":
        """The lease after an input of `participant`: taken when nobody had it (C1), renewed when it had.

        Raises:
            ControlHeld: when somebody else has control (C3).
        """
        if self.holder not in (None, participant):
            raise ControlHeld(self.holder)
        return ControlLease(participant, now)

    def taken_by(self, participant: str, now: float) -> "ControlLease":
        """The lease after `participant` took it, from somebody else too (C3)."""
        return ControlLease(participant, now)

    def without(self, participant: str) -> "ControlLease":
        """The lease after `participant` gave it back or left (C4)."""
        return ControlLease() if self.holder == participant else self

    def lapses_at(self, idle_seconds: float) -> float | None:
        """When control falls back to nobody if no more input comes (C4); None when nobody has it."""
        return None if self.holder is None else self.used_at + idle_seconds
