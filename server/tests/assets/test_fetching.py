"""What the server fetches itself, as whom, and what it makes of what comes (rules F2, F4)."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path

import pytest

from tests.assets.files import PNG, REFUSED, SVG, woff
from tests.assets.hostile import Hostile, hostile, send
from tests.support.nouns import Clock
from tests.support.receiver import Got, Say, receiving
from userview.adapters.blobs import LocalBlobs
from userview.adapters.database import Database
from userview.adapters.egress import EgressLimits, GuardedEgress
from userview.adapters.egress.allowed import Allowed
from userview.domains.assets.fetching import AssetFetches
from userview.domains.assets.model import AssetLimits, FetchLimits, Named, Place
from userview.domains.assets.service import Assets
from userview.worker.queue import JobQueue

SESSION, OTHER = "a" * 16, "b" * 16
LIMIT = 20_000


class Kit:
    """The assets, and what fetches them from 127.0.0.1."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.clock = Clock()
        queue = JobQueue(database, self.clock)
        limits = AssetLimits(wait_seconds=0.01, asset_bytes=LIMIT)
        self.assets = Assets(database, LocalBlobs(folder), queue.enqueue, self.clock, limits)
        self._database = database
        self.use()

    def use(self, limits: FetchLimits | None = None, *allow: str, seconds: float = 5) -> None:
        limits = limits or FetchLimits()
        # Nobody is spoken to over TLS: loading the authorities would take longer than a test.
        trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        egress = GuardedEgress(Allowed(allow or ["127.0.0.1"]), EgressLimits(egress_total_seconds=seconds), trust=trust)
        self.fetches = AssetFetches(self.assets, egress, self.clock, limits)

    async def bring(
        self, url: str, asset: str = "logo", *, session: str = SESSION, team: str = "t1", size: int | None = None
    ) -> bool:
        return await self.fetches.bring(Named(Place(session, 1, asset), team, url, size))

    async def shown(self, asset: str = "logo", session: str = SESSION) -> bytes | None:
        found = await self.assets.show(session, asset)
        return found.body if found else None

    async def forget(self, *sessions: str) -> None:
        async with self._database.transaction() as connection:
            await self.assets.forget_sessions(connection, sessions)
        await self.assets.sweep()


@pytest.fixture
def kit(database: Database, tmp_path: Path) -> Kit:
    return Kit(database, tmp_path / "blobs")


def saying(
    body: bytes, status: int = 200, said: Mapping[str, str] | None = None, **headers: str
) -> Callable[[Got], Say]:
    named = {**(said or {}), **{name.replace("_", "-"): value for name, value in headers.items()}}
    return lambda _got: Say(status, body, named)


@pytest.mark.parametrize("body", [PNG, SVG, woff()], ids=["picture", "drawing", "font"])
async def test_f4_a_picture_or_font_is_fetched_and_shown(kit: Kit, body: bytes) -> None:
    async with receiving(saying(body, content_type="application/octet-stream")) as receiver:
        assert await kit.bring(f"{receiver.url}/a.png?token=x#part")
    assert await kit.shown() == body
    assert receiver.got[0].target == "/a.png?token=x"


async def test_f4_it_asks_as_nobody(kit: Kit) -> None:
    def answer(got: Got) -> Say:
        if got.target == "/first":
            return Say(302, b"", {"Location": "/second", "Set-Cookie": "id=1"})
        return Say(200, PNG)

    async with receiving(answer) as receiver:
        assert await kit.bring(f"{receiver.url}/first")
    for got in receiver.got:
        assert got.method == "GET"
        assert set(got.headers) == {"host", "accept", "accept-encoding", "user-agent"}
        assert got.headers["accept-encoding"] == "identity"
    assert len(receiver.got) == 2


