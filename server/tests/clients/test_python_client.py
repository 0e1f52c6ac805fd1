"""The official Python client: built as people get it, and used against a real server."""

from __future__ import annotations

import ast
import asyncio
import base64
import hashlib
import hmac
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from userview_client import (
    AsyncClient,
    Client,
    InvalidRequest,
    InvalidSignature,
    NotAuthenticated,
    NotFound,
    RateLimited,
    Unreachable,
    UserViewError,
    verify_webhook,
)

from tests.contract.conftest import Place
from tools.setup.paths import ROOT, UV

FOLDER = ROOT / "clients" / "python"
NOW = 1_800_000_000
SECRET = "whsec_" + base64.b64encode(b"k" * 24).decode()


@pytest.fixture
def client(place: Place) -> Iterator[Client]:
    """A client of the team."""
    with Client(place.mine.base_url, place.mine.secret) as made:
        yield made


def test_the_wheel_works_against_a_real_server(place: Place, tmp_path: Path) -> None:
    build = [UV, "build", "--wheel", "--offline", "--no-build-isolation", "--python", sys.executable]
    subprocess.run([*build, FOLDER, "--out-dir", tmp_path], check=True, capture_output=True)
    [wheel] = tmp_path.glob("userview_client-*.whl")
    with zipfile.ZipFile(wheel) as files:
        assert "userview_client/py.typed" in files.namelist()
        files.extractall(tmp_path / "installed")
    program = (
        "import sys, userview_client as u\n"
        "assert u.__file__.startswith(sys.argv[1]), u.__file__\n"
        "with u.Client(sys.argv[2], sys.argv[3]) as c: print(c.get_visitor(sys.argv[4])['name'])\n"
    )
    installed = tmp_path / "installed"
    run = subprocess.run(
        [sys.executable, "-c", program, installed, place.mine.base_url, place.mine.secret, place.mine.online],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(installed)},
    )
    assert run.stdout == "Grace Hopper\n"


def test_it_needs_httpx_and_nothing_of_the_server() -> None:
    allowed = {*sys.stdlib_module_names, "httpx", "typing_extensions", "userview_client"}
    for file in (FOLDER / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert {name.partition(".")[0] for name in names} <= allowed, file


def test_what_it_asks_and_gets(place: Place, client: Client) -> None:
    mine = place.mine
    assert client.get_visitor(mine.online)["identities"] == ["Grace Hopper", "grace@example.com"]
    assert [found["short_id"] for found in client.iter_visitors(search="id:user-7")] == [mine.online]
    changed = client.identify_visitor(mine.offline, identities=["Ada Byron"], metadata={"plan": "free"})
    assert (changed["name"], changed["metadata"]) == ("Ada Byron", {"plan": "free"})
    assert client.identify_visitor(mine.offline, identities=None)["identities"] is None
    link = client.make_watch_url(mine.online, agent={"id": "a-1", "name": "Bob"}, permissions={"allow_type": False})
    assert link["watch_url"].startswith(f"{mine.base_url}/watch/{link['session_id']}#")


def test_it_goes_through_all_pages(place: Place, client: Client) -> None:
    everybody = {visitor["short_id"] for visitor in client.iter_visitors(limit=1)}
    assert everybody >= {place.mine.online, place.mine.offline}
    page = client.list_visitors(limit=1)
    assert (len(page["visitors"]), page["next_cursor"] is not None) == (1, True)


def test_failures_are_classes_with_what_the_server_said(place: Place, client: Client) -> None:
    with pytest.raises(NotFound) as missing:
        client.get_visitor("../team")
    assert (missing.value.status, missing.value.code) == (404, "not_found")
    assert (missing.value.request_id or "").startswith("req_")
    with pytest.raises(InvalidRequest, match="limit: "):
        client.list_visitors(limit=1000)
    with Client(place.mine.base_url, "sk_wrong") as stranger, pytest.raises(NotAuthenticated):
        stranger.get_team()
    with Client("http://127.0.0.1:1", "sk_any") as lost, pytest.raises(Unreachable):
        lost.get_team()


def test_async_is_the_same(place: Place) -> None:
    async def asked() -> tuple[str, set[str], UserViewError | None]:
        async with AsyncClient(place.mine.base_url, place.mine.secret) as client:
            visitor = await client.get_visitor(place.mine.online)
            everybody = {found["short_id"] async for found in client.iter_visitors(limit=1)}
            try:
                await client.get_session("0" * 16)
            except NotFound as error:
                return visitor["nickname"], everybody, error
            return visitor["nickname"], everybody, None

    name, everybody, error = asyncio.run(asked())
    assert (name, error is not None) == ("Grace Hopper", True)
    assert everybody >= {place.mine.online, place.mine.offline}


def _limited(times: int, wait: str) -> tuple[list[httpx.Request], httpx.Client]:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if len(seen) <= times:
            body = {"status": "error", "error": "rate_limited", "message": "too many", "request_id": "req_1"}
            return httpx.Response(429, json=body, headers={"Retry-After": wait})
        return httpx.Response(200, json={"status": "ok", "team": {"name": "Shop"}})

    return seen, httpx.Client(transport=httpx.MockTransport(answer))


def test_a_rate_limit_is_waited_for_but_not_for_ever() -> None:
    seen, http = _limited(2, "0")
    assert Client("https://u.example", "sk_a", http=http).get_team()["name"] == "Shop"
    assert len(seen) == 3
    seen, http = _limited(9, "0")
    with pytest.raises(RateLimited):
        Client("https://u.example", "sk_a", http=http, retries=1).get_team()
    assert len(seen) == 2
    seen, http = _limited(1, "3600")
    with pytest.raises(RateLimited) as refused:
        Client("https://u.example", "sk_a", http=http).get_team()
    assert (len(seen), refused.value.retry_after) == (1, 3600)


def _signed(body: bytes, at: int = NOW, secret: bytes = b"k" * 24) -> dict[str, str]:
    signature = base64.b64encode(hmac.new(secret, f"msg_1.{at}.".encode() + body, hashlib.sha256).digest()).decode()
    return {"Webhook-Id": "msg_1", "Webhook-Timestamp": str(at), "Webhook-Signature": f"v1,AAAA v1,{signature}"}


def test_webhooks_are_believed_only_when_they_are_signed() -> None:
    body = json.dumps({"type": "visitor.online"}).encode()
    assert verify_webhook(SECRET, _signed(body), body, now=NOW)["type"] == "visitor.online"
    for headers, sent in [
        (_signed(body), body + b" "),
        (_signed(body, secret=b"x" * 24), body),
        (_signed(body, at=NOW - 301), body),
        ({}, body),
    ]:
        with pytest.raises(InvalidSignature):
            verify_webhook(SECRET, headers, sent, now=NOW)
