"""The examples in the description of the API: one object of each kind, put together from examples of its attributes.

An attribute's example is found by the object's and its name, then by its name alone, then made from its type. What
none of that gives is shown as `UNKNOWN`, which a test refuses.
"""

from typing import Any, Final, cast

from userview.domains.teams.settings import TeamSettings

UNKNOWN: Final = "…"

Json = dict[str, Any]

_VISITOR: Final = "VX4K2M9Q7TC1R8ZB3N"
_SESSION: Final = "5f0c1d9ab37e4286"
_AGENT: Final = "agent_8JxT2mQ4kZ7wR1cV5bN3"
_PUBLIC_KEY: Final = "pk_5vQ8mX2kT7wR4cZ1bN9jL3hG"
_SETTINGS: Final[Json] = TeamSettings().model_dump(mode="json")
_TOKEN: Final = "k3J9xQ2mV7tR4wZ1cN8bL5hG6pD0sF-aYuEiOqWeRtY"
_WEBHOOK_ID: Final = "wh_9L3hGk2Tq7Rw4cZ1bNx8"
_EVENT: Final = "evt_2Tq7Rw4cZ1bNx8mV5jK9"
_SIGNING_SECRET: Final = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
_WEBHOOK: Final[Json] = {
    "delivered_at": "2026-11-22T07:41:13.034Z",
    "disabled_at": None,
    "disabled_reason": None,
    "events": ["session.started", "session.ended"],
    "failing_since": None,
    "id": _WEBHOOK_ID,
    "url": "https://crm.example.com/hooks/userview",
}
_DELIVERY: Final[Json] = {
    "created_at": "2026-11-22T07:41:12.903Z",
    "event": "session.ended",
    "event_id": _EVENT,
    "finished_at": "2026-11-22T07:41:13.034Z",
    "id": "dlv_cZ1bNx8mV5jK92Tq7Rw4",
    "next_attempt_at": None,
    "state": "delivered",
    "url": "https://crm.example.com/hooks/userview",
    "webhook_id": _WEBHOOK_ID,
}
_SERVER: Final = "https://userview.example.com"
_PICTURE: Final = f"{_SERVER}/pictures/eyJ4IjoxNzk1MzMyNzE5fQ.k3J9xQ2mV7tR4wZ1cN8bL5hG6pD0sF-aYuEiOqWeRtY.png"

BY_NAME: Final[Json] = {
    "added_at": "2026-11-20T16:02:11.480Z",
    "agent_nickname": "Ada Lovelace",
    "api_key": _PUBLIC_KEY,
    "browser_name": "Chrome 156",
    "created_at": "2026-11-20T09:12:44.120Z",
    "device_type": "desktop",
    "domain": "shop.example.com",
    "email": "grace@example.com",
    "end_reason": "visitor_stopped",
    "ended_at": "2026-11-22T07:41:12.903Z",
    "expires_at": "2026-11-22T07:35:00.000Z",
    "features_used": ["remote_click", "remote_scroll"],
    "formatted_call_length": "00:00",
    "formatted_length": "10:42",
    "hint": "x7Qd",
    "identities": ["Grace Hopper", "grace@example.com"],
    "identity_verified": True,
    "ip_address": "203.0.113.7",
    "is_in_session": False,
    "is_online": True,
    "is_supported": True,
    "js_configuration": False,
    "language": "en",
    "last_seen_at": "2026-11-22T07:41:15.002Z",
    "last_url": "https://shop.example.com/cart",
    "last_used_at": "2026-11-22T07:41:00.000Z",
    "length_seconds": 642,
    "metadata": {"plan": "business", "orders": 7},
    "name": "Grace Hopper",
    "nickname": "Grace Hopper",
    "on_premise": True,
    "pageview_id": "0b6c8f1e-57a3-4c43-9a26-3f0f6c1d2b77",
    "public_key": _PUBLIC_KEY,
    "request_id": "req_7f3K2m9Q4x8C1v5B6nTz",
    "scopes": ["read", "sessions"],
    "session_authorized": True,
    "session_id": _SESSION,
    "short_id": _VISITOR,
    "source": "api",
    "start_url": "https://shop.example.com/cart",
    "sign_in_url": f"{_SERVER}/sign-in#{_TOKEN}",
    "started_at": "2026-11-22T07:30:00.000Z",
    "rating": 5,
    "state": "ended",
    "tags": ["#vip"],
    "ts": "2026-11-22T07:30:19.250Z",
    "unique_id": "user-7",
    "video_status": "not_available",
    "visitor_id": _VISITOR,
    "watch_link": f"{_SERVER}/visitors/{_VISITOR}/watch",
    "watch_url": f"{_SERVER}/watch/{_SESSION}#{_TOKEN}",
    "went_live": True,
}
"""Attributes that mean the same wherever they are."""

