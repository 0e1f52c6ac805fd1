"""Nothing in the server fetches URLs but the guarded door: a module that could is found by its imports and calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "userview"
DOOR = "adapters/egress"
OF_OPERATORS = frozenset(("adapters/places/npm.py",))
"""Fetches what whoever runs the server asks for on the command line, from a registry that they chose; nobody else can."""

CLIENTS = frozenset(
    (
        "aiohttp",
        "ftplib",
        "h11",
        "http.client",
        "httpcore",
        "httpx",
        "niquests",
        "pycurl",
        "requests",
        "smtplib",
        "telnetlib",
        "urllib.request",
        "urllib3",
        "xmlrpc.client",
    )
)
CALLS = frozenset(("create_connection", "open_connection", "connect_tcp", "urlopen", "urlretrieve"))
"""What opens a connection to a host of the caller's choice, under whatever module."""


def side_doors(source: str) -> Iterator[str]:
    """What in a module can fetch."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if _is_client(name.name))
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            imported = [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
            yield from (name for name in imported if _is_client(name) or name.rpartition(".")[2] in CALLS)
        elif isinstance(node, ast.Attribute) and node.attr in CALLS:
            yield node.attr


def _is_client(module: str) -> bool:
    return any(module == client or module.startswith(f"{client}.") for client in CLIENTS)


def test_only_the_guarded_door_fetches() -> None:
    found = {
        f"{path}: {door}"
        for file in PACKAGE.rglob("*.py")
        if not (path := file.relative_to(PACKAGE).as_posix()).startswith(f"{DOOR}/") and path not in OF_OPERATORS
        for door in side_doors(file.read_text())
    }
    assert found == set()


@pytest.mark.parametrize(
    "source",
    [
        "import httpx",
        "import httpcore._async",
        "from urllib.request import urlopen",
        "from urllib import request",
        "import urllib.request as net",
        "from http import client",
        "import asyncio\nasyncio.open_connection('a', 1)",
        "from asyncio import open_connection",
        "import socket\nsocket.create_connection(('a', 1))",
    ],
)
def test_side_doors_are_found(source: str) -> None:
    assert list(side_doors(source)) != []


def test_the_door_itself_would_be_found() -> None:
    doors = [door for file in (PACKAGE / DOOR).glob("*.py") for door in side_doors(file.read_text())]
    assert "httpcore" in doors
