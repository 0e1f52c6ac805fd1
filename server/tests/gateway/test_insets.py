"""Pages in frames join through real sockets: what browsers say of origins is what counts (rules N1, N2)."""

from tests.gateway.doors import FRAMED, SITE
from tests.gateway.servers import Peer, agent, running, tab
from userview.gateway.tickets import Invitation, Tickets
from userview.realtime.limits import Limits
from userview.signing import Signer

SESSION = "00000000000000a1"


async def live(ada: Peer, shop: Peer) -> None:
    """A session that shows the shop's page."""
    await ada.say("session.join", session=SESSION, seat=None, ref="r1")
    await ada.hear("session.joined")
    await shop.hear("capture.start")


async def invited(shop: Peer, origin: str = FRAMED) -> tuple[int, str]:
    """What the shop's page is given for a frame of it: number and token."""
    await shop.say("inset.open", session=SESSION, ref=3, origin=origin, controllable=True)
    opened = await shop.hear("inset.opened")
    assert opened["ref"] == 3
    return opened["inset"], opened["token"]


async def test_n2_the_page_in_the_frame_joins_with_the_token_of_its_own_origin() -> None:
    async with (
        running() as server,
        tab(server) as (shop, visitor, _),
        tab(server, FRAMED) as (pay, _, _),
        agent(server) as ada,
    ):
        await server.open(visitor, requires_consent=False)
        await live(ada, shop)
        inset, token = await invited(shop)
        await pay.say("inset.join", ref=9, token=token, embedder=SITE, control_required=False)
        joined = await pay.hear("inset.joined")
        assert (joined["ref"], joined["inset"], joined["session"]) == (9, inset, SESSION)
        assert joined["assets_url"] == f"{server.public}/sdk/assets/{SESSION}/{inset}/"
        await pay.say("inset.join", ref=10, token=token, embedder=SITE, control_required=False)
        assert (await pay.hear("error"))["code"] == "not_allowed"


async def test_n2_another_origin_embedder_or_token_is_refused() -> None:
    forged = Tickets(Signer(b"x" * 32), 60).invite(Invitation(SESSION, 1, FRAMED, SITE), 9e9)
    async with (
        running() as server,
        tab(server) as (shop, visitor, _),
        tab(server, FRAMED) as (pay, _, _),
        agent(server) as ada,
    ):
        await server.open(visitor, requires_consent=False)
        await live(ada, shop)
        _, token = await invited(shop)
        _, other = await invited(shop, SITE)
        tries = [(token, "https://evil.example"), (other, SITE), (forged, SITE), ("nonsense", SITE)]
        for tried, embedder in tries:
            await pay.say("inset.join", ref=1, token=tried, embedder=embedder, control_required=False)
            assert (await pay.hear("error"))["code"] == "not_allowed"
        await pay.say("inset.join", ref=2, token=token, embedder=SITE, control_required=False)
        assert (await pay.hear("inset.joined"))["ref"] == 2


async def test_n2_a_token_is_good_for_a_minute() -> None:
    async with (
        running(core_limits=Limits(inset_join_seconds=-1.0)) as server,
        tab(server) as (shop, visitor, _),
        tab(server, FRAMED) as (pay, _, _),
        agent(server) as ada,
    ):
        await server.open(visitor, requires_consent=False)
        await live(ada, shop)
        _, token = await invited(shop)
        await pay.say("inset.join", ref=1, token=token, embedder=SITE, control_required=False)
        assert (await pay.hear("error"))["code"] == "not_allowed"


async def test_n1_a_site_that_is_not_named_gets_no_token_and_is_told_why() -> None:
    async with running() as server, tab(server) as (shop, visitor, _), agent(server) as ada:
        await server.open(visitor, requires_consent=False)
        await live(ada, shop)
        server.visitors.named = {FRAMED}
        await shop.say("inset.open", session=SESSION, ref=3, origin=FRAMED, controllable=True)
        assert "not among the team's allowed sites" in (await shop.hear("error"))["message"]
        assert (await shop.hear("inset.opened"))["token"] is None


async def test_n1_of_a_site_that_is_not_named_nothing_is_taken_whatever_it_says() -> None:
    async with running() as server, tab(server) as (shop, visitor, _), agent(server) as ada:
        await server.open(visitor, requires_consent=False)
        await live(ada, shop)
        await shop.say("inset.open", session=SESSION, ref=3, origin="https://evil.example", controllable=True)
        assert (await shop.hear("inset.opened"))["token"] is None
        assert not any(isinstance(heard, dict) and heard["type"] == "error" for heard in shop.heard)
