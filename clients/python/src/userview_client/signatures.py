"""Checks that a webhook comes from your UserView server (Standard Webhooks)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any, Final, cast

TOLERANCE_SECONDS: Final = 300
"""How far the sender's clock may be off; older deliveries may be somebody's recording."""


class InvalidSignature(Exception):
    """The request does not come from the server that has the secret, or is too old."""


def verify_webhook(secret: str, headers: Mapping[str, str], body: bytes, *, now: float | None = None) -> dict[str, Any]:
    """The event in a webhook's request: `id`, `type`, `created_at`, `data`.

    `secret`: the webhook's (`whsec_…`). `body`: the bytes as they came. `now`: Unix seconds, for tests.

    Raises:
        InvalidSignature: it is not from there.
    """
    given = {name.lower(): value for name, value in headers.items()}
    try:
        identity, sent_at = given["webhook-id"], int(given["webhook-timestamp"])
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (KeyError, ValueError, binascii.Error) as error:
        raise InvalidSignature("expected webhook-id, webhook-timestamp and a secret whsec_…") from error
    if abs((time.time() if now is None else now) - sent_at) > TOLERANCE_SECONDS:
        raise InvalidSignature(f"expected a webhook of the last {TOLERANCE_SECONDS} seconds")
    signed = f"{identity}.{sent_at}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    signatures = [part.removeprefix("v1,").encode() for part in given.get("webhook-signature", "").split()]
    if not any(hmac.compare_digest(expected, signature) for signature in signatures):
        raise InvalidSignature("expected a signature made with this secret")
    return cast("dict[str, Any]", json.loads(body))
