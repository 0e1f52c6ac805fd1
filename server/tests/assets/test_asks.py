"""A page names assets by URL and hears, line by line, which the server has and which it is to upload (rule F4)."""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.assets.files import PNG
from tests.assets.hostile import Hostile, hostile
from tests.support.nouns import Clock
from tests.support.receiver import Got, Say, receiving
from userview.adapters.blobs import LocalBlobs
from userview.adapters.database import Database
from userview.adapters.egress import GuardedEgress
from userview.adapters.egress.allowed import Allowed
from userview.domains.assets.fetching import AssetFetches
from userview.domains.assets.service import Assets
from userview.hosting.asset_asks import ASKS_AT_ONCE, BODY_BYTES, MOST_NAMED, AssetAsks
from userview.hosting.assets import AssetUploads
from userview.signing import Signer
from userview.worker.queue import JobQueue

SESSION = "a" * 16
PATH = f"/sdk/assets/{SESSION}/1/"


class Door:
    """The door as a page finds it."""

    def __init__(self, assets: Assets, fetches: AssetFetches | None, answer_seconds: float = 6) -> None:
        self.assets = assets
        self.outcomes: Counter[str] = Counter()
        signer = Signer(b"k" * 32)
        token = signer.sign("asset-upload", {"s": SESSION, "g": 1}, time.time() + 60)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

        async def team_of(session: str) -> str | None:
            return "t1" if session == SESSION else None

        asks = AssetAsks(fetches, lambda outcome: self.outcomes.update([outcome]), answer_seconds=answer_seconds)
        transport = httpx.ASGITransport(AssetUploads(assets, signer, team_of, asks))
        self.web = httpx.AsyncClient(transport=transport, base_url="http://public")

    async def ask(self, body: Any, headers: dict[str, str] | None = None) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.web.post(PATH, content=content, headers=headers or self.headers)

    async def name(self, *urls: str) -> dict[str, bool]:
        answer = await self.ask({"assets": [{"id": f"a{at}", "url": url} for at, url in enumerate(urls)]})
        assert answer.status_code == 200
        lines = [json.loads(line) for line in answer.text.splitlines()]
        assert len(lines) == len(urls)
        return {line["id"]: line["kept"] for line in lines}


@pytest.fixture
def assets(database: Database, tmp_path: Path) -> Assets:
    clock = Clock()
    return Assets(database, LocalBlobs(tmp_path / "blobs"), JobQueue(database, clock).enqueue, clock)


def fetching(assets: Assets) -> AssetFetches:
    egress = GuardedEgress(Allowed(["127.0.0.1"]), trust=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    return AssetFetches(assets, egress, Clock())


@pytest.fixture
async def door(assets: Assets) -> AsyncIterator[Door]:
    made = Door(assets, fetching(assets))
    yield made
    await made.web.aclose()


def shop(got: Got) -> Say:
    return Say(200, PNG) if got.target.endswith(".png") else Say(404, b"none")


async def test_f4_each_is_answered_by_what_became_of_it(door: Door) -> None:
    async with receiving(shop) as receiver:
        kept = await door.name(f"{receiver.url}/a.png", f"{receiver.url}/b.txt", "http://10.0.0.1/c.png")
    assert kept == {"a0": True, "a1": False, "a2": False}
    assert door.outcomes == {"kept": 1, "upload": 2}
    assert await door.assets.show(SESSION, "a0") is not None


async def test_f4_the_length_that_the_browser_has_is_compared(door: Door) -> None:
    async with receiving(shop) as receiver:
        asked = [{"id": f"a{size}", "url": f"{receiver.url}/a.png", "bytes": size} for size in (1, len(PNG))]
        answer = await door.ask({"assets": asked})
    lines = sorted(answer.text.splitlines())
    assert lines == [json.dumps(line, separators=(",", ":")) for line in ({"id": "a1", "kept": False}, {"id": f"a{len(PNG)}", "kept": True})]  # fmt: skip


async def test_f4_any_page_may_read_the_answer_and_nobody_keeps_it(door: Door) -> None:
    answer = await door.ask({"assets": [{"id": "a", "url": "http://10.0.0.1/"}]})
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == "*"
    preflight = await door.web.options(PATH)
    assert (preflight.status_code, preflight.headers["access-control-allow-methods"]) == (204, "POST")
    assert (await door.web.put(PATH, headers=door.headers)).status_code == 405
    assert (await door.web.post(f"{PATH}logo", headers=door.headers)).status_code == 405


async def test_f4_only_the_token_of_the_page_opens(door: Door) -> None:
    assert (await door.ask({"assets": []}, {"X": "none"})).status_code == 401


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "body: "),
        (b"[]", "body: "),
        (b"{}", "assets: field required"),
        ({"assets": []}, "assets: "),
        ({"assets": [{"id": "a"}]}, "assets.0.url: field required"),
        ({"assets": [{"id": "a/b", "url": "http://x/"}]}, "assets.0.id: "),
        ({"assets": [{"id": "a", "url": "ftp://x/secret"}]}, "assets.0.url: "),
        ({"assets": [{"id": "a", "url": "http://x/secret" + "x" * 2048}]}, "assets.0.url: "),
        ({"assets": [{"id": "a", "url": "http://x/secret", "bytes": -1}]}, "assets.0.bytes: "),
        ({"assets": [{"id": "a", "url": "http://x/secret", "bytes": "1"}]}, "assets.0.bytes: "),
        ({"assets": [{"id": "a", "url": "http://x/secret"}] * (MOST_NAMED + 1)}, "assets: "),
    ],
)  # fmt: skip
async def test_f4_what_cannot_be_read_is_answered_by_a_sentence_without_the_url(
    door: Door, body: object, said: str
) -> None:
    answer = await door.ask(body)
    assert answer.status_code == 422
    assert answer.text.startswith(said)
    assert "secret" not in answer.text


