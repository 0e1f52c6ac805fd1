"""How much of the fetching one session, and one host, may have (rule F4)."""

from __future__ import annotations

import asyncio

from userview.domains.assets import bounds
from userview.domains.assets.bounds import Allowances, Places, Shunned


async def test_f4_each_key_has_its_own_places_and_waits_for_them() -> None:
    places = Places(2)
    entered: list[str] = []
    go = asyncio.Event()

    async def hold(key: str) -> None:
        async with places.one(key):
            entered.append(key)
            await go.wait()

    tasks = [asyncio.create_task(hold(key)) for key in ("a", "a", "a", "b")]
    for _ in range(5):
        await asyncio.sleep(0)
    assert sorted(entered) == ["a", "a", "b"]
    tasks[2].cancel()
    go.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert sorted(entered) == ["a", "a", "b"], "who gave up did not get a place"
    async with places.one("a"), places.one("a"):
        pass


def test_f4_an_allowance_is_a_burst_and_grows_again() -> None:
    allowances = Allowances(2, 1000, 100.0)
    assert [allowances.take("s", 0) for _ in range(3)] == [True, True, False]
    assert allowances.take("other", 0)
    assert not allowances.take("s", 49)
    assert allowances.take("s", 51)
    allowances.spend("s", 5000, 51)
    assert not allowances.take("s", 300), "what came beyond the allowance is made good first"
    assert allowances.take("s", 600)


def test_f4_a_clock_that_goes_back_gives_nothing() -> None:
    allowances = Allowances(1, 1000, 100.0)
    assert allowances.take("s", 100)
    assert not allowances.take("s", 0)
    assert not allowances.take("s", 100)


def test_f4_hosts_that_fail_in_a_row_are_left_alone_for_a_while() -> None:
    shunned = Shunned(2, 30)
    shunned.failed("slow", 0)
    shunned.answered("slow")
    shunned.failed("slow", 1)
    assert not shunned.has("slow", 1)
    shunned.failed("slow", 2)
    assert shunned.has("slow", 31)
    assert not shunned.has("other", 2)
    assert not shunned.has("slow", 32)
    shunned.failed("slow", 33)
    assert shunned.has("slow", 34), "one more failure is enough"


def test_f4_only_so_many_hosts_and_sessions_are_remembered() -> None:
    shunned = Shunned(1, 30)
    for number in range(bounds.REMEMBERED + 1):
        shunned.failed(f"h{number}", 0)
    assert not shunned.has("h0", 1)
    assert shunned.has("h1", 1)
