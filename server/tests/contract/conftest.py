"""A real server with real data, which nothing in these tests knows otherwise than over HTTP: two teams, their visitors and sessions."""

from __future__ import annotations

import re
import time
from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.processes import command, serving
from tests.cli.visiting import visit

SETTINGS = {
    # Nobody reads its log while it runs, and a pipe that is full holds it up.
    "USERVIEW_LOG_LEVEL": "error",
    "USERVIEW_REQUESTS_PER_MINUTE_PER_KEY": "1000000",
    "USERVIEW_REQUESTS_PER_MINUTE_PER_ADDRESS": "1000000",
}
"""Rate limits are out of the way of tests that are about something else."""

RECOGNISED_SECONDS = 60.0
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
GRACE = {"identities": ["Grace Hopper", "grace@example.com"], "unique_id": "user-7", "tags": ["vip"]}


@dataclass(frozen=True)
class Tenant:
    """A team and what is in it."""

    base_url: str
    public_key: str
    secret: str
    online: str
    """`short_id` of a visitor with an open tab: Grace Hopper, in Chrome."""
    offline: str
    """`short_id` of a visitor who has left."""
    running: str
    """Id of a session that was asked for."""
    ended: str
    """Id of a session that is over."""
    key: str
    """Id of a secret key that nobody but a test uses."""
    reader: str
    """That key, which may only read."""
    revoked: str
    """A secret key that opens nothing any more."""

    def client(self, **headers: str) -> httpx.Client:
        """Brings the secret key, and these headers."""
        return httpx.Client(base_url=self.base_url, headers={"X-Api-Key": self.secret, **headers})


@dataclass(frozen=True)
class Place:
    """A running server."""

    mine: Tenant
    other: Tenant


def _ask(client: httpx.Client, method: str, path: str, body: Any = None) -> dict[str, Any]:
    answer = client.request(method, path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _until_recognised(client: httpx.Client, short_id: str) -> None:
    """The browser's name is read beside the connection, by a process that takes a while to start."""
    deadline = time.monotonic() + RECOGNISED_SECONDS
    while _ask(client, "GET", f"/v1/visitors/{short_id}")["visitor"]["browser_name"] is None:
        assert time.monotonic() < deadline, "the browser was never recognised"
        time.sleep(0.05)


def settle(stack: ExitStack, base_url: str, public_key: str, secret: str) -> Tenant:
    """Let a team have visitors and sessions; its visitor stays online until the stack is closed."""
    with visit(base_url, public_key, identity={}) as (_, gone):
        pass
    _, grace = stack.enter_context(visit(base_url, public_key, identity=GRACE, user_agent=CHROME))
    with httpx.Client(base_url=base_url, headers={"X-Api-Key": secret}) as client:
        _until_recognised(client, grace["short_id"])
        agent = {
            "agent": {"id": "crm-42", "name": "Ada Lovelace", "email": "ada@example.com"},
            "metadata": {"ticket": 4711},
        }
        ended = _ask(client, "POST", f"/v1/visitors/{grace['short_id']}/watch_url", agent)["session_id"]
        _ask(client, "POST", f"/v1/sessions/{ended}/end")
        running = _ask(client, "POST", f"/v1/visitors/{grace['short_id']}/watch_url", agent)["session_id"]
        reader = _ask(client, "POST", "/v1/keys", {"name": "Reader", "scopes": ["read"]})
        revoked = _ask(client, "POST", "/v1/keys", {"name": "Revoked"})
        _ask(client, "DELETE", f"/v1/keys/{revoked['key']['id']}")
    return Tenant(
        base_url=base_url,
        public_key=public_key,
        secret=secret,
        online=grace["short_id"],
        offline=gone["short_id"],
        running=running,
        ended=ended,
        key=reader["key"]["id"],
        reader=reader["secret"],
        revoked=revoked["secret"],
    )


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Generator[Place]:
    """One server for all tests that leave its visitors and sessions as they are."""
    with ExitStack() as stack:
        yield placed(stack, tmp_path_factory.mktemp("contract"))


def placed(stack: ExitStack, folder: Path) -> Place:
    """Start a server with two teams in it."""
    server = stack.enter_context(serving(folder, env=SETTINGS))
    base_url, ready = server.ready["base_url"], server.ready
    made = command("teams", "create", "Other", "--email", "eve@example.com", "--data-dir", folder / "data")
    [public_key], [secret] = (re.findall(rf"{kind}_\w+", made.out) for kind in ("pk", "sk"))
    return Place(
        settle(stack, base_url, ready["public_key"], ready["secret_key"]),
        settle(stack, base_url, public_key, secret),
    )
