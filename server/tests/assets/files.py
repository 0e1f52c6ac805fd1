"""Small real files of each kind, and things that are none."""

from __future__ import annotations

import struct
import zlib

PNG = b"\x89PNG\r\n\x1a\n" + b"".join(
    struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    for kind, data in (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\x00\xff\x00\x00\xff")),
        (b"IEND", b""),
    )
)
"""One red pixel."""

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'


def woff(signature: bytes = b"wOFF", size: int = 64, named: int | None = None) -> bytes:
    """The header of a web font that names its own length (or another one), and zeros."""
    head = signature + b"\x00\x01\x00\x00" + struct.pack(">I", size if named is None else named)
    return head + bytes(size - len(head))


def icon(kind: int = 1) -> bytes:
    """An icon (1) or cursor (2) of one picture."""
    return struct.pack("<HHH", 0, kind, 1) + struct.pack("<BBBBHHII", 1, 1, 0, 0, 1, 32, len(PNG), 22) + PNG


def bitmap() -> bytes:
    """One pixel."""
    body = struct.pack("<IiiHHIIiiII", 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) + bytes(4)
    return b"BM" + struct.pack("<IHHI", 14 + len(body), 0, 0, 54) + body


ALLOWED = {
    "png": (PNG, "image/png"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(20), "image/jpeg"),
    "gif": (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "image/gif"),
    "old gif": (b"GIF87a\x01\x00\x01\x00\x00\x00\x00;", "image/gif"),
    "webp": (b"RIFF\x1a\x00\x00\x00WEBPVP8L" + bytes(14), "image/webp"),
    "avif": (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf" + bytes(8), "image/avif"),
    "ico": (icon(), "image/x-icon"),
    "cursor": (icon(2), "image/x-icon"),
    "bmp": (bitmap(), "image/bmp"),
    "woff": (woff(), "font/woff"),
    "woff2": (woff(b"wOF2"), "font/woff2"),
    "ttf": (b"\x00\x01\x00\x00\x00\x0a" + bytes(20), "font/ttf"),
    "otf": (b"OTTO\x00\x0a" + bytes(20), "font/otf"),
    "svg": (SVG, "image/svg+xml"),
    "svg with all that may come before": (
        b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>\n<!-- a licence -->\n'
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n<!-- x -->'
        + SVG,
        "image/svg+xml",
    ),
}

REFUSED = {
    "nothing": b"",
    "text": b"hello",
    "html": b"<!doctype html><svg></svg><script>alert(1)</script>",
    "html that says svg": b"<html><svg/></html>",
    "script": b"alert(1)",
    "css": b"body{}",
    "json": b'{"a": 1}',
    "pdf": b"%PDF-1.7\n",
    "zip": b"PK\x03\x04" + bytes(40),
    "video": b"\x00\x00\x00\x1cftypisom\x00\x00\x02\x00isomiso2mp41",
    "wave": b"RIFF\x1a\x00\x00\x00WAVEfmt ",
    "svg with entities": b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>',
    "svg with entities later": b'<svg><!DOCTYPE x [<!entity a "b">]></svg>',
    "svg in utf-16": SVG.decode().encode("utf-16"),
    "svg with zeros": SVG + b"\x00",
    "packed svg": b"\x1f\x8b\x08\x00" + bytes(40),
    "svgish element": b"<svgfoo></svgfoo>",
    "font with something behind": woff() + b"<script>",
    "font that names another length": woff(named=63),
    "short font": b"wOFF",
    "text that begins like a bitmap": b"BMW is a car maker, and this is no picture",
    "icon without pictures": b"\x00\x00\x01\x00\x00\x00" + bytes(20),
    "icon that points beyond its end": icon()[:40],
}
