"""Who a visitor is: recognising, sources, and when one becomes another (rules P1, P3, P4)."""

from __future__ import annotations

import pytest

from tests.support.nouns import Nouns
from userview.domains.visitors.errors import IdentityConflict, UnknownVisitor
from userview.domains.visitors.identity import Claims, Identity
from userview.domains.visitors.identity_words import looks_like_name
from userview.domains.visitors.model import IdentityChange, Visitor
from userview.domains.visitors.search import Search

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Ada Lovelace", True),
        ("Øystein", True),
        ("李小龍", True),
        ("john.smith", True),
        ("ada@example.com", False),
        ("https://example.com/ada", False),
        ("www.example.com", False),
        ("example.com/ada", False),
        ("mailto:ada", False),
        ("12345", False),
        ("+33 6 12 34 56 78", False),
        ("#vip", False),
        ("", False),
    ],
)
async def test_a_name_is_no_address_url_number_or_tag(text: str, is_name: bool) -> None:
    assert looks_like_name(text) is is_name


@pytest.mark.parametrize(
    ("identities", "unique_id", "name", "email"),
    [
        (["x@example.com", "Ada", "y@example.com"], "z@example.com", "Ada", "x@example.com"),
        (["Ada"], "z@example.com", "Ada", "z@example.com"),
        (["#vip", "42"], "u1", None, None),
        (None, None, None, None),
    ],
)
async def test_name_and_email_are_the_first_that_fit(
    identities: list[str] | None, unique_id: str | None, name: str | None, email: str | None
) -> None:
    identity = Identity(identities, unique_id, [], {})
    assert (identity.name, identity.email) == (name, email)


