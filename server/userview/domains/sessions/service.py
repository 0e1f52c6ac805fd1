"""Sessions: asking for one, finding them, forgetting them. While one lives, its room owns it (see `journal`)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.sessions import finding, store
from userview.domains.sessions.errors import UnknownSession
from userview.domains.sessions.finding import Filter, Position
from userview.domains.sessions.links import insert_link
from userview.domains.sessions.model import (
    PERMISSIONS,
    Choices,
    Clock,
    Link,
    Offer,
    Session,
    Start,
    enforced,
)
from userview.domains.teams.model import Team
from userview.domains.usage.model import Running
from userview.domains.visitors.errors import UnknownVisitor
from userview.domains.visitors.lookup import use_up
from userview.domains.visitors.model import Visitor
from userview.domains.visitors.store import lock_visitor
from userview.ports.events import Event, Events, NoEvents
from userview.protocol.ids import new_session_id
from userview.protocol.messages.common import SessionState
from userview.protocol.origins import host_of
from userview.realtime.records import AgentRef, SessionSpec
from userview.tables import Transactions, moment

NEWEST: Final = 20
"""So many sessions of a visitor are shown with it."""

CHOICES_OF: Final = 2000
"""Among so many of the newest sessions agents and hosts are offered to narrow by."""


class Sessions:
    """Every method is one transaction."""

    def __init__(self, database: Transactions, clock: Clock, events: Events | None = None) -> None:
        """`events`: who hears that a session was asked for; nobody by default."""
        self._database = database
        self._clock = clock
        self._events = events or NoEvents()

    async def watch(self, team: Team, visitor: Visitor, start: Start) -> SessionSpec:
        """The visitor's session that has not ended, which `start` changes nothing of, else a new one that is `requested`.

        Raises:
            UnknownVisitor: the visitor was erased in the meantime.
        """
        async with self._database.transaction() as connection:
            session_id = await self._running_or_new(connection, team, visitor, start, None)
            spec = await self._spec(connection, session_id)
        self._events.wake()
        return spec

    async def watch_by_link(self, team: Team, visitor: Visitor, start: Start, offer: Offer) -> tuple[SessionSpec, Link]:
        """The same with a watch link, whose permissions hold for its agent within those of the session.

        Raises:
            UnknownVisitor: the visitor was erased in the meantime.
        """
        c = store.sessions.c
        at = moment(self._clock())
        until = offer.expires_at(at)
        async with self._database.transaction() as connection:
            session_id = await self._running_or_new(connection, team, visitor, start, until)
            # A session that waits for a link to be redeemed waits for the one that is good for longest (rule S2).
            waiting = update(store.sessions).where(c.id == session_id, c.link_expires_at < until)
            await connection.execute(waiting.values(link_expires_at=until))
            token = await insert_link(connection, session_id, offer, at)
            spec = await self._spec(connection, session_id)
        self._events.wake()
        return spec, Link(token, until)

    async def get(self, team_id: str, session_id: str) -> Session:
        """One session of the team.

        Raises:
            UnknownSession: the team has none with this id.
        """
        c = store.sessions.c
        async with self._database.reading() as connection:
            statement = select(store.sessions).where(c.id == session_id, c.team_id == team_id)
            found = await store.read_sessions(connection, statement)
        if not found:
            raise UnknownSession(f"there is no session with the id {session_id[:40]!r}")
        return found[0]

    async def running(self, team_id: str, short_id: str) -> str | None:
        """The id of the visitor's session that has not ended."""
        c = store.sessions.c
        mine = (c.team_id == team_id, c.visitor_short_id == short_id, c.state != SessionState.ENDED)
        async with self._database.reading() as connection:
            return (await connection.execute(select(c.id).where(*mine))).scalar_one_or_none()

    async def now(self, team_id: str) -> Running:
        """What is going on in the team."""
        c, agent = store.sessions.c, store.session_agents.c
        mine = (c.team_id == team_id, c.state != SessionState.ENDED)
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(c.id, c.state, c.live_at).where(*mine))).all()
            here = select(agent.agent_id).join(store.sessions, c.id == agent.session_id)
            agents = (await connection.execute(here.where(*mine, agent.left_at.is_(None)))).scalars().all()
        return Running(
            live=sum(row.state in (SessionState.ACTIVE, SessionState.PAUSED) for row in rows),
            live_since=[row.live_at for row in rows if row.live_at is not None],
            agents=agents,
        )

    async def page(
        self, team_id: str, asked: Filter, limit: int, after: Position | None
    ) -> tuple[list[Session], Position | None]:
        """Sessions that fit, newest first, and where the page ends (None at the end of the list)."""
        async with self._database.reading() as connection:
            found = await finding.find(connection, team_id, asked, limit + 1, after, dialect=self._database.dialect)
        end = Position(found[limit - 1].created_at, found[limit - 1].id) if len(found) > limit else None
        return found[:limit], end

    async def choices(self, team_id: str, most: int = CHOICES_OF) -> Choices:
        """Agents and hosts of the newest sessions, by which a list of them may be narrowed."""
        c, agent = store.sessions.c, store.session_agents.c
        newest = select(c.id, c.start_host, c.created_at).where(c.team_id == team_id)
        newest = newest.order_by(c.created_at.desc(), c.id.desc()).limit(most).subquery()
        named = select(agent.agent_id, agent.name, agent.email, agent.external_id)
        named = named.join(newest, newest.c.id == agent.session_id).order_by(agent.session_created_at)
        async with self._database.reading() as connection:
            hosts = (await connection.execute(select(newest.c.start_host).distinct())).scalars().all()
            rows = (await connection.execute(named)).all()
        # Who was called differently in earlier sessions is called as in the last one.
        agents = {row.agent_id: AgentRef(row.agent_id, row.name, row.email, row.external_id) for row in rows}
        return Choices(tuple(agents.values()), tuple(sorted(host for host in hosts if host is not None)))

    async def of_visitor(self, team_id: str, short_id: str, limit: int = NEWEST) -> Sequence[Session]:
        """The newest sessions of a visitor, newest first."""
        asked = {"of_team_id": team_id, "of_short_id": short_id, "most": limit}
        return store.as_sessions(await self._database.ask(store.NEWEST_OF_VISITOR, asked))

    async def of_visitors(
        self, team_id: str, short_ids: Sequence[str], limit: int = NEWEST
    ) -> Mapping[str, Sequence[Session]]:
        """The newest sessions of each of these visitors, newest first; every short id is a key."""
        found: dict[str, list[Session]] = {short_id: [] for short_id in short_ids}
        if short_ids:
            asked = {"of_team_id": team_id, "short_ids": short_ids, "most": limit}
            async with self._database.reading() as connection:
                rows = (await connection.execute(store.NEWEST_OF_VISITORS, asked)).all()
            for session in store.as_sessions(rows):
                found[session.visitor_short_id].append(session)
        return found

    async def forget_ended(self, before: float, limit: int = 500) -> int:
        """Remove sessions that ended before this time, with all that hangs on them; how many. Call until it is 0."""
        c = store.sessions.c
        old = select(c.id).where(c.ended_at < moment(before)).order_by(c.ended_at).limit(limit)
        async with self._database.transaction() as connection:
            ids = (await connection.execute(old)).scalars().all()
            await connection.execute(delete(store.sessions).where(c.id.in_(ids)))
        return len(ids)

    async def _running_or_new(
        self, connection: AsyncConnection, team: Team, visitor: Visitor, start: Start, link_expires_at: datetime | None
    ) -> str:
        c = store.sessions.c
        # Two who ask at the same time get the same session.
        if not await lock_visitor(connection, visitor.number):
            raise UnknownVisitor(f"there is no visitor with the short id {visitor.short_id!r}")
        await use_up(connection, visitor.number)
        running = select(c.id).where(c.visitor_short_id == visitor.short_id, c.state != SessionState.ENDED)
        found = (await connection.execute(running)).scalar_one_or_none()
        return found or await self._create(connection, team, visitor, start, link_expires_at)

    async def _spec(self, connection: AsyncConnection, session_id: str) -> SessionSpec:
        statement = select(store.sessions).where(store.sessions.c.id == session_id)
        return store.as_spec((await connection.execute(statement)).one())

    async def _create(
        self, connection: AsyncConnection, team: Team, visitor: Visitor, start: Start, link_expires_at: datetime | None
    ) -> str:
        settings = team.settings
        permissions = {**PERMISSIONS, **start.permissions}
        allowed = enforced(
            permissions,
            click=settings.allow_remote_click,
            scroll=settings.allow_remote_scroll,
            type_=settings.allow_remote_type,
        )
        values: dict[str, Any] = {
            "id": new_session_id(),
            "team_id": team.id,
            "visitor_short_id": visitor.short_id,
            "visitor_nickname": visitor.nickname,
            "source": start.source,
            "state": SessionState.REQUESTED,
            "generation": 1,
            "requires_consent": settings.require_authorization_for_session,
            "page_may_decide_consent": settings.page_may_decide_authorization,
            "went_live": False,
            "permissions": permissions,
            "may_click": allowed.allow_click,
            "may_scroll": allowed.allow_scroll,
            "may_type": allowed.allow_type,
            "created_at": moment(self._clock()),
            "start_url": visitor.last_url or "",
            "start_host": host_of(visitor.last_url or ""),
            "features": [],
            "metadata": dict(start.metadata),
            "recording_mode": settings.recording if start.recording else "off",
            "video_status": "pending" if start.recording and settings.recording != "off" else "not_available",
            "webhook_url": start.webhook_url,
            "notes": start.notes,
            "language": start.language,
            "call_name": start.call_name,
            "link_expires_at": link_expires_at,
            "time_limit_seconds": settings.session_time_limit_seconds,
        }
        await connection.execute(insert(store.sessions).values(values))
        event = {"session_id": values["id"], "at": values["created_at"], "kind": "requested"}
        await connection.execute(insert(store.session_events).values(**event, detail={"source": start.source}))
        at, own_url = values["created_at"].timestamp(), start.webhook_url
        requested = Event("session.requested", team.id, visitor.short_id, at, values["id"], own_url)
        await self._events.note(connection, requested)
        return values["id"]
