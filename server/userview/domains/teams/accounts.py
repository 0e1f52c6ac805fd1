"""Accounts, one per e-mail address and installation, and their memberships: one per team, each with an id and a name of its own.

No answer to a team depends on whether an address has an account elsewhere: nobody finds out by inviting it. Whoever
holds the link of an invitation does, since who has an account joins with its password. A password that a team's link
has set opens that team, and others only after they were joined with it: no administrator gets into another's team.
"""

import asyncio
import re
from datetime import datetime
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.teams import store
from userview.domains.teams.errors import EmailTaken, UnknownTeam, UnusableValue, WrongCredentials
from userview.domains.teams.model import Account, Clock, Member, Role
from userview.protocol.ids import new_id
from userview.signing import digest
from userview.tables import Transactions, moment

MIN_PASSWORD: Final = 10
MAX_PASSWORD: Final = 1000
"""Long enough for every password manager; short enough that hashing one takes no time worth attacking."""

_EMAIL: Final = re.compile(r"^[^\s@\x00-\x1f<>,;]{1,64}@[^\s@\x00-\x1f<>,;]{1,188}$")
_HASHES_AT_ONCE: Final = 2
"""argon2 takes 64 MiB and a core for each."""


class Accounts:
    """Every method is one transaction; passwords are hashed and compared in threads."""

    def __init__(self, database: Transactions, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._hasher = PasswordHasher()
        self._hashing = asyncio.Semaphore(_HASHES_AT_ONCE)
        self._nobody: str | None = None

    async def create(
        self, team_id: str, email: str, name: str | None, role: Role = "agent", password: str | None = None
    ) -> Member:
        """A new member of a team. An account that the e-mail address has already, elsewhere, is the one to sign in with.

        Raises:
            UnusableValue: e-mail address, name or password cannot be taken.
            UnknownTeam: there is no such team.
            EmailTaken: the account is a member of this team already, or has a password and another is given.
        """
        hashed = await self.hash(password) if password is not None else None
        async with self._database.transaction() as connection:
            return await join_team(
                connection,
                team_id,
                email=email,
                name=name,
                role=role,
                at=moment(self._clock()),
                password_hash=hashed,
            )

    async def by_email(self, email: str) -> Account | None:
        """The account of an e-mail address; upper and lower case are the same."""
        async with self._database.reading() as connection:
            found = await store.account_by_email(connection, email)
        return found[0] if found else None

    async def memberships(self, account_id: str) -> list[Member]:
        """The holder of the account in each of their teams, the oldest membership first."""
        async with self._database.reading() as connection:
            return await store.memberships_of(connection, account_id)

    async def set_password(self, account_id: str, password: str) -> None:
        """Another password; every browser that is signed in to the account is signed out.

        Raises:
            UnusableValue: too short or too long.
        """
        hashed = await self.hash(password)
        async with self._database.transaction() as connection:
            await store.update_password(connection, account_id, hashed)

    async def change_password(self, member: Member, old: str | None, password: str, cookie: str) -> list[Member]:
        """The holder's other password; browsers that are signed in are signed out, but for the one with this cookie.

        `old` is not asked for where there is none yet. The holder in each of their teams.

        Raises:
            WrongCredentials: `old` is not the password until now.
            UnusableValue: the new one is too short or too long.
        """
        async with self._database.reading() as connection:
            before = await store.password_hash_of(connection, member.account_id)
        if before is not None and (old is None or not await self.matches(before, old)):
            raise WrongCredentials("old_password: this is not your password until now")
        hashed = await self.hash(password)
        async with self._database.transaction() as connection:
            if await store.password_hash_of(connection, member.account_id) != before:
                raise WrongCredentials("old_password: this is not your password any more")
            await store.update_password(connection, member.account_id, hashed, keep=digest(cookie))
            if before is None and member.confined:
                await store.confine_password(connection, member.account_id, member.team.id)
            return await store.memberships_of(connection, member.account_id)

    async def has_password(self, account_id: str) -> bool:
        """Whether the account can be signed in to with a password."""
        async with self._database.reading() as connection:
            return await store.password_hash_of(connection, account_id) is not None

    async def with_password(self, email: str, password: str) -> Account | None:
        """The account, if this is its password. Takes as long when there is no such account."""
        async with self._database.reading() as connection:
            found = await store.account_by_email(connection, email)
        account, hashed = found or (None, None)
        if self._nobody is None:
            self._nobody = await self.hash("-" * MIN_PASSWORD)
        matches = await self.matches(hashed or self._nobody, password)
        return account if matches and hashed else None

    async def hash(self, password: str) -> str:
        """What is stored of a password.

        Raises:
            UnusableValue: too short or too long.
        """
        if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
            message = f"password: expected {MIN_PASSWORD} to {MAX_PASSWORD} characters, got {len(password)}"
            raise UnusableValue(message, field="password")
        async with self._hashing:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, hashed: str, password: str) -> bool:
        """Whether this is the password of which this is stored."""
        async with self._hashing:
            try:
                return await asyncio.to_thread(self._hasher.verify, hashed, password)
            except (VerifyMismatchError, InvalidHashError):
                return False


def checked_email(email: str) -> str:
    """The address without blanks around it.

    Raises:
        UnusableValue: it is none.
    """
    email = email.strip()
    if not _EMAIL.match(email):
        raise UnusableValue(f"email: expected an e-mail address, got {email[:80]!r}", field="email")
    return email


async def join_team(
    connection: AsyncConnection,
    team_id: str,
    *,
    email: str,
    name: str | None,
    role: Role,
    at: datetime,
    password_hash: str | None = None,
) -> Member:
    """Make somebody a member of a team in the caller's transaction: see `Accounts.create`."""
    email = checked_email(email)
    team = await store.team_by_id(connection, team_id)
    if team is None:
        raise UnknownTeam(f"there is no team with the id {team_id[:40]!r}")
    found = await store.account_by_email(connection, email)
    if found is None:
        account = await store.insert_account(connection, Account(new_id("account"), at), email, password_hash)
    elif password_hash is not None:
        raise EmailTaken(f"{email} has an account with a password already: leave the password out", field="email")
    else:
        account = found[0]
    if any(member.team.id == team_id for member in await store.memberships_of(connection, account.id)):
        raise EmailTaken(f"email: {email} is in this team already", field="email")
    member = Member(
        new_id("agent"), account.id, email, cleaned_name(name), team, role, password_opens=not account.password_by_team
    )
    await store.insert_membership(connection, member, at)
    return member


def cleaned_name(name: str | None) -> str | None:
    """A name on one line; None for a blank one.

    Raises:
        UnusableValue: too long.
    """
    cleaned = " ".join((name or "").split())
    if len(cleaned) > 256:
        raise UnusableValue(f"name: expected at most 256 characters, got {len(cleaned)}", field="name")
    return cleaned or None
