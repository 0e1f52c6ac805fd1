"""Secret API keys: shown once, stored as their SHA-256."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import or_, select, update

from userview.domains.teams import store
from userview.domains.teams.errors import UnknownKey, UnusableValue
from userview.domains.teams.model import ALL_SCOPES, ApiKey, Clock, NewKey, Scope, Team
from userview.protocol.ids import new_id, new_secret_key
from userview.signing import digest
from userview.tables import Transactions, moment

LAST_USED_STEP: Final = timedelta(minutes=1)
"""`last_used_at` is that exact: a key that is used all the time does not write all the time."""

MAX_NAME: Final = 100


class ApiKeys:
    """Every method is one transaction."""

    def __init__(self, database: Transactions, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def create(self, team_id: str, name: str, scopes: Sequence[Scope] = ALL_SCOPES) -> NewKey:
        """A new key of a team; its secret is not kept anywhere.

        Raises:
            UnusableValue: no name, too long a name, or no scope.
        """
        name = name.strip()
        if not 0 < len(name) <= MAX_NAME:
            raise UnusableValue(f"name: expected 1 to {MAX_NAME} characters, got {len(name)}", field="name")
        kept: tuple[Scope, ...] = tuple(scope for scope in ALL_SCOPES if scope in scopes)
        if not kept:
            raise UnusableValue(f"scopes: expected at least one of {', '.join(ALL_SCOPES)}", field="scopes")
        secret = new_secret_key()
        key = ApiKey(
            id=new_id("key"),
            team_id=team_id,
            name=name,
            scopes=kept,
            hint=secret[-4:],
            created_at=moment(self._clock()),
            last_used_at=None,
            revoked_at=None,
        )
        async with self._database.transaction() as connection:
            await store.insert_key(connection, key, digest(secret))
        return NewKey(key, secret)

    async def of_team(self, team_id: str) -> list[ApiKey]:
        """All keys of a team, also revoked ones, newest first."""
        c = store.api_keys.c
        statement = select(store.api_keys).where(c.team_id == team_id).order_by(c.created_at.desc(), c.id)
        async with self._database.reading() as connection:
            return [store.as_key(row) for row in await connection.execute(statement)]

    async def revoke(self, team_id: str, key_id: str) -> ApiKey:
        """The key opens nothing from now on; revoking it again changes nothing.

        Raises:
            UnknownKey: the team has no such key.
        """
        c = store.api_keys.c
        mine = (c.team_id == team_id, c.id == key_id)
        revoke = update(store.api_keys).where(*mine, c.revoked_at.is_(None)).values(revoked_at=moment(self._clock()))
        async with self._database.transaction() as connection:
            await connection.execute(revoke)
            row = (await connection.execute(select(store.api_keys).where(*mine))).one_or_none()
        if row is None:
            raise UnknownKey(f"this team has no key with the id {key_id[:40]!r}")
        return store.as_key(row)

    async def authenticate(self, secret: str) -> tuple[ApiKey, Team] | None:
        """The key of this secret and its team, unless the key was revoked; notes that it was used.

        Asks the database each time, so that a key opens nothing from the moment it is revoked, wherever that was done.
        """
        rows = await self._database.ask(store.KEY_WITH_TEAM, {"of_secret_hash": digest(secret)})
        if not rows:
            return None
        key, team = store.as_key_with_team(rows[0])
        now = moment(self._clock())
        if key.last_used_at is None or now - key.last_used_at >= LAST_USED_STEP:
            await self._used(key.id)
        return key, team

    async def _used(self, key_id: str) -> None:
        c = store.api_keys.c
        now = moment(self._clock())
        stale = or_(c.last_used_at.is_(None), c.last_used_at <= now - LAST_USED_STEP)
        async with self._database.transaction() as connection:
            await connection.execute(update(store.api_keys).where(c.id == key_id, stale).values(last_used_at=now))
