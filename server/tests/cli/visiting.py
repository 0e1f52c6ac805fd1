"""Visitors of a running server, over real sockets."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.cli.processes import STOP_SECONDS

EXAMPLES = Path(__file__).parents[3] / "protocol" / "examples" / "VisitorToServer.json"


@contextmanager
def visit(
    base_url: str,
    public_key: str,
    known: dict[str, str] | None = None,
    *,
    identity: Mapping[str, Any] | None = None,
    user_agent: str | None = None,
) -> Generator[tuple[ClientConnection, dict[str, Any]]]:
    """A tab that was welcomed, and whom the server takes its visitor for."""
    hello = next(message for message in json.loads(EXAMPLES.read_text()) if message["type"] == "hello")
    hello |= {"key": public_key, "visitor": known, "resume": None}
    if identity is not None:
        hello["identity"] = dict(identity)
    with connect(
        base_url.replace("http", "ws", 1) + "/ws/visitor",
        additional_headers={"Origin": "http://shop.test"},
        user_agent_header=user_agent,
        compression=None,
    ) as tab:
        tab.send(json.dumps(hello))
        welcome = json.loads(tab.recv(timeout=STOP_SECONDS))
        assert welcome["type"] == "welcome", welcome
        yield tab, welcome["visitor"]
