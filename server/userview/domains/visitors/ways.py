"""Ways to visitors: what an index of the database leads to, when the newest visitors are not enough.

A way is one condition or several: whoever fits one of them may be meant, and nobody else. Each is written so that both
databases follow the index of it; whether a visitor really fits is decided by `search.conditions`.
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import ColumnElement, and_, func, select, text, true
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.visitors.search import Dialect, Search
from userview.domains.visitors.store import visitors

Way = tuple[ColumnElement[bool], ...]

PLAIN_PLANS: Final = {
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "plan_cache_mode": "force_custom_plan",
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
}
"""What Postgres is told for the rest of a transaction that searches. A page of a list is found by going along an index and
looking up the rest, row by row; its guesses how often a text occurs are too rough to choose between that and reading all."""

_plainly: Final = select(*(func.set_config(name, value, True) for name, value in PLAIN_PLANS.items()))  # noqa: FBT003 - SQL

BY_ITSELF: Final[Way] = (true(),)
"""What is asked exactly (an address, a unique id, a country, who is online) has an index that leads to it."""


async def plan_plainly(connection: AsyncConnection, dialect: Dialect) -> None:
    """Let the transaction's other statements follow indexes; SQLite does so by itself."""
    if dialect == "postgresql":
        await connection.execute(_plainly)


def by_text(search: Search, texts: Iterable[str], dialect: Dialect) -> Way:
    """Those whose text may hold all of these, three letters and more each, or whose short id one of them begins."""
    given = tuple(texts)
    found: ColumnElement[bool]
    if dialect == "postgresql":
        found = and_(*(visitors.c.search_text.contains(part, autoescape=True) for part in given))
    else:
        phrases = " AND ".join('"' + part.replace('"', '""') + '"' for part in given)
        matching = text("SELECT rowid FROM visitor_search WHERE visitor_search MATCH :phrases").bindparams(
            phrases=phrases
        )
        found = visitors.c.number.in_(matching.columns(rowid=visitors.c.number.type))
    return found, *(_begun(part.upper(), dialect) for part in given if search.may_begin_short_id(part))


def _begun(begin: str, dialect: Dialect) -> ColumnElement[bool]:
    """The short id has this beginning, said in the order of its bytes, in which an index of each database is."""
    c, end = visitors.c.short_id, begin[:-1] + chr(ord(begin[-1]) + 1)
    if dialect == "postgresql":
        return and_(c.bool_op("~>=~")(begin), c.bool_op("~<~")(end))
    return and_(c >= begin, c < end)
