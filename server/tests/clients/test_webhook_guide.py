"""The programs of docs/guide/webhooks.md that verify what comes: run as they stand there. The dashboard shows the same."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tools.setup.paths import NODE, ROOT
from userview.domains.webhooks.signatures import new_secret, signed_headers

GUIDE = (ROOT / "docs" / "guide" / "webhooks.md").read_text()
SAMPLES = (ROOT / "packages" / "dashboard" / "src" / "features" / "webhooks" / "samples.ts").read_text()
BODY = json.dumps({"id": "evt_1", "type": "session.ended", "data": {"name": "Zoë"}}).encode()
START_LIMIT_SECONDS = 20


def _program(language: str) -> str:
    [found] = re.findall(rf"\n```{language}\n(.*?)```\n", GUIDE, re.DOTALL)
    return found


def _signed(secret: str, at: float | None = None) -> Mapping[str, str]:
    return signed_headers("evt_1", int(time.time() if at is None else at), BODY, [secret])


@contextmanager
def _listening(folder: Path, secret: str) -> Generator[tuple[str, subprocess.Popen[str]]]:
    """The guide's Node server, as somebody saved and started it."""
    (folder / "receiver.mjs").write_text(_program("js"))
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environment = {"PATH": os.environ["PATH"], "WEBHOOK_SECRET": secret, "PORT": port}
    with subprocess.Popen(
        [NODE, "receiver.mjs"], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield f"http://127.0.0.1:{port}/hooks/userview", process
        finally:
            process.terminate()


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Its answer, once it listens."""
    deadline = time.monotonic() + START_LIMIT_SECONDS
    while True:
        try:
            return httpx.post(url, content=body, headers={"Content-Type": "application/json", **headers}).status_code
        except httpx.ConnectError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def test_the_node_program_believes_what_is_signed_and_nothing_else(tmp_path: Path) -> None:
    secret = new_secret()
    with _listening(tmp_path, secret) as (url, process):
        assert _post(url, BODY, _signed(secret)) == 204
        assert _post(url, BODY + b" ", _signed(secret)) == 401
        assert _post(url, BODY, _signed(new_secret())) == 401
        assert _post(url, BODY, _signed(secret, time.time() - 400)) == 401
        assert _post(url, BODY, {}) == 401
        process.terminate()
        printed, _ = process.communicate()
    assert printed == "session.ended { name: 'Zoë' }\n"


def test_the_python_program_believes_what_is_signed_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    secret = new_secret()
    names: dict[str, Any] = {"SECRET": secret}
    exec(compile(_program("python"), "webhooks.md", "exec"), names)
    receive = names["receive"]
    assert receive(BODY, _signed(secret)) == 204
    unsigned: Mapping[str, str] = {}
    for body, headers in [(BODY + b" ", _signed(secret)), (BODY, _signed(new_secret())), (BODY, unsigned)]:
        assert receive(body, headers) == 401
    assert capsys.readouterr().out == "session.ended {'name': 'Zoë'}\n"


@pytest.mark.parametrize("language", ["js", "python"])
def test_the_dashboard_shows_the_same_program(language: str) -> None:
    assert _program(language).strip() in SAMPLES