async def test_f4_a_body_that_is_too_long_is_refused(door: Door) -> None:
    assert (await door.ask(b" " * (BODY_BYTES + 1))).status_code == 413


async def test_f4_a_server_that_fetches_nothing_says_so(assets: Assets) -> None:
    door = Door(assets, None)
    answer = await door.ask({"assets": [{"id": "a", "url": "http://x/"}]})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (204, "*")
    await door.web.aclose()


async def silent(_seen: Hostile, _writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def test_f4_what_takes_too_long_the_browser_is_to_upload(assets: Assets) -> None:
    door = Door(assets, fetching(assets), answer_seconds=0.5)
    async with hostile(silent) as slow, receiving(shop) as quick:
        assert await door.name(slow.url, f"{quick.url}/a.png") == {"a0": False, "a1": True}
        async with asyncio.timeout(5):
            await slow.gone.wait()
    await door.web.aclose()


async def test_f4_a_page_asks_few_questions_at_once_and_nothing_is_fetched_for_one_that_has_gone(door: Door) -> None:
    async with hostile(silent) as host:
        asked = [asyncio.create_task(door.name(f"{host.url}/{number}")) for number in range(ASKS_AT_ONCE)]
        async with asyncio.timeout(5):
            while len(host.requests) < ASKS_AT_ONCE:
                await host.asked.wait()
                host.asked.clear()
        answer = await door.ask({"assets": [{"id": "more", "url": host.url}]})
        assert answer.status_code == 429
        for task in asked:
            task.cancel()
        async with asyncio.timeout(5):
            await host.gone.wait()
        await asyncio.wait(asked)
    async with receiving(shop) as receiver:
        assert await door.name(f"{receiver.url}/a.png") == {"a0": True}


CSS = '@charset "utf-8"; p { color: #123 } /* ü */'


def sheets(got: Got) -> Say:
    if got.target == "/moved.css":
        return Say(302, b"", {"Location": "/theme/a.css"})
    kind = {"/theme/a.css": "text/css", "/latin.css": "text/css; charset=iso-8859-1"}.get(got.target, "text/html")
    return Say(200, CSS.encode("iso-8859-1" if "latin" in got.target else "utf-8"), {"Content-Type": kind})


async def test_f5_a_style_sheet_is_handed_on_with_the_address_that_it_came_from(door: Door) -> None:
    async with receiving(sheets) as receiver:
        for asked in ("/theme/a.css", "/moved.css", "/latin.css"):
            answer = await door.ask({"sheet": f"{receiver.url}{asked}"})
            assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
            came_from = "/theme/a.css" if asked == "/moved.css" else asked
            assert answer.json() == {"url": f"{receiver.url}{came_from}", "text": CSS}
        assert {"cookie", "referer", "authorization", "origin"}.isdisjoint(receiver.got[0].headers)


async def test_f5_what_is_no_style_sheet_or_not_public_is_not_handed_on(door: Door) -> None:
    async with receiving(sheets) as receiver:
        for url in (f"{receiver.url}/page.html", "http://10.0.0.1/a.css"):
            answer = await door.ask({"sheet": url})
            assert (answer.status_code, answer.content) == (204, b"")


async def test_f5_a_sheet_is_asked_for_by_an_address_of_the_web(door: Door) -> None:
    answer = await door.ask({"sheet": "file:///etc/passwd"})
    assert answer.status_code == 422
    assert "sheet" in answer.text


async def test_f5_a_server_that_fetches_nothing_says_so_of_sheets_too(assets: Assets) -> None:
    door = Door(assets, None)
    assert (await door.ask({"sheet": "http://127.0.0.1/a.css"})).status_code == 204
    await door.web.aclose()
