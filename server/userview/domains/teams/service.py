"""Teams: making them, finding them, changing their settings."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypedDict

from userview.domains.teams import store
from userview.domains.teams.errors import UnknownTeam, UnusableValue
from userview.domains.teams.model import Clock, ExternalAgent, Member, Team
from userview.domains.teams.news import Changed
from userview.domains.teams.settings import TeamSettings
from userview.protocol.ids import new_id, new_public_key
from userview.tables import Transactions, moment

MAX_NAME = 200


class TeamChange(TypedDict, total=False):
    """What is to be changed of a team; what is left out stays."""

    name: str
    domain: str | None
    settings: Mapping[str, Any]
    """Fields of `TeamSettings` with values that fit; those left out stay."""


class Teams:
    """Every method is one transaction."""

    def __init__(self, database: Transactions, clock: Clock, changed: Changed) -> None:
        """`changed`: told of each change after its commit (`news.telling`)."""
        self._database = database
        self._clock = clock
        self._changed = changed

    async def create(self, name: str, domain: str | None = None) -> Team:
        """A new team with default settings and a public key of its own.

        Raises:
            UnusableValue: the name is empty or longer than 200 characters.
        """
        name = name.strip()
        if not 0 < len(name) <= MAX_NAME:
            raise UnusableValue(f"name: expected 1 to {MAX_NAME} characters, got {len(name)}", field="name")
        team = Team(
            id=new_id("team"),
            name=name,
            domain=domain,
            public_key=new_public_key(),
            settings=TeamSettings(),
            created_at=moment(self._clock()),
        )
        async with self._database.transaction() as connection:
            await store.insert_team(connection, team)
        return team

    async def get(self, team_id: str) -> Team:
        """One team.

        Raises:
            UnknownTeam: there is none with this id.
        """
        async with self._database.reading() as connection:
            team = await store.team_by_id(connection, team_id)
        if team is None:
            raise UnknownTeam(f"there is no team with the id {team_id[:40]!r}")
        return team

    async def by_public_key(self, public_key: str) -> Team | None:
        """The team whose snippet carries this key."""
        async with self._database.reading() as connection:
            return await store.team_by_public_key(connection, public_key)

    async def all(self) -> list[Team]:
        """Every team of the installation, oldest first."""
        async with self._database.reading() as connection:
            return await store.all_teams(connection)

    async def members(self, team_id: str) -> list[Member]:
        """Everybody in a team, the oldest membership first."""
        async with self._database.reading() as connection:
            return await store.members_of(connection, team_id)

    async def change(self, team_id: str, change: TeamChange) -> Team:
        """Change what is given, keep the rest.

        Raises:
            UnknownTeam: there is none with this id.
        """
        async with self._database.transaction() as connection:
            team = await store.team_by_id(connection, team_id, for_update=True)
            if team is None:
                raise UnknownTeam(f"there is no team with the id {team_id[:40]!r}")
            settings = TeamSettings.model_validate({**team.settings.model_dump(), **change.get("settings", {})})
            changed = replace(
                team, name=change.get("name", team.name), domain=change.get("domain", team.domain), settings=settings
            )
            await store.update_team(connection, changed)
        await self._changed(changed)
        return changed

    async def external_agent(self, team_id: str, external_id: str, name: str, email: str | None) -> ExternalAgent:
        """The agent whom the team's callers call `external_id`, with the name and e-mail given last."""
        async with self._database.transaction() as connection:
            agent = ExternalAgent(new_id("agent"), external_id, name, email)
            return await store.upsert_external_agent(connection, team_id, agent, moment(self._clock()))
