"""The cookies of our own pages, all of them HttpOnly and host-only.

Of the sign-in: SameSite=Lax; on https also Secure and `__Host-`. Of a seat (protocol/SPEC.md, rule W2): for the
frames of other people's pages, where browsers refuse a page its storage.
"""

from typing import Final

from starlette.responses import Response

from userview.signing import digest

NAME: Final = "userview_sign_in"
SEAT_NAME: Final = "userview_seat"


def cookie_name(public_url: str) -> str:
    """What the cookie is called on this installation. With `__Host-` no other host can set it, but that needs https."""
    return f"__Host-{NAME}" if public_url.startswith("https:") else NAME


def set_cookie(response: Response, public_url: str, value: str, max_age_seconds: int) -> None:
    """Remember a sign-in in the browser."""
    response.set_cookie(
        cookie_name(public_url),
        value,
        max_age=max_age_seconds,
        path="/",
        secure=public_url.startswith("https:"),
        httponly=True,
        samesite="lax",
    )


def clear_cookie(response: Response, public_url: str) -> None:
    """Forget it."""
    secure = public_url.startswith("https:")
    response.delete_cookie(cookie_name(public_url), path="/", secure=secure, httponly=True, samesite="lax")


def seat_cookie_name(token: str) -> str:
    """What the cookie is called that keeps the seat of this watch link: each link of a session has its own."""
    return f"{SEAT_NAME}_{digest(token)[:16]}"


def set_seat_cookie(response: Response, session: str, token: str, seat: str) -> None:
    """Remember a seat in the browser for as long as it runs; only the session's own paths are sent it.

    Browsers send it from frames of other people's pages (`SameSite=None`), but keep it apart for each site around
    the frame (`Partitioned`), which is why they allow it. They take it on https, and on http from localhost alone.
    """
    # Starlette writes `Partitioned` on Python 3.14 and later only. Tokens and seats are base64url: nothing to quote.
    attributes = f"Path=/watch/{session}; HttpOnly; Secure; SameSite=None; Partitioned"
    response.headers.append("Set-Cookie", f"{seat_cookie_name(token)}={seat}; {attributes}")
