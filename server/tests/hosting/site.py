"""A small built front end, and all hosts on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from userview.hosting.calls import Called
from userview.hosting.frontend import FrontEnd
from userview.hosting.hosts import Hosts
from userview.hosting.metrics import MetricsPage
from userview.hosting.origins import Origin, Origins
from userview.hosting.pictures import PicturePages
from userview.hosting.proxies import TrustedProxies
from userview.hosting.public import PublicHost
from userview.hosting.replay import ReplayHost
from userview.hosting.requests import Requests
from userview.hosting.shop import DemoShop
from userview.observe.metrics import Metrics
from userview.rest.limits import RateLimit
from userview.signing import Signer

KEY = "pk_" + "A" * 24
RULED_KEY = "pk_" + "C" * 24
"""Of a team with rules of its own for URLs."""
LONG = "const answer = 42; // the same line again and again\n" * 100
FILES = {
    "packages/sdk/dist/loader.js": "load('__USERVIEW_KEY__', '__USERVIEW_SERVER__', '__USERVIEW_SCRUBBING__')",
    "packages/sdk/dist/loader-rules.js": "rules('__USERVIEW_KEY__', '__USERVIEW_SERVER__', '__USERVIEW_SCRUBBING__')",
    "packages/sdk/dist/loader.js.map": "{}",
    "packages/sdk/dist/manifest.json": '{"session": "session-1a2b3c4d.js", "drawings": "drawings-9c0d1e2f.js", "companion": "companion-5e6f7a8b.js"}',
    "packages/sdk/dist/session-1a2b3c4d.js": LONG,
    "packages/sdk/dist/drawings-9c0d1e2f.js": LONG,
    "packages/sdk/dist/companion-5e6f7a8b.js": LONG,
    "packages/sdk/dist/insets-0a1b2c3d.js": LONG,
    "packages/sdk/dist/framed-4e5f6a7b.js": LONG,
    "packages/sdk/dist/tools-1a2b3c4d.js": LONG,
    "packages/viewer/dist/index.html": '<meta name="userview-public-origin" content="__USERVIEW_PUBLIC_ORIGIN__">',
    "packages/viewer/dist/viewer.js": "viewer()",
    "packages/viewer/dist/part-1a2b3c4d.js": "part()",
    "packages/dashboard/dist/index.html": "<title>UserView</title>",
    "packages/dashboard/dist/favicon.ico": "icon",
    "packages/dashboard/dist/static/index-1a2b3c4d.js": LONG,
    "packages/dashboard/dist/static/style-1a2b3c4d.css": "a{}",
    "examples/shop/dist/index.html": '<script src="__USERVIEW_SCRIPT__"></script>home',
    "examples/shop/dist/cart.html": '<script src="__USERVIEW_SCRIPT__"></script>cart',
    "examples/shop/dist/404.html": '<script src="__USERVIEW_SCRIPT__"></script>lost',
    "examples/shop/dist/assets/shop.js": "shop()",
}
ANCESTORS: dict[str, Sequence[str] | None] = {"a" * 16: None, "b" * 16: ["https://crm.example.com"]}
"""Sessions whose watch page anybody, or one site, may frame; others nobody."""

SIGNER = Signer(b"k" * 32)
CALLS_PER_MINUTE = 5
PICTURES = {"pictures/1.png": b"a PNG file"}


@dataclass
class State:
    """What the rest of the server says at the moment."""

    health: dict[str, str]
    has_team: bool = True


@dataclass
class Site:
    """All hosts as one app, and a browser for each."""

    app: ASGIApp
    folder: Path
    state: State
    public: httpx.AsyncClient
    replay: httpx.AsyncClient
    demo: httpx.AsyncClient
    elsewhere: httpx.AsyncClient
    same_machine: httpx.AsyncClient

    async def close(self) -> None:
        for client in (self.public, self.replay, self.demo, self.elsewhere, self.same_machine):
            await client.aclose()


def build(folder: Path) -> None:
    """Write the front end."""
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)


def make_site(folder: Path, *, metrics_token: str | None = None, trusted: Sequence[str] = ()) -> Site:
    """Hosts at localhost:8000 (public), 127.0.0.1:8000 (replay) and port 8001 (demo)."""
    origins = Origins(
        Origin("http", "localhost", 8000), Origin("http", "127.0.0.1", 8000), Origin("http", "localhost", 8001)
    )
    front_end = FrontEnd(folder, origins)
    state = State({"database": "ok", "bus": "ok"})

    async def rules_of(key: str) -> str | None:
        return {KEY: "", RULED_KEY: '{"parameters":["order*"],"paths":[]}'}.get(key)

    async def first_key() -> str | None:
        return KEY if state.has_team else None

    async def frame_ancestors(session: str) -> Sequence[str] | None:
        return ANCESTORS.get(session, [])

    async def calls(team: str, call_name: str) -> Called:
        known = call_name.lower() if team in ("team_1", "team_2") and call_name.lower() == "ada" else None
        return Called(known, "https://shop.example/help" if team == "team_1" else None)

    followed = RateLimit(CALLS_PER_MINUTE, lambda: 0.0)

    def calls_wait(address: str) -> int:
        return followed.retry_after(address) if followed.take(address).remaining < 0 else 0

    async def picture(blob: str) -> bytes | None:
        return PICTURES.get(blob)

    async def health() -> dict[str, str]:
        return state.health

    metrics = Metrics()
    hosts = Hosts(
        origins=origins,
        public=PublicHost(
            origins=origins,
            front_end=front_end,
            rest=rest,
            uploads=rest,
            reference=lambda server: {"index.html": f"docs of {server}".encode(), "reference.js": b"search()"},
            pictures=PicturePages(picture, SIGNER),
            rules_of=rules_of,
            frame_ancestors=frame_ancestors,
            calls=calls,
            calls_wait=calls_wait,
        ),
        replay=ReplayHost(origins=origins, front_end=front_end, assets=rest, recorded=rest),
        demo=DemoShop(front_end=front_end, public_key=first_key),
        health=health,
        metrics=MetricsPage(metrics, metrics_token),
    )
    app = Requests(hosts, TrustedProxies(trusted), metrics)
    return Site(
        app,
        folder,
        state,
        _client(app, "http://localhost:8000", 8000),
        _client(app, "http://127.0.0.1:8000", 8000),
        _client(app, "http://localhost:8001", 8001),
        _client(app, "http://rebound.example.com:8000", 8000),
        _client(app, "http://127.0.0.1:8000", 8000, "127.0.0.1"),
    )


async def rest(scope: Scope, receive: Receive, send: Send) -> None:
    """The API: says what reached it, or fails."""
    if scope["path"] == "/v1/fault":
        raise RuntimeError("nobody foresaw this")
    text = f"rest {scope['method']} {scope['path']} from {scope['client'][0]}"
    await PlainTextResponse(text)(scope, receive, send)


def _client(app: ASGIApp, base_url: str, port: int, address: str = "203.0.113.9") -> httpx.AsyncClient:
    async def listening(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "server": ("127.0.0.1", port)}, receive, send)

    transport = httpx.ASGITransport(listening, client=(address, 4711), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=base_url)
