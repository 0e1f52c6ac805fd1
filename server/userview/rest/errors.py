"""Errors of the HTTP edge, and the one table from codes to statuses.

Source: docs/reference, "Answers": codes are API, and every failure has the same shape.
"""

from typing import Any, ClassVar, Final

from userview.errors import UserViewError

STATUS: Final[dict[str, int]] = {
    "invalid_json": 400,
    "invalid_cursor": 400,
    "invalid_api_key": 401,
    "not_signed_in": 401,
    "wrong_credentials": 401,
    "insufficient_scope": 403,
    "secret_key_in_browser": 403,
    "foreign_origin": 403,
    "not_found": 404,
    "no_recording": 404,
    "method_not_allowed": 405,
    "not_ready": 409,
    "conflict": 409,
    "session_ended": 410,
    "link_expired": 410,
    "body_too_large": 413,
    "unsupported_media_type": 415,
    "invalid_request": 422,
    "rate_limited": 429,
    "internal_error": 500,
    "database_unavailable": 503,
}
"""The status of each code; a code that is not here is a fault of this server."""

SHOWN_FIELDS: Final = ("retry_url",)
"""Facts of an error that the answer carries beside its sentence."""


class NotFound(UserViewError):
    """There is no such operation or thing."""

    code: ClassVar[str] = "not_found"


class MethodNotAllowed(UserViewError):
    """Something else is done at this address; `allowed` says what."""

    code = "method_not_allowed"

    def __init__(self, method: str, allowed: str) -> None:
        super().__init__(f"expected {allowed} here, got {method}")
        self.allowed: Final = allowed


class NotReady(UserViewError):
    """Not yet: something has to end or to be made first."""

    code: ClassVar[str] = "not_ready"


class InvalidApiKey(UserViewError):
    """No key, an empty, unknown or revoked one, or no valid sign-in: one answer for all."""

    code: ClassVar[str] = "invalid_api_key"

    def __init__(self) -> None:
        super().__init__("expected a secret key of this installation in X-Api-Key or Authorization: Bearer")


class InsufficientScope(UserViewError):
    """The key, or the member's role, may not do this."""

    code: ClassVar[str] = "insufficient_scope"


class DetailsHidden(UserViewError):
    """The member's permissions hide private details of visitors, and nothing else is asked for."""

    code: ClassVar[str] = "insufficient_scope"

    def __init__(self) -> None:
        super().__init__("private details of visitors are hidden from you: your permissions say hide_private_details")


class SecretKeyInBrowser(UserViewError):
    """A secret key came from a web page, where everybody can read it."""

    code: ClassVar[str] = "secret_key_in_browser"

    def __init__(self) -> None:
        super().__init__(
            "this secret key came from a web page, where everybody can read it: call from your server, and revoke the key"
        )


class NotSignedIn(UserViewError):
    """The dashboard's operations need its sign-in cookie."""

    code: ClassVar[str] = "not_signed_in"

    def __init__(self) -> None:
        super().__init__("expected the cookie of somebody who is signed in to the dashboard")


class ForeignOrigin(UserViewError):
    """Another site's page tried to use the cookie."""

    code: ClassVar[str] = "foreign_origin"

    def __init__(self, origin: str | None) -> None:
        super().__init__(f"expected a page of this installation, got one of {(origin or 'an unknown origin')[:100]}")


class BodyTooLarge(UserViewError):
    """More bytes than allowed."""

    code: ClassVar[str] = "body_too_large"


class UnsupportedMediaType(UserViewError):
    """The body is something else than JSON."""

    code: ClassVar[str] = "unsupported_media_type"


class InvalidJson(UserViewError):
    """The body is no JSON, or nested too deeply to be read."""

    code: ClassVar[str] = "invalid_json"


class InvalidRequest(UserViewError):
    """Well formed, not valid; the sentence begins with the field."""

    code: ClassVar[str] = "invalid_request"


class InvalidCursor(UserViewError):
    """A cursor that was not given out by this list."""

    code: ClassVar[str] = "invalid_cursor"

    def __init__(self) -> None:
        super().__init__("cursor: expected the next_cursor of an answer to the same request")


class RateLimited(UserViewError):
    """Too many of something; `retry_after` in whole seconds. `limit`: how many may come, where that is not the requests'."""

    code: ClassVar[str] = "rate_limited"

    def __init__(self, retry_after: int, what: str = "requests", limit: int | None = None) -> None:
        super().__init__(f"too many {what}: try again in {retry_after} s", retry_after=retry_after)
        self.limit: Final = limit


def failure(code: str, message: str, request_id: str, fields: dict[str, Any] | None = None) -> dict[str, Any]:
    """The body of a failed request."""
    shown = {name: value for name, value in (fields or {}).items() if name in SHOWN_FIELDS}
    return {"status": "error", "error": code, "message": message, "request_id": request_id, **shown}
