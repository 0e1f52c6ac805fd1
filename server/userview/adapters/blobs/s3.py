"""Blobs in a bucket of Amazon S3, or of a service that speaks the same (Garage, Ceph, R2, MinIO, ...)."""

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from obstore.exceptions import BaseError
from obstore.store import S3Store

from userview.adapters.blobs.keys import checked
from userview.errors import BlobsUnavailable, StartRefused

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config

TIMEOUT: Final = timedelta(seconds=30)
RETRY_SECONDS: Final = 20
"""Short: whoever waits for a picture waits 10 s, and jobs come again by themselves."""


class S3Blobs:
    """One bucket, all keys below a prefix."""

    def __init__(
        self,
        url: str,
        *,
        region: str,
        endpoint: str | None = None,
        access_key_id: str | None = None,
        secret_access_key: str | None = None,
    ) -> None:
        """`url`: `s3://bucket` or `s3://bucket/prefix`. Without keys the machine's own role is used.

        Raises:
            StartRefused: the URL or the settings cannot be used.
        """
        parsed = urlsplit(url)
        if parsed.scheme != "s3" or not parsed.netloc:
            raise StartRefused(f"USERVIEW_BLOBS_URL: expected s3://bucket or s3://bucket/prefix, got {url[:200]!r}.")
        self.name = f"s3://{parsed.netloc}{parsed.path}"
        config: S3Config = {"region": region, "virtual_hosted_style_request": endpoint is None}
        if endpoint is not None:
            config["endpoint"] = endpoint
        if access_key_id is not None and secret_access_key is not None:
            config["access_key_id"] = access_key_id
            config["secret_access_key"] = secret_access_key
        client: ClientConfig = {"timeout": TIMEOUT, "allow_http": (endpoint or "").startswith("http://")}
        retries: RetryConfig = {"max_retries": 3, "retry_timeout": timedelta(seconds=RETRY_SECONDS)}
        try:
            self._store = S3Store(
                parsed.netloc,
                prefix=parsed.path.strip("/") or None,
                config=config,
                client_options=client,
                retry_config=retries,
            )
        except (BaseError, ValueError) as error:
            raise StartRefused(f"The blob store {self.name} cannot be used: {error}.") from error

    async def put(self, key: str, data: bytes) -> None:
        """PutObject."""
        checked(key)
        try:
            await self._store.put_async(key, data)
        except (BaseError, OSError) as error:
            raise self._failed("written", key, error) from error

    async def get(self, key: str) -> bytes | None:
        """GetObject."""
        checked(key)
        try:
            found = await self._store.get_async(key)
            return bytes(await found.bytes_async())
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as error:
            raise self._failed("read", key, error) from error

    async def delete(self, key: str) -> None:
        """DeleteObject."""
        checked(key)
        try:
            await self._store.delete_async(key)
        except FileNotFoundError:
            return
        except (BaseError, OSError) as error:
            raise self._failed("removed", key, error) from error

    async def check(self) -> None:
        """Write, read and remove a small object."""
        key = f"check/{secrets.token_hex(8)}"
        await self.put(key, b"userview")
        await self.get(key)
        await self.delete(key)

    def _failed(self, done: str, key: str, error: Exception) -> BlobsUnavailable:
        # The library's text goes on with the request's whole context; its first line says what happened.
        reason = str(error).partition("\n")[0]
        return BlobsUnavailable(f"The object {key} in {self.name} cannot be {done}: {reason}", key=key)
