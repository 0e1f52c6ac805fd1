"""Visitors as a busy site has them: a few names, towns, browsers and pages of many, and most of them unknown."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from userview.domains.visitors.search import searchable
from userview.protocol.ids import new_short_id

FIRST = [
    "Mary",
    "James",
    "Anna",
    "Peter",
    "Maria",
    "John",
    "Laura",
    "Thomas",
    "Julia",
    "Michael",
    "Sophie",
    "David",
    "Emma",
    "Daniel",
    "Lena",
    "Paul",
    "Nora",
    "Max",
    "Clara",
    "Felix",
    "Amélie",
    "Björn",
    "Zoë",
    "José",
    "Łukasz",
    "Øyvind",
    "Çelik",
    "Yuki",
    "Wei",
    "Priya",
    "Omar",
    "Fatima",
    "Ivan",
    "Olga",
    "Ahmed",
    "Chloé",
    "Jürgen",
    "Søren",
    "Siobhán",
    "Xiomara",
    "Quentin",
    "Beatriz",
    "Kwame",
    "Aroha",
]
LAST_BEGIN = [
    "Smi",
    "Mül",
    "Gar",
    "Johan",
    "Kow",
    "Ros",
    "Nguy",
    "Schnei",
    "Fisch",
    "Mar",
    "Van",
    "Pet",
    "Wag",
    "Beck",
    "Hoff",
    "Lind",
    "Carl",
    "Berg",
    "Ander",
    "Rich",
    "Will",
    "Thomp",
    "Robin",
    "Wat",
    "Camp",
]
LAST_END = [
    "th",
    "ler",
    "cia",
    "sson",
    "alski",
    "si",
    "en",
    "der",
    "er",
    "tin",
    "berg",
    "ersen",
    "ner",
    "mann",
    "quist",
    "strom",
    "son",
    "ards",
    "iams",
    "kins",
    "ton",
    "ell",
    "ery",
    "field",
    "wood",
]
CITIES = [
    ("Paris", "FR", 9), ("London", "GB", 14), ("New York", "US", 16), ("Berlin", "DE", 8), ("Madrid", "ES", 5), ("São Paulo", "BR", 5),
    ("Tokyo", "JP", 3), ("Warsaw", "PL", 4), ("Amsterdam", "NL", 4), ("Sydney", "AU", 3), ("Oslo", "NO", 2), ("Zürich", "CH", 2),
    ("Lyon", "FR", 3), ("Reykjavík", "IS", 0.1), ("Suva", "FJ", 0.01),
]  # fmt: skip
BROWSERS = [("Chrome 156", 40), ("Mobile Safari 26", 25), ("Chrome Mobile 156", 18), ("Firefox 145", 5), ("Microsoft Edge 156", 8),
            ("Samsung Browser 29", 3), ("Safari 26", 6), ("Vivaldi 7", 0.1)]  # fmt: skip
PATHS = [
    "/",
    "/cart",
    "/checkout?step=2",
    "/products/kite",
    "/products/lamp",
    "/account",
    "/help/shipping",
    "/search?q=wool",
]
WEIGHTS = [30, 12, 6, 15, 10, 8, 4, 15]
DOMAINS = ["gmail.com", "example.com", "outlook.com", "kites.example", "web.example"]
TAGS = ["#vip", "#trial", "#newsletter", "#b2b"]
STARTED = datetime(2026, 11, 1, tzinfo=UTC)


def people(count: int, seed: int = 7) -> Iterator[tuple[dict[str, Any], datetime]]:
    """Rows of `visitors` without team, and when each was seen last."""
    chance = random.Random(seed)
    for number in range(count):
        name = email = unique_id = None
        tags: list[str] = []
        if chance.random() < 0.4:
            first, last = chance.choice(FIRST), chance.choice(LAST_BEGIN) + chance.choice(LAST_END)
            name = f"{first} {last}"
            email = f"{first}.{last}{number % 977}@{chance.choice(DOMAINS)}".casefold()
            unique_id = f"user-{number}"
            tags = [tag for tag in TAGS if chance.random() < 0.08]
            if number % 40_000 == 17:
                tags.append("#lost-parcel")
        city, country = _one(chance, CITIES) if chance.random() < 0.95 else (None, None)
        (browser,) = _one(chance, BROWSERS)
        page = chance.choices(PATHS, WEIGHTS)[0]
        url = f"https://shop.example.com{page}" + (f"#item-{number}" if chance.random() < 0.3 else "")
        ip = f"{chance.randrange(1, 223)}.{chance.randrange(256)}.{chance.randrange(256)}.{chance.randrange(1, 255)}"
        identities = [name, email] if name is not None and email is not None else None
        facts = (name, email, unique_id, *(identities or ()), *tags, url, ip, city, browser)
        row: dict[str, Any] = {
            "short_id": new_short_id(),
            "secret_hash": f"{number:064}",
            "added_at": STARTED,
            "claims": {"by_source": {}, "known_as": None},
            "identities": identities,
            "unique_id": unique_id,
            "tags": tags,
            "metadata": {},
            "name": name,
            "email": email,
            "ip_address": ip,
            "location_city": city,
            "location_country": country,
            "user_agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
            "language": "en",
            "is_supported": True,
            "js_configuration": False,
            "browser_name": browser,
            "device_name": None,
            "device_type": "desktop",
            "last_url": url,
            "search_text": searchable(facts),
        }
        yield row, STARTED + timedelta(seconds=chance.randrange(2_000_000))


def _one(chance: random.Random, table: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    return chance.choices([entry[:-1] for entry in table], [entry[-1] for entry in table])[0]
