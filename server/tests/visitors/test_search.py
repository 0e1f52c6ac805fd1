"""Finding visitors as one types: words, tokens, order and pages, on both databases."""

from __future__ import annotations

import pytest

from tests.support.nouns import Nouns
from userview.domains.visitors import store
from userview.domains.visitors.finding import FEW_ONLINE, Finder, Position
from userview.domains.visitors.model import IdentityChange
from userview.domains.visitors.search import among, fold, read_search
from userview.ports.places import NOWHERE, Place

pytestmark = pytest.mark.asyncio

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/26.0 Mobile/15E148 Safari/604.1"
)


async def _found(nouns: Nouns, team: str, typed: str, online: tuple[str, ...] = ()) -> list[str]:
    page, _ = await nouns.visitors.page(team, read_search(typed), online, 100, None)
    return [visitor.nickname for visitor in page]


SHORT_IDS = ("U9K4T7ZQ2XWM5B8RLD", "CKR0NH3VY6GF1PJSEO", "BQ7KX2WMZT9D4HR6LN", "A0AHR9F3N6V1CTG5YS")
"""Of the four of the shop, the oldest first."""


async def _shop(nouns: Nouns) -> str:
    """Ada (newest), Björn, Çelik and somebody unknown (oldest), of whom Björn is on an iPhone."""
    team = await nouns.teams.create("Shop")
    other = await nouns.teams.create("Other")
    people: list[tuple[str, IdentityChange, str, str, Place]] = [
        ("198.51.100.4", {}, "", "https://shop.example.com/", NOWHERE),
        (
            "198.51.100.3",
            {"identities": ["Çelik Öz"], "unique_id": "user 123", "tags": ["vip-gold"]},
            "",
            "https://shop.example.com/cart",
            Place("Lyon", "FR"),
        ),
        (
            "2001:db8::1",
            {"identities": ["Björn Straße", "bjorn@kites.example"], "unique_id": "user123", "tags": ["vip"]},
            IPHONE,
            "https://shop.example.com/checkout?step=2",
            Place(None, "CI"),
        ),
        (
            "198.51.100.1",
            {"identities": ["Ada Lovelace"]},
            "",
            "https://shop.example.com/100%_wool",
            Place("Paris", "FR"),
        ),
    ]
    for short_id, (ip, change, user_agent, url, place) in zip(SHORT_IDS, people, strict=True):
        nouns.clock.tick(1)
        entered = await nouns.enter(team.id, change, ip=ip, user_agent=user_agent, url=url, place=place)
        # Random ids would begin with what is typed in some run or other.
        async with nouns.database.transaction() as connection:
            await store.update_visitor(connection, entered.visitor.number, {"short_id": short_id})
    await nouns.enter(other.id, {"identities": ["Ada Lovelace"]})
    return team.id


