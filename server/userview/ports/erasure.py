"""Erasing a person's data: every domain that has some registers here what to delete.

Promise. All erasers run in the caller's transaction, in the order of registration: the data of a
visitor goes completely or stays completely. What lives outside the database (objects, a live
session) is dealt with by jobs, enqueued in that same transaction, so that it follows for certain.
"""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

ConnectionT = TypeVar("ConnectionT")

Eraser = Callable[[ConnectionT, str, str], Awaitable[None]]
"""`(connection, team, short_id)`: delete what this domain has of the visitor. Unknown visitors are no error."""


class ErasureRegister(Protocol[ConnectionT]):
    """Who has data of visitors, and the one way to erase it."""

    def register(self, domain: str, eraser: "Eraser[ConnectionT]") -> None:
        """Take part in every erasure from now on.

        Raises:
            ValueError: when this domain is registered already.
        """
        ...

    async def erase(self, connection: ConnectionT, team: str, short_id: str) -> None:
        """Run all erasers for one visitor in the caller's transaction."""
        ...
