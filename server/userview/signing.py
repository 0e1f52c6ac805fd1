"""Short-lived signed tokens: viewer tickets, asset uploads, asset links.

A token is `<payload>.<mac>`, both URL-safe base64: JSON with an expiry, and HMAC-SHA256 under a key
that is derived from the master key per purpose, so that a token made for one door opens no other.
"""

import base64
import hashlib
import hmac
import json
from typing import Any, Final, cast

MAC_BYTES: Final = 32


def digest(secret: str) -> str:
    """How a random secret (API key, token, seat, visitor's secret) is stored: its SHA-256, in hexadecimal.

    Enough for secrets of 128 bits and more, which nobody can guess; passwords are hashed by argon2 instead.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


class Signer:
    """Makes and reads tokens; immutable, safe to share."""

    def __init__(self, master_key: bytes) -> None:
        """`master_key`: 32 random bytes.

        Raises:
            ValueError: when the key has another length.
        """
        if len(master_key) != 32:
            raise ValueError(f"expected a master key of 32 bytes, got {len(master_key)}")
        self._master_key = master_key

    def sign(self, purpose: str, payload: dict[str, Any], expires_at: float | None) -> str:
        """A token for `purpose` that holds `payload`; `expires_at` in Unix seconds, None for never."""
        body = json.dumps({"x": expires_at, "p": payload}, separators=(",", ":")).encode()
        return f"{_text(body)}.{_text(self._mac(purpose, body))}"

    def read(self, purpose: str, token: str, now: float) -> dict[str, Any] | None:
        """The payload of a token that was made here for `purpose` and has not expired, else None."""
        body_text, dot, mac_text = token.partition(".")
        if not dot:
            return None
        try:
            body, mac = _bytes(body_text), _bytes(mac_text)
        except ValueError:
            return None
        if not hmac.compare_digest(self._mac(purpose, body), mac):
            return None
        held = cast("dict[str, Any]", json.loads(body))
        expires_at = cast("float | None", held["x"])
        if expires_at is not None and expires_at < now:
            return None
        return cast("dict[str, Any]", held["p"])

    def opaque(self, purpose: str, text: str) -> str:
        """A keyed hash in hexadecimal: the same text is the same hash, and without the master key nobody learns which."""
        return self._mac(purpose, text.encode()).hex()

    def _mac(self, purpose: str, body: bytes) -> bytes:
        key = hmac.digest(self._master_key, purpose.encode(), hashlib.sha256)
        return hmac.digest(key, body, hashlib.sha256)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    if not text.isascii():
        raise ValueError("expected URL-safe base64")
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
