"""Tables of sessions, their agents, timeline and watch links, and what is read from them."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    SmallInteger,
    String,
    Table,
    Text,
    bindparam,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.sessions.model import PERMISSIONS, Agent, Session
from userview.protocol.messages.common import EndReason, Permissions, SessionState
from userview.protocol.origins import MAX_HOST
from userview.realtime.records import AgentRef, SessionSpec, VisitorKey
from userview.tables import JSONDocument, UTCDateTime, metadata

_Number: Final = BigInteger().with_variant(Integer, "sqlite")
_NOT_ENDED: Final = text("state <> 'ended'")

sessions: Final = Table(
    "sessions",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
    Column("visitor_short_id", String(18), nullable=False),
    Column("visitor_nickname", Text, nullable=False),
    Column("source", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("end_reason", String(40)),
    Column("generation", Integer, nullable=False),
    Column("requires_consent", Boolean, nullable=False),
    Column("page_may_decide_consent", Boolean, nullable=False),
    Column("authorized", Boolean),
    Column("went_live", Boolean, nullable=False),
    Column("permissions", JSONDocument, nullable=False),
    Column("may_click", Boolean, nullable=False),
    Column("may_scroll", Boolean, nullable=False),
    Column("may_type", Boolean, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("live_at", UTCDateTime),
    Column("ended_at", UTCDateTime, index=True),
    Column("start_url", Text, nullable=False),
    Column("start_host", String(MAX_HOST)),
    Column("features", JSONDocument, nullable=False),
    Column("metadata", JSONDocument, nullable=False),
    Column("recording_mode", String(4), nullable=False, server_default="off"),
    Column("recording_allowed", Boolean),
    Column("video_status", String(16), nullable=False, server_default="not_available"),
    Column("webhook_url", Text),
    Column("notes", Text),
    Column("language", String(64)),
    Column("call_name", String(64)),
    Column("rating", SmallInteger),
    Column("link_expires_at", UTCDateTime),
    Column("time_limit_seconds", Integer, nullable=False),
    Index(None, "team_id", "created_at", "id"),
    Index(None, "team_id", "source", "created_at", "id"),
    Index(None, "team_id", "end_reason", "created_at", "id"),
    Index(None, "team_id", "start_host", "created_at", "id"),
    Index("ix_sessions_running", "team_id", "created_at", "id", sqlite_where=_NOT_ENDED, postgresql_where=_NOT_ENDED),
    Index(None, "visitor_short_id", "created_at"),
    Index(
        "uq_sessions_one_per_visitor",
        "visitor_short_id",
        unique=True,
        sqlite_where=_NOT_ENDED,
        postgresql_where=_NOT_ENDED,
    ),
)
"""Rows outlive their visitors, so there is no foreign key to them. A visitor has at most one session that has not ended."""

NOT_ENDED: Final = sessions.c.state != literal_column("'ended'")
"""As the index of those that run has it: databases would not see that a parameter says the same."""

session_agents: Final = Table(
    "session_agents",
    metadata,
    Column("session_id", String(16), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("agent_id", String(40), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("session_created_at", UTCDateTime, nullable=False),
    Column("name", String(256), nullable=False),
    Column("email", String(254)),
    Column("external_id", String(256)),
    Column("joined_at", UTCDateTime, nullable=False),
    Column("left_at", UTCDateTime),
    Index(None, "agent_id", "session_created_at", "session_id"),
)
"""`session_created_at` is the session's once more, so that an agent's sessions are read in their order."""

session_events: Final = Table(
    "session_events",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=True),
    Column("session_id", String(16), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("agent_id", String(40)),
    Column("detail", JSONDocument, nullable=False),
    Index(None, "session_id", "number"),
)

watch_links: Final = Table(
    "watch_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("session_id", String(16), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("agent_id", String(40), nullable=False),
    Column("agent_name", String(256), nullable=False),
    Column("agent_email", String(254)),
    Column("agent_external_id", String(256)),
    Column("permissions", JSONDocument, nullable=False),
    Column("branding", JSONDocument, nullable=False),
    Column("language", String(64)),
    Column("allowed_origins", JSONDocument),
    Column("created_at", UTCDateTime, nullable=False),
    Column("expires_at", UTCDateTime, nullable=False),
    Column("redeemed_at", UTCDateTime),
)

seats: Final = Table(
    "seats",
    metadata,
    Column("seat_hash", String(64), primary_key=True),
    Column("session_id", String(16), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("token_hash", String(64), ForeignKey("watch_links.token_hash", ondelete="CASCADE"), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
)


def as_spec(row: Row[Any]) -> SessionSpec:
    """What a room needs, from a row of `sessions`."""
    return SessionSpec(
        id=row.id,
        visitor=VisitorKey(row.team_id, row.visitor_short_id),
        nickname=row.visitor_nickname,
        state=SessionState(row.state),
        generation=row.generation,
        requires_consent=row.requires_consent,
        page_may_decide_consent=row.page_may_decide_consent,
        authorized=bool(row.authorized),
        went_live=row.went_live,
        # From whom details are hidden is said of each agent (A6), what may be done of the session too.
        permissions=Permissions(
            allow_click=row.may_click,
            allow_scroll=row.may_scroll,
            allow_type=row.may_type,
            allow_draw=row.permissions.get("allow_draw", PERMISSIONS["allow_draw"]),
            allow_agent_redirect=row.permissions.get("allow_agent_redirect", PERMISSIONS["allow_agent_redirect"]),
            read_console=row.permissions.get("allow_console", PERMISSIONS["allow_console"]),
            run_console=row.permissions.get("allow_console", PERMISSIONS["allow_console"]),
            hide_private_details=False,
        ),
        created_at=row.created_at.timestamp(),
        live_at=row.live_at.timestamp() if row.live_at else None,
        link_expires_at=row.link_expires_at.timestamp() if row.link_expires_at else None,
        time_limit_seconds=float(row.time_limit_seconds),
        recording=row.recording_mode,
        recording_allowed=row.recording_allowed,
        recording_begun=row.video_status == "recording",
    )


async def read_sessions(connection: AsyncConnection, statement: Select[Any]) -> list[Session]:
    """The sessions that a selection of whole rows of `sessions` finds, in its order, with their agents."""
    rows = (await connection.execute(statement)).all()
    agents: dict[str, list[Agent]] = {row.id: [] for row in rows}
    if rows:
        c = session_agents.c
        found = select(session_agents).where(c.session_id.in_(agents)).order_by(c.session_id, c.position)
        for row in await connection.execute(found):
            agents[row.session_id].append(_as_agent(row))
    return [_as_session(row, agents[row.id]) for row in rows]


_AGENT: Final = tuple(
    column for column in session_agents.c if column.name not in ("session_id", "position", "session_created_at")
)


def _newest_of_visitor() -> Select[Any]:
    c, agent = sessions.c, session_agents.c
    mine = (
        c.team_id == bindparam("of_team_id", type_=String),
        c.visitor_short_id == bindparam("of_short_id", type_=String),
    )
    newest = select(sessions).where(*mine).order_by(c.created_at.desc(), c.id.desc())
    found = newest.limit(bindparam("most", type_=Integer)).subquery()
    return (
        select(found, *_AGENT)
        .outerjoin(session_agents, agent.session_id == found.c.id)
        .order_by(found.c.created_at.desc(), found.c.id.desc(), agent.position)
    )


def _newest_of_visitors() -> Select[Any]:
    c, agent = sessions.c, session_agents.c
    rank = func.row_number().over(partition_by=c.visitor_short_id, order_by=(c.created_at.desc(), c.id.desc()))
    of_team = c.team_id == bindparam("of_team_id", type_=String)
    of_visitors = c.visitor_short_id.in_(bindparam("short_ids", type_=String, expanding=True))
    ranked = select(c.id.label("id"), rank.label("rank")).where(of_team, of_visitors).subquery()
    newest = select(ranked.c.id).where(ranked.c.rank <= bindparam("most", type_=Integer))
    return (
        select(sessions, *_AGENT)
        .outerjoin(session_agents, agent.session_id == c.id)
        .where(c.id.in_(newest))
        .order_by(c.created_at.desc(), c.id.desc(), agent.position)
    )


NEWEST_OF_VISITOR: Final = _newest_of_visitor()
"""The newest sessions (`most`) of a visitor (`of_short_id`) of a team (`of_team_id`), newest first: a row per agent, or one without."""
NEWEST_OF_VISITORS: Final = _newest_of_visitors()
"""The same of each of some visitors (`short_ids`)."""


def as_sessions(rows: Iterable[Row[Any]]) -> list[Session]:
    """Sessions from the rows of `NEWEST_OF_VISITOR` or `NEWEST_OF_VISITORS`."""
    known: dict[str, tuple[Row[Any], list[Agent]]] = {}
    for row in rows:
        _, agents = known.setdefault(row.id, (row, []))
        if row.agent_id is not None:
            agents.append(_as_agent(row))
    return [_as_session(row, agents) for row, agents in known.values()]


def _as_agent(row: Row[Any]) -> Agent:
    ref = AgentRef(id=row.agent_id, name=row.name, email=row.email, external_id=row.external_id)
    return Agent(ref, row.joined_at, row.left_at)


def _as_session(row: Row[Any], agents: Sequence[Agent]) -> Session:
    return Session(
        id=row.id,
        team_id=row.team_id,
        visitor_short_id=row.visitor_short_id,
        visitor_nickname=row.visitor_nickname,
        source=row.source,
        state=SessionState(row.state),
        end_reason=EndReason(row.end_reason) if row.end_reason else None,
        authorized=row.authorized,
        went_live=row.went_live,
        created_at=row.created_at,
        live_at=row.live_at,
        ended_at=row.ended_at,
        start_url=row.start_url,
        features=tuple(row.features),
        metadata=row.metadata,
        notes=row.notes,
        recording=row.recording_mode,
        video_status=row.video_status,
        webhook_url=row.webhook_url,
        language=row.language,
        call_name=row.call_name,
        rating=row.rating,
        agents=tuple(agents),
    )
