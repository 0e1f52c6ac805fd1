"""Blobs in a folder, or in a bucket."""

from userview.adapters.blobs.local import LocalBlobs
from userview.adapters.blobs.s3 import S3Blobs
from userview.ports.blobs import Blobs
from userview.settings import Settings

__all__ = ["LocalBlobs", "S3Blobs", "make_blobs"]


def make_blobs(settings: Settings) -> Blobs:
    """The store that the settings name; connects when it is first used.

    Raises:
        StartRefused: the settings cannot be used.
    """
    if settings.blobs_url is None:
        return LocalBlobs(settings.data_dir / "blobs")
    key_id, secret = settings.blobs_access_key_id, settings.blobs_secret_access_key
    return S3Blobs(
        settings.blobs_url,
        region=settings.blobs_region,
        endpoint=settings.blobs_endpoint,
        access_key_id=key_id.get_secret_value() if key_id else None,
        secret_access_key=secret.get_secret_value() if secret else None,
    )
