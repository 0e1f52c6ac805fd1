"""The journal: a room's transitions, stored before anybody is told of them (rules S8, S9).

While a session lives, its row and its timeline change here and nowhere else, except for its links.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import case, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.sessions import store
from userview.domains.teams.store import team_by_id
from userview.domains.usage.service import Usage
from userview.domains.visitors.history.sessions import note_session
from userview.ports.events import Event, EventName, Events, NoEvents
from userview.protocol.messages.common import SessionState
from userview.protocol.origins import host_of
from userview.realtime.records import (
    AgentJoined,
    AgentLeft,
    AgentRef,
    Authorized,
    Change,
    ConsoleRan,
    ControlChanged,
    FeatureUsed,
    MessageTold,
    NotedInHistory,
    PageShown,
    RecordingBroken,
    RecordingDecided,
    RecordingStarted,
    SessionSpec,
    StateChanged,
    WentLive,
)
from userview.tables import Transactions, moment, upsert

NOTED_CODE: Final = 300
"""Characters of an agent's code that the timeline shows: what it is about, not a place to keep programs."""


class SessionJournal:
    """Implements `gateway.doors.Journal` on the sessions' tables."""

    def __init__(self, database: Transactions, usage: Usage, events: Events | None = None) -> None:
        """`events`: who hears of transitions; nobody by default."""
        self._database = database
        self._usage = usage
        self._events = events or NoEvents()

    async def record(self, changes: Sequence[Change]) -> None:
        """Store all of them in one transaction, or none (then an exception).

        What is said of a session that is not there any more, because its visitor was erased, or that
        has ended before, is dropped.
        """
        c = store.sessions.c
        named = c.id.in_({change.session for change in changes})
        columns = (c.id, c.team_id, c.visitor_short_id, c.webhook_url, c.state)
        running = select(*columns).where(named, c.state != SessionState.ENDED).with_for_update()
        async with self._database.transaction() as connection:
            known = {row.id: row for row in await connection.execute(running)}
            states = {session: row.state for session, row in known.items()}
            for change in changes:
                if change.session not in known:
                    continue
                await self._count(connection, known[change.session].team_id, change)
                await _store(connection, change)
                name = event_of(change, states[change.session])
                if isinstance(change, StateChanged):
                    states[change.session] = change.state
                if name is not None:
                    row = known[change.session]
                    event = Event(name, row.team_id, row.visitor_short_id, change.at, row.id, row.webhook_url)
                    await self._events.note(connection, event)
        self._events.wake()

    async def _count(self, connection: AsyncConnection, team: str, change: Change) -> None:
        """What is used is counted with what happens, so that erasing it later changes no number."""
        at = moment(change.at)
        match change:
            case WentLive():
                await self._usage.went_live(connection, team, at)
            case AgentJoined(agent=agent) | AgentLeft(agent=agent):
                await self._usage.agents_seen(connection, team, [agent.id], at)
            case StateChanged(state=SessionState.ENDED):
                await count_ended(connection, self._usage, team, change.session, at)
            case _:
                pass

    async def open_sessions(self) -> list[SessionSpec]:
        """Every session that has not ended, its `generation` raised by one and stored (rule S9)."""
        c = store.sessions.c
        running = c.state != SessionState.ENDED
        async with self._database.transaction() as connection:
            await connection.execute(update(store.sessions).where(running).values(generation=c.generation + 1))
            rows = await connection.execute(select(store.sessions).where(running).order_by(c.created_at))
            return [store.as_spec(row) for row in rows]


def event_of(change: Change, state: str) -> EventName | None:
    """What others may hear of a change, if anything; `state` is the session's from before."""
    match change:
        case StateChanged(state=SessionState.ENDED):
            return "session.ended"
        case StateChanged(state=SessionState.ACTIVE) if state in (SessionState.REQUESTED, SessionState.AUTHORIZING):
            return "session.started"
        case AgentJoined():
            return "session.agent_joined"
        case AgentLeft():
            return "session.agent_left"
        case _:
            return None


async def count_ended(connection: AsyncConnection, usage: Usage, team: str, session: str, at: datetime) -> None:
    """Count the length of a session that ends, or is erased while it runs, and the agents who are in it."""
    live_at = select(store.sessions.c.live_at).where(store.sessions.c.id == session)
    since = (await connection.execute(live_at)).scalar_one()
    if since is not None:
        await usage.lasted(connection, team, since, at)
    c = store.session_agents.c
    here = select(c.agent_id).where(c.session_id == session, c.left_at.is_(None))
    await usage.agents_seen(connection, team, (await connection.execute(here)).scalars(), at)


