"""Teams, accounts, keys and sign-ins, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.support.nouns import Nouns
from userview.adapters.database import Database
from userview.domains.teams import store
from userview.domains.teams.bootstrap import Installation, first_start
from userview.domains.teams.errors import (
    EmailTaken,
    SignInLinkUsed,
    UnknownKey,
    UnknownTeam,
    UnusableValue,
    WrongCredentials,
)
from userview.domains.teams.keys import ApiKeys
from userview.domains.teams.model import Team

PASSWORD = "correct horse battery"


async def _team(nouns: Nouns) -> Team:
    return await nouns.teams.create("Shop", "shop.example.com")


async def test_a_team_has_defaults_and_keeps_what_is_not_changed(nouns: Nouns) -> None:
    team = await _team(nouns)
    assert team.settings.require_authorization_for_session
    changed = await nouns.teams.change(team.id, {"settings": {"allow_remote_type": False}})
    changed = await nouns.teams.change(team.id, {"name": "Kites", "settings": {"masked_elements": [".secret"]}})
    assert (changed.name, changed.domain) == ("Kites", "shop.example.com")
    assert not changed.settings.allow_remote_type
    assert await nouns.teams.get(team.id) == changed
    assert await nouns.teams.by_public_key(team.public_key) == changed
    with pytest.raises(UnknownTeam):
        await nouns.teams.change("team_nobody", {"name": "x"})


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
async def test_a_team_needs_a_name(nouns: Nouns, name: str) -> None:
    with pytest.raises(UnusableValue):
        await nouns.teams.create(name)


async def test_a_password_opens_its_account_only(nouns: Nouns) -> None:
    team = await _team(nouns)
    await nouns.accounts.create(team.id, "Ada@Example.com", "Ada", "admin", PASSWORD)
    await nouns.accounts.create(team.id, "bob@example.com", None)
    member, cookie = await nouns.sign_ins.with_password("ada@example.COM", PASSWORD)
    assert (member.email, member.role, member.team.id) == ("Ada@Example.com", "admin", team.id)
    assert await nouns.sign_ins.who(cookie) == member
    for email, password in [("ada@example.com", "wrong"), ("bob@example.com", PASSWORD), ("nobody@example.com", "")]:
        with pytest.raises(WrongCredentials):
            await nouns.sign_ins.with_password(email, password)


async def test_passwords_tokens_and_keys_are_stored_hashed(nouns: Nouns) -> None:
    team = await _team(nouns)
    account = await nouns.accounts.create(team.id, "ada@example.com", "Ada", "admin", PASSWORD)
    _, cookie = await nouns.sign_ins.with_password("ada@example.com", PASSWORD)
    token = await nouns.sign_ins.make_link(account.id, team.id)
    secret = (await nouns.keys.create(team.id, "CRM")).secret
    async with nouns.database.reading() as connection:
        for table in (store.accounts, store.sign_ins, store.sign_in_links, store.api_keys):
            rows = str((await connection.execute(select(table))).all())
            for kept in (PASSWORD, cookie, token, secret):
                assert kept not in rows
        [hashed] = (await connection.execute(select(store.accounts.c.password_hash))).scalars()
    assert hashed.startswith("$argon2id$")


async def test_another_password_signs_everybody_out(nouns: Nouns) -> None:
    team = await _team(nouns)
    account = await nouns.accounts.create(team.id, "ada@example.com", "Ada", "admin", PASSWORD)
    _, cookie = await nouns.sign_ins.with_password("ada@example.com", PASSWORD)
    await nouns.accounts.set_password(account.account_id, "another password")
    assert await nouns.sign_ins.who(cookie) is None
    with pytest.raises(WrongCredentials):
        await nouns.sign_ins.with_password("ada@example.com", PASSWORD)


@pytest.mark.parametrize(
    ("email", "name", "password"),
    [
        ("no address", None, None),
        ("@example.com", None, None),
        ("a@b@c", None, None),
        ("x" * 300 + "@example.com", None, None),
        ("ada@example.com", "x" * 257, None),
        ("ada@example.com", None, "short"),
        ("ada@example.com", None, "x" * 1001),
    ],
)
async def test_unusable_accounts_are_refused(nouns: Nouns, email: str, name: str | None, password: str | None) -> None:
    team = await _team(nouns)
    with pytest.raises(UnusableValue):
        await nouns.accounts.create(team.id, email, name, "agent", password)


async def test_one_account_in_several_teams(nouns: Nouns) -> None:
    team, other = await _team(nouns), await nouns.teams.create("Other")
    account = await nouns.accounts.create(team.id, "ada@example.com", "Ada", "admin", PASSWORD)
    nouns.clock.tick(1)
    there = await nouns.accounts.create(other.id, "ADA@example.com", "Ms. Byron", "agent")
    assert there.account_id == account.account_id
    assert (there.id != account.id, there.email, there.name) == (True, "ADA@example.com", "Ms. Byron")
    with pytest.raises(EmailTaken):
        await nouns.accounts.create(other.id, "ada@example.com", None)
    with pytest.raises(EmailTaken):
        await nouns.accounts.create((await nouns.teams.create("Third")).id, "ada@example.com", None, "agent", PASSWORD)
    with pytest.raises(UnknownTeam):
        await nouns.accounts.create("team_nobody", "eve@example.com", None)
    member, cookie = await nouns.sign_ins.with_password("ada@example.com", PASSWORD)
    assert member.team.id == team.id
    switched = await nouns.sign_ins.switch_team(cookie, other.id)
    assert (switched.team.id, switched.role) == (other.id, "agent")
    assert await nouns.sign_ins.who(cookie) == switched
    with pytest.raises(UnknownTeam):
        await nouns.sign_ins.switch_team(cookie, "team_nobody")
    with pytest.raises(UnknownTeam):
        await nouns.sign_ins.switch_team("nobody", team.id)


async def test_a_sign_in_link_is_good_once_and_for_a_day(nouns: Nouns) -> None:
    team = await _team(nouns)
    account = await nouns.accounts.create(team.id, "ada@example.com", "Ada", "admin")
    token = await nouns.sign_ins.make_link(account.id, team.id)
    member, cookie = await nouns.sign_ins.with_link(token)
    assert member == account
    assert await nouns.sign_ins.who(cookie) == member
    old = await nouns.sign_ins.make_link(account.id, team.id)
    nouns.clock.tick(24 * 3600)
    for used in (token, old, "x"):
        with pytest.raises(SignInLinkUsed):
            await nouns.sign_ins.with_link(used)


async def test_a_cookie_ends_by_signing_out_or_by_itself(nouns: Nouns) -> None:
    team = await _team(nouns)
    await nouns.accounts.create(team.id, "ada@example.com", "Ada", "admin", PASSWORD)
    _, first = await nouns.sign_ins.with_password("ada@example.com", PASSWORD)
    _, second = await nouns.sign_ins.with_password("ada@example.com", PASSWORD)
    await nouns.sign_ins.end(first)
    await nouns.sign_ins.end("unknown")
    assert await nouns.sign_ins.who(first) is None
    assert await nouns.sign_ins.who(second) is not None
    nouns.clock.tick(nouns.sign_ins.lifetime.total_seconds())
    assert await nouns.sign_ins.who(second) is None
    assert await nouns.sign_ins.forget_expired() == 1
    assert await nouns.sign_ins.forget_expired() == 0


async def test_a_key_opens_its_team_until_it_is_revoked(nouns: Nouns) -> None:
    team, other = await _team(nouns), await nouns.teams.create("Other")
    made = await nouns.keys.create(team.id, "CRM", ["sessions", "read"])
    assert made.key.scopes == ("read", "sessions")
    assert made.secret.endswith(made.key.hint)
    found = await nouns.keys.authenticate(made.secret)
    assert found == (made.key, team)
    assert await nouns.keys.authenticate(made.secret + "x") is None
    with pytest.raises(UnknownKey):
        await nouns.keys.revoke(other.id, made.key.id)
    revoked = await nouns.keys.revoke(team.id, made.key.id)
    nouns.clock.tick(5)
    assert await nouns.keys.revoke(team.id, made.key.id) == revoked
    assert await nouns.keys.authenticate(made.secret) is None
    assert await nouns.keys.of_team(team.id) == [revoked]
    assert await nouns.keys.of_team(other.id) == []


async def test_a_key_revoked_by_another_process_opens_nothing_at_once(nouns: Nouns, database_url: str) -> None:
    team = await _team(nouns)
    made = await nouns.keys.create(team.id, "CRM")
    assert await nouns.keys.authenticate(made.secret) is not None
    elsewhere = Database(database_url)
    try:
        await ApiKeys(elsewhere, nouns.clock).revoke(team.id, made.key.id)
    finally:
        await elsewhere.close()
    assert await nouns.keys.authenticate(made.secret) is None


async def test_last_used_is_exact_to_the_minute(nouns: Nouns) -> None:
    team = await _team(nouns)
    secret = (await nouns.keys.create(team.id, "CRM")).secret
    begin = nouns.clock()
    for seconds in (0, 30, 59, 60, 61):
        nouns.clock.now = begin + seconds
        await nouns.keys.authenticate(secret)
    [key] = await nouns.keys.of_team(team.id)
    assert key.last_used_at is not None
    assert key.last_used_at.timestamp() == begin + 60


@pytest.mark.parametrize(("name", "scopes"), [("", ["read"]), ("x" * 101, ["read"]), ("CRM", [])])
async def test_unusable_keys_are_refused(nouns: Nouns, name: str, scopes: list[str]) -> None:
    team = await _team(nouns)
    with pytest.raises(UnusableValue):
        await nouns.keys.create(team.id, name, ["read"] if scopes else [])


async def test_an_external_agent_keeps_its_id(nouns: Nouns) -> None:
    team, other = await _team(nouns), await nouns.teams.create("Other")
    first = await nouns.teams.external_agent(team.id, "b-1", "Bob", None)
    second = await nouns.teams.external_agent(team.id, "b-1", "Robert", "bob@example.com")
    assert (second.id, second.name, second.email) == (first.id, "Robert", "bob@example.com")
    assert (await nouns.teams.external_agent(other.id, "b-1", "Bob", None)).id != first.id


async def test_the_first_start_makes_what_is_needed_and_later_ones_nothing(nouns: Nouns) -> None:
    async def start() -> Installation:
        return await first_start(
            nouns.teams,
            nouns.accounts,
            nouns.keys,
            nouns.sign_ins,
            name="Demo",
            domain="localhost",
            email="agent@example.com",
        )

    first = await start()
    assert first.password is not None
    assert first.secret_key is not None
    member, _ = await nouns.sign_ins.with_password("agent@example.com", first.password)
    assert (member.team, member.role, member.nickname) == (first.team, "admin", "Support")
    assert await nouns.keys.authenticate(first.secret_key) is not None
    second = await start()
    assert (second.team, second.admin, second.secret_key, second.password) == (first.team, first.admin, None, None)
    assert second.sign_in_token != first.sign_in_token
    for token in (first.sign_in_token, second.sign_in_token):
        assert (await nouns.sign_ins.with_link(token))[0] == first.admin


async def test_a_first_start_that_was_cut_off_is_completed(nouns: Nouns) -> None:
    team = await nouns.teams.create("Demo")
    made = await first_start(
        nouns.teams,
        nouns.accounts,
        nouns.keys,
        nouns.sign_ins,
        name="Demo",
        domain="localhost",
        email="agent@example.com",
    )
    assert made.team == team
    assert made.password is not None
    assert made.secret_key is not None
