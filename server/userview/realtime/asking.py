"""Requests for control: who waits for the visitor's answer, and who had a yes (rule C8).

Sans-IO: callers pass `now` in. Whether one has to ask at all is the room's to know.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class ControlRequests:
    """Immutable, like the lease. Participants by id; times are seconds on the room's clock."""

    granted: frozenset[str] = frozenset()
    waiting: tuple[tuple[str, float], ...] = ()
    """Who asks, and since when, in the order of asking."""

    @property
    def asking(self) -> list[str]:
        """Who waits for an answer, the first first."""
        return [participant for participant, _ in self.waiting]

    def asked_by(self, participant: str, now: float) -> "ControlRequests":
        """`participant` asks; who asks already keeps its place."""
        if participant in self.asking:
            return self
        return replace(self, waiting=(*self.waiting, (participant, now)))

    def answered(self, participant: str, *, allow: bool) -> "ControlRequests":
        """The visitor answered `participant`."""
        rest = self.without(participant)
        return replace(rest, granted=rest.granted | {participant}) if allow else rest

    def without(self, participant: str) -> "ControlRequests":
        """`participant` left, or gave control back: who wants it again asks again."""
        waiting = tuple((one, since) for one, since in self.waiting if one != participant)
        return ControlRequests(self.granted - {participant}, waiting)

    def unanswered_since(self, until: float) -> list[str]:
        """Who has waited since `until` or longer."""
        return [participant for participant, since in self.waiting if since <= until]

    def lapses_at(self, seconds: float) -> float | None:
        """When the oldest request has waited for `seconds`; None when nobody asks."""
        return self.waiting[0][1] + seconds if self.waiting else None
