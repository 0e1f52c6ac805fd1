"""Whether a team has an agent for whom visitors may ask: signed in, dashboard open, and available (rule Q3).

Sans-IO. Times are seconds on the hub's clock.
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class _Team:
    here: dict[str, bool] = field(default_factory=dict[str, bool])
    """Connected pages: whether their agent is available."""
    missed_until: float = 0.0
    """Nobody has been available for so short a time before this that it does not count."""


class Availability:
    """The agents of every team whose dashboards are open."""

    def __init__(self, grace_seconds: float) -> None:
        """`grace_seconds`: the last agent may be away this long without being missed; a reload takes less."""
        self._grace_seconds = grace_seconds
        self._teams: dict[str, _Team] = {}
        self._team_of: dict[str, str] = {}

    def here(self, connection: str, team: str, *, available: bool, now: float) -> None:
        """An agent's page looks at who waits, or no longer does; or the agent says something else of themselves."""
        state = self._teams.setdefault(team, _Team())
        before = self._somebody(state)
        self._team_of[connection] = team
        state.here[connection] = available
        self._note(state, now, before=before)

    def gone(self, connection: str, now: float) -> str | None:
        """A page is gone; the team that it was of."""
        team = self._team_of.pop(connection, None)
        if team is None:
            return None
        state = self._teams[team]
        before = self._somebody(state)
        del state.here[connection]
        self._note(state, now, before=before)
        return team

    def is_available(self, team: str, now: float) -> bool:
        """Whether somebody is available, or was a moment ago."""
        state = self._teams.get(team)
        return state is not None and (self._somebody(state) or now < state.missed_until)

    def look_again_at(self, team: str, now: float) -> float | None:
        """When `is_available` may become false by itself; None: not without another input."""
        state = self._teams.get(team)
        if state is None or self._somebody(state) or state.missed_until <= now:
            return None
        return state.missed_until

    def forget_empty(self, team: str, now: float) -> None:
        """Nothing is kept of a team of which nobody is here."""
        state = self._teams.get(team)
        if state is not None and not state.here and state.missed_until <= now:
            del self._teams[team]

    def _note(self, state: _Team, now: float, *, before: bool) -> None:
        if before and not self._somebody(state):
            state.missed_until = now + self._grace_seconds

    @staticmethod
    def _somebody(state: _Team) -> bool:
        return any(state.here.values())
