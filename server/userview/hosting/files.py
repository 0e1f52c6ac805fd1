"""Built files of the front end: read once, kept in memory, compressed once, answered with a validator.

A file that was built anew while the server runs is noticed by its time and size.
"""

import asyncio
import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import brotli
from starlette.requests import Request
from starlette.responses import Response

COMPRESSED_FROM_BYTES: Final = 1024
"""Smaller ones fit into one packet as they are."""

BROTLI_QUALITY: Final = 9
"""Within 3 % of the best at a tenth of the time: the first reader of a file waits for it."""

TYPES: Final[Mapping[str, str]] = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}

Coding = Literal["br", "gzip"]


@dataclass(frozen=True)
class BuiltFile:
    """A file's bytes as they are sent, with their compressed forms once somebody asked for them."""

    body: bytes
    media_type: str
    etag: str
    codings: dict[Coding, bytes] = field(default_factory=dict[Coding, bytes])

    @property
    def compressible(self) -> bool:
        """Texts are; pictures and fonts are compressed already."""
        text = self.media_type.startswith("text/") or self.media_type in {"application/json", "image/svg+xml"}
        return text and len(self.body) >= COMPRESSED_FROM_BYTES

    async def answer(self, request: Request, headers: Mapping[str, str]) -> Response:
        """The whole answer to GET or HEAD: 200 in the best coding that the client takes, or 304."""
        sent = {**headers, "ETag": self.etag, "Vary": "Accept-Encoding"}
        if _holds(request.headers.get("if-none-match", ""), self.etag):
            return Response(status_code=304, headers=sent)
        body = self.body
        coding = _coding(request.headers.get("accept-encoding", "")) if self.compressible else None
        if coding is not None:
            body = await self._coded(coding)
            sent["Content-Encoding"] = coding
        return Response(body, headers={**sent, "Content-Type": self.media_type})

    async def _coded(self, coding: Coding) -> bytes:
        kept = self.codings.get(coding)
        if kept is None:
            kept = self.codings[coding] = await asyncio.to_thread(_compress, coding, self.body)
        return kept


def built_file(body: bytes, name: str) -> BuiltFile:
    """A file of this content; its type follows from the ending of `name`."""
    suffix = Path(name).suffix.lower()
    media_type = TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    # Weak, since the same validator stands for the compressed forms too.
    return BuiltFile(body, media_type, f'W/"{hashlib.sha256(body).hexdigest()[:32]}"')


class BuiltFolder:
    """One `dist` folder; only what lies in it is found."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[tuple[str, tuple[tuple[str, str], ...]], tuple[tuple[int, int], BuiltFile]] = {}

    @property
    def folder(self) -> Path:
        """Where it is."""
        return self._folder

    def find(self, name: str, replaced: Mapping[str, str] | None = None) -> BuiltFile | None:
        """The file `name` (relative, with `/`), each key of `replaced` in it replaced by its value.

        None when there is no such file. Blocks for the moment that reading takes, the first time.
        """
        if any(part in {"", ".", ".."} or "\\" in part or "\0" in part for part in name.split("/")):
            return None
        path = self._folder / name
        try:
            stat = path.stat()
            if not path.is_file():
                return None
            version = (stat.st_mtime_ns, stat.st_size)
            key = (name, tuple(sorted((replaced or {}).items())))
            kept = self._kept.get(key)
            if kept is None or kept[0] != version:
                body = path.read_bytes()
                for marker, value in (replaced or {}).items():
                    body = body.replace(marker.encode(), value.encode())
                kept = self._kept[key] = (version, built_file(body, name))
        except OSError:
            return None
        return kept[1]


def _compress(coding: Coding, body: bytes) -> bytes:
    if coding == "gzip":
        return gzip.compress(body, 9, mtime=0)
    # Its type stubs leave the parameters untyped.
    return bytes(brotli.compress(body, quality=BROTLI_QUALITY))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - brotli has no types


def _coding(accepted: str) -> Coding | None:
    offered = {
        name.strip().lower(): _weight(rest) for name, _, rest in (part.partition(";") for part in accepted.split(","))
    }
    for coding in ("br", "gzip"):
        if offered.get(coding, 0.0) > 0:
            return coding
    return None


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def _holds(condition: str, etag: str) -> bool:
    return condition.strip() == "*" or etag in {part.strip() for part in condition.split(",")}
