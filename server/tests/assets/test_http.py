"""Assets over HTTP: who may upload, who may look, and what is said with them (rules F1-F3)."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.assets.files import PNG, SVG
from tests.support.nouns import Clock
from userview.adapters.blobs import LocalBlobs
from userview.adapters.database import Database
from userview.domains.assets.model import AssetLimits
from userview.domains.assets.service import Assets
from userview.hosting.asset_asks import AssetAsks
from userview.hosting.assets import AssetPages, AssetUploads
from userview.signing import Signer
from userview.worker.queue import JobQueue

SESSION, ENDED = "a" * 16, "e" * 16
ANY = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}


class Web:
    """Both hosts, and the tokens that open them."""

    def __init__(self, assets: Assets, signer: Signer) -> None:
        async def team_of(session: str) -> str | None:
            return None if session == ENDED else "team"

        self._signer = signer
        self.uploads = httpx.AsyncClient(
            transport=httpx.ASGITransport(AssetUploads(assets, signer, team_of, AssetAsks(None, print))),
            base_url="http://public",
        )
        self.pages = httpx.AsyncClient(
            transport=httpx.ASGITransport(AssetPages(assets, signer)), base_url="http://replay"
        )

    def token(
        self, session: str = SESSION, page: int = 1, *, purpose: str = "asset-upload", expires_in: float = 60
    ) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self._signer.sign(purpose, {'s': session, 'g': page}, time.time() + expires_in)}"
        }

    def link(self, asset: str, session: str = SESSION, *, signed_for: str = SESSION) -> str:
        return f"/assets/{session}/{self._signer.sign('asset-link', {'s': signed_for}, None)}/{asset}"

    async def put(
        self, asset: str, body: bytes, headers: dict[str, str] | None = None, path: str | None = None
    ) -> httpx.Response:
        return await self.uploads.put(
            path or f"/sdk/assets/{SESSION}/1/{asset}", content=body, headers=headers or self.token()
        )


@pytest.fixture
async def web(database: Database, tmp_path: Path) -> AsyncIterator[Web]:
    clock = Clock()
    limits = AssetLimits(wait_seconds=0.01, asset_bytes=1000)
    assets = Assets(database, LocalBlobs(tmp_path / "blobs"), JobQueue(database, clock).enqueue, clock, limits)
    made = Web(assets, Signer(b"k" * 32))
    yield made
    await made.uploads.aclose()
    await made.pages.aclose()


async def test_f1_an_upload_is_kept_and_a_second_answers_200(web: Web) -> None:
    first, second = await web.put("logo", PNG), await web.put("logo", b"whatever")
    assert (first.status_code, second.status_code) == (201, 200)
    for answer in (first, second):
        assert answer.headers.items() >= ANY.items()


async def test_f2_an_empty_body_says_that_there_is_nothing_to_wait_for(web: Web) -> None:
    said = await web.put("broken", b"")
    assert said.status_code == 204
    assert said.headers.items() >= ANY.items()
    assert (await web.pages.get(web.link("broken"))).status_code == 404
    assert (await web.put("broken", PNG)).status_code == 200, "it is known to be missing"


async def test_f1_a_preflight_is_answered_to_any_origin(web: Web) -> None:
    asked = {
        "Origin": "https://shop.test",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    answer = await web.uploads.options(f"/sdk/assets/{SESSION}/1/logo", headers=asked)
    assert answer.status_code == 204
    assert answer.headers.items() >= ANY.items()
    assert answer.headers["access-control-allow-methods"] == "PUT"
    assert answer.headers["access-control-allow-headers"] == "Authorization, Content-Type"
    assert "access-control-allow-private-network" not in answer.headers
    private = await web.uploads.options(
        f"/sdk/assets/{SESSION}/1/logo", headers={"Access-Control-Request-Private-Network": "true"}
    )
    assert private.headers["access-control-allow-private-network"] == "true"


async def test_f1_only_the_token_of_this_page_opens(web: Web) -> None:
    for headers in (
        {"X": "none"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer nonsense"},
        {"Authorization": web.token()["Authorization"].replace("Bearer", "Basic")},
        web.token(page=2),
        web.token(session="b" * 16),
        web.token(expires_in=-1),
        web.token(purpose="asset-link"),
    ):
        answer = await web.put("logo", PNG, headers)
        assert answer.status_code == 401
        assert answer.headers.items() >= ANY.items(), "the page must be able to read why"


async def test_f1_a_session_that_has_ended_takes_nothing_more(web: Web) -> None:
    answer = await web.put("logo", PNG, web.token(ENDED), f"/sdk/assets/{ENDED}/1/logo")
    assert answer.status_code == 410


async def test_f2_what_is_not_allowed_is_refused_with_a_reason(web: Web) -> None:
    kind, large = await web.put("page", b"<html>"), await web.put("large", PNG + bytes(1000))
    assert kind.status_code == 415
    assert kind.text.startswith("Expected a picture")
    assert large.status_code == 413
    assert "at most 1000 bytes" in large.text


async def test_f2_a_body_of_unknown_length_is_read_no_further_than_allowed(web: Web) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 100
            yield bytes(100)

    answer = await web.uploads.put(f"/sdk/assets/{SESSION}/1/x", content=endless(), headers=web.token())
    assert answer.status_code == 413
    assert sent <= 1200


@pytest.mark.parametrize(
    "path", ["/sdk/assets/", f"/sdk/assets/{SESSION}/x/a", "/sdk/assets/short/1/a", f"/sdk/assets/{SESSION}/1/a%2Fb", f"/sdk/assets/{SESSION}/1/{'a' * 65}"]
)  # fmt: skip
async def test_f1_other_paths_name_nothing(web: Web, path: str) -> None:
    assert (await web.put("", PNG, path=path)).status_code == 404


async def test_f1_other_methods_are_not_allowed(web: Web) -> None:
    answer = await web.uploads.get(f"/sdk/assets/{SESSION}/1/logo")
    assert (answer.status_code, answer.headers["allow"]) == (405, "PUT, OPTIONS")


async def test_f3_an_asset_is_shown_as_what_it_is_and_as_nothing_else(web: Web) -> None:
    await web.put("drawing", SVG, {**web.token(), "Content-Type": "text/html"})
    answer = await web.pages.get(web.link("drawing"))
    assert (answer.status_code, answer.content) == (200, SVG)
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert "access-control-allow-origin" not in answer.headers


async def test_f3_what_the_browser_has_already_is_not_sent_again(web: Web) -> None:
    await web.put("logo", PNG)
    etag = (await web.pages.get(web.link("logo"))).headers["etag"]
    answer = await web.pages.get(web.link("logo"), headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")


async def test_f3_only_the_signature_of_the_session_opens(web: Web) -> None:
    await web.put("logo", PNG)
    upload_token = web.token()["Authorization"].removeprefix("Bearer ")
    for path in (
        web.link("logo", signed_for="b" * 16),
        web.link("logo", session="b" * 16),
        f"/assets/{SESSION}/nonsense/logo",
        f"/assets/{SESSION}/{upload_token}/logo",
        f"/assets/{SESSION}//logo",
        f"/assets/{SESSION}/logo",
    ):
        answer = await web.pages.get(path)
        assert answer.status_code == 404
        assert answer.headers["cache-control"] == "no-store"


async def test_f3_what_does_not_come_is_404_and_asked_for_again(web: Web) -> None:
    assert (await web.pages.get(web.link("late"))).status_code == 404
    await web.put("late", PNG)
    assert (await web.pages.get(web.link("late"))).status_code == 200


async def test_f3_nothing_is_written_to_the_replay_host(web: Web) -> None:
    assert (await web.pages.put(web.link("logo"), content=PNG)).status_code == 405
