"""What can go wrong: a class for each kind of failure, all of them `UserViewError`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast


class UserViewError(Exception):
    """A request failed.

    `status` is the answer's (0 without one), `code` what programs go by (such as `not_found`), `message` one sentence
    for people, `request_id` names the request in the server's log.
    """

    def __init__(self, status: int, code: str, message: str, request_id: str | None = None) -> None:
        super().__init__(f"{message} ({code}, {request_id})" if request_id else f"{message} ({code})")
        self.status = status
        self.code = code
        self.message = message
        self.request_id = request_id


class NotAuthenticated(UserViewError):
    """401: the secret key is missing, unknown or revoked."""


class NotAllowed(UserViewError):
    """403: the key lacks the scope."""


class NotFound(UserViewError):
    """404: there is no such thing, or it is another team's."""


class Conflict(UserViewError):
    """409: not in the state that things are in."""


class Gone(UserViewError):
    """410: it is over."""


class InvalidRequest(UserViewError):
    """400, 405, 413, 415, 421, 422: the server does not take this request; the message says what it expected."""


class RateLimited(UserViewError):
    """429: too many requests; `retry_after` in seconds."""

    def __init__(self, status: int, code: str, message: str, request_id: str | None, retry_after: float) -> None:
        super().__init__(status, code, message, request_id)
        self.retry_after = retry_after


class ServerFailed(UserViewError):
    """500 and above: it is not the request's fault."""


class Unreachable(UserViewError):
    """No answer came: no connection, or too slow."""

    def __init__(self, reason: str) -> None:
        super().__init__(0, "unreachable", reason)


_KINDS: dict[int, type[UserViewError]] = {
    401: NotAuthenticated,
    403: NotAllowed,
    404: NotFound,
    409: Conflict,
    410: Gone,
}


def failure(status: int, headers: Mapping[str, str], body: Any) -> UserViewError:
    """The error that an answer stands for, whatever its body is."""
    told = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    code = str(told.get("error", "unexpected"))
    message = str(told.get("message", f"the server answered {status} without saying why"))
    request_id = headers.get("X-Request-Id")
    if status == 429:
        return RateLimited(status, code, message, request_id, retry_after(headers))
    kind = ServerFailed if status >= 500 else _KINDS.get(status, InvalidRequest)
    return kind(status, code, message, request_id)


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds after which the server wants to be asked again; 1 when it does not say."""
    try:
        return max(0.0, float(headers.get("Retry-After", "1")))
    except ValueError:
        return 1.0
