"""Finding sessions, newest first, however many there are: along an index of what is asked, or by way of the visitors meant."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.sessions import store
from userview.domains.sessions.model import Session, Source, VideoStatus
from userview.domains.visitors.finding import Finder
from userview.domains.visitors.search import Dialect, Search, conditions, listed
from userview.domains.visitors.store import visitors
from userview.domains.visitors.ways import plan_plainly
from userview.protocol.messages.common import EndReason, SessionState

NEWEST: Final = 2000
"""So many of the newest sessions that fit otherwise are looked at one by one for whose they are, before visitors are searched."""

FEW_VISITORS: Final = 500
"""So many visitors who fit are taken one by one, with the sessions of each; of more, the sessions are frequent."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page of the list ended: the order is newest first."""

    created_at: datetime
    id: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Which sessions are asked for; None asks for nothing."""

    visitor_id: str | None = None
    agent_id: str | None = None
    source: Source | None = None
    video_status: VideoStatus | None = None
    live: bool | None = None
    """Active or paused now."""
    started_after: datetime | None = None
    started_before: datetime | None = None
    running: bool | None = None
    """Not ended, whatever it waits for."""
    end_reason: EndReason | None = None
    host: str | None = None
    """Of the page where it started, with its port if that is not the usual one."""
    visitors: Search | None = None
    """What the visitor must fit, as in the list of visitors; who is forgotten fits nothing."""
    online: Collection[str] = field(default=())
    """Short ids of who is online now, for searches that ask."""


async def find(
    connection: AsyncConnection, team_id: str, asked: Filter, limit: int, after: Position | None, *, dialect: Dialect
) -> list[Session]:
    """At most so many sessions that fit, newest first, of those behind `after`."""
    await plan_plainly(connection, dialect)
    search = asked.visitors
    if search is None:
        return await store.read_sessions(connection, _newest_first(team_id, asked, after).limit(limit))
    mine = _theirs(conditions(search, team_id, asked.online, dialect, walking=True))
    edge = await _edge(connection, team_id, asked, after)
    near = _newest_first(team_id, asked, after, mine)
    if edge is not None:
        near = near.where(_place(asked) >= (edge.created_at, edge.id))
    found = await store.read_sessions(connection, near.limit(limit))
    if edge is None or len(found) == limit:
        return found
    finder = Finder(connection, team_id, search, asked.online, dialect=dialect, whole=False)
    known = [row.short_id for row in await finder.rows(FEW_VISITORS + 1, None)]
    if len(known) > FEW_VISITORS:
        far = _newest_first(team_id, asked, edge, mine)
    else:
        # By way of the visitors: an index of the order would lead along all sessions of the team.
        short_id = store.sessions.c.visitor_short_id
        far = _newest_first(team_id, replace(asked, agent_id=None), None, short_id.in_(listed(known, dialect)))
        far = far.with_only_columns(store.sessions.c.id, store.sessions.c.created_at).order_by(None)
        if asked.agent_id is not None:
            agent = store.session_agents.c
            far = far.where(exists().where(agent.session_id == store.sessions.c.id, agent.agent_id == asked.agent_id))
        theirs = far.cte("theirs").prefix_with("MATERIALIZED")
        at = tuple_(theirs.c.created_at, theirs.c.id)
        shown = select(theirs.c.id).where(at < (edge.created_at, edge.id))
        shown = shown.order_by(theirs.c.created_at.desc(), theirs.c.id.desc()).limit(limit - len(found))
        c = store.sessions.c
        far = select(store.sessions).where(c.id.in_(shown)).order_by(c.created_at.desc(), c.id.desc())
    return found + await store.read_sessions(connection, far.limit(limit - len(found)))


async def _edge(connection: AsyncConnection, team_id: str, asked: Filter, after: Position | None) -> Position | None:
    """The last of the newest that fit otherwise; None when there are no more than those."""
    c = store.sessions.c
    statement = _newest_first(team_id, asked, after).with_only_columns(c.created_at, c.id)
    row = (await connection.execute(statement.offset(NEWEST - 1).limit(1))).one_or_none()
    return None if row is None else Position(row.created_at, row.id)


def _newest_first(team_id: str, asked: Filter, after: Position | None, *more: ColumnElement[bool]) -> Select[Any]:
    """Whole rows in the order of the list. Sessions of an agent are read along that agent's own rows."""
    c, agent = store.sessions.c, store.session_agents.c
    statement = select(store.sessions).where(c.team_id == team_id, *_conditions(asked), *more)
    if asked.agent_id is not None:
        mine = store.sessions.join(store.session_agents, agent.session_id == c.id)
        statement = statement.select_from(mine).where(agent.agent_id == asked.agent_id)
    place = _place(asked)
    if after is not None:
        statement = statement.where(place < (after.created_at, after.id))
    return statement.order_by(*(column.desc() for column in _columns(asked)))


def _columns(asked: Filter) -> Sequence[ColumnElement[Any]]:
    c, agent = store.sessions.c, store.session_agents.c
    return (c.created_at, c.id) if asked.agent_id is None else (agent.session_created_at, agent.session_id)


def _place(asked: Filter) -> ColumnElement[Any]:
    return tuple_(*_columns(asked))


def _theirs(fits: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    """The session's visitor fits; asked of each session by itself."""
    c = store.sessions.c
    return exists().where(visitors.c.short_id == c.visitor_short_id, visitors.c.team_id == c.team_id, *fits)


def _conditions(asked: Filter) -> list[ColumnElement[bool]]:
    c = store.sessions.c
    created_at = _columns(asked)[0]
    given: list[ColumnElement[bool]] = []
    if asked.visitor_id is not None:
        given.append(c.visitor_short_id == asked.visitor_id)
    if asked.source is not None:
        given.append(c.source == asked.source)
    if asked.video_status is not None:
        given.append(c.video_status == asked.video_status)
    if asked.live is not None:
        live = c.state.in_((SessionState.ACTIVE, SessionState.PAUSED))
        given.append(live if asked.live else ~live)
    if asked.running is not None or asked.live:
        # Written as in the index of those that run.
        given.append(store.NOT_ENDED if asked.running or asked.live else c.state == SessionState.ENDED)
    if asked.end_reason is not None:
        given.append(c.end_reason == asked.end_reason.value)
    if asked.host is not None:
        given.append(c.start_host == asked.host)
    if asked.started_after is not None:
        given.append(created_at > asked.started_after)
    if asked.started_before is not None:
        given.append(created_at < asked.started_before)
    return given