async def test_nickname_is_the_best_there_is(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    entered = await nouns.enter(team.id)
    key, url = entered.visitor.key, "https://shop.example.com/"

    async def nickname() -> str:
        return (await nouns.visitors.get(team.id, key.short_id)).nickname

    assert await nickname() == key.short_id
    steps: list[tuple[IdentityChange, str]] = [
        ({"unique_id": "u1"}, "u1"),
        ({"identities": ["ada@example.com"]}, "ada"),
        ({"identities": ["ada@example.com", "Ada Lovelace"]}, "Ada Lovelace"),
        ({"identities": None}, "u1"),
        ({"identities": []}, "u1"),
        ({"unique_id": None}, key.short_id),
    ]
    for change, expected in steps:
        assert await nouns.identify(key, change, url) is None
        assert await nickname() == expected


async def test_p1_id_and_secret_are_recognised_together_only(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    other = await nouns.teams.create("Other")
    first = await nouns.enter(team.id)
    assert first.secret is not None
    short_id = first.visitor.short_id
    again = await nouns.enter(team.id, credentials=(short_id, first.secret))
    assert (again.visitor.short_id, again.secret) == (short_id, None)
    for team_id, brought in [
        (team.id, (short_id, "x" * 43)),
        (team.id, ("A" * 18, first.secret)),
        (other.id, (short_id, first.secret)),
    ]:
        somebody = await nouns.enter(team_id, credentials=brought)
        assert somebody.visitor.short_id != short_id
        assert somebody.secret is not None


async def test_p3_absent_leaves_null_clears(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    given: IdentityChange = {
        "identities": ["Ada"],
        "tags": ["vip", "#vip", "b"],
        "metadata": {"plan": "pro", "seats": 3},
    }
    key = (await nouns.enter(team.id, given)).visitor.key

    async def now() -> Visitor:
        return await nouns.visitors.get(team.id, key.short_id)

    await nouns.identify(key, {}, "https://shop.example.com/")
    assert (await now()).identities == ["Ada"]
    assert (await now()).tags == ["#vip", "#b"]
    assert (await now()).metadata == {"plan": "pro", "seats": 3}
    await nouns.identify(key, {"tags": None, "metadata": None}, "https://shop.example.com/")
    assert ((await now()).tags, (await now()).metadata, (await now()).identities) == ([], {}, ["Ada"])


@pytest.mark.parametrize(
    ("said", "visitors"),
    [
        ([None, "a"], 1),
        (["a", "a"], 1),
        (["a", None], 1),
        (["a", None, "a"], 1),
        (["a", "b"], 2),
        (["a", None, "b"], 2),
        (["a", "b", "a"], 3),
    ],
)
async def test_p4_one_person_after_another_is_somebody_new(nouns: Nouns, said: list[str | None], visitors: int) -> None:
    team = await nouns.teams.create("Shop")
    entered = await nouns.enter(team.id, {"tags": ["first"]})
    for unique_id in said:
        changed = await nouns.identify(entered.visitor.key, {"unique_id": unique_id}, "https://shop.example.com/")
        if changed is not None:
            assert changed.secret is not None
            assert changed.visitor.tags == []
            assert changed.visitor.unique_id == unique_id
            entered = changed
    page, _ = await nouns.visitors.page(team.id, Search(), (), 100, None)
    assert len(page) == visitors


async def test_p4_holds_when_the_page_connects_too(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    first = await nouns.enter(team.id, {"unique_id": "a"})
    assert first.secret is not None
    brought = (first.visitor.short_id, first.secret)
    second = await nouns.enter(team.id, {"unique_id": "b"}, credentials=brought)
    assert second.visitor.short_id != first.visitor.short_id
    assert (await nouns.visitors.get(team.id, first.visitor.short_id)).unique_id == "a"


async def test_reset_keeps_the_browser_and_nothing_else(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    first = (await nouns.enter(team.id, {"identities": ["Ada"]}, ip="198.51.100.9")).visitor
    second = (await nouns.visitors.replace(first.key, "https://shop.example.com/bye")).visitor
    assert second.short_id != first.short_id
    assert (second.identities, second.last_url) == (None, "https://shop.example.com/bye")
    assert second.browser == first.browser
    await nouns.visitors.forget_unseen(nouns.clock() + 1)
    with pytest.raises(UnknownVisitor):
        await nouns.visitors.replace(first.key, "https://shop.example.com/")
    assert await nouns.identify(first.key, {"unique_id": "a"}, "https://shop.example.com/") is None
    await nouns.visitors.visit(first.key, "https://shop.example.com/")


async def test_rest_wins_over_the_page_until_it_lets_go(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    key = (await nouns.enter(team.id, {"identities": ["Page"], "tags": ["page"]})).visitor.key
    said = await nouns.visitors.identify_from_server(
        team.id, key.short_id, {"identities": ["Server"], "unique_id": "s1"}
    )
    assert (said.name, said.unique_id, said.tags) == ("Server", "s1", ["#page"])
    await nouns.identify(key, {"identities": ["Page again"]}, "https://shop.example.com/")
    assert (await nouns.visitors.get(team.id, key.short_id)).name == "Server"
    cleared = await nouns.visitors.identify_from_server(team.id, key.short_id, {"identities": None})
    assert cleared.name is None
    await nouns.identify(key, {"identities": ["Page at last"]}, "https://shop.example.com/")
    assert (await nouns.visitors.get(team.id, key.short_id)).name == "Page at last"


async def test_rest_does_not_turn_one_person_into_another(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    key = (await nouns.enter(team.id, {"unique_id": "a"})).visitor.key
    with pytest.raises(IdentityConflict) as refused:
        await nouns.visitors.identify_from_server(team.id, key.short_id, {"unique_id": "b"})
    assert refused.value.fields == {"field": "unique_id"}
    assert (await nouns.visitors.identify_from_server(team.id, key.short_id, {"unique_id": "a"})).unique_id == "a"
    with pytest.raises(UnknownVisitor):
        await nouns.visitors.identify_from_server((await nouns.teams.create("Other")).id, key.short_id, {"tags": ["x"]})


async def test_claims_come_back_from_json_as_they_were() -> None:
    claims = Claims().changed("page", {"unique_id": "a", "tags": ["x"]}).changed("rest", {"metadata": {"n": 1.5}})
    assert Claims.from_json(claims.to_json()) == claims


async def test_nul_characters_of_pages_are_dropped(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    change: IdentityChange = {"identities": ["A\x00da"], "unique_id": "u\x001", "metadata": {"k\x00": "v\x00"}}
    entered = await nouns.enter(team.id, change, url="https://shop.example.com/\x00a", user_agent="x\x00y")
    visitor = entered.visitor
    assert (visitor.name, visitor.unique_id, visitor.metadata) == ("Ada", "u1", {"k": "v"})
    assert visitor.last_url == "https://shop.example.com/a"


async def test_visiting_moves_the_last_url(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    key = (await nouns.enter(team.id)).visitor.key
    await nouns.visitors.visit(key, "https://shop.example.com/cart")
    assert (await nouns.visitors.get(team.id, key.short_id)).last_url == "https://shop.example.com/cart"


async def test_retention_removes_who_was_not_seen_for_long(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    for _ in range(3):
        await nouns.enter(team.id)
    seen = (await nouns.enter(team.id)).visitor
    nouns.clock.tick(3600)
    await nouns.visitors.seen({seen.key: nouns.clock()})
    new = (await nouns.enter(team.id)).visitor
    assert await nouns.visitors.forget_unseen(nouns.clock() - 60, limit=2) == 2
    assert await nouns.visitors.forget_unseen(nouns.clock() - 60, limit=2) == 1
    assert await nouns.visitors.forget_unseen(nouns.clock() - 60) == 0
    page, _ = await nouns.visitors.page(team.id, Search(), (), 100, None)
    assert [visitor.short_id for visitor in page] == [new.short_id, seen.short_id]
