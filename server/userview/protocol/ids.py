"""Identifiers: how each one is made and what it looks like.

All randomness comes from `secrets`; nothing is derived from time or from another id.
"""

import re
import secrets
from typing import Final

SHORT_ID_LENGTH: Final = 18
"""Upper-case letters and digits: 93 bits, so ids never collide and cannot be walked."""

_SHORT_ID_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_KEY_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

SHORT_ID_PATTERN: Final = r"^[A-Z0-9]{18}$"
SESSION_ID_PATTERN: Final = r"^[0-9a-f]{16}$"
PUBLIC_KEY_PATTERN: Final = r"^pk_[A-Za-z0-9]{24}$"
SECRET_KEY_PATTERN: Final = r"^sk_[A-Za-z0-9]{43}$"
ASSET_ID_PATTERN: Final = r"^[A-Za-z0-9_-]{1,64}$"

_SESSION_ID: Final = re.compile(SESSION_ID_PATTERN)


def _text(alphabet: str, length: int) -> str:
    """Letters that are all equally likely: bytes that would favour the first of the alphabet are thrown away."""
    size = len(alphabet)
    bound = 256 - 256 % size
    letters: list[str] = []
    while len(letters) < length:
        # Random bytes come from the system, which takes longer to ask than a few more bytes of it.
        letters += [alphabet[byte % size] for byte in secrets.token_bytes(length + 8) if byte < bound]
    return "".join(letters[:length])


def new_short_id() -> str:
    """A visitor's public id: 18 upper-case letters and digits."""
    return _text(_SHORT_ID_ALPHABET, SHORT_ID_LENGTH)


def new_session_id() -> str:
    """A session's id: 16 lower-case hexadecimal digits, the 8 bytes of the envelope (rule E2)."""
    return secrets.token_hex(8)


def session_id_bytes(session_id: str) -> bytes:
    """The 8 bytes that stand for a session in the envelope.

    Raises:
        ValueError: when `session_id` is not 16 lower-case hexadecimal digits.
    """
    if not _SESSION_ID.fullmatch(session_id):
        raise ValueError(f"expected a session id of 16 hexadecimal digits, got {session_id[:40]!r}")
    return bytes.fromhex(session_id)


def new_secret() -> str:
    """256 bits in URL-safe base64 (43 characters): visitor secrets, watch tokens, seats."""
    return secrets.token_urlsafe(32)


def new_public_key() -> str:
    """A team's public key, the one in the install snippet."""
    return "pk_" + _text(_KEY_ALPHABET, 24)


def new_secret_key() -> str:
    """A team's secret API key: 43 letters and digits, 256 bits."""
    return "sk_" + _text(_KEY_ALPHABET, 43)


def new_identity_secret() -> str:
    """A team's secret for signing identity tokens: 43 letters and digits, 256 bits."""
    return "is_" + _text(_KEY_ALPHABET, 43)


def new_id(prefix: str) -> str:
    """An opaque id for a row, e.g. `agent_8Jx…`: the prefix and 20 letters and digits (119 bits)."""
    return f"{prefix}_{_text(_KEY_ALPHABET, 20)}"
