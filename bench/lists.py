"""What benchmarks of lists share: a table of times by kind of question, and a run on each database."""

import argparse
import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.support.postgres import running_postgres

Run = Callable[[str, str], Awaitable[None]]
"""`(url, name)` of an empty database."""


def show(
    headline: str, titles: Iterable[str], found: Mapping[str, Sequence[float]], target: float, *, together: str
) -> None:
    """A line for each kind of question, its second page too, and one for all, called `together`; milliseconds."""
    first = list(titles)
    print(f"\n{headline}, milliseconds (target: p95 at most {target:g})")
    print(f"  {'':36}{'p50':>8}{'p95':>8}{'max':>8}")
    for title in [*first, *(f"{title}, page 2" for title in first)]:
        if times := sorted(found.get(title, ())):
            _line(title, times, target)
    _line(together, sorted(took for times in found.values() for took in times), target)


def _line(title: str, times: Sequence[float], target: float) -> None:
    p50, p95 = times[len(times) // 2], times[min(len(times) - 1, int(len(times) * 0.95))]
    over = "  over" if p95 > target else ""
    print(f"  {title:36}{p50:8.1f}{p95:8.1f}{times[-1]:8.1f}{over}", flush=True)


def options(program: str, about: str | None, rows: str, arguments: Sequence[str] | None) -> Any:
    """`rows`, `rounds` and `database` of the command line; `rows` is what they are called there."""
    parser: Any = argparse.ArgumentParser(prog=f"python -m {program}", description=(about or "").partition("\n")[0])
    parser.add_argument(
        f"--{rows}", dest="rows", type=int, default=200_000, help="how many there are (default 200,000)"
    )
    parser.add_argument("--rounds", type=int, default=20, help="times that each question is asked (default 20)")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="only this one")
    return parser.parse_args(arguments)


def on_databases(run: Run, only: str | None) -> None:
    """Run on SQLite, then on Postgres, or on one of them."""

    async def ran(url: str, name: str) -> None:
        await run(url, name)

    if only != "postgresql":
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(ran(f"sqlite:///{Path(folder)}/userview.db", "SQLite"))
    if only != "sqlite":
        with running_postgres() as server:
            asyncio.run(ran(server.create_database("bench"), "Postgres"))
