"""`/v1/sessions`: what happened, and ending what happens."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import AfterValidator, BeforeValidator

from userview.domains.sessions.model import Source, VideoStatus
from userview.domains.sessions.service import Filter
from userview.protocol.messages.common import EndReason, SessionState
from userview.rest.answers import OneSession, SessionPage, TimelinePage
from userview.rest.auth import Eraser, Reader, Watcher
from userview.rest.context import Services
from userview.rest.errors import NotReady
from userview.rest.openapi_parts import errors
from userview.rest.paging import (
    DEFAULT_LIMIT,
    Cursor,
    Limit,
    entry_cursor,
    entry_position,
    session_cursor,
    session_position,
)

router = APIRouter(prefix="/v1/sessions", tags=["Sessions"])

SessionId = Annotated[str, Path(description="The session's `id`.")]


def _written(text: Any) -> Any:
    # Numbers would be read as seconds, or as milliseconds if there are many.
    if isinstance(text, str) and text.replace(".", "").lstrip("+-").isdigit():
        raise ValueError("expected a date and time such as 2026-11-22T07:30:00Z")
    return text


def _moment(at: datetime) -> datetime:
    """In UTC. There are no sessions from before 1970 and after 9998, where databases stop counting."""
    if at.year < 1970:
        return datetime(1970, 1, 1, tzinfo=UTC)
    if at.year > 9998:
        return datetime(9998, 12, 31, tzinfo=UTC)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


Moment = Annotated[datetime, BeforeValidator(_written), AfterValidator(_moment)]


@router.get("", responses=errors(400, 401, 403, 422, 429))
async def list_sessions(
    api: Services,
    caller: Reader,
    *,
    visitor_id: Annotated[str | None, Query(description="The visitor's `short_id`.")] = None,
    agent_id: Annotated[str | None, Query(description="An agent's `id`, who joined.")] = None,
    source: Annotated[Source | None, Query(description="How it began.")] = None,
    video_status: Annotated[VideoStatus | None, Query(description="What there is of a recording.")] = None,
    live: Annotated[bool | None, Query(description="Active or paused now.")] = None,
    started_after: Annotated[Moment | None, Query(description="Asked for after then.")] = None,
    started_before: Annotated[Moment | None, Query(description="Asked for before then.")] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> SessionPage:
    """Sessions of the team, newest first."""
    after = session_position(caller.team.id, cursor)
    asked = Filter(visitor_id, agent_id, source, video_status, live, started_after, started_before)
    found, end = await api.sessions.page(caller.team.id, asked, limit, after)
    hidden = caller.hides_details
    sessions = [api.presenter.session(caller.team, session, hides_details=hidden) for session in found]
    return SessionPage(sessions=sessions, next_cursor=session_cursor(caller.team.id, end))


@router.get("/{id}", responses=errors(401, 403, 404, 429))
async def get_session(api: Services, caller: Reader, id: SessionId) -> OneSession:  # noqa: A002 - its name in the API
    """One session."""
    session = await api.sessions.get(caller.team.id, id)
    return OneSession(session=api.presenter.session(caller.team, session, hides_details=caller.hides_details))


@router.get("/{id}/timeline", responses=errors(400, 401, 403, 404, 422, 429))
async def get_timeline(
    api: Services,
    caller: Reader,
    id: SessionId,  # noqa: A002 - its name in the API
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> TimelinePage:
    """What happened in a session, in order: states, consent, who joined and left, pages, features used, control."""
    after = entry_position(id, cursor)
    session = await api.sessions.get(caller.team.id, id)
    found, end = await api.timeline.page(session.id, limit, after)
    return TimelinePage(
        timeline=[api.presenter.entry(session, entry, hides_details=caller.hides_details) for entry in found],
        next_cursor=entry_cursor(id, end),
    )


@router.delete("/{id}/video", responses=errors(401, 403, 404, 409, 429))
async def delete_video(api: Services, caller: Eraser, id: SessionId) -> OneSession:  # noqa: A002 - its name in the API
    """Delete recording and video of a session that has ended; fine when there are none, which `video_status` then says."""
    session = await api.sessions.get(caller.team.id, id)
    if session.state is not SessionState.ENDED:
        raise NotReady("the session has not ended: its video can be deleted when it has")
    await api.archive.remove(session.id)
    session = await api.sessions.get(caller.team.id, id)
    return OneSession(session=api.presenter.session(caller.team, session, hides_details=caller.hides_details))


@router.post("/{id}/end", responses=errors(401, 403, 404, 429))
async def end_session(api: Services, caller: Watcher, id: SessionId) -> OneSession:  # noqa: A002 - its name in the API
    """End a session for everybody; fine when it has ended."""
    session = await api.sessions.get(caller.team.id, id)
    reason = EndReason.API_STOPPED if caller.member is None else EndReason.AGENT_STOPPED
    await api.live().end_session(session.id, reason)
    ended = await api.sessions.get(caller.team.id, id)
    return OneSession(session=api.presenter.session(caller.team, ended, hides_details=caller.hides_details))
