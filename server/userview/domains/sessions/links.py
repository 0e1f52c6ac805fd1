"""Watch links and seats: opening one session without a sign-in.

Source: protocol/SPEC.md, rules W1 and W2. Tokens and seats are stored as their SHA-256.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.sessions import store
from userview.domains.sessions.errors import LinkExpired, SessionIsOver
from userview.domains.sessions.model import Branding, Clock, Holder, Offer, Redeemed, enforced
from userview.protocol.ids import new_secret
from userview.protocol.messages.common import SessionState
from userview.realtime.records import AgentRef
from userview.signing import digest
from userview.tables import Transactions, moment


async def insert_link(connection: AsyncConnection, session_id: str, offer: Offer, at: datetime) -> str:
    """Make a watch link for a session; its token, which is kept nowhere (rule W1)."""
    token = new_secret()
    agent = offer.agent
    await connection.execute(
        insert(store.watch_links).values(
            token_hash=digest(token),
            session_id=session_id,
            agent_id=agent.id,
            agent_name=agent.name,
            agent_email=agent.email,
            agent_external_id=agent.external_id,
            permissions=dict(offer.permissions),
            branding=asdict(offer.branding),
            language=offer.language,
            allowed_origins=None if offer.allowed_origins is None else list(offer.allowed_origins),
            created_at=at,
            expires_at=offer.expires_at(at),
        )
    )
    return token


class WatchLinks:
    """Every method is one transaction."""

    def __init__(self, database: Transactions, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def redeem(self, session_id: str, token: str, seat: str | None) -> Redeemed:
        """A seat for whoever brings the token first, and again for whoever brings that seat (rule W2).

        Raises:
            SessionIsOver: the link was good, but its session has ended.
            LinkExpired: used, too old, or never made for this session.
        """
        now = moment(self._clock())
        async with self._database.transaction() as connection:
            row = await self._find(connection, session_id, token)
            if row is None:
                raise LinkExpired("this link was used already or is too old; ask for a new one")
            retry = {"retry_url": row.branding["retry_url"]} if row.branding["retry_url"] else {}
            if seat is None or not await self._sits(connection, row.token_hash, seat):
                if row.redeemed_at is not None or row.expires_at <= now:
                    raise LinkExpired("this link was used already or is too old; ask for a new one", **retry)
                seat = None
            if row.state == SessionState.ENDED:
                raise SessionIsOver("the session has ended", **retry)
            seat = seat or await self._take_seat(connection, row, now)
        origins = None if row.allowed_origins is None else tuple(row.allowed_origins)
        return Redeemed(seat, session_id, _agent(row), Branding(**row.branding), row.language, origins)

    async def revoke(self, agent_id: str) -> None:
        """No link of this agent opens anything any more, and no seat that one gave."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(store.watch_links).where(store.watch_links.c.agent_id == agent_id))

    async def holder(self, session_id: str, seat: str) -> Holder | None:
        """Who holds this seat of the session; None when it is not valid."""
        link, session, c = store.watch_links, store.sessions, store.seats.c
        statement = select(link, session.c.team_id).join(store.seats, c.token_hash == link.c.token_hash)
        statement = statement.join(session, session.c.id == link.c.session_id)
        statement = statement.where(c.seat_hash == digest(seat), c.session_id == session_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(statement)).one_or_none()
        return Holder(_agent(row), row.team_id) if row else None

    async def frame_ancestors(self, session_id: str) -> tuple[str, ...] | None:
        """Who may frame the session's watch page, as sources of a CSP; empty: nobody, None: anybody.

        Links may be framed by anybody unless `allowed_origins` was given; a session that has no link is watched
        from the dashboard alone, whose pages nobody may frame. The page cannot tell links apart before it runs
        (tokens stay in the fragment), so all links of the session count together.
        """
        c = store.watch_links.c
        async with self._database.reading() as connection:
            statement = select(c.allowed_origins).where(c.session_id == session_id)
            allowed = (await connection.execute(statement)).scalars().all()
        if any(origins is None for origins in allowed):
            return None
        return tuple(sorted({origin for origins in allowed for origin in origins}))

    async def _find(self, connection: AsyncConnection, session_id: str, token: str) -> Row[Any] | None:
        link, session = store.watch_links, store.sessions
        statement = select(link, session.c.state).join(session, session.c.id == link.c.session_id)
        statement = statement.where(link.c.token_hash == digest(token), link.c.session_id == session_id)
        # Of two who bring the token at the same time, the second waits here and finds it used.
        return (await connection.execute(statement.with_for_update(of=link))).one_or_none()

    async def _sits(self, connection: AsyncConnection, token_hash: str, seat: str) -> bool:
        c = store.seats.c
        statement = select(c.seat_hash).where(c.seat_hash == digest(seat), c.token_hash == token_hash)
        return (await connection.execute(statement)).one_or_none() is not None

    async def _take_seat(self, connection: AsyncConnection, row: Row[Any], now: datetime) -> str:
        seat = new_secret()
        link, session = store.watch_links.c, store.sessions.c
        taken = {"seat_hash": digest(seat), "session_id": row.session_id, "token_hash": row.token_hash}
        await connection.execute(insert(store.seats).values(**taken, created_at=now))
        used = update(store.watch_links).where(link.token_hash == row.token_hash).values(redeemed_at=now)
        await connection.execute(used)
        # From now on the session waits for its agent, not for a link.
        await connection.execute(
            update(store.sessions).where(session.id == row.session_id).values(link_expires_at=None)
        )
        return seat


def _agent(row: Row[Any]) -> AgentRef:
    allowed = enforced(row.permissions)
    return AgentRef(row.agent_id, row.agent_name, row.agent_email, row.agent_external_id, allowed)
