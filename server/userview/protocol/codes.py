"""Every close code and every error code of the live connections, each with what to do next.

Source: protocol/SPEC.md, rules K1 (close codes) and K2 (errors that do not close). The TypeScript
side reads the same tables from `packages/protocol/src/generated/codes.ts`.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final, Literal

Retry = Literal["never", "after_delay", "new_credentials"]
"""What a client does after a close.

`never`: give up and say why; `after_delay`: reconnect with full jitter; `new_credentials`: fetch a
new ticket or sign in again, then reconnect.
"""


class CloseCode(IntEnum):
    """WebSocket close codes that this server sends."""

    NORMAL = 1000
    GOING_AWAY = 1001
    TOO_BIG = 1009
    INTERNAL = 1011
    BAD_MESSAGE = 4400
    NOT_AUTHENTICATED = 4401
    NOT_ALLOWED = 4403
    NO_SUCH_SESSION = 4404
    TOO_SLOW = 4408
    REPLACED = 4409
    ENDED = 4410
    OTHER_VERSION = 4426
    RATE = 4429
    DRAINING = 4503


@dataclass(frozen=True, slots=True)
class CloseAdvice:
    """What a close code means and when to come back."""

    meaning: str
    retry: Retry


CLOSE_ADVICE: Final[dict[CloseCode, CloseAdvice]] = {
    CloseCode.NORMAL: CloseAdvice("the other side is done", "never"),
    CloseCode.GOING_AWAY: CloseAdvice("the page or the server is going away", "after_delay"),
    CloseCode.TOO_BIG: CloseAdvice("a message was larger than allowed", "never"),
    CloseCode.INTERNAL: CloseAdvice("the server has a defect, which it logged", "after_delay"),
    CloseCode.BAD_MESSAGE: CloseAdvice("a message could not be read", "never"),
    CloseCode.NOT_AUTHENTICATED: CloseAdvice("no valid credentials", "new_credentials"),
    CloseCode.NOT_ALLOWED: CloseAdvice("the credentials do not allow this", "never"),
    CloseCode.NO_SUCH_SESSION: CloseAdvice("there is no such session", "never"),
    CloseCode.TOO_SLOW: CloseAdvice("the reader did not keep up", "after_delay"),
    CloseCode.REPLACED: CloseAdvice("a newer connection of the same page took over", "never"),
    CloseCode.ENDED: CloseAdvice("the session has ended", "never"),
    CloseCode.OTHER_VERSION: CloseAdvice("no protocol version in common", "never"),
    CloseCode.RATE: CloseAdvice("too many messages or connections", "after_delay"),
    CloseCode.DRAINING: CloseAdvice("this server is stopping", "after_delay"),
}


class ErrorCode(StrEnum):
    """Codes of `error` messages; they do not close the connection unless a close follows."""

    BAD_MESSAGE = "bad_message"
    UNKNOWN_MESSAGE = "unknown_message"
    NOT_AUTHENTICATED = "not_authenticated"
    INVALID_API_KEY = "invalid_api_key"
    SITE_NOT_ALLOWED = "site_not_allowed"
    NOT_ALLOWED = "not_allowed"
    NO_SUCH_SESSION = "no_such_session"
    SESSION_ENDED = "session_ended"
    LINK_EXPIRED = "link_expired"
    UNSUPPORTED_VERSION = "unsupported_version"
    IDENTITY_REFUSED = "identity_refused"
    RATE_LIMITED = "rate_limited"
    TOO_MANY_TABS = "too_many_tabs"
    TOO_MANY_VIEWERS = "too_many_viewers"
    CONTROL_HELD = "control_held"
    CONTROL_NOT_GRANTED = "control_not_granted"
    CONTROL_DECLINED = "control_declined"
    NO_CONSENT = "no_consent"
    NOT_LIVE = "not_live"


ERROR_MEANING: Final[dict[ErrorCode, str]] = {
    ErrorCode.BAD_MESSAGE: "the message was not what this place expects; the text says which field",
    ErrorCode.UNKNOWN_MESSAGE: "no message of this type is known here",
    ErrorCode.NOT_AUTHENTICATED: "sign in, or bring a seat of this session",
    ErrorCode.INVALID_API_KEY: "no team has this public key",
    ErrorCode.SITE_NOT_ALLOWED: "the page's site is not in the team's allowed sites",
    ErrorCode.NOT_ALLOWED: "a permission of the session or the team forbids it",
    ErrorCode.NO_SUCH_SESSION: "no session of this team has that id",
    ErrorCode.SESSION_ENDED: "the session has ended",
    ErrorCode.LINK_EXPIRED: "the watch link was used or is too old",
    ErrorCode.UNSUPPORTED_VERSION: "no protocol version in common; the text gives the range",
    ErrorCode.IDENTITY_REFUSED: "the identity was not taken; the text says why",
    ErrorCode.RATE_LIMITED: "too many messages in a short time; this one was dropped",
    ErrorCode.TOO_MANY_TABS: "this visitor has as many connected tabs as allowed",
    ErrorCode.TOO_MANY_VIEWERS: "this session has as many viewers as allowed",
    ErrorCode.CONTROL_HELD: "another agent is in control; take it over first",
    ErrorCode.CONTROL_NOT_GRANTED: "the visitor must be asked for control first, with `control.take`",
    ErrorCode.CONTROL_DECLINED: "the visitor was asked for control, and did not give it",
    ErrorCode.NO_CONSENT: "the visitor has not agreed",
    ErrorCode.NOT_LIVE: "no page of the visitor is connected now",
}
