"""Security headers of everything that is not REST, by kind of page.

Source: protocol/SPEC.md and docs on security; each directive is there for a reason given beside it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from userview.hosting.origins import Origins

ANY_ORIGIN: Final[Mapping[str, str]] = {
    # Files that strangers' pages load: also from pages that demand permission (COEP).
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Timing-Allow-Origin": "*",
}

COMMON: Final[Mapping[str, str]] = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}

REVALIDATE: Final = "no-cache"
"""May be kept, must be asked for again each time: pages and the loader, which name files by their hash."""

FOR_EVER: Final = "public, max-age=31536000, immutable"
"""For files whose name changes with their content."""

_HASHED: Final = re.compile(r"[-.](?=[A-Za-z0-9_-]*\d)[A-Za-z0-9_-]{8,}\.[a-z0-9]+$")


def kept(name: str) -> str:
    """`Cache-Control` of a built file: for ever when its name has a hash, asked for again otherwise."""
    return FOR_EVER if _HASHED.search(name) else REVALIDATE


def _policy(directives: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


class PageHeaders:
    """The headers of each kind of page of one installation. Immutable."""

    def __init__(self, origins: Origins) -> None:
        self._origins = origins

    def dashboard(self) -> dict[str, str]:
        """The agent's app: nobody frames it, and it frames the replay host alone."""
        return {
            **COMMON,
            "Content-Security-Policy": self._app_policy("'none'"),
            "X-Frame-Options": "DENY",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cache-Control": REVALIDATE,
        }

    def reference(self) -> dict[str, str]:
        """The reference of the API: its own script and style, and nothing else; nobody frames it."""
        return {
            **COMMON,
            "Content-Security-Policy": _policy(
                {
                    "default-src": "'none'",
                    "script-src": "'self'",
                    "style-src": "'self'",
                    "img-src": "data:",
                    "base-uri": "'none'",
                    "form-action": "'none'",
                    "frame-ancestors": "'none'",
                }
            ),
            "X-Frame-Options": "DENY",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cache-Control": REVALIDATE,
        }

    def watch(self, ancestors: Sequence[str] | None) -> dict[str, str]:
        """A watch page: framed by `ancestors` (origins), by anybody when None, by nobody when empty."""
        if ancestors is not None and not ancestors:
            return self.dashboard()
        allowed = "*" if ancestors is None else " ".join(["'self'", *ancestors])
        return {
            **COMMON,
            "Content-Security-Policy": self._app_policy(allowed),
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Cache-Control": REVALIDATE,
        }

    def viewer(self) -> dict[str, str]:
        """The frame around mirrored pages, on the replay host: nothing from anywhere but here.

        `'unsafe-inline'` is for styles of mirrored pages; `about:` for the inner frame without scripts.
        Who may frame it is not said: the watch page that does may itself be framed by a third party,
        and without the port that only the watch page has, the frame shows nothing.
        """
        replay = self._origins.replay
        return {
            **COMMON,
            "Content-Security-Policy": _policy(
                {
                    "default-src": "'none'",
                    "script-src": "'self'",
                    "style-src": "'self' 'unsafe-inline'",
                    "img-src": "'self' data: blob:",
                    "font-src": "'self' data:",
                    "media-src": "'self' data: blob:",
                    "connect-src": f"'self' {replay.websocket_url}",
                    "frame-src": "'self' about:",
                    "base-uri": "'none'",
                    "form-action": "'none'",
                }
            ),
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Cache-Control": REVALIDATE,
        }

    def _app_policy(self, frame_ancestors: str) -> str:
        return _policy(
            {
                "default-src": "'self'",
                "img-src": "'self' data:",
                "connect-src": f"'self' {self._origins.public.websocket_url}",
                "frame-src": self._origins.replay.url,
                "object-src": "'none'",
                "base-uri": "'none'",
                "form-action": "'self'",
                "frame-ancestors": frame_ancestors,
            }
        )


ASSET_HEADERS: Final[Mapping[str, str]] = {
    **COMMON,
    # An SVG that is opened by itself is a document: it gets no scripts, no origin and no network.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}
