"""How long the list of sessions takes: milliseconds for a page of 50 among 200,000, for each filter and database.

python -m bench.sessions [--sessions 200000] [--rounds 20] [--database sqlite|postgresql]

Measured is `Sessions.page` with the agents of each row and the names of their visitors, as the dashboard's list asks for
them; each filter alone, in turn with all others. A quarter as many visitors had the sessions; twenty agents took part,
one of them in nearly all, one in the oldest alone.
"""

import random
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, text

from bench.lists import on_databases, options, show
from bench.search.__main__ import fill as fill_visitors
from bench.search.people import STARTED
from userview.adapters.database.database import Database
from userview.domains.sessions import store
from userview.domains.sessions.finding import Filter, Position
from userview.domains.sessions.model import SOURCES
from userview.domains.sessions.service import Sessions
from userview.domains.usage.service import Usage
from userview.domains.visitors.devices import Devices
from userview.domains.visitors.search import read_search
from userview.domains.visitors.service import Visitors
from userview.domains.visitors.store import visitors as visitor_rows
from userview.protocol.messages.common import EndReason
from userview.signing import Signer

BATCH = 2000
PAGE = 50
TARGET_MILLISECONDS = 50.0
APART = timedelta(seconds=9)
HOSTS = ("shop.example.com", "shop.example.com", "shop.example.com", "help.example.com", "account.example.com:8443")
REASONS = (EndReason.VISITOR_STOPPED, EndReason.AGENT_STOPPED, EndReason.AGENTS_GONE, EndReason.VISITOR_GONE)
OLDEST, USUAL = "agent_oldest", "agent_usual"

FILTERS: dict[str, Filter] = {
    "all": Filter(),
    "running": Filter(running=True),
    "ended": Filter(running=False),
    "source, frequent": Filter(source="search"),
    "source, rare": Filter(source="integration"),
    "outcome, frequent": Filter(end_reason=EndReason.VISITOR_STOPPED),
    "outcome, rare": Filter(end_reason=EndReason.TIME_LIMIT),
    "outcome, never": Filter(end_reason=EndReason.ERASED),
    "agent, nearly always there": Filter(agent_id=USUAL),
    "agent, long gone": Filter(agent_id=OLDEST),
    "agent, unknown": Filter(agent_id="nobody"),
    "site": Filter(host="help.example.com"),
    "site, unknown": Filter(host="nowhere.example.com"),
    "some days long ago": Filter(started_after=STARTED, started_before=STARTED + timedelta(days=2)),
    "visitor, frequent word": Filter(visitors=read_search("mary")),
    "visitor, rare word": Filter(visitors=read_search("xiomara smith")),
    "visitor, e-mail": Filter(visitors=read_search("mary.smith5@gmail.com")),
    "visitor, nobody": Filter(visitors=read_search("nobody@nowhere.example")),
    "visitor, unique id": Filter(visitors=read_search("id:user-17")),
    "visitor, tag that few have": Filter(visitors=read_search("#lost-parcel")),
    "visitor and agent": Filter(visitors=read_search("mary"), agent_id=OLDEST),
    "visitor, source, site": Filter(visitors=read_search("xiomara"), source="api", host="help.example.com"),
    "source, outcome, agent": Filter(source="api", end_reason=EndReason.AGENT_STOPPED, agent_id=USUAL),
}


async def fill(database: Database, count: int) -> str:
    """A team with so many sessions; its id."""
    team, _ = await fill_visitors(database, max(1, count // 4))
    async with database.transaction() as connection:
        short_ids = list((await connection.execute(select(visitor_rows.c.short_id))).scalars())
    chance = random.Random(3)
    order = list(range(count))
    # The newest of each of a few visitors still run.
    running = dict.fromkeys(chance.sample(range(len(short_ids)), min(40, len(short_ids))), True)
    for begin in range(0, count, BATCH):
        rows, agents = [], []
        for number in order[begin : begin + BATCH]:
            at = STARTED + number * APART
            left = count - number
            visitor = chance.randrange(len(short_ids))
            runs = left < 5000 and running.pop(visitor, False)
            host, source = chance.choice(HOSTS), "integration" if number % 20_000 == 11 else chance.choice(SOURCES[:5])
            reason = EndReason.TIME_LIMIT if number % 30_000 == 7 else chance.choice(REASONS)
            session = f"{chance.randrange(16**16):016x}"
            rows.append(_row((team, session, short_ids[visitor]), at, source, host, None if runs else reason))
            who = [OLDEST] if number < count // 50 else [USUAL] if chance.random() < 0.9 else []
            who += chance.sample([f"agent_{one}" for one in range(18)], chance.randrange(3))
            agents += [
                {"session_id": session, "agent_id": one, "position": place, "session_created_at": at, "name": one.title(), "joined_at": at}
                for place, one in enumerate(who)
            ]  # fmt: skip
        async with database.transaction() as connection:
            await connection.execute(insert(store.sessions), rows)
            await connection.execute(insert(store.session_agents), agents)
    async with database.transaction() as connection:
        await connection.execute(text("ANALYZE"))
    if database.dialect == "postgresql":
        async with database.writing_engine.connect() as connection:
            clean = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await clean.execute(text("VACUUM ANALYZE"))
    return team


def _row(ids: tuple[str, str, str], at: datetime, source: str, host: str, reason: EndReason | None) -> dict[str, Any]:
    team, session, short_id = ids
    return {
        "id": session, "team_id": team, "visitor_short_id": short_id, "visitor_nickname": "Somebody", "source": source,
        "state": "active" if reason is None else "ended", "end_reason": None if reason is None else reason.value, "generation": 1,
        "requires_consent": True, "page_may_decide_consent": True, "authorized": True, "went_live": True, "permissions": {},
        "may_click": True, "may_scroll": True, "may_type": True, "created_at": at, "live_at": at,
        "ended_at": None if reason is None else at + timedelta(minutes=9), "start_url": f"https://{host}/cart", "start_host": host,
        "features": ["remote_click", "pointer"], "metadata": {}, "recording": True, "time_limit_seconds": 14_400,
    }  # fmt: skip


async def measure(database: Database, team: str, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each filter, first pages and second ones apart."""
    devices = Devices()
    visitors = Visitors(database, time.time, devices, Usage(database, Signer(bytes(32)), time.time))
    sessions = Sessions(database, time.time)
    found: dict[str, list[float]] = {}
    order, chance = list(FILTERS.items()), random.Random(1)
    try:
        for number in range(rounds + 1):
            chance.shuffle(order)
            for name, asked in order:
                after: Position | None = None
                for page in (name, f"{name}, page 2"):
                    began = time.perf_counter()
                    shown, after = await sessions.page(team, asked, PAGE, after)
                    await visitors.nicknames(team, {session.visitor_short_id for session in shown})
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
        team = await fill(database, count)
        print(f"{name}: filled in {time.perf_counter() - began:.0f} s", flush=True)
        show(
            f"page of {PAGE} among {count:,} sessions on {name}",
            FILTERS,
            await measure(database, team, rounds),
            TARGET_MILLISECONDS,
            together="all filters",
        )
    finally:
        await database.close()


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options and run."""
    asked = options("bench.sessions", __doc__, "sessions", arguments)
    on_databases(lambda url, name: run(url, name, asked.rows, asked.rounds), asked.database)


if __name__ == "__main__":
    main()
