"""Links by which people join a team or get a new password, and what no administrator of another team gets from them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
from sqlalchemy import select

from tests.rest.conftest import OWN_PAGE, PASSWORD, Shop
from tests.support.nouns import PUBLIC_URL
from userview.domains.teams.invitations_model import KEPT_AFTER_EXPIRY, LIFETIMES, MOST_OPEN
from userview.domains.teams.invitations_store import invitations
from userview.domains.teams.model import Member, Role
from userview.rest.context import ApiLimits

NEW = "a new long password"
GRACE = {"email": "Grace@Example.com", "name": "Grace", "role": "agent"}


async def _asked(client: httpx.AsyncClient, path: str, status: int = 200, /, **body: Any) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


def _token(link: dict[str, Any]) -> str:
    address, _, token = link["url"].partition("#")
    assert address == f"{PUBLIC_URL}/join"
    return token


async def _invited(shop: Shop, **body: Any) -> str:
    async with await shop.signed_in() as admin:
        return _token(await _asked(admin, "/desk/invitations", **{**GRACE, **body}))


async def _joined(shop: Shop, password: str = NEW, **body: Any) -> str:
    """The id of the agent whom the invitation made."""
    token = await _invited(shop, **body)
    async with shop.anonymous(headers=OWN_PAGE) as guest:
        me = await _asked(guest, "/desk/invitation/accept", token=token, password=password)
    return me["agent"]["id"]


async def _password_link(shop: Shop, agent: str) -> str:
    async with await shop.signed_in() as admin:
        return _token(await _asked(admin, f"/desk/agents/{agent}/password_link"))


async def _accept(shop: Shop, token: str, status: int = 200, password: str = NEW) -> dict[str, Any]:
    async with shop.anonymous(headers=OWN_PAGE) as guest:
        return await _asked(guest, "/desk/invitation/accept", status, token=token, password=password)


async def _signs_in(shop: Shop, email: str, password: str) -> list[str] | None:
    """The teams that the password opens; None when it is refused."""
    async with shop.anonymous(headers=OWN_PAGE) as guest:
        answer = await guest.post("/desk/sign_in", json={"email": email, "password": password})
    return [team["name"] for team in answer.json()["teams"]] if answer.status_code == 200 else None


async def _elsewhere(shop: Shop, email: str, role: Role = "agent", password: str | None = None) -> Member:
    made = await shop.nouns.accounts.create(shop.other.id, email, None, role, password)
    shop.nouns.clock.tick(1)
    return made


async def test_who_is_invited_joins_with_a_name_and_a_password(shop: Shop) -> None:
    token = await _invited(shop, role="admin")
    async with shop.anonymous(headers=OWN_PAGE) as guest:
        told = await _asked(guest, "/desk/invitation/open", token=token)
        assert (told["kind"], told["team_name"], told["email"]) == ("join", "Shop", "Grace@Example.com")
        assert (told["role"], told["invited_by"], told["has_account"]) == ("admin", "Ada", False)
        me = await _asked(guest, "/desk/invitation/accept", token=token, name="Grace H.", password=NEW)
        assert (me["agent"]["name"], me["agent"]["role"], me["team"]["name"]) == ("Grace H.", "admin", "Shop")
        assert (await guest.get("/desk/me")).json()["agent"]["id"] == me["agent"]["id"]
    assert await _signs_in(shop, "grace@example.com", NEW) == ["Shop"]
    async with await shop.signed_in() as admin:
        assert (await admin.get("/desk/invitations")).json()["invitations"] == []
    assert (await _accept(shop, token, 410))["error"] == "link_expired"


async def test_links_that_open_nothing_cannot_be_told_apart(shop: Shop) -> None:
    used, old = await _invited(shop), ""
    await _accept(shop, used)
    async with await shop.signed_in() as admin:
        revoked = await _asked(admin, "/desk/invitations", email="r@example.com")
        assert (await admin.delete(f"/desk/invitations/{revoked['invitation']['id']}")).status_code == 200
        renewed = await _asked(admin, "/desk/invitations", email="n@example.com")
        again = await _asked(admin, f"/desk/invitations/{renewed['invitation']['id']}/renew")
        assert _token(again) != _token(renewed)
        old = _token(await _asked(admin, "/desk/invitations", email="o@example.com"))
        shop.nouns.clock.tick(LIFETIMES["join"].total_seconds())
    seen: set[tuple[int, str, str]] = set()
    async with shop.anonymous(headers=OWN_PAGE) as guest:
        for token in (used, _token(revoked), _token(renewed), old, "never was"):
            for path in ("open", "accept"):
                answer = await guest.post(f"/desk/invitation/{path}", json={"token": token, "password": NEW})
                told = answer.json()
                seen.add((answer.status_code, told["error"], told["message"]))
    assert len(seen) == 1
    assert next(iter(seen))[:2] == (410, "link_expired")


async def test_the_token_is_kept_nowhere(shop: Shop) -> None:
    token = await _invited(shop)
    async with await shop.signed_in() as admin:
        listed = (await admin.get("/desk/invitations")).text
    async with shop.nouns.database.reading() as connection:
        rows = (await connection.execute(select(invitations))).all()
    assert len(rows) == 1
    assert token not in listed
    assert token not in repr(rows)


async def test_an_invitation_for_the_same_address_takes_the_place_of_the_first(shop: Shop) -> None:
    first = await _invited(shop)
    second = await _invited(shop, email="grace@example.COM", role="admin")
    assert (await _accept(shop, first, 410))["error"] == "link_expired"
    assert (await _accept(shop, second))["agent"]["role"] == "admin"


async def test_who_is_in_the_team_is_not_invited(shop: Shop) -> None:
    async with await shop.signed_in() as admin:
        refused = await _asked(admin, "/desk/invitations", 409, email="ADA@example.com")
        assert (refused["error"], "in this team already" in refused["message"]) == ("conflict", True)
        for wrong in ({"email": "nobody"}, {}, {"email": "a@b.c", "role": "owner"}, {"email": "a@b.c", "name": " "}):
            assert (await _asked(admin, "/desk/invitations", 422, **wrong))["error"] == "invalid_request"


async def test_only_admins_who_are_signed_in_invite_and_only_in_their_team(shop: Shop) -> None:
    agent = await shop.nouns.accounts.create(shop.team.id, "bob@example.com", "Bob")
    stranger = await _elsewhere(shop, "eve@example.com", "admin")
    async with await shop.signed_in() as admin:
        made = (await _asked(admin, "/desk/invitations", **GRACE))["invitation"]["id"]
    async with await shop.signed_in(agent=agent) as bob:
        for path in ("", f"/{made}/renew"):
            assert (await _asked(bob, f"/desk/invitations{path}", 403, **GRACE))["error"] == "insufficient_scope"
        assert (await bob.get("/desk/invitations")).status_code == 403
        assert (await bob.delete(f"/desk/invitations/{made}")).status_code == 403
        assert (await bob.post(f"/desk/agents/{shop.admin.id}/password_link")).status_code == 403
    assert (await shop.client.get("/desk/invitations")).status_code == 401
    async with await shop.signed_in() as eve:
        _, cookie = await shop.nouns.sign_ins.with_link(await shop.nouns.sign_ins.make_link(stranger.id, shop.other.id))
        eve.cookies.clear()
        eve.cookies.set("__Host-userview_sign_in" if PUBLIC_URL.startswith("https") else "userview_sign_in", cookie)
        assert (await eve.get("/desk/invitations")).json()["invitations"] == []
        assert (await eve.post(f"/desk/invitations/{made}/renew")).status_code == 404
        assert (await eve.delete(f"/desk/invitations/{made}")).status_code == 404
        assert (await eve.post(f"/desk/agents/{shop.admin.id}/password_link")).status_code == 404


async def test_pages_of_others_cannot_use_links(shop: Shop) -> None:
    token = await _invited(shop)
    async with shop.anonymous(headers={"Origin": "https://evil.example"}) as page:
        for path in ("open", "accept"):
            body = {"token": token, "password": NEW}
            assert (await _asked(page, f"/desk/invitation/{path}", 403, **body))["error"] == "foreign_origin"


async def test_guessing_tokens_is_slowed_down(shop: Shop) -> None:
    limits = ApiLimits(requests_per_minute_per_address=3)
    async with shop.anonymous(limits, headers=OWN_PAGE) as guest:
        codes = [
            (await guest.post("/desk/invitation/open", json={"token": f"guess {number}"})).status_code
            for number in range(5)
        ]
    assert codes == [410, 410, 410, 429, 429]


async def test_who_has_an_account_joins_with_its_password(shop: Shop) -> None:
    await _elsewhere(shop, "grace@example.com", password=PASSWORD)
    token = await _invited(shop)
    async with shop.anonymous(headers=OWN_PAGE) as guest:
        assert (await _asked(guest, "/desk/invitation/open", token=token))["has_account"] is True
        wrong = await _asked(guest, "/desk/invitation/accept", 401, token=token, password=NEW)
        assert wrong["error"] == "wrong_credentials"
        me = await _asked(guest, "/desk/invitation/accept", token=token, password=PASSWORD)
    assert [team["name"] for team in me["teams"]] == ["Other", "Shop"]
    assert me["team"]["name"] == "Shop"
    assert await _signs_in(shop, "grace@example.com", PASSWORD) == ["Other", "Shop"]
    assert await _signs_in(shop, "grace@example.com", NEW) is None


async def test_wrong_passwords_at_a_link_count_as_at_the_sign_in(shop: Shop) -> None:
    await _elsewhere(shop, "grace@example.com", password=PASSWORD)
    token = await _invited(shop)
    async with shop.anonymous(replace(ApiLimits(), sign_ins_per_minute=2), headers=OWN_PAGE) as guest:
        body = {"token": token, "password": NEW}
        codes = [(await guest.post("/desk/invitation/accept", json=body)).status_code for _ in range(3)]
    assert codes == [401, 401, 429]


async def test_a_password_that_a_team_could_know_opens_no_other_team(shop: Shop) -> None:
    """An admin accepts an invitation in somebody's name; that person's own team must not be open then."""
    await _joined(shop, email="ceo@example.com")
    other = await _elsewhere(shop, "ceo@example.com", "admin")
    assert await _signs_in(shop, "ceo@example.com", NEW) == ["Shop"]
    async with shop.anonymous(headers=OWN_PAGE) as guest:
        await _asked(guest, "/desk/sign_in", email="ceo@example.com", password=NEW)
        assert (await _asked(guest, "/desk/team", 404, team_id=shop.other.id))["error"] == "not_found"
    # Nor by a first password for an account that had none, in both teams already.
    without = await _elsewhere(shop, "cto@example.com")
    mine = await shop.nouns.accounts.create(shop.team.id, "cto@example.com", None)
    await _accept(shop, await _password_link(shop, mine.id))
    assert await _signs_in(shop, "cto@example.com", NEW) == ["Shop"]
    assert {other.team.name, without.team.name} == {"Other"}


async def test_a_password_that_opens_other_teams_is_not_reset_by_one_of_them(shop: Shop) -> None:
    await _elsewhere(shop, "grace@example.com", password=PASSWORD)
    mine = await shop.nouns.accounts.create(shop.team.id, "grace@example.com", None)
    token = await _password_link(shop, mine.id)
    refused = await _accept(shop, token, 409)
    assert (refused["error"], "opens other teams" in refused["message"]) == ("conflict", True)
    assert await _signs_in(shop, "grace@example.com", PASSWORD) == ["Other", "Shop"]


async def test_a_member_gets_a_new_password_and_all_old_sign_ins_end(shop: Shop) -> None:
    agent = await _joined(shop)
    async with shop.anonymous(headers=OWN_PAGE) as before:
        await _asked(before, "/desk/sign_in", email="grace@example.com", password=NEW)
        token = await _password_link(shop, agent)
        async with shop.anonymous(headers=OWN_PAGE) as guest:
            told = await _asked(guest, "/desk/invitation/open", token=token)
            assert (told["kind"], told["has_account"]) == ("password", False)
            assert (await _asked(guest, "/desk/invitation/accept", 422, token=token, password="short"))["error"] == (
                "invalid_request"
            )
            shop.nouns.live.changed.clear()
            me = await _asked(guest, "/desk/invitation/accept", token=token, password="yet another one")
            assert me["agent"]["id"] == agent
        assert (await before.get("/desk/me")).status_code == 401
    assert shop.nouns.live.changed == [(shop.team.id, agent)]
    assert await _signs_in(shop, "grace@example.com", NEW) is None
    assert await _signs_in(shop, "grace@example.com", "yet another one") == ["Shop"]
    assert (await _accept(shop, token, 410))["error"] == "link_expired"


async def test_links_for_passwords_live_a_day_and_end_with_the_membership(shop: Shop) -> None:
    agent = await _joined(shop)
    late = await _password_link(shop, agent)
    shop.nouns.clock.tick(LIFETIMES["password"].total_seconds())
    assert (await _accept(shop, late, 410))["error"] == "link_expired"
    token = await _password_link(shop, agent)
    assert (await shop.client.delete(f"/v1/agents/{agent}")).status_code == 200
    assert (await _accept(shop, token, 410))["error"] == "link_expired"
    external = await shop.client.post("/v1/agents", json={"external_id": "x", "name": "X"})
    async with await shop.signed_in() as admin:
        path = f"/desk/agents/{external.json()['agent']['id']}/password_link"
        assert (await _asked(admin, path, 422))["error"] == "invalid_request"


async def test_one_changes_the_own_password_and_other_browsers_are_signed_out(shop: Shop) -> None:
    agent = await _joined(shop)
    async with shop.anonymous(headers=OWN_PAGE) as mine, shop.anonymous(headers=OWN_PAGE) as other:
        for client in (mine, other):
            await _asked(client, "/desk/sign_in", email="grace@example.com", password=NEW)
        for wrong in ({"old_password": "no"}, {}, {"old_password": None}):
            refused = await _asked(mine, "/desk/me/password", 401, password=PASSWORD, **wrong)
            assert refused["error"] == "wrong_credentials"
        short = await _asked(mine, "/desk/me/password", 422, old_password=NEW, password="short")
        assert "10 to 1000 characters" in short["message"]
        assert (await other.get("/desk/me")).status_code == 200
        shop.nouns.live.changed.clear()
        await _asked(mine, "/desk/me/password", old_password=NEW, password=PASSWORD)
        assert shop.nouns.live.changed == [(shop.team.id, agent)]
        assert (await mine.get("/desk/me")).status_code == 200
        assert (await other.get("/desk/me")).status_code == 401
    assert await _signs_in(shop, "grace@example.com", PASSWORD) == ["Shop"]


async def test_who_came_by_a_link_sets_a_first_password_for_this_team(shop: Shop) -> None:
    await _elsewhere(shop, "grace@example.com")
    made = (await shop.client.post("/v1/agents", json={"email": "grace@example.com"})).json()
    async with shop.anonymous(headers=OWN_PAGE) as guest:
        token = made["sign_in_url"].partition("#")[2]
        assert (await _asked(guest, "/desk/sign_in_link", token=token))["has_password"] is False
        await _asked(guest, "/desk/me/password", password=NEW)
        assert (await guest.get("/desk/me")).json()["has_password"] is True
    assert await _signs_in(shop, "grace@example.com", NEW) == ["Shop"]


async def test_one_changes_the_own_name(shop: Shop) -> None:
    async with await shop.signed_in() as admin:
        changed = (await admin.patch("/desk/me", json={"name": "Ada L."})).json()
        assert (changed["agent"]["name"], changed["agent"]["agent_nickname"]) == ("Ada L.", "Ada L.")
        assert (await admin.get("/desk/me")).json()["agent"]["name"] == "Ada L."
        assert (await admin.patch("/desk/me", json={"name": None})).json()["agent"]["agent_nickname"] == "ada"
        assert (await admin.patch("/desk/me", json={"name": "x" * 257})).status_code == 422


async def test_a_team_has_so_many_open_invitations_and_old_ones_are_forgotten(shop: Shop) -> None:
    for number in range(MOST_OPEN):
        await shop.nouns.invitations.invite(shop.admin, f"n{number}@example.com", None, "agent")
    async with await shop.signed_in() as admin:
        refused = await _asked(admin, "/desk/invitations", 409, email="more@example.com")
        assert refused["message"].startswith("expected at most 200 open invitations")
        assert len((await admin.get("/desk/invitations")).json()["invitations"]) == MOST_OPEN
    shop.nouns.clock.tick((LIFETIMES["join"] + KEPT_AFTER_EXPIRY).total_seconds())
    assert await shop.nouns.invitations.forget_expired() == MOST_OPEN
