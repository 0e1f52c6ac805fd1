"""What the description of the API says of failures and headers: once, for every operation."""

from dataclasses import dataclass
from typing import Any, Final

from userview.rest.answers import Failure

ALLOWANCE: Final = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
"""Headers of every answer to a caller who was counted."""


@dataclass(frozen=True, slots=True)
class FailureKind:
    """The failures of one status."""

    name: str
    """Of its part of the description."""
    meaning: str
    counted: bool = False
    """The caller has been counted before any of them, so the `RateLimit-*` headers are always there."""
    headers: tuple[str, ...] = ()
    """Further headers, always there."""


FAILURES: Final = {
    400: FailureKind("Unreadable", "`invalid_json`, `invalid_cursor`: the body or the cursor cannot be read."),
    401: FailureKind(
        "NotAuthenticated",
        "`invalid_api_key`: missing, empty, unknown or revoked. The dashboard's operations: `not_signed_in`, "
        "`wrong_credentials`.",
        counted=True,
    ),
    403: FailureKind(
        "NotAllowed", "`insufficient_scope`, `secret_key_in_browser`; for the dashboard's cookie also `foreign_origin`."
    ),
    404: FailureKind(
        "NotFound",
        "`not_found`: there is no such thing, or it belongs to another team; for the dashboard also `no_recording`: "
        "the session was not recorded, or the recording is gone.",
    ),
    405: FailureKind(
        "MethodNotAllowed", "`method_not_allowed`: the address is good for other methods.", headers=("Allow",)
    ),
    409: FailureKind("Conflict", "`conflict`, `not_ready`: not in the state that things are in.", counted=True),
    410: FailureKind("Gone", "`link_expired`, `session_ended`: it is over.", counted=True),
    413: FailureKind("BodyTooLarge", "`body_too_large`: the body is longer than 1 MiB, or what the server is set to."),
    415: FailureKind("UnsupportedMediaType", "`unsupported_media_type`: the body is not `application/json`."),
    421: FailureKind(
        "Misdirected", "`misdirected_request`: this host name serves something else; the message has the address."
    ),
    422: FailureKind("Invalid", "`invalid_request`: well formed, not valid; the message names the field."),
    429: FailureKind(
        "RateLimited",
        "`rate_limited`: too many requests, or wrong lookup codes or passwords; the message says which.",
        counted=True,
        headers=("Retry-After",),
    ),
    503: FailureKind("Unavailable", "`database_unavailable`: try again in a moment."),
}
"""Every failure by its status. There is no 500: an answer with that status is a fault of the server."""

EVERYWHERE: Final = (405, 413, 421, 422, 429, 503)
"""What the edge may answer to any request, before an operation sees it (422: a NUL character in the query)."""
WITH_BODY: Final = (400, 415)
"""The same where a body can come, even if the operation reads none."""


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The failures that an operation can have; those that any can have are added to the description."""
    return {status: {"model": Failure, "description": FAILURES[status].meaning} for status in statuses}


def headers(*, counted: bool, more: tuple[str, ...] = ()) -> dict[str, Any]:
    """The headers of an answer, by reference. `counted`: those of the rate limit are always there."""
    sure = {"X-Request-Id", *more, *(ALLOWANCE if counted else ())}
    names = ("X-Request-Id", *ALLOWANCE, *more)
    return {name: {"$ref": f"#/components/headers/{name}"} if name in sure else _maybe(name) for name in names}


def failure_responses() -> dict[str, Any]:
    """The failures as parts that operations refer to."""
    schema = {"$ref": "#/components/schemas/Failure"}
    return {
        kind.name: {
            "description": kind.meaning,
            "headers": headers(counted=kind.counted, more=kind.headers),
            "content": {"application/json": {"schema": schema}},
        }
        for kind in FAILURES.values()
    }


def header_parts() -> dict[str, Any]:
    """The headers as parts that answers refer to."""
    return {name: {**part, "required": True} for name, part in _HEADERS.items()}


def _maybe(name: str) -> dict[str, Any]:
    return {**_HEADERS[name], "required": False}


_HEADERS: Final[dict[str, dict[str, Any]]] = {
    "X-Request-Id": {
        "description": "Names the request; the server's log has it too.",
        "schema": {"type": "string", "examples": ["req_7f3k2m9q4x8c1v5b"]},
    },
    "RateLimit-Limit": {
        "description": "Requests a minute for this key, or of what there were too many.",
        "schema": {"type": "integer", "examples": [600]},
    },
    "RateLimit-Remaining": {
        "description": "Requests that are left now.",
        "schema": {"type": "integer", "examples": [597]},
    },
    "RateLimit-Reset": {
        "description": "Seconds until all of the limit is there again.",
        "schema": {"type": "integer", "examples": [1]},
    },
    "Retry-After": {
        "description": "Seconds after which to try again.",
        "schema": {"type": "integer", "minimum": 1, "examples": [2]},
    },
    "Allow": {
        "description": "The methods that this address is good for.",
        "schema": {"type": "string", "examples": ["GET, PATCH"]},
    },
}
