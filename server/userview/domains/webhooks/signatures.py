"""Signatures as the Standard Webhooks specification (standardwebhooks.com, version 1) wants them."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from typing import Final

PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 24
"""192 bits; the specification asks for 24 to 64 bytes."""


def new_secret() -> str:
    """A signing secret as receivers get it: `whsec_` and base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signed_headers(message_id: str, at: int, body: bytes, signing_secrets: Iterable[str]) -> Mapping[str, str]:
    """The three headers of a message; `at` in Unix seconds is when this attempt is made.

    One signature per secret, so that receivers with the old or the new one both find theirs.
    """
    signed = f"{message_id}.{at}.".encode() + body
    signatures = [f"v1,{_signature(secret, signed)}" for secret in signing_secrets]
    return {"webhook-id": message_id, "webhook-timestamp": str(at), "webhook-signature": " ".join(signatures)}


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
