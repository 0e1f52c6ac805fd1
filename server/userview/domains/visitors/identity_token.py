"""Identity tokens: what the site's own server signs of its visitor, so that a browser cannot make it up.

A JWT (RFC 7519), HS256 under the team's identity secret: `sub` is the unique id, `identities` (optional) a list of
texts, `aud` the team's public key, `exp` at most 24 hours away. Nothing else in it is looked at.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, cast

import jwt
from jwt.exceptions import InvalidSubjectError

from userview.signing import digest

MAX_CHARACTERS: Final = 8192
"""Of a token; 50 identities of 256 characters would not fit, which nobody needs."""
MAX_LIFE_SECONDS: Final = 24 * 3600
LEEWAY_SECONDS: Final = 60
"""So much may the clocks of the site's server and of this one differ."""
MAX_TEXT: Final = 256
"""Characters of the unique id and of each identity."""
MAX_IDENTITIES: Final = 50


@dataclass(frozen=True, slots=True)
class SignedIdentity:
    """What a good token says."""

    unique_id: str
    identities: list[str] | None
    digest: str
    """Of the token's text."""


@dataclass(frozen=True, slots=True)
class RefusedToken:
    """A token that does not count; `message` is one sentence for the site's developer."""

    message: str
    digest: str
    names: str | None
    """Whom it would name, if it could be believed: enough to know that it is not whoever was there before (P4)."""


class _Unfit(Exception):
    """What is wrong, in words."""


def read_token(token: str, secrets: Sequence[str], public_key: str, now: float) -> SignedIdentity | RefusedToken:
    """Check a token against the team's secrets that count now, the newest first. `now` in Unix seconds."""
    try:
        payload = _payload(token, secrets, public_key)
        _check_time(payload, now)
        return SignedIdentity(_text("sub", payload["sub"]), _identities(payload), digest(token))
    except _Unfit as unfit:
        return RefusedToken(f"identityToken: {unfit}", digest(token) if token.isascii() else "", _named(token))


def _named(token: str) -> str | None:
    """The `sub` of a token that is not believed."""
    if len(token) > MAX_CHARACTERS:
        return None
    try:
        payload: Mapping[str, object] = jwt.decode(token, options={"verify_signature": False})
        return _text("sub", payload.get("sub"))
    except (jwt.PyJWTError, ValueError, RecursionError, _Unfit):
        return None


def _payload(token: str, secrets: Sequence[str], public_key: str) -> Mapping[str, Any]:
    if len(token) > MAX_CHARACTERS:
        raise _Unfit(f"expected at most {MAX_CHARACTERS} characters, got {len(token)}")
    if not token.isascii():
        raise _Unfit("expected a JWT (three parts of URL-safe base64 with dots between), got something else")
    if not secrets:
        raise _Unfit("the team has no identity secret yet; an admin makes it by reading /v1/team/identity_secret")
    for secret in secrets:
        try:
            return jwt.decode(
                token,
                secret,
                algorithms=["HS256"],
                audience=public_key,
                options={
                    "require": ["sub", "aud", "exp"],
                    "strict_aud": True,
                    # Times are checked against our own clock, in `_check_time`.
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
        except jwt.InvalidSignatureError:
            continue
        except (jwt.PyJWTError, ValueError, RecursionError) as error:
            raise _Unfit(_in_words(error, public_key)) from error
    raise _Unfit("the signature does not fit the team's identity secret")


def _in_words(error: Exception, public_key: str) -> str:
    match error:
        case jwt.InvalidAlgorithmError():
            return "expected the algorithm HS256, got another one"
        case jwt.InvalidAudienceError():
            return f'expected "aud" to be the public key {public_key}, got something else'
        case jwt.MissingRequiredClaimError():
            return f'expected the claims "sub", "aud" and "exp", got a token without "{error.claim}"'
        case InvalidSubjectError():
            return 'expected "sub" to be a text (a number is written as one), got something else'
        case _:
            return "expected a JWT (three parts of URL-safe base64 with dots between), got something else"


def _check_time(payload: Mapping[str, Any], now: float) -> None:
    expires = _seconds("exp", payload["exp"])
    if expires < now - LEEWAY_SECONDS:
        raise _Unfit(f"it expired at {_written(expires)}; make a new one for each page")
    if expires > now + MAX_LIFE_SECONDS + LEEWAY_SECONDS:
        raise _Unfit(f'expected "exp" at most 24 hours away, got {_written(expires)}')
    if "nbf" in payload and _seconds("nbf", payload["nbf"]) > now + LEEWAY_SECONDS:
        raise _Unfit('it is not valid yet ("nbf"); are the clocks of both servers right?')


def _seconds(claim: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _Unfit(f'expected "{claim}" to be a number of Unix seconds, got something else')
    return float(min(max(value, 0), 2**40))


def _written(seconds: float) -> str:
    """A moment for people; those after the year 9999 have no date."""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return "a time that no calendar has"


def _identities(payload: Mapping[str, Any]) -> list[str] | None:
    given = payload.get("identities")
    if given is None:
        return None
    if not isinstance(given, list) or len(cast("list[object]", given)) > MAX_IDENTITIES:
        raise _Unfit(f'expected "identities" to be a list of at most {MAX_IDENTITIES} texts, got something else')
    return [_text("identities", one) for one in cast("list[object]", given)]


def _text(claim: str, value: object) -> str:
    text = value.replace("\x00", "").strip() if isinstance(value, str) else ""
    # JSON can hold halves of characters, which no database keeps.
    if not 0 < len(text) <= MAX_TEXT or any("\ud800" <= character <= "\udfff" for character in text):
        raise _Unfit(f'expected "{claim}" to hold texts of 1 to {MAX_TEXT} characters, got something else')
    return text
