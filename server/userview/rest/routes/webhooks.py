"""`/v1/webhooks`: who hears of events, and what was delivered to them. The `admin` scope: payloads and URLs are private."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from userview.domains.webhooks.model import DeliveryState, WebhookChange
from userview.domains.webhooks.service import DeliveryFilter
from userview.rest import present
from userview.rest.answers import DeliveryPage, MadeWebhook, Ok, OneDelivery, OneWebhook, WebhookPage, WebhookSecret
from userview.rest.auth import Administrator
from userview.rest.bodies import WebhookBody, WebhookChangeBody
from userview.rest.context import Services
from userview.rest.openapi_parts import errors
from userview.rest.paging import DEFAULT_LIMIT, Cursor, Limit, delivery_cursor, delivery_position

router = APIRouter(prefix="/v1/webhooks", tags=["Webhooks"])

Id = Annotated[str, Path(description="The webhook's `id`.")]
DeliveryId = Annotated[str, Path(description="The delivery's `id`.")]


@router.get("", responses=errors(401, 403, 429))
async def list_webhooks(api: Services, caller: Administrator) -> WebhookPage:
    """All webhooks of the team, newest first; never their secrets."""
    found = await api.webhooks.of_team(caller.team.id)
    return WebhookPage(webhooks=[present.webhook(webhook) for webhook in found], next_cursor=None)


@router.post("", responses=errors(400, 401, 403, 409, 413, 415, 422, 429))
async def make_webhook(api: Services, caller: Administrator, body: WebhookBody) -> MadeWebhook:
    """A new webhook; the answer has the secret that it signs with."""
    made, secret = await api.webhooks.create(caller.team.id, body.url, body.events, active=body.active)
    return MadeWebhook(webhook=present.webhook(made), secret=secret)


@router.get("/{id}", responses=errors(401, 403, 404, 429))
async def get_webhook(api: Services, caller: Administrator, id: Id) -> OneWebhook:  # noqa: A002 - its name in the API
    """One webhook."""
    return OneWebhook(webhook=present.webhook(await api.webhooks.get(caller.team.id, id)))


@router.patch("/{id}", responses=errors(400, 401, 403, 404, 409, 413, 415, 422, 429))
async def change_webhook(
    api: Services,
    caller: Administrator,
    id: Id,  # noqa: A002 - its name in the API
    body: WebhookChangeBody,
) -> OneWebhook:
    """Change a webhook. `active: true` also switches on one that was disabled."""
    change: WebhookChange = {}
    if "url" in body.model_fields_set:
        change["url"] = body.url
    if "events" in body.model_fields_set:
        change["events"] = tuple(body.events)
    if "active" in body.model_fields_set:
        change["active"] = body.active
    return OneWebhook(webhook=present.webhook(await api.webhooks.change(caller.team.id, id, change)))


@router.delete("/{id}", responses=errors(401, 403, 404, 409, 429))
async def delete_webhook(api: Services, caller: Administrator, id: Id) -> Ok:  # noqa: A002 - its name in the API
    """Remove a webhook with all its deliveries."""
    await api.webhooks.delete(caller.team.id, id)
    return Ok()


@router.get("/{id}/secret", responses=errors(401, 403, 404, 429))
async def get_webhook_secret(api: Services, caller: Administrator, id: Id) -> WebhookSecret:  # noqa: A002 - its name in the API
    """The secret that the webhook signs with."""
    return WebhookSecret(secret=await api.webhooks.secret(caller.team.id, id))


@router.post("/{id}/secret/rotate", responses=errors(401, 403, 404, 429))
async def rotate_webhook_secret(api: Services, caller: Administrator, id: Id) -> WebhookSecret:  # noqa: A002 - its name in the API
    """A new secret. For 24 hours the old one signs too, so that receivers can change over."""
    return WebhookSecret(secret=await api.webhooks.rotate(caller.team.id, id))


@router.post("/{id}/test", responses=errors(401, 403, 404, 409, 429))
async def try_webhook(api: Services, caller: Administrator, id: Id) -> OneDelivery:  # noqa: A002 - its name in the API
    """Send a `webhook.test` at once, also while the webhook is off, and answer with what came of it."""
    return OneDelivery(delivery=present.delivery_with_payload(await api.webhooks.test(caller.team.id, id)))


@router.get("/{id}/deliveries", responses=errors(400, 401, 403, 404, 422, 429))
async def list_deliveries(
    api: Services,
    caller: Administrator,
    id: Id,  # noqa: A002 - its name in the API
    *,
    state: Annotated[DeliveryState | None, Query(description="Only those in this state.")] = None,
    event: Annotated[str | None, Query(max_length=40, description="The payload's `type`.")] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> DeliveryPage:
    """Deliveries of a webhook, newest first, without their payloads."""
    after = delivery_position(id, cursor)
    found, end = await api.webhooks.deliveries(caller.team.id, id, DeliveryFilter(state, event), limit, after)
    return DeliveryPage(deliveries=[present.delivery(one) for one in found], next_cursor=delivery_cursor(id, end))


@router.get("/{id}/deliveries/{delivery_id}", responses=errors(401, 403, 404, 429))
async def get_delivery(
    api: Services,
    caller: Administrator,
    id: Id,  # noqa: A002 - its name in the API
    delivery_id: DeliveryId,
) -> OneDelivery:
    """One delivery with its payload and every attempt."""
    found = await api.webhooks.delivery(caller.team.id, id, delivery_id)
    return OneDelivery(delivery=present.delivery_with_payload(found))


@router.post("/{id}/deliveries/{delivery_id}/resend", responses=errors(401, 403, 404, 429))
async def resend_delivery(
    api: Services,
    caller: Administrator,
    id: Id,  # noqa: A002 - its name in the API
    delivery_id: DeliveryId,
) -> OneDelivery:
    """Send a delivery once more at once, with the same payload and `webhook-id`, and answer with what came of it."""
    sent = await api.webhooks.resend(caller.team.id, id, delivery_id)
    return OneDelivery(delivery=present.delivery_with_payload(sent))