async def _store(connection: AsyncConnection, change: Change) -> None:
    at = moment(change.at)
    match change:
        case StateChanged(state=SessionState.ENDED, reason=reason):
            code = None if reason is None else reason.value
            ended = {"state": SessionState.ENDED.value, "end_reason": code, "ended_at": at, "link_expires_at": None}
            await _update(connection, change.session, ended)
            await _leave(connection, change.session, None, at)
            await _end_video(connection, change.session)
            await _note(connection, change, "ended", {"reason": code})
        case StateChanged(state=state):
            await _update(connection, change.session, {"state": state.value})
            await _note(connection, change, state.value, {})
        case Authorized(allowed=allowed, asked=asked):
            await _update(connection, change.session, {"authorized": allowed})
            await _note(connection, change, "authorized" if allowed else "declined", {"asked": asked})
        case WentLive(start_url=start_url):
            url = _text(start_url)
            live = {"went_live": True, "live_at": at, "start_url": url, "start_host": host_of(url)}
            await _update(connection, change.session, live)
            await _note(connection, change, "went_live", {"url": _text(start_url)})
        case NotedInHistory():
            await _note_in_history(connection, change)
        case AgentJoined(agent=agent):
            await _join(connection, change.session, agent, at)
            await _note(connection, change, "agent_joined", {"name": agent.name}, agent)
        case AgentLeft(agent=agent):
            await _leave(connection, change.session, agent, at)
            await _note(connection, change, "agent_left", {"name": agent.name}, agent)
        case FeatureUsed(feature=feature, agent=agent):
            await _use(connection, change.session, feature)
            await _note(connection, change, "feature_used", {"feature": feature}, agent)
        case MessageTold(agent=agent, size_bytes=size):
            await _use(connection, change.session, "custom_message")
            await _note(connection, change, "message_sent", {"bytes": size}, agent)
        case ConsoleRan(agent=agent, code=code):
            await _note(connection, change, "console_run", {"code": _text(code)[:NOTED_CODE]}, agent)
        case PageShown(url=url):
            await _note(connection, change, "page_shown", {"url": _text(url)})
        case RecordingDecided(allowed=allowed):
            await _update(connection, change.session, {"recording_allowed": allowed})
            await _note(connection, change, "recording_allowed" if allowed else "recording_declined", {})
        case RecordingStarted():
            await _update(connection, change.session, {"video_status": "recording"})
            await _note(connection, change, "recording_started", {})
        case RecordingBroken(reason=reason):
            await _note(connection, change, "recording_failed", {"reason": reason})
        case ControlChanged(holder=holder):
            await _note(connection, change, "control_changed", {"name": holder.name if holder else None}, holder)


async def _update(connection: AsyncConnection, session: str, values: Mapping[str, Any]) -> None:
    await connection.execute(update(store.sessions).where(store.sessions.c.id == session).values(values))


async def _end_video(connection: AsyncConnection, session: str) -> None:
    """What was recorded waits for its video; of what was not there will be none."""
    c = store.sessions.c
    then = case((c.video_status == "recording", "pending"), else_="not_available")
    await connection.execute(update(store.sessions).where(c.id == session).values(video_status=then))


async def _leave(connection: AsyncConnection, session: str, agent: AgentRef | None, at: datetime) -> None:
    """One agent is gone, or all who were still there."""
    c = store.session_agents.c
    gone = c.left_at.is_(None) if agent is None else c.agent_id == agent.id
    await connection.execute(update(store.session_agents).where(c.session_id == session, gone).values(left_at=at))


async def _join(connection: AsyncConnection, session: str, agent: AgentRef, at: datetime) -> None:
    """A row the first time; when the agent was there before, it is there again."""
    c = store.session_agents.c
    count = select(func.count()).select_from(store.session_agents).where(c.session_id == session)
    statement = upsert(connection, store.session_agents).values(
        session_id=session,
        agent_id=agent.id,
        position=(await connection.execute(count)).scalar_one(),
        session_created_at=select(store.sessions.c.created_at).where(store.sessions.c.id == session).scalar_subquery(),
        name=_text(agent.name),
        email=agent.email,
        external_id=agent.external_id,
        joined_at=at,
    )
    again = statement.on_conflict_do_update(index_elements=["session_id", "agent_id"], set_={"left_at": None})
    await connection.execute(again)
    await _update(connection, session, {"link_expires_at": None})


async def _use(connection: AsyncConnection, session: str, feature: str) -> None:
    found = select(store.sessions.c.features).where(store.sessions.c.id == session)
    used: list[str] = (await connection.execute(found)).scalar_one()
    if feature not in used:
        await _update(connection, session, {"features": [*used, feature]})


async def _note_in_history(connection: AsyncConnection, change: NotedInHistory) -> None:
    """An event in the visitor's page view, where the team collects them (rules J1, J4)."""
    a = store.session_agents.c
    team = await team_by_id(connection, change.visitor.team)
    if team is not None and team.settings.collect_history:
        joined = await connection.execute(
            select(a.name, a.email).where(a.session_id == change.session).order_by(a.position)
        )
        names = [agent.name or (agent.email or "").partition("@")[0] for agent in joined]
        await note_session(connection, change, list(filter(None, names)), moment(change.at))


async def _note(
    connection: AsyncConnection, change: Change, kind: str, detail: Mapping[str, Any], agent: AgentRef | None = None
) -> None:
    """A row of the timeline."""
    event = {"session_id": change.session, "at": moment(change.at), "kind": kind, "detail": dict(detail)}
    await connection.execute(insert(store.session_events).values(**event, agent_id=agent.id if agent else None))


def _text(text: str) -> str:
    """A page's text as databases keep it: without NUL."""
    return text.replace("\x00", "")
