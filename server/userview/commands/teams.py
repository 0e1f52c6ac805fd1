"""`userview teams`, `keys`, `visitors` and `sign-in-link`: what is made on the command line, beside a running server."""

import asyncio
import secrets
from collections.abc import Sequence
from datetime import datetime

from userview.app import Installation
from userview.commands.console import show
from userview.commands.opened import opened
from userview.domains.teams.accounts import checked_email
from userview.domains.teams.model import ALL_SCOPES, Member, Scope, Team
from userview.errors import UserViewError
from userview.hosting.data_folder import served_at
from userview.hosting.origins import public_origin
from userview.settings import Settings


class NotFound(UserViewError):
    """The command names something that is not there; the message lists what is."""

    code = "not_found"


def create_team(settings: Settings, name: str, domain: str | None, email: str) -> None:
    """Make a team with an admin and a key, and show what to hand to them."""
    asyncio.run(_create_team(settings, name, domain, email))


async def _create_team(settings: Settings, name: str, domain: str | None, email: str) -> None:
    async with opened(settings) as parts:
        # Before the team is made: nothing is to be left behind by a mistyped address.
        known = await parts.accounts.by_email(checked_email(email))
        password = None if known else secrets.token_urlsafe(12)
        team = await parts.teams.create(name, domain)
        admin = await parts.accounts.create(team.id, email, None, "admin", password)
        made = await parts.keys.create(team.id, "First key")
        token = await parts.sign_ins.make_link(admin.id, team.id)
        show(
            f"Team         {team.name}  ({team.id})",
            f"Admin        {admin.email}" + (f"  password {password}" if password else "  (has a password already)"),
            f"Sign in      {_link(settings, token)}  (once, within 24 hours)",
            f"Public key   {team.public_key}",
            f"Secret key   {made.secret}  (shown this once)",
        )


def list_teams(settings: Settings) -> None:
    """Show every team."""
    asyncio.run(_list_teams(settings))


async def _list_teams(settings: Settings) -> None:
    async with opened(settings) as parts:
        for team in await parts.teams.all():
            members = await parts.teams.members(team.id)
            show(f"{team.id}  {team.public_key}  {team.name}  ({', '.join(member.email for member in members)})")


def create_key(settings: Settings, team: str | None, name: str, scopes: Sequence[Scope]) -> None:
    """Make a secret key and show it, this once."""
    asyncio.run(_create_key(settings, team, name, scopes))


async def _create_key(settings: Settings, team: str | None, name: str, scopes: Sequence[Scope]) -> None:
    async with opened(settings) as parts:
        owner = await _team(parts, team)
        made = await parts.keys.create(owner.id, name, scopes or ALL_SCOPES)
        show(f"{made.key.id}  {made.secret}  (shown this once; {', '.join(made.key.scopes)})")


def list_keys(settings: Settings, team: str | None) -> None:
    """Show a team's keys, without their secrets."""
    asyncio.run(_list_keys(settings, team))


async def _list_keys(settings: Settings, team: str | None) -> None:
    async with opened(settings) as parts:
        owner = await _team(parts, team)
        for key in await parts.keys.of_team(owner.id):
            state = f"revoked {_day(key.revoked_at)}" if key.revoked_at else f"last used {_day(key.last_used_at)}"
            show(
                f"{key.id}  sk_…{key.hint}  {key.name}  ({', '.join(key.scopes)}; made {_day(key.created_at)}, {state})"
            )


def revoke_key(settings: Settings, team: str | None, key: str) -> None:
    """Make a key open nothing any more."""
    asyncio.run(_revoke_key(settings, team, key))


async def _revoke_key(settings: Settings, team: str | None, key: str) -> None:
    async with opened(settings) as parts:
        owner = await _team(parts, team)
        revoked = await parts.keys.revoke(owner.id, key)
        show(f"{revoked.id} ({revoked.name}) is revoked.")


def erase_visitor(settings: Settings, team: str | None, short_id: str) -> None:
    """Erase a visitor and all that hangs on it; the browser comes back as somebody new."""
    asyncio.run(_erase_visitor(settings, team, short_id))


async def _erase_visitor(settings: Settings, team: str | None, short_id: str) -> None:
    async with opened(settings) as parts:
        owner = await _team(parts, team)
        visitor = await parts.visitors.get(owner.id, short_id)
        await parts.erasing.erase(owner.id, visitor.short_id)
        show(f"{visitor.short_id} ({visitor.nickname}) is erased.")


def sign_in_link(settings: Settings, email: str | None, team: str | None) -> None:
    """Show a new one-time link for an agent, by default the team's first admin."""
    asyncio.run(_sign_in_link(settings, email, team))


async def _sign_in_link(settings: Settings, email: str | None, team: str | None) -> None:
    async with opened(settings) as parts:
        owner = await _team(parts, team)
        member = _member(await parts.teams.members(owner.id), email, owner)
        token = await parts.sign_ins.make_link(member.id, owner.id)
        show(_link(settings, token))


async def _team(parts: Installation, wanted: str | None) -> Team:
    """The team with this id, public key or name; the only one when nothing is named."""
    teams = await parts.teams.all()
    found = [team for team in teams if wanted is None or wanted in {team.id, team.public_key, team.name}]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"{team.name} ({team.id})" for team in teams) or "none"
    if not found:
        raise NotFound(f"No team is called {wanted!r}; there are: {names}.")
    raise NotFound(f"There are several such teams; name one by its id with --team: {names}.")


def _member(members: Sequence[Member], email: str | None, team: Team) -> Member:
    wanted = email.casefold() if email else None
    for member in members:
        if member.email.casefold() == wanted or (wanted is None and member.role == "admin"):
            return member
    names = ", ".join(member.email for member in members) or "nobody"
    raise NotFound(f"Expected the e-mail address of a member of {team.name}: {names}.")


def _link(settings: Settings, token: str) -> str:
    running = served_at(settings.data_dir) if settings.public_url is None else None
    return f"{running or public_origin(settings, settings.port).url}/sign-in#{token}"


def _day(at: datetime | None) -> str:
    return at.date().isoformat() if at else "never"