@pytest.mark.parametrize("name", [name for name in REFUSED if name != "nothing"])
async def test_f4_what_is_neither_picture_nor_font_is_left_to_the_browser(kit: Kit, name: str) -> None:
    async with receiving(saying(REFUSED[name], content_type="image/png")) as receiver:
        assert not await kit.bring(receiver.url)
    assert await kit.shown() is None
    await kit.assets.upload(Place(SESSION, 1, "logo"), PNG)
    assert await kit.shown() == PNG, "the browser can still bring it"


@pytest.mark.parametrize("status", [201, 204, 206, 304, 401, 403, 404, 410, 429, 500, 503])
async def test_f4_other_statuses_are_left_to_the_browser(kit: Kit, status: int) -> None:
    async with receiving(saying(b"" if status in (204, 304) else PNG, status)) as receiver:
        assert not await kit.bring(receiver.url)


async def test_f4_another_length_than_in_the_browser_is_left_to_the_browser(kit: Kit) -> None:
    async with receiving(saying(PNG, cache_control="max-age=60")) as receiver:
        assert not await kit.bring(receiver.url, size=len(PNG) + 1)
        assert await kit.bring(receiver.url, size=len(PNG))
        assert not await kit.bring(receiver.url, "other", size=1), "also of what is known"
    assert await kit.shown() == PNG
    assert len(receiver.got) == 2, "what nobody shows is not kept"


@pytest.mark.parametrize(
    "said",
    [
        {"Content-Type": "text/html; charset=utf-8"},
        {"Content-Type": "video/mp4"},
        {"Content-Encoding": "gzip"},
    ],
)
async def test_f4_what_says_that_it_is_something_else_is_not_read(kit: Kit, said: dict[str, str]) -> None:
    async with receiving(saying(PNG, said=said)) as receiver:
        assert not await kit.bring(receiver.url)


async def test_f4_packed_answers_are_not_unpacked(kit: Kit) -> None:
    bomb = gzip.compress(SVG + b" " * 10_000_000)
    async with receiving(saying(bomb)) as receiver:
        assert not await kit.bring(receiver.url)


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/a.png",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/a.png",
        "http://127.0.0.1:22/",
        "https://user:secret@example.com/a.png",
        "file:///etc/passwd",
        "http://",
        "http://[/",
    ],
)
async def test_f4_nothing_but_the_public_internet_is_asked(kit: Kit, url: str) -> None:
    kit.use(None, "192.0.2.1")
    assert not await kit.bring(url)


async def test_f4_a_redirect_into_the_own_network_is_not_followed(kit: Kit) -> None:
    async with receiving(saying(PNG)) as inside:
        # The name is allowed; the address that it redirects to is not.
        kit.use(None, "localhost")
        async with receiving(lambda _got: Say(302, PNG, {"Location": f"{inside.url}/a.png"})) as outside:
            assert not await kit.bring(f"http://localhost:{outside.port}/a.png")
    assert len(outside.got) == 1
    assert inside.got == []


async def endless(seen: Hostile, writer: asyncio.StreamWriter) -> None:
    await send(seen, writer, b"HTTP/1.1 200 X\r\nContent-Type: image/png\r\n\r\n" + PNG)
    while True:
        await send(seen, writer, bytes(10_000))


async def announced(seen: Hostile, writer: asyncio.StreamWriter) -> None:
    await send(seen, writer, b"HTTP/1.1 200 X\r\nContent-Length: 999999999999\r\n\r\n" + PNG)
    await asyncio.Event().wait()


async def drop_by_drop(seen: Hostile, writer: asyncio.StreamWriter) -> None:
    await send(seen, writer, b"HTTP/1.1 200 X\r\nContent-Type: image/png\r\nContent-Length: 5000\r\n\r\n")
    while True:
        await send(seen, writer, b"x")
        await asyncio.sleep(0.01)


async def heads_without_end(seen: Hostile, writer: asyncio.StreamWriter) -> None:
    await send(seen, writer, b"HTTP/1.1 200 X\r\n")
    while True:
        await send(seen, writer, b"X-More: " + b"x" * 1000 + b"\r\n")


