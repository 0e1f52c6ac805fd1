"""What the description of the API says of every operation."""

from typing import Any, Final

from userview.rest.answers import Failure

_MEANING: Final = {
    400: "`invalid_json`, `invalid_cursor`",
    401: "`invalid_api_key`: missing, empty, unknown or revoked. The dashboard's operations: `not_signed_in`, `wrong_credentials`",
    403: "`insufficient_scope`, `secret_key_in_browser`, `foreign_origin`",
    404: "`not_found`: also what belongs to another team",
    409: "`conflict`",
    410: "`link_expired`, `session_ended`",
    413: "`body_too_large`",
    415: "`unsupported_media_type`",
    422: "`invalid_request`: well formed, not valid; the message names the field",
    429: "`rate_limited`, with `Retry-After` and `RateLimit-*`",
}


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The failures that an operation can have."""
    return {status: {"model": Failure, "description": _MEANING[status]} for status in statuses}
