"""Secrets that must be read back, encrypted at rest: identity secrets, webhook secrets, TURN secrets.

A sealed text is `v1.<URL-safe base64>`: a random nonce of 96 bits, then AES-256-GCM. The key is derived
from the master key per purpose (HKDF-SHA256, RFC 5869), so that what was sealed for one purpose opens for
no other. Random nonces are safe for 2^32 texts a purpose, far more than an installation has secrets.
"""

import base64
import os
from typing import ClassVar, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from userview.errors import UserViewError

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
"""96 bits, the length that GCM is made for."""
VERSION: Final = "v1"


class CannotUnseal(UserViewError):
    """A sealed text does not open: sealed under another master key or for another purpose, or damaged."""

    code: ClassVar[str] = "cannot_unseal"


class Sealer:
    """Seals and opens texts; immutable, safe to share."""

    def __init__(self, master_key: bytes) -> None:
        """`master_key`: 32 random bytes.

        Raises:
            ValueError: when the key has another length.
        """
        if len(master_key) != KEY_BYTES:
            raise ValueError(f"expected a master key of {KEY_BYTES} bytes, got {len(master_key)}")
        self._master_key = master_key

    def seal(self, text: str, purpose: str) -> str:
        """`text`, encrypted for `purpose`; a little over four thirds of its UTF-8 length plus 41 characters."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self._cipher(purpose).encrypt(nonce, text.encode(), None)
        return f"{VERSION}.{base64.urlsafe_b64encode(sealed).decode()}"

    def open(self, sealed: str, purpose: str) -> str:
        """The text that was sealed for `purpose`.

        Raises:
            CannotUnseal: it was sealed under another master key or for another purpose, or was changed since.
        """
        version, _, body = sealed.partition(".")
        if version != VERSION:
            raise CannotUnseal(
                f"expected a {purpose} sealed as {VERSION}, got the format {version[:10]!r}: a newer server wrote it, "
                "or it is damaged",
                purpose=purpose,
            )
        try:
            raw = base64.b64decode(body, altchars=b"-_", validate=True)
            return self._cipher(purpose).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()
        except (ValueError, InvalidTag) as error:
            raise CannotUnseal(
                f"a stored {purpose} cannot be opened: it was sealed under another master key (bring back the file "
                "master.key, or USERVIEW_MASTER_KEY, from before), or is damaged",
                purpose=purpose,
            ) from error

    def _cipher(self, purpose: str) -> AESGCM:
        info = f"userview sealing {VERSION}: {purpose}".encode()
        return AESGCM(HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(self._master_key))
