"""Client of UserView's REST API, sync (`Client`) and async (`AsyncClient`)."""

from userview_client.client import AsyncClient, Client
from userview_client.errors import (
    Conflict,
    Gone,
    InvalidRequest,
    NotAllowed,
    NotAuthenticated,
    NotFound,
    RateLimited,
    ServerFailed,
    Unreachable,
    UserViewError,
)
from userview_client.generated import models
from userview_client.signatures import InvalidSignature, verify_webhook

__all__ = [
    "AsyncClient",
    "Client",
    "Conflict",
    "Gone",
    "InvalidRequest",
    "InvalidSignature",
    "NotAllowed",
    "NotAuthenticated",
    "NotFound",
    "RateLimited",
    "ServerFailed",
    "Unreachable",
    "UserViewError",
    "models",
    "verify_webhook",
]
