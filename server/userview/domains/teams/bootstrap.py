"""The first start of an installation: a team, an agent and a key, so that there is something to open."""

import secrets
from dataclasses import dataclass
from typing import Final

from userview.domains.teams.accounts import Accounts
from userview.domains.teams.keys import ApiKeys
from userview.domains.teams.model import Member, Team
from userview.domains.teams.service import Teams
from userview.domains.teams.sign_in import SignIns

AGENT_NAME: Final = "Support"
"""Of the first agent, until somebody changes it. Visitors are asked in this name."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What a person needs to begin. What is kept only as a hash is None unless it was made right now."""

    team: Team
    admin: Member
    """The oldest team's oldest admin."""
    secret_key: str | None
    password: str | None
    sign_in_token: str
    """For `/sign-in#<token>`, a new one at each start."""


async def first_start(
    teams: Teams, accounts: Accounts, keys: ApiKeys, sign_ins: SignIns, *, name: str, domain: str, email: str
) -> Installation:
    """Make what is missing of a first team, its admin and its key; on later starts nothing is.

    Also completes a first start that was cut off. The caller makes sure that only one server of the
    installation does this at a time.
    """
    team = next(iter(await teams.all()), None) or await teams.create(name, domain)
    password: str | None = None
    admin = next((member for member in await teams.members(team.id) if member.role == "admin"), None)
    if admin is None:
        # Somebody who left the team keeps the account, and its password.
        password = None if await accounts.by_email(email) else secrets.token_urlsafe(12)
        admin = await accounts.create(team.id, email, AGENT_NAME, "admin", password)
    made = None if await keys.of_team(team.id) else await keys.create(team.id, "First key")
    token = await sign_ins.make_link(admin.id, team.id)
    return Installation(team, admin, made.secret if made else None, password, token)
