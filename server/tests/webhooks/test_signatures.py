"""Signatures are those of the Standard Webhooks specification: its own library verifies them."""

from __future__ import annotations

import time

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from userview.domains.webhooks.signatures import PREFIX, new_secret, signed_headers

BODY = '{"id":"evt_1","type":"session.ended","data":{"name":"Zoë ✓"}}'.encode()


def test_the_library_verifies_what_was_signed() -> None:
    secret = new_secret()
    assert secret.startswith(PREFIX)
    headers = signed_headers("evt_1", int(time.time()), BODY, [secret])
    assert Webhook(secret).verify(BODY, dict(headers))["type"] == "session.ended"


def test_during_a_rotation_both_secrets_verify() -> None:
    new, old = new_secret(), new_secret()
    headers = dict(signed_headers("evt_1", int(time.time()), BODY, [new, old]))
    for secret in (new, old):
        Webhook(secret).verify(BODY, headers)


@pytest.mark.parametrize("changed", ["body", "id", "time", "secret"])
def test_whatever_is_changed_does_not_verify(changed: str) -> None:
    secret = new_secret()
    at = int(time.time())
    headers = dict(signed_headers("evt_1", at, BODY, [secret]))
    body = BODY + b" " if changed == "body" else BODY
    if changed == "id":
        headers["webhook-id"] = "evt_2"
    if changed == "time":
        headers["webhook-timestamp"] = str(at - 1)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret() if changed == "secret" else secret).verify(body, headers)


def test_secrets_are_new_each_time() -> None:
    assert len({new_secret() for _ in range(100)}) == 100
