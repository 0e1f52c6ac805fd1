"""How long a search takes: milliseconds for a page of 25 among 200,000 visitors, for each kind of search and database.

python -m bench.search [--visitors 200000] [--rounds 20] [--database sqlite|postgresql]

Measured is `Visitors.page`, the one door of REST and dashboard: the statement is put together, run, and its rows become
visitors; each search alone, in turn with all others. SQLite is a file in a temporary folder; Postgres comes from the
wheel that the tests use, with its ordinary settings.
"""

import random
import time
from collections.abc import Sequence
from itertools import islice

from sqlalchemy import func, insert, select, text

from bench.lists import on_databases, options, show
from bench.search.people import people
from userview.adapters.database.database import Database
from userview.adapters.database.migrate import migrate
from userview.domains.teams.model import Team
from userview.domains.teams.service import Teams
from userview.domains.usage.service import Usage
from userview.domains.visitors import store
from userview.domains.visitors.devices import Devices
from userview.domains.visitors.search import read_search
from userview.domains.visitors.service import Position, Visitors
from userview.signing import Signer

BATCH = 2000
PAGE = 25
ONLINE = 3000
TARGET_MILLISECONDS = 30.0

CLASSES: dict[str, tuple[str, ...]] = {
    "everybody": ("",),
    "1 letter": ("a", "z", "ø", "%"),
    "2 letters": ("ma", "zo", "qq", "56"),
    "3 letters, frequent": ("mar", "chr", "com", "htt"),
    "3 letters, rare": ("qwx", "iom", "suv", "øyv"),
    "word, frequent": ("chrome", "shop", "example", "paris"),
    "word, rare": ("xiomara", "reykjavik", "vivaldi", "aroha"),
    "whole name": ("xiomara smith", "björn müller", "mary", "Zoë Lindquist"),
    "words, frequent": ("chrome london", "mobile safari paris", "mary gmail", "cart new york"),
    "words, frequent and rare": ("chrome suva", "shop vivaldi oslo", "a reykjavik", "ma suva"),
    "no hit": ("zzzzzz", "nobody@nowhere.example", "chrome zzzzzz", "xx yy"),
    "words that never meet": ("xiomara kwame", "firefox vivaldi", "paris london", "madrid berlin"),
    "e-mail": ("mary.smith5@gmail.com", "@kites.example", "@gmail.com"),
    "#tag": ("#vip", "#lost-parcel", "#none", "#vip #trial #b2b"),
    "ip:": ("ip:1.2.3.4", "203.0.113.9", "10.11"),
    "id:": ("id:user-17", "id:nobody", "user-199"),
    "country:": ("country:FR", "country:fiji", "country:iceland", "country:united-states", "country:DE country:FR"),
    "browser:": ("browser:safari", "browser:vivaldi", "browser:opera", "browser:56"),
    "url:": ("url:checkout", "url:item-17", "url:nothing", "url:a"),
    "online": ("online", "online mary", "online zzz", "online country:FJ", "online a"),
    "-online": ("-online", "-online mary", "-online suva"),
    "tokens together": ("country:FJ browser:chrome", "country:FJ mary", "#vip country:IS", "browser:vivaldi url:cart"),
}

SHORT_IDS = "short id"
"""A class more: a visitor's short id, whole or the beginning."""


async def fill(database: Database, count: int) -> tuple[str, list[str]]:
    """A team with so many visitors; its id, and the short ids of those who are online."""
    await migrate(database, lambda _step: None)
    team = await Teams(database, time.time, _nobody).create("Shop")
    rows = people(count)
    while batch := list(islice(rows, BATCH)):
        async with database.transaction() as connection:
            begin = (await connection.execute(select(func.coalesce(func.max(store.visitors.c.number), 0)))).scalar_one()
            numbers = range(begin + 1, begin + 1 + len(batch))
            visitors = [
                {**row, "number": number, "team_id": team.id} for number, (row, _) in zip(numbers, batch, strict=True)
            ]
            seen = [
                {"visitor_number": number, "team_id": team.id, "last_seen_at": at}
                for number, (_, at) in zip(numbers, batch, strict=True)
            ]
            await connection.execute(insert(store.visitors), visitors)
            await connection.execute(insert(store.visitor_activity), seen)
    async with database.transaction() as connection:
        # What Postgres's autovacuum and our own upkeep of SQLite do by and by.
        await connection.execute(text("ANALYZE"))
        # Who is online was heard of last.
        seen_last = store.visitors_with_activity().order_by(store.visitor_activity.c.last_seen_at.desc())
        ids = seen_last.with_only_columns(store.visitors.c.short_id).limit(ONLINE)
        online = list((await connection.execute(ids)).scalars())
    if database.dialect == "postgresql":
        async with database.writing_engine.connect() as connection:
            clean = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await clean.execute(text("VACUUM ANALYZE"))
    return team.id, online


async def _nobody(_team: Team) -> None:
    """Hears of changed teams: there is nobody who would have to."""


async def measure(database: Database, team: str, online: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of every search of each class, first pages and second ones apart."""
    devices = Devices()
    visitors = Visitors(database, time.time, devices, Usage(database, Signer(bytes(32)), time.time))
    found: dict[str, list[float]] = {}
    typed_ids = (online[-1], online[-1][:3], online[-1][:4].lower(), f"{online[-1][:5]} chrome")
    searches = [(name, typed) for name, typed_ones in {**CLASSES, SHORT_IDS: typed_ids}.items() for typed in typed_ones]
    order = random.Random(1)
    try:
        for number in range(rounds + 1):
            order.shuffle(searches)
            for name, typed in searches:
                after: Position | None = None
                for page in (name, f"{name}, page 2"):
                    began = time.perf_counter()
                    _, after = await visitors.page(team, read_search(typed), online, PAGE, after)
                    took = (time.perf_counter() - began) * 1000
                    if number > 0:
                        found.setdefault(page, []).append(took)
                    if after is None:
                        break
    finally:
        devices.close()
    return found


async def run(url: str, name: str, count: int, rounds: int) -> None:
    """Fill a database and measure it."""
    database = Database(url)
    try:
        began = time.perf_counter()
        team, online = await fill(database, count)
        print(f"{name}: filled in {time.perf_counter() - began:.0f} s", flush=True)
        show(
            f"search among {count:,} visitors on {name}",
            (*CLASSES, SHORT_IDS),
            await measure(database, team, online, rounds),
            TARGET_MILLISECONDS,
            together="all searches",
        )
    finally:
        await database.close()


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options and run."""
    asked = options("bench.search", __doc__, "visitors", arguments)
    on_databases(lambda url, name: run(url, name, asked.rows, asked.rounds), asked.database)


if __name__ == "__main__":
    main()
