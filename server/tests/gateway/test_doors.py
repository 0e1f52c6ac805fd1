"""The doors between gateway and domains, on both databases (rules P1, P3, P4, W2)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import jwt
import pytest

from tests.support.history import told
from tests.support.nouns import PUBLIC_URL, Nouns
from userview.domains.sessions.model import Branding, Offer, Start
from userview.domains.sessions.ratings import Ratings
from userview.domains.teams.agents_model import Profile
from userview.domains.teams.model import Team
from userview.gateway.agent_door import DomainAgentDoor
from userview.gateway.doors import Identified, Refused, Upgrade, Wanted
from userview.gateway.visitor_door import DomainVisitorDoor
from userview.protocol.codes import CloseCode, ErrorCode
from userview.protocol.messages.common import PageInfo, Permissions
from userview.protocol.messages.visitor import IdentityPatch, LiveChat, VisitorHello
from userview.realtime.records import AgentRef, Call, VisitorKey

SITE = "https://shop.example.com"
COOKIE = "userview_sign_in"


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0"


def _upgrade(origin: str | None = SITE, ip: str = "203.0.113.7", user_agent: str = "", **cookies: str) -> Upgrade:
    return Upgrade(ip=ip, origin=origin, user_agent=user_agent, cookies=cookies)


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
    ],
)
def test_q8_a_network_is_what_somebody_has_to_themselves(ip: str, network: str) -> None:
    assert _upgrade(ip=ip).network == network


def _page(path: str = "/") -> PageInfo:
    return PageInfo.model_validate(
        {
            "pageview": "0b3ce0a5-6a3c-4b0e-9c29-6a1c6f0c7a10",
            "url": f"{SITE}{path}",
            "title": "Shop",
            "visible": True,
            "focused": True,
            "viewport": {"width": 1280, "height": 720},
        }
    )


def _hello(team: Team, identity: dict[str, Any] | None = None, visitor: dict[str, str] | None = None) -> VisitorHello:
    return VisitorHello.model_validate(
        {
            "type": "hello",
            "protocol": {"min": 1, "max": 1},
            "key": team.public_key,
            "visitor": visitor,
            "page": _page("/cart").model_dump(),
            "identity": identity or {},
            "options": {
                "require_authorization": None,
                "js_configuration": True,
                "allow_click": None,
                "allow_scroll": None,
                "allow_type": None,
            },
            "client": {"version": "1", "supported": True, "language": "en"},
            "resume": None,
        }
    )


def _door(nouns: Nouns, touch: Callable[[VisitorKey], Awaitable[None]] | None = None) -> DomainVisitorDoor:
    return DomainVisitorDoor(
        teams=nouns.teams,
        visitors=nouns.visitors,
        places=nouns.places,
        identity_secrets=nouns.identity_secrets,
        lookups=nouns.lookups,
        live_chats=nouns.live_chats,
        history=nouns.history,
        describe=nouns.presenter.visitor_document,
        presence=nouns.hooks.presences.changed,
        requested=nouns.hooks.requests.happened,
        agents=nouns.agents,
        ratings=Ratings(nouns.database, nouns.clock),
        touch=touch or nouns.live.touch_visitor,
        public_url=PUBLIC_URL,
        clock=nouns.clock,
    )


async def test_p1_a_browser_is_given_a_pair_once_and_recognised_by_it(nouns: Nouns) -> None:
    team, door = await nouns.teams.create("Shop"), _door(nouns)
    first = await door.connect(_hello(team, {"identities": ["Vera"]}), _upgrade())
    secret = first.identity.secret
    assert secret is not None
    assert first.nickname == "Vera"
    assert first.identity.watch_link == f"{PUBLIC_URL}/visitors/{first.key.short_id}/watch"
    again = await door.connect(_hello(team, visitor={"short_id": first.key.short_id, "secret": secret}), _upgrade())
    assert (again.key, again.identity.secret) == (first.key, None)
    described = await door.describe(first.key, hides_details=False)
    assert described is not None
    assert (described["name"], described["js_configuration"]) == ("Vera", True)
    assert described["last_url"] == f"{SITE}/cart"


async def test_nobody_waits_for_the_name_of_a_browser_and_desks_hear_of_it_when_it_is_known(nouns: Nouns) -> None:
    touched: asyncio.Queue[VisitorKey] = asyncio.Queue()
    team, door = await nouns.teams.create("Shop"), _door(nouns, touched.put)
    # One that no other test has asked for: what is remembered is told at once, and to nobody else.
    upgrade = _upgrade(user_agent=f"{FIREFOX} {team.id}")
    first = await door.connect(_hello(team), upgrade)
    assert await touched.get() == first.key
    for known in (first, await door.connect(_hello(team), upgrade)):
        described = await door.describe(known.key, hides_details=False)
        assert described is not None
        assert (described["browser_name"], described["device_type"]) == ("Firefox 146", "desktop")


async def test_the_page_gets_the_teams_settings(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    settings = {"allow_remote_type": False, "masked_elements": [".secret"], "authorization_prompt_title": "May we?"}
    await nouns.teams.change(team.id, {"settings": settings})
    known = await _door(nouns).connect(_hello(team), _upgrade())
    assert (known.settings.allow_remote_type, known.settings.allow_remote_click) == (False, True)
    assert (known.settings.masked_elements, known.settings.authorization_prompt_title) == ([".secret"], "May we?")


async def test_an_unknown_key_and_a_strange_site_are_refused(nouns: Nouns) -> None:
    team, door = await nouns.teams.create("Shop"), _door(nouns)
    await nouns.teams.change(team.id, {"settings": {"allowed_sites": [SITE]}})
    await door.connect(_hello(team), _upgrade())
    hello = _hello(team).model_copy(update={"key": "pk_" + "x" * 24})
    with pytest.raises(Refused) as unknown:
        await door.connect(hello, _upgrade())
    assert (unknown.value.code, unknown.value.close) == (ErrorCode.INVALID_API_KEY, CloseCode.NOT_AUTHENTICATED)
    for origin in ("https://evil.example", "null", None):
        with pytest.raises(Refused) as strange:
            await door.connect(_hello(team), _upgrade(origin))
        assert (strange.value.code, strange.value.close) == (ErrorCode.SITE_NOT_ALLOWED, CloseCode.NOT_ALLOWED)


async def test_n1_with_no_sites_given_none_is_named(nouns: Nouns) -> None:
    team, door = await nouns.teams.create("Shop"), _door(nouns)
    key = (await door.connect(_hello(team), _upgrade())).key
    assert not await door.is_named(key, SITE)
    await nouns.teams.change(team.id, {"settings": {"allowed_sites": [SITE]}})
    assert await door.is_named(key, SITE)
    for origin in ("https://evil.example", "null", None):
        assert not await door.is_named(key, origin)


async def test_p3_what_a_patch_leaves_out_stays_and_null_clears(nouns: Nouns) -> None:
    team, door = await nouns.teams.create("Shop"), _door(nouns)
    key = (await door.connect(_hello(team, {"identities": ["Vera"], "tags": ["vip"]}), _upgrade())).key
    assert await door.identify(key, IdentityPatch.model_validate({"tags": None}), _page()) == Identified(None, None)
    visitor = await nouns.visitors.get(team.id, key.short_id)
    assert (visitor.name, visitor.tags) == ("Vera", [])


async def test_p4_another_person_and_a_reset_make_new_visitors(nouns: Nouns) -> None:
    team, door = await nouns.teams.create("Shop"), _door(nouns)
    first = await door.connect(_hello(team, {"unique_id": "a"}), _upgrade())
    second = (await door.identify(first.key, IdentityPatch(unique_id="b"), _page("/second"))).replaced_by
    assert second is not None
    assert second.identity.secret is not None
    assert second.key.short_id != first.key.short_id
    third = await door.reset(second.key, _page("/third"))
    assert third.identity.secret is not None
    visitor = await nouns.visitors.get(team.id, third.key.short_id)
    assert (visitor.unique_id, visitor.last_url, visitor.browser.ip_address) == (None, f"{SITE}/third", "203.0.113.7")


async def test_a_visitor_who_was_erased_meanwhile_is_somebody_new_next_time(nouns: Nouns) -> None:
    team, door = await nouns.teams.create("Shop"), _door(nouns)
    key = (await door.connect(_hello(team), _upgrade())).key
    await nouns.visitors.forget_unseen(nouns.clock() + 1)
    await door.visit(key, _page())
    await door.seen({key: nouns.clock()})
    assert await door.identify(key, IdentityPatch(unique_id="a"), _page()) == Identified(None, None)
    assert await door.describe(key, hides_details=False) is None
    with pytest.raises(Refused):
        await door.reset(key, _page())


@pytest.mark.parametrize(
    ("ip", "kept"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("unix socket", "unix socket"),
    ],
)
async def test_addresses_have_one_form(nouns: Nouns, ip: str, kept: str) -> None:
    team = await nouns.teams.create("Shop")
    known = await _door(nouns).connect(_hello(team), _upgrade(ip=ip))
    assert (await nouns.visitors.get(team.id, known.key.short_id)).browser.ip_address == kept


async def test_visits_and_last_seen_are_kept(nouns: Nouns) -> None:
    team, door = await nouns.teams.create("Shop"), _door(nouns)
    key = (await door.connect(_hello(team), _upgrade())).key
    await door.visit(key, _page("/checkout"))
    await door.seen({key: nouns.clock() + 30})
    visitor = await nouns.visitors.get(team.id, key.short_id)
    assert (visitor.last_url, visitor.last_seen_at.timestamp()) == (f"{SITE}/checkout", nouns.clock() + 30)


async def test_agents_come_by_cookie_or_by_seat(nouns: Nouns) -> None:
    team, other = await nouns.teams.create("Shop"), await nouns.teams.create("Other")
    door = _agent_door(nouns)
    account = await nouns.accounts.create(team.id, "ada@example.com", None)
    _, cookie = await nouns.sign_ins.with_link(await nouns.sign_ins.make_link(account.id, team.id))
    signed_in = await door.signed_in(_upgrade(**{COOKIE: cookie}))
    assert signed_in is not None
    assert (signed_in.agent, signed_in.team) == (AgentRef(account.id, "ada", "ada@example.com", None), team.id)
    for cookies in ({}, {COOKIE: ""}, {COOKIE: "x"}, {"other": cookie}):
        assert await door.signed_in(_upgrade(**cookies)) is None
    visitor = (await nouns.enter(team.id)).visitor
    bob = AgentRef("agent_bob", "Bob", None, "b-1")
    offer = Offer(agent=bob, expires_in=60, permissions={}, branding=Branding(), language=None, allowed_origins=None)
    spec, link = await nouns.sessions.watch_by_link(team, visitor, Start("api", {}, {}), offer)
    seat = (await nouns.links.redeem(spec.id, link.token, None)).seat
    holder = await door.seat(spec.id, seat)
    assert holder is not None
    assert holder.name == "Bob"
    assert await door.seat(spec.id, "x") is None
    assert await door.may_join(spec.id, team.id)
    assert not await door.may_join(spec.id, other.id)
    assert not await door.may_join("0123456789abcdef", team.id)


async def test_a4_what_an_agent_may_do_at_most_narrows_cookie_and_link(nouns: Nouns) -> None:
    team, door = await nouns.teams.create("Shop"), _agent_door(nouns)
    ada = await nouns.accounts.create(team.id, "ada@example.com", None)
    _, cookie = await nouns.sign_ins.with_link(await nouns.sign_ins.make_link(ada.id, team.id))
    await nouns.agents.change(team.id, ada.id, {"permissions": {"allow_type": False}})
    signed_in = await door.signed_in(_upgrade(**{COOKIE: cookie}))
    assert signed_in is not None
    assert signed_in.agent.permissions == Permissions(
        allow_click=True,
        allow_scroll=True,
        allow_type=False,
        allow_draw=True,
        allow_agent_redirect=True,
        hide_private_details=False,
    )
    visitor = (await nouns.enter(team.id)).visitor
    known = await nouns.teams.external_agent(team.id, "b-1", "Bob", None)
    await nouns.agents.change(team.id, known.id, {"permissions": {"allow_click": False}})
    bob = AgentRef(known.id, "Bob", None, "b-1")
    link_allows = {"allow_scroll": False}
    offer = Offer(
        agent=bob, expires_in=60, permissions=link_allows, branding=Branding(), language=None, allowed_origins=None
    )
    spec, link = await nouns.sessions.watch_by_link(team, visitor, Start("api", {}, {}), offer)
    seat = (await nouns.links.redeem(spec.id, link.token, None)).seat
    holder = await door.seat(spec.id, seat)
    assert holder is not None
    assert holder.permissions == Permissions(
        allow_click=False,
        allow_scroll=False,
        allow_type=True,
        allow_draw=True,
        allow_agent_redirect=True,
        hide_private_details=False,
    )
    await nouns.links.revoke(known.id)
    assert await door.seat(spec.id, seat) is None


def _agent_door(nouns: Nouns) -> DomainAgentDoor:
    return DomainAgentDoor(
        sign_ins=nouns.sign_ins, agents=nouns.agents, sessions=nouns.sessions, links=nouns.links, cookie_name=COOKIE
    )


async def test_i3_a_token_signs_the_identity_and_a_bad_one_is_told_of_and_not_taken(nouns: Nouns) -> None:
    team, door = await nouns.teams.create("Shop"), _door(nouns)
    secret = (await nouns.identity_secrets.current(team.id)).secret

    def token(sub: str, **claims: Any) -> str:
        named = {"sub": sub, "aud": team.public_key, "exp": nouns.clock() + 300, **claims}
        return jwt.encode(named, secret, algorithm="HS256")

    known = await door.connect(_hello(team, {"identity_token": token("u1", identities=["Vera"])}), _upgrade())
    described = await door.describe(known.key, hides_details=False)
    assert described is not None
    assert (known.refusal, known.nickname) == (None, "Vera")
    assert (described["unique_id"], described["identity_verified"]) == ("u1", True)
    bad = IdentityPatch(identity_token=token("u1", aud="pk_other"), identities=["Mallory"], tags=["seen"])
    identified = await door.identify(known.key, bad, _page())
    assert identified.replaced_by is None
    assert identified.refusal is not None
    assert identified.refusal.startswith('identityToken: expected "aud"')
    visitor = await nouns.visitors.get(team.id, known.key.short_id)
    assert (visitor.identities, visitor.tags, visitor.identity_verified) == (["Vera"], ["#seen"], True)
    cleared = IdentityPatch.model_validate({"identity_token": None})
    assert await door.identify(known.key, cleared, _page()) == Identified(None, None)
    visitor = await nouns.visitors.get(team.id, known.key.short_id)
    assert (visitor.identities, visitor.unique_id, visitor.identity_verified) == (None, None, False)


async def test_i6_a_live_chat_says_who_it_is_and_who_the_visitor_is(nouns: Nouns) -> None:
    team, door = await nouns.teams.create("Shop"), _door(nouns)
    key = (await door.connect(_hello(team, {"unique_id": "u1"}), _upgrade())).key
    said = LiveChat(integration="crisp", identities=["Vera"], integration_ids=["crisp:session_1"])
    assert await door.hear_chat(key, said, _page())
    assert not await door.hear_chat(key, said, _page())
    described = await door.describe(key, hides_details=False)
    assert described is not None
    assert (described["name"], described["integration"], described["integration_ids"]) == (
        "Vera",
        "crisp",
        ["crisp:session_1"],
    )
    assert await door.hear_chat(key, LiveChat(integration=None), _page())
    described = await door.describe(key, hides_details=False)
    assert described is not None
    assert (described["name"], described["integration"]) == ("Vera", None)


async def test_i3_a_team_may_require_that_identities_are_signed(nouns: Nouns) -> None:
    team, door = await nouns.teams.create("Shop"), _door(nouns)
    await nouns.teams.change(team.id, {"settings": {"identity_token_required": True}})
    known = await door.connect(_hello(team, {"unique_id": "u1", "tags": ["vip"]}), _upgrade())
    assert known.refusal is not None
    assert "signed identities only" in known.refusal
    refused = await door.identify(known.key, IdentityPatch(identities=["Vera"]), _page())
    assert refused.refusal == known.refusal
    assert await door.hear_chat(known.key, LiveChat(integration="crisp", identities=["Vera"]), _page())
    visitor = await nouns.visitors.get(team.id, known.key.short_id)
    assert (visitor.unique_id, visitor.identities, visitor.tags) == (None, None, ["#vip"])
    assert visitor.integration == "crisp"


ODD_CLIENTS: list[tuple[dict[str, Any], tuple[str | None, str | None]]] = [
    ({"touch": 5, "hints": {"brands": [{"brand": "Chromium", "version": "156"}], "model": "Pixel 9", "mobile": True}},
     ("Chromium 156", "Pixel 9")),
    ({"touch": None, "hints": {"model": 7}}, ("Chrome Mobile 156", None)),
    ({"touch": "many", "hints": "none"}, ("Chrome Mobile 156", None)),
    ({"touch": -1, "hints": {"model": None, "brands": {}}}, ("Chrome Mobile 156", None)),
]  # fmt: skip


@pytest.mark.parametrize(("client", "names"), ODD_CLIENTS)
async def test_p7_hints_name_the_device_and_odd_ones_keep_nobody_from_connecting(
    nouns: Nouns, client: dict[str, Any], names: tuple[str | None, str | None]
) -> None:
    team, noticed = await nouns.teams.create("Shop"), asyncio.Event()

    async def touch(_visitor: VisitorKey) -> None:
        noticed.set()

    door = _door(nouns, touch)
    said = _hello(team).model_dump(mode="json")
    said["client"] |= client
    agent = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36"
    known = await door.connect(VisitorHello.model_validate(said), _upgrade(user_agent=agent))
    described = await door.describe(known.key, hides_details=False)
    while described is not None and described["browser_name"] is None:
        await noticed.wait()
        described = await door.describe(known.key, hides_details=False)
    assert described is not None
    assert (described["browser_name"], described["device_name"], described["device_type"]) == (*names, "mobile")


async def test_p5_the_url_is_scrubbed_again_before_it_is_kept(nouns: Nouns) -> None:
    team, door = await nouns.teams.create("Shop"), _door(nouns)
    await nouns.teams.change(
        team.id, {"settings": {"url_scrubbing": {"parameters": ["order*"], "paths": ["/patients/*"]}}}
    )
    page = _page("/patients/17?order_id=4711&token=abc&page=2")
    known = await door.connect(_hello(team).model_copy(update={"page": page}), _upgrade())
    visitor = await nouns.visitors.get(team.id, known.key.short_id)
    assert visitor.last_url == f"{SITE}/patients/***?order_id=***&token=***&page=2"


async def test_j1_history_is_kept_where_the_team_wants_it_and_its_url_is_scrubbed_again(nouns: Nouns) -> None:
    door = _door(nouns)
    visitors = [(await nouns.enter((await nouns.teams.create(name)).id)).visitor for name in ("On", "Off")]
    settings = {"collect_history": True, "url_scrubbing": {"parameters": ["seat"], "paths": []}}
    await nouns.teams.change(visitors[0].team_id, {"settings": settings})
    url = f"{SITE}/?seat=12&email=vera@example.com"
    at = nouns.clock()
    unknown = VisitorKey("team_gone", visitors[0].short_id)
    kept = await door.collect([told(key, at, 1, url=url) for key in (visitors[0].key, visitors[1].key, unknown)])
    assert kept == {visitors[0].key}
    [pageview], _ = await nouns.history.page(visitors[0], 9, None)
    assert pageview.url == f"{SITE}/?seat=***&email=***"
    assert await nouns.history.page(visitors[1], 9, None) == ([], None)


async def test_q4_a_call_name_is_found_in_any_case_and_in_its_own_team(nouns: Nouns) -> None:
    team, other, door = await nouns.teams.create("Shop"), await nouns.teams.create("Other"), _door(nouns)
    change = {"agent_unavailable_url": "https://shop.example.com/contact"}
    await nouns.teams.change(team.id, {"settings": change})
    ada = await nouns.agents.invite(team.id, "ada@example.com", "Ada", "agent", Profile("ada"))
    visitor = VisitorKey(team.id, "ANNANNANNANNANNANN")
    wanted = await door.wanted_agent(visitor, "ADA")
    assert (wanted.call, wanted.redirect_url) == (Call("ada", ada.id, "Ada"), "https://shop.example.com/contact")
    assert (await door.wanted_agent(visitor, "bob")).call is None
    assert (await door.wanted_agent(visitor, None)).call is None
    assert await door.wanted_agent(VisitorKey(other.id, visitor.short_id), "ada") == Wanted(None, None)


async def test_p4_the_teams_setting_makes_a_new_visitor_at_sign_out(nouns: Nouns) -> None:
    team, door = await nouns.teams.create("Shop"), _door(nouns)
    known = await door.connect(_hello(team, {"unique_id": "u1", "identities": ["Vera"]}), _upgrade())
    out = IdentityPatch.model_validate({"unique_id": None, "identities": None})
    assert (await door.identify(known.key, out, _page())).replaced_by is None
    await door.identify(known.key, IdentityPatch.model_validate({"unique_id": "u1"}), _page())
    await nouns.teams.change(team.id, {"settings": {"reset_connection_on_log_out": True}})
    fresh = (await door.identify(known.key, out, _page())).replaced_by
    assert fresh is not None
    assert fresh.key != known.key
    assert fresh.identity.secret is not None
    assert (await door.identify(fresh.key, out, _page())).replaced_by is None
