"""Blobs: bytes under a key, written once and read whole (pictures, fonts; later recordings and video).

Promise. Atomicity: a reader sees all bytes of an object or no object. Durability: when `put` has
returned, the object survives the end of this process and of the machine. Order: a `get` that begins
after `put` or `delete` returned sees its effect. Keys are 1-512 of `a-z 0-9 . _ - /`, without empty
parts, `.` and `..`.
"""

from typing import Protocol


class Blobs(Protocol):
    """Adapters: `adapters/blobs/local.py` (a folder), `adapters/blobs/s3.py` (Amazon S3 and compatible ones)."""

    async def put(self, key: str, data: bytes) -> None:
        """Store `data`, in place of what was there.

        Raises:
            ValueError: no valid key.
            BlobsUnavailable: not stored, with the reason (disk full, no permission, no answer).
        """
        ...

    async def get(self, key: str) -> bytes | None:
        """The bytes, None when there is no such object.

        Raises:
            ValueError: no valid key.
            BlobsUnavailable: the store does not answer.
        """
        ...

    async def delete(self, key: str) -> None:
        """Remove the object; no object is fine.

        Raises:
            ValueError: no valid key.
            BlobsUnavailable: perhaps not removed; call it again.
        """
        ...

    async def check(self) -> None:
        """Raise `BlobsUnavailable`, with the reason, when objects cannot be written, read and removed."""
        ...
