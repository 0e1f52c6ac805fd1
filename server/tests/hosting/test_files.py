"""Built files are sent once, as small as the browser takes them."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import brotli
import pytest

from tests.hosting.site import LONG, Site, build, make_site
from userview.hosting.frontend import FrontEnd
from userview.hosting.headers import FOR_EVER, REVALIDATE, kept
from userview.hosting.origins import Origin, Origins

UNPACK: dict[str | None, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
SCRIPT = "/static/index-1a2b3c4d.js"


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    build(tmp_path)
    made = make_site(tmp_path)
    yield made
    await made.close()


async def raw(site: Site, accepted: str, path: str = SCRIPT) -> tuple[str | None, bytes]:
    async with site.public.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
        assert answer.headers["vary"] == "Accept-Encoding"
        return answer.headers.get("content-encoding"), b"".join([chunk async for chunk in answer.aiter_raw()])


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("BR", "br"),
        ("", None),
        ("identity", None),
        ("br;q=nonsense", None),
        ("*", None),
    ],
)
async def test_texts_are_compressed_as_the_browser_takes_them(site: Site, accepted: str, coding: str | None) -> None:
    found, body = await raw(site, accepted)
    assert found == coding
    assert UNPACK[coding](body) == LONG.encode()
    if coding:
        assert len(body) < len(LONG) / 10


async def test_small_ones_stay_as_they_are(site: Site) -> None:
    assert (await raw(site, "br", "/static/style-1a2b3c4d.css")) == (None, b"a{}")


async def test_what_the_browser_has_is_not_sent_again(site: Site) -> None:
    etag = (await site.public.get(SCRIPT)).headers["etag"]
    for condition in (etag, f'"x", {etag}', "*"):
        answer = await site.public.get(SCRIPT, headers={"If-None-Match": condition})
        assert (answer.status_code, answer.content) == (304, b"")
    assert (await site.public.get(SCRIPT, headers={"If-None-Match": '"x"'})).status_code == 200


async def test_head_says_all_and_sends_nothing(site: Site) -> None:
    answer = await site.public.head(SCRIPT, headers={"Accept-Encoding": ""})
    assert int(answer.headers["content-length"]) == len(LONG)


@pytest.mark.parametrize(
    "name", ["index-CLF1gggD.js", "static/a-BC2_YkO_.svg", "capture-1a2b3c4d.js", "x.1a2b3c4d.css"]
)
def test_names_with_a_hash_are_kept_for_ever(name: str) -> None:
    assert kept(name) == FOR_EVER


@pytest.mark.parametrize("name", ["index.js", "viewer.js", "shop-style.css", "two-words-more.js", "a-1.js"])
def test_names_without_one_are_asked_for_again(name: str) -> None:
    assert kept(name) == REVALIDATE


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    origin = Origin("http", "localhost", 8000)
    front_end = FrontEnd(tmp_path, Origins(origin, origin, None))
    assert "packages/viewer/dist/index.html" in front_end.missing()
    assert front_end.capture_url() == "http://localhost:8000/sdk/session-not-built.js"
    assert front_end.companion_url() == "http://localhost:8000/sdk/companion-not-built.js"
    build(tmp_path)
    assert front_end.missing() == []
    assert front_end.capture_url() == "http://localhost:8000/sdk/session-1a2b3c4d.js"
    assert front_end.companion_url() == "http://localhost:8000/sdk/companion-5e6f7a8b.js"
    for damaged in ("[]", "{", '{"session": 1}', "null"):
        (tmp_path / "packages/sdk/dist/manifest.json").write_text(damaged)
        assert front_end.module_file("session") is None