async def silent(_seen: Hostile, _writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


@pytest.mark.parametrize("behave", [endless, announced, drop_by_drop, heads_without_end, silent])
async def test_f4_hosts_that_do_not_end_are_left(
    kit: Kit, behave: Callable[[Hostile, asyncio.StreamWriter], Coroutine[None, None, None]]
) -> None:
    kit.use(seconds=1)
    async with hostile(behave) as host:
        assert not await kit.bring(host.url)
        async with asyncio.timeout(5):
            await host.gone.wait()
    assert host.sent < 10_000_000, "no more was read than fits on the way"


async def hangs_up(_seen: Hostile, _writer: asyncio.StreamWriter) -> None:
    """Close, without a word."""


async def test_f4_a_host_that_does_not_answer_is_left_alone_for_a_while(kit: Kit) -> None:
    kit.use(FetchLimits(shunned_after=2, shunned_seconds=30))
    async with hostile(hangs_up) as host:
        for number in range(4):
            assert not await kit.bring(host.url, f"a{number}")
        assert len(host.requests) == 2
        kit.clock.tick(31)
        assert not await kit.bring(host.url, "again")
        assert len(host.requests) == 3


async def test_f4_a_session_has_an_allowance(kit: Kit) -> None:
    kit.use(FetchLimits(burst_assets=2, refill_seconds=100))
    async with receiving(saying(PNG)) as receiver:
        kept = [await kit.bring(f"{receiver.url}/{number}", f"a{number}") for number in range(3)]
        assert kept == [True, True, False]
        assert await kit.bring(f"{receiver.url}/other", session=OTHER)
        kit.clock.tick(60)
        assert await kit.bring(f"{receiver.url}/3", "a3")


async def test_f4_bytes_count_whatever_they_were(kit: Kit) -> None:
    kit.use(FetchLimits(burst_bytes=10_000))
    async with receiving(saying(b"x" * 15_000)) as receiver:
        assert not await kit.bring(receiver.url)
        receiver.answer = saying(PNG)
        assert not await kit.bring(receiver.url, "next")
    assert len(receiver.got) == 1


async def test_f4_a_host_is_asked_for_few_at_once(kit: Kit) -> None:
    kit.use(FetchLimits(asset_fetches_per_host=2))
    both = asyncio.Event()
    release = asyncio.Event()

    async def hold(seen: Hostile, writer: asyncio.StreamWriter) -> None:
        if len(seen.requests) == 2:
            both.set()
        await release.wait()
        head = f"HTTP/1.1 200 X\r\nContent-Length: {len(PNG)}\r\nConnection: close\r\n\r\n"
        await send(seen, writer, head.encode() + PNG)

    async with hostile(hold) as host:
        tasks = [asyncio.create_task(kit.bring(f"{host.url}/{number}", f"a{number}")) for number in range(5)]
        async with asyncio.timeout(5):
            await both.wait()
        assert len(host.requests) == 2
        release.set()
        assert await asyncio.gather(*tasks) == [True] * 5
    assert len(host.requests) == 5


async def test_f4_what_several_sessions_name_at_once_is_fetched_once(kit: Kit) -> None:
    release = asyncio.Event()

    async def hold(seen: Hostile, writer: asyncio.StreamWriter) -> None:
        await release.wait()
        head = f"HTTP/1.1 200 X\r\nContent-Length: {len(PNG)}\r\nCache-Control: max-age=60\r\n\r\n"
        await send(seen, writer, head.encode() + PNG)

    async with hostile(hold) as host:
        tasks = [asyncio.create_task(kit.bring(host.url, session=session)) for session in (SESSION, OTHER)]
        await host.asked.wait()
        release.set()
        assert await asyncio.gather(*tasks) == [True, True]
        assert len(host.requests) == 1
        assert await kit.shown(session=OTHER) == PNG
        await kit.bring(host.url, team="t2", session="c" * 16)
    assert len(host.requests) == 2, "no team learns what another's visitors see"


async def test_f4_a_fetch_ends_when_nobody_waits_for_it_any_more(kit: Kit) -> None:
    async with hostile(silent) as host:
        tasks = [asyncio.create_task(kit.bring(host.url, session=session)) for session in (SESSION, OTHER)]
        await host.asked.wait()
        tasks[0].cancel()
        await asyncio.wait(tasks[:1])
        assert not host.gone.is_set()
        tasks[1].cancel()
        async with asyncio.timeout(5):
            await host.gone.wait()
            await asyncio.wait(tasks)
    assert len(host.requests) == 1


def changing(receiver_body: list[bytes], **headers: str) -> Callable[[Got], Say]:
    """Answers with the last body, or 304 when that is what the question names."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(got: Got) -> Say:
        tag = f'"{len(receiver_body[-1])}"'
        if got.headers.get("if-none-match") == tag:
            return Say(304, b"", {})
        return Say(200, receiver_body[-1], {"ETag": tag, **named})

    return answer


async def test_f4_fresh_answers_are_not_asked_for_again_and_stale_ones_are_asked_whether_they_hold(kit: Kit) -> None:
    bodies = [PNG]
    async with receiving(changing(bodies, Cache_Control="public, max-age=60")) as receiver:
        assert await kit.bring(receiver.url)
        assert await kit.bring(receiver.url, session=OTHER)
        assert len(receiver.got) == 1
        kit.clock.tick(61)
        assert await kit.bring(receiver.url, "second")
        assert len(receiver.got) == 2
        assert await kit.bring(receiver.url, "third")
        assert len(receiver.got) == 2, "it was said to hold, and is fresh again"
        bodies.append(SVG)
        kit.clock.tick(61)
        assert await kit.bring(receiver.url, "fourth")
    assert [await kit.shown(asset) for asset in ("second", "third", "fourth")] == [PNG, PNG, SVG]


async def test_f4_what_nobody_shows_any_more_is_fetched_anew(kit: Kit) -> None:
    async with receiving(saying(PNG, cache_control="max-age=600")) as receiver:
        assert await kit.bring(receiver.url)
        await kit.forget(SESSION)
        assert await kit.bring(receiver.url, session=OTHER)
        assert len(receiver.got) == 2
    assert await kit.shown(session=OTHER) == PNG


async def test_f4_answers_for_one_person_are_not_used_for_another(kit: Kit) -> None:
    async with receiving(saying(PNG, cache_control="private, max-age=600")) as receiver:
        assert await kit.bring(receiver.url)
        assert await kit.bring(receiver.url, session=OTHER)
    assert len(receiver.got) == 2


async def test_f4_what_is_known_already_is_not_asked_for(kit: Kit) -> None:
    await kit.assets.upload(Place(SESSION, 1, "logo"), PNG)
    await kit.assets.refuse(Place(SESSION, 1, "none"))
    async with receiving(saying(SVG)) as receiver:
        assert await kit.bring(receiver.url)
        assert await kit.bring(receiver.url, "none")
    assert receiver.got == []


async def test_f4_a_full_page_takes_nothing_more(database: Database, tmp_path: Path) -> None:
    kit = Kit(database, tmp_path / "blobs")
    kit.assets.limits = AssetLimits(wait_seconds=0.01, page_assets=1)
    async with receiving(saying(PNG, cache_control="max-age=60")) as receiver:
        assert await kit.bring(receiver.url)
        assert not await kit.bring(receiver.url, "known")
        assert not await kit.bring(f"{receiver.url}/new", "new")


async def test_f4_nothing_of_a_url_is_logged(kit: Kit, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    secret = "signature=5ecret"
    async with receiving(saying(PNG)) as receiver:
        await kit.bring(f"{receiver.url}/a?{secret}")
        receiver.answer = saying(b"<html>", 403)
        await kit.bring(f"{receiver.url}/b?{secret}", "other")
    assert "5ecret" not in caplog.text
