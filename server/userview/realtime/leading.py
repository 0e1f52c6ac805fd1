"""Where agents may lead visitors: within the site of the page, and to sites that the team names (rule C9)."""

from typing import Final
from urllib.parse import urlsplit

from userview.protocol.messages.actions import Action

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def stays(action: Action, url: str) -> bool:
    """Whether the action leads to no other site than that of the page at `url`."""
    if action.kind != "navigate" or action.url is None:
        return True
    origin = origin_of(action.url)
    return origin is not None and origin == origin_of(url)


def origin_of(url: str) -> str | None:
    """Scheme, host and port as browsers say them; None for what has none such."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + ("" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}")
