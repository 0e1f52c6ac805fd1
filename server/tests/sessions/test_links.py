"""Watch links and seats (rules W1 and W2), on both databases."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from tests.support.nouns import Nouns
from userview.domains.sessions import store
from userview.domains.sessions.errors import LinkExpired, SessionIsOver
from userview.domains.sessions.model import Branding, Offer, Redeemed, Start
from userview.domains.visitors.model import Visitor
from userview.protocol.messages.common import EndReason, Permissions
from userview.realtime.records import AgentRef

BOB = AgentRef(id="agent_bob", name="Bob", email=None, external_id="b-1")
RETRY = "https://crm.example.com/again"


async def _link(
    nouns: Nouns,
    *,
    visitor: Visitor | None = None,
    expires_in: int = 300,
    branding: Branding | None = None,
    allowed_origins: tuple[str, ...] | None = None,
    **permissions: bool,
) -> tuple[str, str]:
    """A new link: session and token."""
    if visitor is None:
        team = await nouns.teams.create("Shop")
        visitor = (await nouns.enter(team.id)).visitor
    else:
        team = await nouns.teams.get(visitor.team_id)
    offer = Offer(
        agent=BOB,
        expires_in=expires_in,
        permissions=permissions,
        branding=branding or Branding(),
        language="fr",
        allowed_origins=allowed_origins,
    )
    spec, link = await nouns.sessions.watch_by_link(team, visitor, Start("api", {}, {}), offer)
    return spec.id, link.token


async def test_w1_a_link_is_redeemed_once(nouns: Nouns) -> None:
    session, token = await _link(nouns, branding=Branding("page_only", None, "https://crm.example.com/end"))
    redeemed = await nouns.links.redeem(session, token, None)
    assert redeemed.branding == Branding("page_only", None, "https://crm.example.com/end")
    assert (redeemed.session, redeemed.agent.name, redeemed.language) == (session, "Bob", "fr")
    with pytest.raises(LinkExpired):
        await nouns.links.redeem(session, token, None)


async def test_w1_of_many_at_once_one_gets_the_seat(nouns: Nouns) -> None:
    session, token = await _link(nouns)
    results = await asyncio.gather(
        *(nouns.links.redeem(session, token, None) for _ in range(6)), return_exceptions=True
    )
    assert len([result for result in results if isinstance(result, Redeemed)]) == 1
    assert len([result for result in results if isinstance(result, LinkExpired)]) == 5


async def test_w1_only_hashes_are_stored(nouns: Nouns) -> None:
    session, token = await _link(nouns)
    seat = (await nouns.links.redeem(session, token, None)).seat
    async with nouns.database.reading() as connection:
        for table in (store.watch_links, store.seats, store.sessions):
            rows = str((await connection.execute(select(table))).all())
            assert token not in rows
            assert seat not in rows


async def test_w2_reloads_go_on_with_the_seat_even_when_the_link_is_old(nouns: Nouns) -> None:
    session, token = await _link(nouns)
    first = await nouns.links.redeem(session, token, None)
    nouns.clock.tick(10_000)
    again = await nouns.links.redeem(session, token, first.seat)
    assert again == first
    with pytest.raises(LinkExpired):
        await nouns.links.redeem(session, token, "somebody's own idea of a seat")


async def test_w2_a_seat_of_another_link_opens_nothing(nouns: Nouns) -> None:
    session, token = await _link(nouns)
    other_session, other_token = await _link(nouns)
    seat = (await nouns.links.redeem(session, token, None)).seat
    await nouns.links.redeem(other_session, other_token, None)
    with pytest.raises(LinkExpired):
        await nouns.links.redeem(other_session, other_token, seat)
    assert await nouns.links.holder(other_session, seat) is None


async def test_a_link_grows_old(nouns: Nouns) -> None:
    session, token = await _link(nouns, expires_in=10, branding=Branding(retry_url=RETRY))
    nouns.clock.tick(10)
    with pytest.raises(LinkExpired) as refused:
        await nouns.links.redeem(session, token, None)
    assert refused.value.fields == {"retry_url": RETRY}


async def test_a_strange_seat_does_not_spoil_a_fresh_link(nouns: Nouns) -> None:
    session, token = await _link(nouns)
    assert (await nouns.links.redeem(session, token, "left over from another tab")).session == session


async def test_an_ended_session_says_so_and_where_to_go(nouns: Nouns) -> None:
    session, token = await _link(nouns, branding=Branding(retry_url=RETRY))
    seat = (await nouns.links.redeem(session, token, None)).seat
    await nouns.live.end_session(session, EndReason.VISITOR_STOPPED)
    with pytest.raises(SessionIsOver) as refused:
        await nouns.links.redeem(session, token, seat)
    assert refused.value.fields == {"retry_url": RETRY}


@pytest.mark.parametrize("session", ["0123456789abcdef", "x", "x" * 5000, "é", ""])
async def test_an_unknown_session_is_an_expired_link(nouns: Nouns, session: str) -> None:
    _, token = await _link(nouns)
    with pytest.raises(LinkExpired) as refused:
        await nouns.links.redeem(session, token, None)
    assert refused.value.fields == {}


async def test_the_holder_of_a_seat_has_the_rights_of_the_link(nouns: Nouns) -> None:
    session, token = await _link(nouns, allow_type=False)
    seat = (await nouns.links.redeem(session, token, None)).seat
    holder = await nouns.links.holder(session, seat)
    assert holder is not None
    assert (holder.agent.id, holder.agent.external_id) == ("agent_bob", "b-1")
    assert holder.agent.permissions == Permissions(
        allow_click=True,
        allow_scroll=True,
        allow_type=False,
        allow_draw=True,
        allow_agent_redirect=True,
        hide_private_details=False,
    )
    assert await nouns.links.holder(session, "x") is None


async def test_redeeming_ends_the_wait_for_links(nouns: Nouns) -> None:
    session, token = await _link(nouns)
    await nouns.links.redeem(session, token, None)
    [spec] = await nouns.journal.open_sessions()
    assert spec.link_expires_at is None


async def test_framing_is_for_those_whom_the_links_name(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    visitor = (await nouns.enter(team.id)).visitor
    spec = await nouns.sessions.watch(team, visitor, Start("search", {}, {}))
    assert await nouns.links.frame_ancestors(spec.id) == ()
    assert await nouns.links.frame_ancestors("nothing") == ()
    crm, desk = "https://crm.example.com", "https://*.desk.example.com"
    await _link(nouns, visitor=visitor, allowed_origins=(crm,))
    await _link(nouns, visitor=visitor, allowed_origins=(desk, crm))
    assert await nouns.links.frame_ancestors(spec.id) == (desk, crm)
    await _link(nouns, visitor=visitor)
    assert await nouns.links.frame_ancestors(spec.id) is None
