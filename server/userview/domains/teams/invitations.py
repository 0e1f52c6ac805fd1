"""Inviting people into a team and setting lost passwords, by links that a team's administrator hands on.

A link is shown once and kept as a hash. It is good once, for its lifetime, and says the same whatever is wrong with it.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.teams import agents_store, store
from userview.domains.teams import invitations_store as kept
from userview.domains.teams.accounts import Accounts, checked_email, cleaned_name, join_team
from userview.domains.teams.errors import (
    EmailTaken,
    InvitationUsed,
    PasswordOfOthers,
    TooManyInvitations,
    UnknownAgent,
    UnknownInvitation,
    UnknownTeam,
    UnusableValue,
    WrongCredentials,
)
from userview.domains.teams.invitations_model import (
    KEPT_AFTER_EXPIRY,
    LIFETIMES,
    MOST_OPEN,
    Invitation,
    InvitationKind,
    Opened,
)
from userview.domains.teams.model import Account, Clock, Member, Role
from userview.protocol.ids import new_id, new_secret
from userview.signing import digest
from userview.tables import Transactions, moment

Credentials = tuple[Account | None, str | None]
"""The account of an address, and the hash of its password."""


class Invitations:
    """Every method is one transaction, but for the hashing of passwords before it."""

    def __init__(self, database: Transactions, clock: Clock, accounts: Accounts) -> None:
        self._database = database
        self._clock = clock
        self._accounts: Final = accounts

    async def of_team(self, team_id: str) -> list[Invitation]:
        """What is open, newest first; too old ones are among it for a while."""
        async with self._database.reading() as connection:
            return await kept.invitations_of(connection, team_id)

    async def invite(self, by: Member, email: str, name: str | None, role: Role) -> tuple[Invitation, str]:
        """Somebody is to become a member: the invitation, and the token for `/join#<token>`.

        Raises:
            UnusableValue: e-mail address or name cannot be taken.
            EmailTaken: the address is in this team already.
            TooManyInvitations: others have to be taken back first.
        """
        email, team_id = checked_email(email), by.team.id
        invitation = self._made(by, "join", email, role, name=cleaned_name(name))
        async with self._database.transaction() as connection:
            await _lock(connection, team_id)
            members = await store.members_of(connection, team_id)
            if any(store.folded_email(member.email) == store.folded_email(email) for member in members):
                raise EmailTaken(f"email: {email} is in this team already", field="email")
            return invitation, await _keep(connection, team_id, invitation)

    async def to_set_password(self, by: Member, agent_id: str) -> tuple[Invitation, str]:
        """A member is to get a new password: the invitation, and the token for `/join#<token>`.

        Raises:
            UnknownAgent: the team has no agent with this id.
            UnusableValue: an external agent, who does not sign in.
            TooManyInvitations: others have to be taken back first.
        """
        team_id = by.team.id
        async with self._database.transaction() as connection:
            await _lock(connection, team_id)
            agent = await agents_store.find_agent(connection, team_id, agent_id)
            if agent is None:
                raise UnknownAgent(f"there is no agent with the id {agent_id[:40]!r}")
            if agent.role is None:
                raise UnusableValue("id: expected a member, for external agents do not sign in", field="id")
            invitation = self._made(by, "password", agent.email or "", agent.role, name=agent.name, agent_id=agent.id)
            return invitation, await _keep(connection, team_id, invitation)

    async def renew(self, by: Member, invitation_id: str) -> tuple[Invitation, str]:
        """Another link in the place of the one before, for as long as a new one; whoever asks has invited now.

        Raises:
            UnknownInvitation: the team has none with this id, or none any more.
        """
        async with self._database.transaction() as connection:
            await _lock(connection, by.team.id)
            old = await kept.find_invitation(connection, by.team.id, invitation_id)
            if old is None:
                raise UnknownInvitation(f"there is no open invitation with the id {invitation_id[:40]!r}")
            invitation = self._made(by, old.kind, old.email, old.role, name=old.name, agent_id=old.agent_id)
            return invitation, await _keep(connection, by.team.id, invitation)

    async def revoke(self, team_id: str, invitation_id: str) -> None:
        """Its link is worth nothing any more.

        Raises:
            UnknownInvitation: the team has none with this id, or none any more.
        """
        async with self._database.transaction() as connection:
            if not await kept.delete_invitation(connection, team_id, invitation_id):
                raise UnknownInvitation(f"there is no open invitation with the id {invitation_id[:40]!r}")

    async def open(self, token: str) -> Opened:
        """What a link stands for; it stays good.

        Raises:
            InvitationUsed: it was used or taken back, is too old, or never existed.
        """
        async with self._database.reading() as connection:
            found = await kept.invitation_by_token(connection, digest(token), self._now())
            team = await store.team_by_id(connection, found[0]) if found else None
            if found is None or team is None:
                raise InvitationUsed
            _, hashed = await _credentials(connection, found[0], found[1])
        return Opened(found[1], team, has_account=hashed is not None and found[1].kind == "join")

    async def accept(self, token: str, name: str | None, password: str) -> Member:
        """Use a link up. Who joins with an account brings its password; all others choose theirs.

        Whoever was signed in to an account whose password is set is signed out.

        Raises:
            InvitationUsed: it was used or taken back, is too old, or never existed.
            WrongCredentials: the account has another password.
            UnusableValue: name or password cannot be taken.
            PasswordOfOthers: the password opens other teams too.
        """
        name, token_hash = cleaned_name(name), digest(token)
        async with self._database.reading() as connection:
            found = await kept.invitation_by_token(connection, token_hash, self._now())
            if found is None:
                raise InvitationUsed
            team_id, invitation = found
            before = await _credentials(connection, team_id, invitation)
        joins_with = before[1] if invitation.kind == "join" else None
        if joins_with is not None and not await self._accounts.matches(joins_with, password):
            raise WrongCredentials("password: this is not the password of the account with this e-mail address")
        hashed = None if joins_with is not None else await self._accounts.hash(password)
        async with self._database.transaction() as connection:
            await _lock(connection, team_id)
            if await _credentials(connection, team_id, invitation) != before:
                raise InvitationUsed
            if not await kept.take_invitation(connection, token_hash, self._now()):
                raise InvitationUsed
            if invitation.kind == "join":
                return await self._join(connection, team_id, invitation, name, hashed)
            account = before[0]
            if account is None or hashed is None:
                raise InvitationUsed
            return await _set_password(connection, team_id, account.id, hashed)

    async def forget_expired(self) -> int:
        """Remove those that have been too old for long; how many."""
        async with self._database.transaction() as connection:
            return await kept.forget_invitations(connection, self._now() - KEPT_AFTER_EXPIRY)

    async def _join(
        self, connection: AsyncConnection, team_id: str, invitation: Invitation, name: str | None, hashed: str | None
    ) -> Member:
        joined = await join_team(
            connection,
            team_id,
            email=invitation.email,
            name=name or invitation.name,
            role=invitation.role,
            at=self._now(),
        )
        if hashed is not None:
            return await _set_password(connection, team_id, joined.account_id, hashed)
        c = store.memberships.c
        mine = (c.team_id == team_id) & (c.id == joined.id)
        await connection.execute(update(store.memberships).where(mine).values(password_opens=True))
        return await _member(connection, team_id, joined.account_id)

    def _made(
        self,
        by: Member,
        kind: InvitationKind,
        email: str,
        role: Role,
        *,
        name: str | None,
        agent_id: str | None = None,
    ) -> Invitation:
        now = self._now()
        expires_at = now + LIFETIMES[kind]
        return Invitation(new_id("invitation"), kind, email, name, role, agent_id, by.nickname, now, expires_at)

    def _now(self) -> datetime:
        return moment(self._clock())


async def _lock(connection: AsyncConnection, team_id: str) -> None:
    """Whoever changes who is in a team does so alone."""
    if await store.team_by_id(connection, team_id, for_update=True) is None:
        raise UnknownTeam(f"there is no team with the id {team_id[:40]!r}")


async def _keep(connection: AsyncConnection, team_id: str, invitation: Invitation) -> str:
    token = new_secret()
    await kept.put_invitation(connection, team_id, store.folded_email(invitation.email), invitation, digest(token))
    if await kept.count_invitations(connection, team_id) > MOST_OPEN:
        raise TooManyInvitations(f"expected at most {MOST_OPEN} open invitations: revoke some first")
    return token


async def _credentials(connection: AsyncConnection, team_id: str, invitation: Invitation) -> Credentials:
    """Of whoever an invitation is for: by address, or the member's own, whose membership may have gone."""
    if invitation.agent_id is None:
        return await store.account_by_email(connection, invitation.email) or (None, None)
    account_id = await agents_store.account_of(connection, team_id, invitation.agent_id)
    return (None, None) if account_id is None else await store.account_by_id(connection, account_id)


async def _member(connection: AsyncConnection, team_id: str, account_id: str) -> Member:
    members = await store.memberships_of(connection, account_id)
    return next(member for member in members if member.team.id == team_id)


async def _set_password(connection: AsyncConnection, team_id: str, account_id: str, hashed: str) -> Member:
    """By a link of this team, whose administrator may have used it: other teams are not to be opened by the password."""
    members = await store.memberships_of(connection, account_id)
    had_one = await store.password_hash_of(connection, account_id) is not None
    if had_one and any(member.password_opens for member in members if member.team.id != team_id):
        message = "this password opens other teams too: change it with the old one, or ask whoever runs the server"
        raise PasswordOfOthers(message)
    await store.update_password(connection, account_id, hashed)
    await store.confine_password(connection, account_id, team_id)
    return await _member(connection, team_id, account_id)
