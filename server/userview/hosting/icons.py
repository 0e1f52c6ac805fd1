"""Pictures of events in a visitor's history: `GET /icons/<name>.svg`, one for each kind and each name that pages may choose.

Drawn on a grid of 24 units: white lines on a tile of the kind's colour, so that they can be seen on any background.
"""

from typing import Final

_DRAWINGS: Final[dict[str, tuple[str, str]]] = {
    # Kinds of events
    "load": ("#64748b", "M8 5.5h5.5L17 9v9.5H8z M13.5 5.5V9H17"),
    "navigation": ("#0e7490", "M6 12h11.5 M13 7.5l4.5 4.5-4.5 4.5"),
    "click": ("#4f46e5", "M7.5 7l10 4-4.3 1.9-1.9 4.4z"),
    "submit": ("#15803d", "M6.5 6.5h11v11h-11z M9.5 12.2l1.9 1.9 3.4-3.8"),
    "error": ("#b91c1c", "M12 5.8l6.6 11.7H5.4z M12 10.4v3 M12 15.5v.1"),
    "chat": ("#7c3aed", "M6 7h12v8.2h-6L8.6 18v-2.8H6z"),
    "session": ("#0f766e", "M5.8 7h12.4v8H5.8z M9.3 18h5.4"),
    "custom": ("#b45309", "M12 5.8l1.6 4.6 4.6 1.6-4.6 1.6-1.6 4.6-1.6-4.6L5.8 12l4.6-1.6z"),
    # What pages may choose for events of their own
    "bell": ("#b45309", "M8 15.2v-3.7a4 4 0 0 1 8 0v3.7l1.2 1.3H6.8z M11 18.7h2"),
    "card": ("#1d4ed8", "M5.5 7.5h13v9h-13z M5.5 10.7h13 M8.2 13.8h2.6"),
    "cart": ("#15803d", "M5.3 6.8h2.1l1.7 7.4h7l1.6-5.3H8 M10 17.4v.1 M15.2 17.4v.1"),
    "check": ("#15803d", "M6.8 12.6l3.4 3.4 7-7.6"),
    "download": ("#0e7490", "M12 6v7.8 M8.6 10.6l3.4 3.4 3.4-3.4 M7 17.6h10"),
    "flag": ("#be123c", "M8 18.5V6.5h8.8l-2.2 3.2 2.2 3.2H8"),
    "heart": ("#be123c", "M12 17.6l-5.2-5.3a3.2 3.2 0 0 1 4.5-4.5l.7.8.7-.8a3.2 3.2 0 0 1 4.5 4.5z"),
    "mail": ("#1d4ed8", "M5.8 7.5h12.4v9H5.8z M5.8 8l6.2 5 6.2-5"),
    "phone": ("#0f766e", "M8 6.4h2l1 3.1-1.6 1.3a8 8 0 0 0 3.8 3.8l1.3-1.6 3.1 1v2c0 1-.9 1.8-1.9 1.6A11 11 0 0 1 6.4 8.3C6.2 7.3 7 6.4 8 6.4z"),
    "play": ("#4f46e5", "M9.2 7.2l7.6 4.8-7.6 4.8z"),
    "search": ("#64748b", "M11 6.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4z M14.2 14.2l3.6 3.6"),
    "star": ("#a16207", "M12 5.8l1.9 4 4.4.6-3.2 3.1.8 4.3-3.9-2.1-3.9 2.1.8-4.3-3.2-3.1 4.4-.6z"),
    "user": ("#4f46e5", "M12 6a3 3 0 1 0 0 6 3 3 0 0 0 0-6z M6.2 18c.6-2.7 2.9-4.2 5.8-4.2s5.2 1.5 5.8 4.2"),
    "warning": ("#b45309", "M12 5.8l6.6 11.7H5.4z M12 10.4v3 M12 15.5v.1"),
}  # fmt: skip

ICON_HEADERS: Final = {
    "Content-Type": "image/svg+xml",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    # Their names have no hash in them: a day is long enough for lists, and short enough for a new drawing.
    "Cache-Control": "public, max-age=86400",
}


def icon(name: str) -> str | None:
    """The drawing as an SVG file, None when there is none of this name."""
    found = _DRAWINGS.get(name)
    if found is None:
        return None
    colour, lines = found
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24">'
        f'<rect width="24" height="24" rx="6" fill="{colour}"/>'
        f'<path d="{lines}" fill="none" stroke="#fff" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/>'
        "</svg>\n"
    )
