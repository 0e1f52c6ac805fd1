"""Cursors: where a page of a team's list ended, as an opaque text that is good for no other list and no other owner of one."""

import base64
import binascii
import json
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final, cast

from fastapi import Query

from userview.domains.sessions.service import Position as SessionPosition
from userview.domains.sessions.timeline import EntryPosition
from userview.domains.teams.agents_model import AgentPosition
from userview.domains.visitors.history.model import Position as PageviewPosition
from userview.domains.visitors.service import Position as VisitorPosition
from userview.domains.webhooks.model import Delivery
from userview.rest.errors import InvalidCursor
from userview.signing import digest

Limit = Annotated[int, Query(ge=1, le=100, description="Rows of a page.")]
Cursor = Annotated[str | None, Query(max_length=200, description="The `next_cursor` of the page before.")]

DEFAULT_LIMIT: Final = 25
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST: Final = 253_402_300_799_000_000
"""Microseconds from the epoch to the end of the year 9999, where `datetime` ends."""
_NUMBERS: Final = 2**63


def visitor_cursor(team: str, end: VisitorPosition | None) -> str | None:
    """The `next_cursor` of a page of visitors."""
    return None if end is None else _written(_list("v", team), end.last_seen_at, end.number)


def visitor_position(team: str, cursor: str | None) -> VisitorPosition | None:
    """Where a page of visitors begins.

    Raises:
        InvalidCursor: it is none of theirs.
    """
    return None if cursor is None else VisitorPosition(*_numbered(_list("v", team), cursor))


def pageview_cursor(end: PageviewPosition | None, short_id: str) -> str | None:
    """The `next_cursor` of a page of page views."""
    return None if end is None else _written(_list("p", short_id), end.at, end.number)


def pageview_position(cursor: str | None, short_id: str) -> PageviewPosition | None:
    """Where a page of page views begins.

    Raises:
        InvalidCursor: it is none of theirs.
    """
    return None if cursor is None else PageviewPosition(*_numbered(_list("p", short_id), cursor))


def session_cursor(team: str, end: SessionPosition | None) -> str | None:
    """The `next_cursor` of a page of sessions."""
    return None if end is None else _written(_list("s", team), end.created_at, end.id)


def session_position(team: str, cursor: str | None) -> SessionPosition | None:
    """Where a page of sessions begins.

    Raises:
        InvalidCursor: it is none of theirs.
    """
    if cursor is None:
        return None
    at, session = _read(_list("s", team), cursor)
    if not isinstance(session, str) or not session.isalnum():
        raise InvalidCursor
    return SessionPosition(at, session)


def agent_cursor(team: str, end: AgentPosition | None) -> str | None:
    """The `next_cursor` of a page of agents."""
    return None if end is None else _written(_list("a", team), end.created_at, end.id)


def agent_position(team: str, cursor: str | None) -> AgentPosition | None:
    """Where a page of agents begins.

    Raises:
        InvalidCursor: it is none of theirs.
    """
    if cursor is None:
        return None
    at, agent = _read(_list("a", team), cursor)
    if not isinstance(agent, str) or not agent.isascii():
        raise InvalidCursor
    return AgentPosition(at, agent)


def entry_cursor(session: str, end: EntryPosition | None) -> str | None:
    """The `next_cursor` of a page of a timeline."""
    return None if end is None else _written(_list("t", session), end.at, end.number)


def entry_position(session: str, cursor: str | None) -> EntryPosition | None:
    """Where a page of a timeline begins.

    Raises:
        InvalidCursor: it is none of theirs.
    """
    return None if cursor is None else EntryPosition(*_numbered(_list("t", session), cursor))


def delivery_cursor(webhook: str, end: Delivery | None) -> str | None:
    """The `next_cursor` of a page of deliveries."""
    return None if end is None else _written(_list("d", webhook), end.created_at, end.number)


def delivery_position(webhook: str, cursor: str | None) -> int | None:
    """The number before which a page of deliveries begins.

    Raises:
        InvalidCursor: it is none of theirs.
    """
    return None if cursor is None else _number(_read(_list("d", webhook), cursor)[1])


def _number(row: Any) -> int:
    if not isinstance(row, int) or isinstance(row, bool) or not 0 <= row < _NUMBERS:
        raise InvalidCursor
    return row


def _list(kind: str, owner: str) -> str:
    return f"{kind}{digest(owner)[:8]}"


def _written(kind: str, at: datetime, row: int | str) -> str:
    place = [kind, (at - _EPOCH) // timedelta(microseconds=1), row]
    return base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).rstrip(b"=").decode()


def _numbered(kind: str, cursor: str) -> tuple[datetime, int]:
    at, number = _read(kind, cursor)
    return at, _number(number)


def _read(kind: str, cursor: str) -> tuple[datetime, Any]:
    try:
        place: Any = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise InvalidCursor from error
    if not isinstance(place, list) or len(cast("list[Any]", place)) != 3:
        raise InvalidCursor
    named, microseconds, row = cast("list[Any]", place)
    fits = isinstance(microseconds, int) and not isinstance(microseconds, bool) and 0 <= microseconds <= _LAST
    if named != kind or not fits:
        raise InvalidCursor
    return _EPOCH + timedelta(microseconds=microseconds), row