NULL: Final = frozenset(
    (
        "authorization_prompt_message",
        "authorization_prompt_title",
        "call_name",
        "device_name",
        "history",
        "location_city",
        "location_country",
        "location_country_name",
        "lookup_code",
        "next_cursor",
        "notes",
        "public_video_url",
        "screenshot",
        "revoked_at",
        "secret_video_url",
    )
)
"""Attributes that are null, or empty, in the examples."""

BY_OBJECT: Final[dict[str, Json]] = {
    "Agent": {"email": "ada@example.com", "external_id": "crm-42", "id": _AGENT, "name": "Ada Lovelace"},
    "AgentBody": {"email": "ada@example.com", "id": "crm-42", "name": "Ada Lovelace"},
    "AgentChangeBody": {"availability": "away", "call_name": "ada", "email": None, "name": None, "role": "agent"},
    "BrandingBody": {
        "naked": True,
        "retry_url": "https://crm.example.com/retry",
        "on_end_url": "https://crm.example.com/done",
    },
    "Delivery": _DELIVERY,
    "DeliveryAttempt": {
        "answer": "thanks",
        "at": "2026-11-22T07:41:12.950Z",
        "duration_ms": 84,
        "error": None,
        "status_code": 200,
    },
    "DeliveryWithPayload": {
        **_DELIVERY,
        "payload": {
            "id": _EVENT,
            "type": "session.ended",
            "created_at": "2026-11-22T07:41:12.903Z",
            "data": {"session": {"id": _SESSION, "state": "ended", "end_reason": "visitor_stopped"}},
        },
    },
    "Event": {
        "icon": f"{_SERVER}/icons/click.svg",
        "title": 'Clicked "Add to cart"',
        "uuid": "b4c1d7a2-93c5-4d0e-9d55-1e7f2a3b4c5d",
    },
    "Failure": {"error": "invalid_request", "message": "expires_in: expected 10 or more, got 5"},
    "FullAgent": {
        "call_name": "ada",
        "email": "ada@example.com",
        "external_id": None,
        "id": _AGENT,
        "name": "Ada Lovelace",
    },
    "Image": {"url": _PICTURE, "width": 640, "height": 360},
    "IdentityBody": {"identities": ["Grace Hopper", "grace@example.com"], "metadata": {"plan": "business"}},
    "Job": {
        "done": 120,
        "finished_at": None,
        "id": "job_7wR1cV5bN3jT8x2mQ4kZ",
        "state": "running",
        "total": 4711,
    },
    "Key": {"id": "key_4cV5bN3tR1wZ7kQ2mX9j", "name": "CRM"},
    "KeyBody": {"name": "CRM"},
    "IdentitySecret": {"secret": "is_" + "w3Rk7Vn2" * 5 + "pQ9", "previous_valid_until": None},
    "LookupBody": {"code": "048213"},
    "MadeWebhook": {"secret": _SIGNING_SECRET},
    "MadeKey": {"secret": "sk_" + "m8Jx2Tq4" * 5 + "kZ7"},
    "NewAgentBody": {
        "call_name": "ada",
        "email": "ada@example.com",
        "external_id": None,
        "name": "Ada Lovelace",
        "role": "agent",
    },
    "Pageview": {"url": "https://shop.example.com/cart"},
    "Screenshot": {
        "small": {"url": _PICTURE, "width": 320, "height": 180},
        "medium": {"url": _PICTURE, "width": 640, "height": 360},
        "large": {"url": _PICTURE, "width": 1280, "height": 720},
    },
    "Session": {"id": _SESSION, "metadata": {"ticket": 4711}},
    "Team": {
        **_SETTINGS,
        "allowed_sites": ["https://*.shop.example.com"],
        "id": "team_2mQ4kZ7wR1cV5bN3jT8x",
        "masked_elements": ["#card-number"],
        "name": "Shop",
    },
    "TeamBody": {
        **_SETTINGS,
        "allowed_sites": ["https://*.shop.example.com"],
        "masked_elements": ["#card-number"],
        "name": "Shop",
    },
    "TimelineEntry": {
        "detail": {"feature": "remote_click"},
        "live_offset": 12.5,
        "offset": 19.25,
        "type": "feature_used",
    },
    "UrlScrubbing": {"parameters": ["order*"], "paths": ["/patients/*"]},
    "TeamRef": {"id": "team_2mQ4kZ7wR1cV5bN3jT8x"},
    "ViewerToken": {"endpoint": f"{_SERVER}/watch/{_SESSION}", "token": _TOKEN},
    "ViewerTokenBody": {
        "allowed_origins": ["https://crm.example.com"],
        "expires_in": 300,
        "initial_notes": "Asked about delivery",
        "metadata": {"ticket": 4711},
        "webhook_url": "https://crm.example.com/hooks/userview",
    },
    "Visitor": {"integration_ids": ["chat:1234"], "integration": "intercom", "sessions": []},
    "WatchBody": {
        "allowed_origins": ["https://crm.example.com"],
        "expires_in": 300,
        "initial_notes": "Asked about delivery",
        "metadata": {"ticket": 4711},
        "webhook_url": "https://crm.example.com/hooks/userview",
    },
    "Webhook": {**_WEBHOOK, "kind": "team"},
    "WebhookBody": _WEBHOOK,
    "WebhookChangeBody": _WEBHOOK,
    "WebhookSecret": {"secret": _SIGNING_SECRET},
}
"""Attributes of one object."""


