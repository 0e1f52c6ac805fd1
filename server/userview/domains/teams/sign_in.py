"""Signing in to the dashboard: by password or one-time link, remembered by a cookie whose hash is stored."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, update

from userview.domains.teams import store
from userview.domains.teams.accounts import Accounts
from userview.domains.teams.agents_store import account_of, permissions_of
from userview.domains.teams.errors import SignInLinkUsed, UnknownAgent, UnknownTeam, WrongCredentials
from userview.domains.teams.model import Clock, Member
from userview.protocol.ids import new_secret
from userview.signing import digest
from userview.tables import Transactions, moment

STEP_SECONDS: Final = 60.0
"""A member who goes on asking is noted once in this time, not with every request."""

REMEMBERED: Final = 10_000
"""Members whose last note is kept in mind; beyond, they are noted once more."""

LINK_LIFETIME: Final = timedelta(hours=24)
"""Long enough to be printed at the start of a server and used the same day."""


class SignIns:
    """Every method is one transaction; `who` notes in another one that somebody is there. A cookie belongs to one account and, at a time, one of its teams."""

    def __init__(self, database: Transactions, clock: Clock, accounts: Accounts, sign_in_days: int = 30) -> None:
        """`sign_in_days`: for how long a browser stays signed in."""
        self._database = database
        self._clock = clock
        self._accounts = accounts
        self._noted: dict[tuple[str, str], float] = {}
        self.lifetime = timedelta(days=sign_in_days)

    async def with_password(self, email: str, password: str) -> tuple[Member, str]:
        """Sign in to the oldest team of whoever has the address: as whom, and the value of the cookie.

        Raises:
            WrongCredentials: e-mail address or password are wrong, or the account has no team left.
        """
        account = await self._accounts.with_password(email, password)
        members = await self._accounts.memberships(account.id) if account else []
        opened = [member for member in members if member.password_opens]
        if not opened:
            raise WrongCredentials("the e-mail address or the password is wrong")
        return opened[0], await self.begin(opened[0])

    async def teams_of(self, member: Member) -> list[Member]:
        """The holder of a cookie in each team that it opens."""
        if member.confined:
            return [member]
        return _opened(member, await self._accounts.memberships(member.account_id))

    async def make_link(self, agent_id: str, team_id: str, *, confined: bool = False) -> str:
        """A token for `/sign-in#<token>`, good once within 24 hours.

        `confined`: whoever signs in with it cannot go over to another team of the account. Links that a team's
        administrator gets to see must be, since an account may be in teams of others.

        Raises:
            UnknownAgent: the team has no member with this id.
        """
        token = new_secret()
        async with self._database.transaction() as connection:
            account_id = await account_of(connection, team_id, agent_id)
            if account_id is None:
                raise UnknownAgent(f"there is no member with the id {agent_id[:40]!r}")
            values = {
                "token_hash": digest(token),
                "account_id": account_id,
                "team_id": team_id,
                "expires_at": moment(self._clock()) + LINK_LIFETIME,
                "confined": confined,
            }
            await connection.execute(store.sign_in_links.insert().values(values))
        return token

    async def with_link(self, token: str) -> tuple[Member, str]:
        """Sign in with a one-time link: who that is, and the value of the cookie.

        Raises:
            SignInLinkUsed: it was used, is too old, never existed, or its account left the team.
        """
        c = store.sign_in_links.c
        take = delete(store.sign_in_links).where(c.token_hash == digest(token), c.expires_at > moment(self._clock()))
        async with self._database.transaction() as connection:
            row = (await connection.execute(take.returning(c.account_id, c.team_id, c.confined))).one_or_none()
            members = await store.memberships_of(connection, row.account_id) if row else []
        member = next((member for member in members if row and member.team.id == row.team_id), None)
        if member is None:
            raise SignInLinkUsed("this sign-in link was used already or is too old; ask for a new one")
        if row is not None and row.confined:
            member = replace(member, confined=True)
        return member, await self.begin(member)

    async def who(self, cookie: str) -> Member | None:
        """Who is signed in with this cookie; None when it is unknown or too old."""
        async with self._database.reading() as connection:
            member = await store.member_by_sign_in(connection, digest(cookie), moment(self._clock()))
            if member is not None and member.role != "admin":
                given = await permissions_of(connection, member.team.id, member.id) or {}
                member = replace(member, hides_details=given.get("hide_private_details", False))
        if member is not None and self._clock() - self._noted.get((member.team.id, member.id), 0.0) >= STEP_SECONDS:
            await self.seen(member.team.id, member.id)
        return member

    async def seen(self, team_id: str, agent_id: str) -> None:
        """The member was there now."""
        now = self._clock()
        if len(self._noted) > REMEMBERED:
            self._noted.clear()
        self._noted[team_id, agent_id] = now
        async with self._database.transaction() as connection:
            await store.update_member_seen(connection, team_id, agent_id, moment(now))

    async def switch_team(self, cookie: str, team_id: str) -> Member:
        """Go over to another of the account's teams, with the same cookie.

        Raises:
            UnknownTeam: the account is in no such team, or nobody is signed in.
        """
        c = store.sign_ins.c
        async with self._database.transaction() as connection:
            member = await store.member_by_sign_in(connection, digest(cookie), moment(self._clock()))
            members = _opened(member, await store.memberships_of(connection, member.account_id)) if member else []
            chosen = next((other for other in members if other.team.id == team_id), None)
            if chosen is None or (member is not None and member.confined and chosen.team.id != member.team.id):
                raise UnknownTeam(f"you are in no team with the id {team_id[:40]!r}")
            change = update(store.sign_ins).where(c.token_hash == digest(cookie)).values(team_id=team_id)
            await connection.execute(change)
        return chosen

    async def end(self, cookie: str) -> None:
        """Sign out; a cookie that opens nothing is fine."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(store.sign_ins).where(store.sign_ins.c.token_hash == digest(cookie)))

    async def forget_expired(self) -> int:
        """Remove cookies and links that are too old; how many."""
        now = moment(self._clock())
        async with self._database.transaction() as connection:
            removed = 0
            for table in (store.sign_ins, store.sign_in_links):
                removed += (await connection.execute(delete(table).where(table.c.expires_at <= now))).rowcount
        return removed

    async def begin(self, member: Member) -> str:
        """A browser is signed in as this member: the value of its cookie."""
        cookie = new_secret()
        at = moment(self._clock())
        async with self._database.transaction() as connection:
            await store.insert_sign_in(connection, digest(cookie), member, at, at + self.lifetime)
        return cookie


def _opened(member: Member, members: Sequence[Member]) -> list[Member]:
    """Of the account's memberships those which a cookie of this one goes over to."""
    return [other for other in members if other.password_opens or other.team.id == member.team.id]
