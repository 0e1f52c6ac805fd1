"""What a file really is, decided by its bytes; what the sender calls it does not count.

Only what browsers show as a picture or use as a font is known here. The media type that comes out is
the one that the file is served with, together with `nosniff`, so that nothing else is ever made of it.
"""

import re
import struct
from typing import Final

_MAGIC: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x00\x01\x00\x00\x00", "font/ttf"),
    (b"true\x00", "font/ttf"),
    (b"OTTO\x00", "font/otf"),
    (b"ttcf\x00", "font/collection"),
)

_BITMAP_HEADERS: Final = frozenset({12, 40, 52, 56, 64, 108, 124})
"""Sizes of all bitmap headers there are; `BM` alone begins many a text."""

_AVIF_BRANDS: Final = frozenset({b"avif", b"avis"})

SVG_PROLOG_BYTES: Final = 64 * 1024
"""Where the root element of an SVG has to begin: licences in comments are long."""

_PROLOG: Final = re.compile(
    r"""\s*(?:<\?xml[^>]{0,200}\?>\s*)?          # declaration
        (?:<!--.*?-->\s*|<\?[^>]{0,2000}\?>\s*|<!DOCTYPE\s+svg(?=[\s>])[^\[>]{0,500}>\s*)*  # comments, instructions, its doctype
        <svg(?=[\s/>])                           # the root
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def media_type(body: bytes) -> str | None:
    """`image/…` or `font/…` of a file; None for anything else."""
    for magic, found in _MAGIC:
        if body.startswith(magic):
            return found
    return _container(body) or _woff(body) or _icon(body) or _bitmap(body) or _svg(body)


def _container(body: bytes) -> str | None:
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    if body[4:8] == b"ftyp":
        size = int.from_bytes(body[:4], "big")
        brands = {body[8:12], *(body[at : at + 4] for at in range(16, min(size, 256), 4))}
        return "image/avif" if brands & _AVIF_BRANDS else None
    return None


def _woff(body: bytes) -> str | None:
    """The header of a web font names the length of the whole file: what is longer carries something else too."""
    if body[:4] not in {b"wOFF", b"wOF2"} or len(body) < 44 or int.from_bytes(body[8:12], "big") != len(body):
        return None
    return "font/woff" if body[:4] == b"wOFF" else "font/woff2"


def _icon(body: bytes) -> str | None:
    if len(body) < 22 or body[:4] not in {b"\x00\x00\x01\x00", b"\x00\x00\x02\x00"}:
        return None
    images, size, offset = *struct.unpack_from("<H", body, 4), *struct.unpack_from("<II", body, 14)
    return "image/x-icon" if images > 0 and size > 0 and offset + size <= len(body) else None


def _bitmap(body: bytes) -> str | None:
    if body[:2] != b"BM" or len(body) < 26:
        return None
    return "image/bmp" if struct.unpack_from("<I", body, 14)[0] in _BITMAP_HEADERS else None


def _svg(body: bytes) -> str | None:
    """XML whose root is `svg`, in UTF-8, without entities of its own (with which a few bytes become gigabytes)."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if "\x00" in text or "<!ENTITY" in text.upper() or not _PROLOG.match(text, 0, SVG_PROLOG_BYTES):
        return None
    return "image/svg+xml"
