"""What can be wrong with a request about webhooks."""

from typing import ClassVar

from userview.errors import UserViewError


class UnknownWebhook(UserViewError):
    """The team has no such webhook, or the webhook no such delivery."""

    code: ClassVar[str] = "not_found"


class UrlRefused(UserViewError):
    """Nothing may be sent to this URL; `field` names where it came in."""

    code: ClassVar[str] = "invalid_request"


class WebhookConflict(UserViewError):
    """The webhook cannot do what is asked for: the one of the sessions has no URL and cannot be deleted."""

    code: ClassVar[str] = "conflict"


class TooManyWebhooks(UserViewError):
    """The team has as many webhooks as are allowed."""

    code: ClassVar[str] = "conflict"
