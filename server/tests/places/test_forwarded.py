"""A visitor's address and place: what a trusted proxy says, never what a stranger claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from tests.cli.processes import Server, serving
from tests.cli.visiting import EXAMPLES
from tests.support.mmdb import installed_files
from userview.adapters.places import FOLDER

PARISIAN = "90.60.1.2"


def _entered(server: Server, forwarded_for: str) -> dict[str, Any]:
    """A visitor whose connection says this, as REST shows it while it is there."""
    hello = next(message for message in json.loads(EXAMPLES.read_text()) if message["type"] == "hello")
    hello |= {"key": server.ready["public_key"], "visitor": None, "resume": None}
    address = f"{server.ready['base_url'].replace('http', 'ws')}/ws/visitor"
    headers = {"X-Forwarded-For": forwarded_for}
    with connect(address, additional_headers=headers, origin=None, compression=None) as tab:
        tab.send(json.dumps(hello))
        welcome = json.loads(tab.recv(timeout=20))
        assert welcome["type"] == "welcome", welcome
        key = {"X-Api-Key": server.ready["secret_key"]}
        status, body = server.get(f"/v1/visitors/{welcome['visitor']['short_id']}", headers=key)
        assert status == 200
        visitor = json.loads(body)["visitor"]
        search = f"/v1/visitors?search=ip:{visitor['ip_address']}+country:france"
        found = json.loads(server.get(search, headers=key)[1])["visitors"]
        is_found = visitor["short_id"] in [one["short_id"] for one in found]
        assert is_found == (visitor["location_country"] == "FR")
        return visitor


@pytest.mark.parametrize(
    ("trusted", "address", "place"),
    [
        ("127.0.0.0/8,::1", PARISIAN, ("Paris", "FR", "France")),
        ("10.9.8.7", None, (None, None, None)),
        ("", None, (None, None, None)),
    ],
)
def test_only_a_trusted_proxy_says_where_a_visitor_is(
    tmp_path: Path, trusted: str, address: str | None, place: tuple[str | None, ...]
) -> None:
    installed_files(tmp_path / "data" / FOLDER)
    with serving(tmp_path, "--trusted-proxies", trusted) as server:
        visitor = _entered(server, PARISIAN)
        if address is None:
            assert visitor["ip_address"] in ("127.0.0.1", "::1")
        else:
            assert visitor["ip_address"] == address
            # What the visitor itself put before the proxy's entry is not believed.
            assert _entered(server, f"8.8.8.8, {PARISIAN}")["ip_address"] == address
        names = ("location_city", "location_country", "location_country_name")
        assert tuple(visitor[name] for name in names) == place
