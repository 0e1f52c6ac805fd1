"""What of a session is kept, from when on, and what a page's acknowledgements wait for meanwhile (rules T1-T6).

The relayed frames are kept as they are; beside them, as notes, what a viewer shows around the page. Before each
snapshot stands a note of the whole scene, so that playing can begin there.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from userview.protocol.envelope import read_head
from userview.protocol.messages.agent import AgentDrew
from userview.protocol.messages.common import Participant
from userview.protocol.messages.recording import RecordingState
from userview.realtime.backlog import Backlog
from userview.realtime.capture import starts_snapshot
from userview.realtime.effects import (
    Effect,
    FinishRecording,
    KeepFrame,
    KeepNote,
    StartRecording,
    SyncRecording,
)
from userview.realtime.records import Change, RecordingBroken, RecordingDecided, RecordingStarted, SessionSpec

Note = dict[str, Any]


@dataclass(slots=True)
class Scene:
    """What is shown around the page; it is the same that viewers of a recording reckon with."""

    url: str | None = None
    paused: bool = False
    agents: list[Participant] = field(default_factory=list[Participant])
    control: str | None = None
    places: dict[str, tuple[float, float]] = field(default_factory=dict[str, tuple[float, float]])
    """Where the agents' pointers are, by participant."""
    highlights: dict[str, Note] = field(default_factory=dict[str, Note])
    """What agents have framed on the page, by participant: it stays until they frame something else."""

    def note(self) -> Note:
        """All of it."""
        agents = [{**agent.model_dump(), "place": self._place(agent.id)} for agent in self.agents]
        drawn = list(self.highlights.values())
        return {
            "type": "scene",
            "url": self.url,
            "paused": self.paused,
            "agents": agents,
            "control": self.control,
            "drawn": drawn,
        }

    def _place(self, agent: str) -> dict[str, float] | None:
        place = self.places.get(agent)
        return None if place is None else {"x": place[0], "y": place[1]}


class Recording:
    """One session's."""

    def __init__(self, spec: SessionSpec, emit: Callable[[Effect], None], note: Callable[[Change], None]) -> None:
        self._session = spec.id
        self._visitor = spec.visitor
        self._mode = spec.recording
        self._allowed = spec.recording_allowed
        self._emit = emit
        self._note = note
        self._scene = Scene()
        self._failed = False
        self._failure: str | None = None
        self._was_begun = spec.recording_begun
        self.running = False
        """Frames and notes are kept now."""

    def state(self, *, authorized: bool) -> RecordingState:
        """As visitor and agents are told it."""
        if self._mode == "off" or not authorized:
            return "off"
        if self._failed:
            return "failed"
        if self._allowed is None:
            return "asking"
        return "on" if self._allowed else "declined"

    @property
    def failure(self) -> str | None:
        """Why nothing is kept any more, for agents to read."""
        return self._failure

    def answer(self, allow: bool | None, now: float) -> None:  # noqa: FBT001 - it is the visitor's word, not a switch
        """The visitor's answer; None: it was not asked for (T2). The first counts."""
        if self._mode == "off" or self._allowed is not None or allow is None:
            return
        self._allowed = allow
        self._note(RecordingDecided(self._session, allow, now))

    def begin(self, backlog: Backlog, now: float) -> None:
        """Keep the session from now on, if the visitor agreed, with the page as it stands (T3)."""
        if self.running or self._failed or self._mode == "off" or not self._allowed:
            return
        self.running = True
        if not self._was_begun:
            self._was_begun = True
            self._note(RecordingStarted(self._session, now))
        self._emit(StartRecording(self._session, self._visitor, now))
        for frame in backlog.whole():
            self.frame(frame, now, starts_snapshot=starts_snapshot(read_head(frame)))

    def frame(self, frame: bytes, now: float, *, starts_snapshot: bool) -> None:
        """A frame was relayed."""
        if not self.running:
            return
        if starts_snapshot:
            self._keep(self._scene.note(), now)
        self._emit(KeepFrame(self._session, frame))

    def sync(self, epoch: int, sequence: int) -> None:
        """Ask to be told when everything up to there is on the disk (T4)."""
        self._emit(SyncRecording(self._session, epoch, sequence))

    def page(self, url: str | None, *, paused: bool, now: float) -> None:
        """Which page is shown, and whether what is shown is old."""
        scene = self._scene
        if url is not None and (url != scene.url or (scene.paused and not paused)):
            scene.url, scene.paused = url, False
            self._keep({"type": "page", "url": url}, now)
        if paused and not scene.paused:
            scene.paused = True
            self._keep({"type": "pause"}, now)

    def people(self, agents: list[Participant], control: str | None, now: float) -> None:
        """Who takes part, and who of them has control."""
        scene = self._scene
        if agents != scene.agents:
            here = {agent.id for agent in agents}
            scene.agents = agents
            scene.places = {agent: place for agent, place in scene.places.items() if agent in here}
            scene.highlights = {agent: drawn for agent, drawn in scene.highlights.items() if agent in here}
            self._keep({"type": "agents", "agents": [agent.model_dump() for agent in agents]}, now)
        if control != scene.control:
            scene.control = control
            self._keep({"type": "control", "agent": control}, now)

    def pointer(self, agent: str, x: float, y: float, now: float, *, visible: bool) -> None:
        """An agent's pointer moved."""
        if visible:
            self._scene.places[agent] = (x, y)
        else:
            self._scene.places.pop(agent, None)
        self._keep({"type": "pointer", "agent": agent, "x": x, "y": y, "visible": visible}, now)

    def drew(self, drawn: AgentDrew, now: float) -> None:
        """An agent drew, and the visitor's page has shown it."""
        note = drawn.model_dump(mode="json", exclude={"type", "session"}) | {"type": "draw"}
        if drawn.action.tool in ("highlight", "clear"):
            self._scene.highlights.pop(drawn.agent, None)
        if drawn.action.tool == "highlight":
            self._scene.highlights[drawn.agent] = note
        self._keep(note, now)

    def anew(self) -> None:
        """Another run of capture begins: what was drawn went with the page."""
        self._scene.highlights.clear()

    def broke(self, reason: str, now: float) -> bool:
        """It could not be written on; True the first time (T5)."""
        if not self.running:
            return False
        self._failed, self._failure, self.running = True, reason, False
        self._note(RecordingBroken(self._session, reason, now))
        return True

    def end(self, now: float) -> None:
        """The session is over."""
        if self.running or self._was_begun:
            self.running = False
            self._emit(FinishRecording(self._session, now))

    def _keep(self, note: Note, now: float) -> None:
        if self.running:
            text = json.dumps(note, ensure_ascii=False, separators=(",", ":"))
            self._emit(KeepNote(self._session, now, text.encode()))