TYPED: list[tuple[str, list[str]]] = [
    ("", ["Ada Lovelace", "Björn Straße", "Çelik Öz", "?"]),
    ("ada", ["Ada Lovelace"]),
    ("ADA LOVE", ["Ada Lovelace"]),
    ("love ada", ["Ada Lovelace"]),
    ("bjorn", ["Björn Straße"]),
    ("BJÖRN", ["Björn Straße"]),
    ("strasse", ["Björn Straße"]),
    ("ce", ["Ada Lovelace", "Çelik Öz"]),
    ("öz", ["Çelik Öz"]),
    ("z", ["Çelik Öz"]),
    ("bjorn@kites.example", ["Björn Straße"]),
    ("checkout step=2", ["Björn Straße"]),
    ("url:checkout", ["Björn Straße"]),
    ("url:kites", []),
    ("browser:safari", ["Björn Straße"]),
    ("mobile safari 26", ["Björn Straße"]),
    ("#vip", ["Björn Straße"]),
    ("#VIP-gold", ["Çelik Öz"]),
    ("#vi", []),
    ("id:user123", ["Björn Straße"]),
    ("id:user", []),
    ("id:User123", []),
    ("user", ["Björn Straße", "Çelik Öz"]),
    ("ip:198.51.100.1", ["Ada Lovelace"]),
    ("ip:198.51.100", []),
    ("198.51.100", ["Ada Lovelace", "Çelik Öz", "?"]),
    ("ip:2001:DB8:0::1", ["Björn Straße"]),
    ("100%", ["Ada Lovelace"]),
    ("100%_w", ["Ada Lovelace"]),
    ("%", ["Ada Lovelace"]),
    ("_", ["Ada Lovelace"]),
    ("%%%", []),
    ('"', []),
    ('"""', []),
    ("'; DROP TABLE visitors", []),
    ("AND OR NOT NEAR(a b)", []),
    ("love*", []),
    ("country:FR", ["Ada Lovelace", "Çelik Öz"]),
    ("country:france paris", ["Ada Lovelace"]),
    ("country:cote", ["Björn Straße"]),
    ("country:FR country:germany", []),
    ("country:nowhere", []),
    ("lyon", ["Çelik Öz"]),
    ("host:shop.example.com", ["Ada Lovelace", "Björn Straße", "Çelik Öz", "?"]),
    ("host:SHOP.example.com ada", ["Ada Lovelace"]),
    ("host:example.com", []),
    ("host:shop.example.com/cart", []),
    ("host:a host:b", []),
    ("device:mobile", ["Björn Straße"]),
    ("device:Mobile bjorn", ["Björn Straße"]),
    ("device:mobile ada", []),
    ("device:mobile b", ["Björn Straße"]),
    ("device:watch", []),
    ("is:identified", ["Ada Lovelace", "Björn Straße", "Çelik Öz"]),
    ("-is:identified", ["?"]),
    ("is:identified -is:identified", []),
    ("is:identified country:FR", ["Ada Lovelace", "Çelik Öz"]),
    ("is:identified device:mobile host:shop.example.com #vip", ["Björn Straße"]),
    ("online -online", []),
    ("ada bjorn", []),
    ("u9k4t7zq2xwm5b8rld", ["?"]),
    ("U9K4T7ZQ2XWM5B8RLDX", []),
    ("u9k4", ["?"]),
    ("u9k", ["?"]),
    ("u9", ["?"]),
    ("U", ["Björn Straße", "Çelik Öz", "?"]),
    ("9k4t", []),
    ("a0ahr love", ["Ada Lovelace"]),
    ("bq7kx love", []),
    ("bq7kx checkout", ["Björn Straße"]),
    ("a0ahr bq7kx", []),
    ("a0a a0ahr", ["Ada Lovelace"]),
    ("#a0ahr", []),
    ("url:bq7kx", []),
    ("browser:a0ahr", []),
    ("ip:a0ahr", []),
    ("id:U9K4T7ZQ2XWM5B8RLD", []),
    ("CK", ["Björn Straße", "Çelik Öz"]),
    ("ckr", ["Çelik Öz"]),
    ("u9k%", []),
    ("u9k_", []),
    ("\u0308", ["Ada Lovelace", "Björn Straße", "Çelik Öz", "?"]),
]
"""What somebody types and who is found, seen last first; `?` is somebody unknown."""


async def test_finds_what_was_typed(nouns: Nouns) -> None:
    team = await _shop(nouns)
    for typed, found in TYPED:
        names = await _found(nouns, team, typed)
        assert [name if " " in name else "?" for name in names] == found, typed