def example_of(name: str, schemas: Json) -> Any:
    """An example of a named schema; `schemas`: all of them by name."""
    schema: Json = schemas[name]
    if "properties" not in schema:
        return _of_type(schema, schemas)
    return {field: _of_field(name, field, part, schemas) for field, part in schema["properties"].items()}


def _of_field(name: str, field: str, schema: Json, schemas: Json) -> Any:
    own = BY_OBJECT.get(name, {})
    if field in own:
        return own[field]
    if field in NULL:
        return [] if schema.get("type") == "array" else None
    if field in BY_NAME and "$ref" not in schema:
        return BY_NAME[field]
    return _of_type(schema, schemas)


def _of_type(schema: Json, schemas: Json) -> Any:
    if "$ref" in schema:
        return example_of(schema["$ref"].rpartition("/")[2], schemas)
    for word in ("examples", "enum"):
        if word in schema:
            return schema[word][0]
    for word in ("const", "default"):
        if word in schema:
            return schema[word]
    if "anyOf" in schema:
        return _of_type(cast("list[Json]", schema["anyOf"])[0], schemas)
    match schema.get("type"):
        case "array":
            return [_of_type(schema["items"], schemas)]
        case "object":
            return {}
        case "boolean":
            return True
        case "integer" | "number":
            return schema.get("minimum", 0)
        case _:
            return UNKNOWN
