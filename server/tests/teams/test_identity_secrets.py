"""Identity secrets: one a team, sealed in the database, replaced with or without a grace."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from tests.support.nouns import Nouns
from userview.domains.teams.identity_secrets import IdentitySecrets
from userview.domains.teams.store import identity_secrets
from userview.sealing import CannotUnseal, Sealer


async def test_it_is_made_at_first_use_and_stays(nouns: Nouns) -> None:
    team, other = await nouns.teams.create("Shop"), await nouns.teams.create("Other")
    assert await nouns.identity_secrets.accepted(team.id) == []
    first = await nouns.identity_secrets.current(team.id)
    assert first.secret.startswith("is_")
    assert first.previous_until is None
    assert await nouns.identity_secrets.current(team.id) == first
    assert await nouns.identity_secrets.accepted(team.id) == [first.secret]
    assert (await nouns.identity_secrets.current(other.id)).secret != first.secret


async def test_two_who_ask_first_get_the_same(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    found = await asyncio.gather(*(nouns.identity_secrets.current(team.id) for _ in range(4)))
    assert len({one.secret for one in found}) == 1


async def test_rotation_ends_the_one_before_at_once_or_after_the_grace(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    secrets = nouns.identity_secrets
    first = await secrets.current(team.id)
    second = await secrets.rotate(team.id, 0)
    assert second.secret != first.secret
    assert await secrets.accepted(team.id) == [second.secret]
    third = await secrets.rotate(team.id, 3600)
    assert third.previous_until is not None
    assert await secrets.accepted(team.id) == [third.secret, second.secret]
    assert (await secrets.current(team.id)).previous_until == third.previous_until
    nouns.clock.tick(3600)
    assert await secrets.accepted(team.id) == [third.secret]
    assert (await secrets.current(team.id)).previous_until is None


async def test_a_team_that_never_had_one_may_rotate(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    made = await nouns.identity_secrets.rotate(team.id, 3600)
    assert made.previous_until is None
    assert await nouns.identity_secrets.accepted(team.id) == [made.secret]


async def test_it_is_sealed_in_the_database(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    secret = (await nouns.identity_secrets.current(team.id)).secret
    async with nouns.database.reading() as connection:
        row = (await connection.execute(select(identity_secrets))).one()
    assert secret[3:] not in str(row)
    other_key = IdentitySecrets(nouns.database, nouns.clock, Sealer(bytes(32)))
    with pytest.raises(CannotUnseal, match="identity secret"):
        await other_key.accepted(team.id)