async def test_who_is_in_a_session_or_waits_is_known_by_the_live_side_alone(nouns: Nouns) -> None:
    team = await _shop(nouns)
    unknown, celik, bjorn, ada = SHORT_IDS
    here, sessions, waiting = (ada, bjorn, celik), (bjorn, unknown), (ada, bjorn)

    async def found(typed: str) -> list[str]:
        asked, there = among(read_search(typed), here, sessions, waiting)
        page, _ = await nouns.visitors.page(team, asked, there, 100, None)
        return [visitor.short_id for visitor in page]

    assert await found("is:in-session") == [bjorn, unknown]
    assert await found("online is:in-session") == [bjorn]
    assert await found("-online is:in-session") == [unknown]
    assert await found("is:waiting") == [ada, bjorn]
    assert await found("is:waiting is:in-session") == [bjorn]
    assert await found("is:waiting ada") == [ada]
    assert await found("is:waiting -online") == []
    assert await found("online") == [ada, bjorn, celik]


async def test_online_and_not_online_go_by_who_is_there_now(nouns: Nouns) -> None:
    team = await _shop(nouns)
    [ada], _ = await nouns.visitors.page(team, read_search("ada"), (), 10, None)
    assert await _found(nouns, team, "online", (ada.short_id,)) == ["Ada Lovelace"]
    assert "Ada Lovelace" not in await _found(nouns, team, "-online", (ada.short_id,))
    assert await _found(nouns, team, "online strasse", (ada.short_id,)) == []
    assert await _found(nouns, team, "online") == []


async def test_many_online_are_one_parameter(nouns: Nouns) -> None:
    team = await _shop(nouns)
    many = tuple(f"{number:018}" for number in range(40_000))
    assert await _found(nouns, team, "online", many) == []


