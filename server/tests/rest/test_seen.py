"""Where the snippet was seen, as the Install page is told."""

from __future__ import annotations

from tests.rest.conftest import Shop


async def test_the_install_page_is_told_where_the_snippet_was_seen(shop: Shop) -> None:
    """The visitor of the shop is there already."""
    nouns = shop.nouns
    async with await shop.signed_in() as desk:
        nouns.clock.tick(60)
        url = "https://help.example.com/faq?q=secret"
        there = (await nouns.enter(shop.team.id, {}, url=url)).visitor
        await nouns.enter(shop.other.id, {}, url="https://other.example.com/")
        await shop.client.patch("/v1/team", json={"allowed_sites": ["https://shop.example.com"]})
        nouns.clock.tick(10)
        nouns.live.heard[there.key] = nouns.clock()
        seen = (await desk.get("/desk/install/seen")).json()
        assert [(site["origin"], site["page"], site["allowed"], site["visitors"]) for site in seen["sites"]] == [
            ("https://help.example.com", "https://help.example.com/faq", False, 1),
            ("https://shop.example.com", "https://shop.example.com/cart", True, 1),
        ]
        assert seen["sites"][0]["last_seen_at"] == seen["now"]
        assert (await shop.client.get("/desk/install/seen")).status_code == 401
