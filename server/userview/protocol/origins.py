"""Origins of addresses, as browsers say them."""

from typing import Final
from urllib.parse import urlsplit

MAX_HOST: Final = 261
"""Characters of a host with its port: a name has 253 at most, a port five."""
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


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


def host_of(url: str) -> str | None:
    """Host and port as browsers say them (`shop.example`, `localhost:8001`); None for what has none such."""
    origin = origin_of(url)
    host = None if origin is None else origin.partition("://")[2]
    return None if host is None or len(host) > MAX_HOST else host