async def test_pages_meet_without_gap_or_repetition(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    entered = [await nouns.enter(team.id) for _ in range(7)]
    after: Position | None = None
    seen: list[str] = []
    for _ in range(4):
        page, after = await nouns.visitors.page(team.id, read_search(""), (), 2, after)
        seen += [visitor.short_id for visitor in page]
    assert after is None
    assert seen == [one.visitor.short_id for one in reversed(entered)]


async def test_who_was_heard_of_last_comes_first(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    first = (await nouns.enter(team.id, {"identities": ["First"]})).visitor
    second = (await nouns.enter(team.id, {"identities": ["Second"]})).visitor
    await nouns.visitors.seen({first.key: nouns.clock() + 60, second.key: nouns.clock() - 60})
    assert await _found(nouns, team.id, "") == ["First", "Second"]
    assert (await nouns.visitors.get(team.id, second.short_id)).last_seen_at.timestamp() == nouns.clock()


async def test_what_is_no_longer_true_is_not_found(nouns: Nouns) -> None:
    team = await nouns.teams.create("Shop")
    entered = await nouns.enter(team.id, {"identities": ["Grace Hopper"]}, url="https://shop.example.com/navy")
    key = entered.visitor.key
    await nouns.identify(key, {"identities": ["Alan Turing"]}, "https://shop.example.com/enigma")
    assert await _found(nouns, team.id, "grace") == []
    assert await _found(nouns, team.id, "navy") == []
    assert await _found(nouns, team.id, "turing enigma") == ["Alan Turing"]
    nouns.clock.tick(100)
    assert await nouns.visitors.forget_unseen(nouns.clock()) == 1
    assert await _found(nouns, team.id, "turing") == []


NARROWING = [
    "",
    "mar",
    "mary",
    "zoe mar",
    "smith cart",
    "help zoe",
    "#rare",
    "#rare zoe",
    "country:fj",
    "country:fj mary",
    "country:no rare",
    "country:norway",
    "url:cart mary",
    "nobody",
    "mary nobody",
    "id:u7",
    "id:u7 zoe",
    "ip:203.0.113.7",
    "oslo help smith",
    "q1b",
    "q1b mary",
    "q1 zoe",
    "a zoe",
]


@pytest.mark.parametrize("steps", [(1,), (2, 5, 9), (50,)])
async def test_however_few_are_looked_at_first_the_answer_is_that_of_the_whole_list(
    nouns: Nouns, steps: tuple[int, ...]
) -> None:
    team = await nouns.teams.create("Shop")
    online: list[str] = [f"{number:018}" for number in range(FEW_ONLINE - 2)]
    for number in range(24):
        nouns.clock.tick(1)
        names = ["Mary Smith"] if number % 3 else ["Zoe Marble"]
        change: IdentityChange = {
            "identities": names,
            "unique_id": f"u{number}",
            "tags": ["rare"] if number == 1 else [],
        }
        url = f"https://shop.example.com/{'cart' if number % 4 else 'help'}"
        place = Place("Oslo", "NO" if number % 5 else "FJ")
        entered = await nouns.enter(team.id, change, url=url, place=place, ip=f"203.0.113.{number}")
        short_id = f"{'Q1BM' if number % 6 == 1 else 'ZX7'}{number:014}"[:18]
        async with nouns.database.transaction() as connection:
            await store.update_visitor(connection, entered.visitor.number, {"short_id": short_id})
        if number % 2:
            online.append(short_id)
    typed = [f"{token}{search}" for token in ("", "online ", "-online ") for search in NARROWING]
    for search in map(read_search, typed):
        for there in (online, online[-3:]):
            async with nouns.database.reading() as connection:
                whole = Finder(connection, team.id, search, there, dialect=nouns.database.dialect)
                expected = [row.number for row in await whole._walk(100, None, None)]
                finder = Finder(connection, team.id, search, there, dialect=nouns.database.dialect, steps=steps)
                found: list[int] = []
                after: Position | None = None
                while page := await finder.rows(5, after):
                    found += [row.number for row in page]
                    after = Position(page[-1].last_seen_at, page[-1].number)
            assert found == expected, search


@pytest.mark.parametrize(("newest", "found"), [(2, ["3", "2"]), (3, ["3", "2", "1"])])
async def test_words_of_one_and_two_letters_are_searched_among_the_newest(
    nouns: Nouns, newest: int, found: list[str]
) -> None:
    team = await nouns.teams.create("Shop")
    for number in "123":
        nouns.clock.tick(1)
        entered = await nouns.enter(team.id, {"unique_id": number})
        async with nouns.database.transaction() as connection:
            await store.update_visitor(connection, entered.visitor.number, {"short_id": f"Q8{number:0>16}"})
    for typed in ("ex", "e x", "q8", "q e", "url:ex", "-online e"):
        async with nouns.database.reading() as connection:
            dialect = nouns.database.dialect
            finder = Finder(connection, team.id, read_search(typed), (), dialect=dialect, newest=newest)
            assert [row.unique_id for row in await finder.rows(5, None)] == found, typed


async def test_folding_is_the_same_however_it_is_typed() -> None:
    assert fold("Ⅷ Ångström ﬁne İSTANBUL") == fold("viii angstrom fine istanbul")


async def test_an_integration_id_finds_exactly_it(nouns: Nouns) -> None:
    team, other = await nouns.teams.create("Shop"), await nouns.teams.create("Other")
    first = await nouns.enter(team.id, {"identities": ["One A"], "integration_ids": ["chat:1234", "crm:7"]})
    await nouns.enter(team.id, {"identities": ["Two B"], "integration_ids": ["chat:12345"]})
    await nouns.enter(other.id, {"identities": ["Three C"], "integration_ids": ["chat:1234"]})
    for typed, found in [
        ("integration_id:chat:1234", ["One A"]),
        ("integration_id:crm:7 one", ["One A"]),
        ("integration_id:crm:7 two", []),
        ("integration_id:chat:12345", ["Two B"]),
        ("integration_id:chat:123", []),
        ("integration_id:CHAT:1234", []),
        ("integration_id:chat:", []),
        ("integration_id:chat:1234 integration_id:crm:7", []),
        ("chat:1234", []),
    ]:
        assert await _found(nouns, team.id, typed) == found, typed
    await nouns.identify(first.visitor.key, {"integration_ids": ["chat:", "crm:8"]})
    assert await _found(nouns, team.id, "integration_id:chat:1234") == []
    assert await _found(nouns, team.id, "integration_id:crm:8") == ["One A"]
