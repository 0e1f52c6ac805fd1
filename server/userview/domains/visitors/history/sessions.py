"""What the server itself notes in a page view: a session began or ended there (rule J4)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.visitors.history import store
from userview.domains.visitors.history.model import SESSION
from userview.domains.visitors.identity_words import stored_text
from userview.realtime.records import NotedInHistory


async def note_session(
    connection: AsyncConnection, change: NotedInHistory, agents: Sequence[str], at: datetime
) -> None:
    """`Session with Ada started`: in the page view where it happened, if that is collected.

    `agents`: names in the order of joining.
    """
    visitor = change.visitor
    pageview = await store.pageview_number(connection, visitor.team, visitor.short_id, change.pageview)
    if pageview is None:
        return
    named = f" with {_listed(agents)}" if agents else ""
    event = {
        "uuid": str(uuid4()),
        "kind": SESSION,
        "icon": None,
        "title": stored_text(f"Session{named} {change.happened}"),
        "ts": at,
    }
    await store.add_events(connection, pageview, [event])


def _listed(names: Sequence[str]) -> str:
    """`Ada`, `Ada and Bob`, `Ada, Bob and Eve`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
