"""Lookup codes: a few digits that a visitor reads out, by which an agent finds them. An index, not a right.

Source: protocol/SPEC.md, rules L1 and L2.
"""

import secrets
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.visitors import store
from userview.domains.visitors.errors import NoCodeFree, UnknownVisitor
from userview.domains.visitors.model import Clock, LookupCode
from userview.realtime.records import VisitorKey
from userview.tables import Transactions, moment, upsert

LIFETIME: Final = timedelta(minutes=10)
"""Long enough to be read out on the telephone, twice."""

TRIES: Final = 60
"""Random codes that are tried; with nine of ten codes in use, one in 500 visitors gets none."""


class LookupCodes:
    """Every method is one transaction."""

    def __init__(self, database: Transactions, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def give(self, key: VisitorKey, digits: int) -> LookupCode:
        """The code that the visitor has, else a new one of so many digits.

        Raises:
            UnknownVisitor: there is none.
            NoCodeFree: nearly all codes of the team are in use.
        """
        now = moment(self._clock())
        async with self._database.transaction() as connection:
            found = await store.find(connection, key.team, key.short_id, for_update=True)
            if found is None:
                raise UnknownVisitor(f"there is no visitor with the short id {key.short_id}")
            visitor = found[0]
            code = visitor.lookup_code
            if code is not None and code.expires_at > now and len(code.code) == digits:
                return code
            await use_up(connection, visitor.number)
            c = store.lookup_codes.c
            for _ in range(TRIES):
                values = {"visitor_number": visitor.number, "expires_at": now + LIFETIME}
                text = f"{secrets.randbelow(10**digits):0{digits}}"
                statement = upsert(connection, store.lookup_codes).values(team_id=key.team, code=text, **values)
                statement = statement.on_conflict_do_update(
                    index_elements=["team_id", "code"], set_=values, where=c.expires_at <= now
                )
                if (await connection.execute(statement.returning(c.code))).first() is not None:
                    return LookupCode(text, now + LIFETIME)
        raise NoCodeFree("nearly all lookup codes of this team are in use; ask again in a minute")

    def seconds_left(self, code: LookupCode) -> float:
        """For how long the code is good."""
        return max(0.0, code.expires_at.timestamp() - self._clock())

    async def find(self, team_id: str, code: str) -> str | None:
        """The short id of the visitor who has this code now. A wrong code, a used and an expired one are alike."""
        c, visitor = store.lookup_codes.c, store.visitors.c
        statement = select(visitor.short_id).join(store.lookup_codes, c.visitor_number == visitor.number)
        statement = statement.where(c.team_id == team_id, c.code == code, c.expires_at > moment(self._clock()))
        async with self._database.reading() as connection:
            return (await connection.execute(statement)).scalar_one_or_none()

    async def forget_expired(self) -> int:
        """Remove codes that are too old; how many."""
        old = delete(store.lookup_codes).where(store.lookup_codes.c.expires_at <= moment(self._clock()))
        async with self._database.transaction() as connection:
            return (await connection.execute(old)).rowcount


async def use_up(connection: AsyncConnection, number: int) -> None:
    """The visitor's code finds nobody any more."""
    await connection.execute(delete(store.lookup_codes).where(store.lookup_codes.c.visitor_number == number))
