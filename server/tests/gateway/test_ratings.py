"""Rating a session over a real connection (rule S10)."""

from tests.gateway.servers import running, tab
from tests.gateway.test_content import SESSION


async def test_s10_a_rating_is_kept_and_a_refused_one_is_said() -> None:
    async with running() as server, tab(server) as (peer, _, _):
        await peer.say("session.rate", session=SESSION, rating=4)
        await peer.say("session.rate", session="f" * 16, rating=4)
        assert (await peer.hear("error"))["code"] == "not_allowed"
        assert server.visitors.ratings == {SESSION: 4}
        for odd in (0, 6, "5", 4.5, None, True):
            await peer.say("session.rate", session=SESSION, rating=odd)
            assert (await peer.hear("error"))["code"] == "bad_message"
        assert server.visitors.ratings == {SESSION: 4}
