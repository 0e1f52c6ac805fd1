"""What visitors say of a session when it has ended (rule S10)."""

from typing import Final

from sqlalchemy import insert, select, update

from userview.domains.sessions import store
from userview.domains.sessions.model import Clock
from userview.protocol.messages.common import SessionState
from userview.realtime.records import VisitorKey
from userview.tables import Transactions, moment

RATING_SECONDS: Final = 600
"""So long after its end a session can be rated: by then whoever was helped is at something else."""


class Ratings:
    """Every method is one transaction."""

    def __init__(self, database: Transactions, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def rate(self, visitor: VisitorKey, session_id: str, rating: int) -> bool:
        """Keep it, in place of one given before; False when this is no session of the visitor's that ended a short time ago.

        `rating` is 1 to 5. The timeline has one entry of it, however often it is changed.
        """
        c, event = store.sessions.c, store.session_events.c
        at = moment(self._clock())
        rated = (
            c.id == session_id,
            c.team_id == visitor.team,
            c.visitor_short_id == visitor.short_id,
            c.state == SessionState.ENDED,
            c.authorized.is_(True),
            c.ended_at >= moment(self._clock() - RATING_SECONDS),
        )
        async with self._database.transaction() as connection:
            found = (await connection.execute(select(c.rating).where(*rated).with_for_update())).one_or_none()
            if found is None:
                return False
            if found.rating == rating:
                return True
            await connection.execute(update(store.sessions).where(c.id == session_id).values(rating=rating))
            entry = {"at": at, "detail": {"rating": rating}}
            before = (event.session_id == session_id, event.kind == "rated")
            if found.rating is None:
                new = insert(store.session_events).values(session_id=session_id, kind="rated", **entry)
                await connection.execute(new)
            else:
                await connection.execute(update(store.session_events).where(*before).values(**entry))
        return True
