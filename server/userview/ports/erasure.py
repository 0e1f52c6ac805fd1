"""Erasing a person's data: every domain that has some registers here what to delete.

Promise. All erasers run in the caller's transaction, in the order of registration: the data of a
visitor goes completely or stays completely. What may be many rows goes before that, some in each transaction, so
that none of them keeps other writers waiting; once begun, that is not taken back. What lives outside the database (objects, a live
session) is dealt with by jobs, enqueued in that same transaction, so that it follows for certain.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeVar

ConnectionT = TypeVar("ConnectionT")

Eraser = Callable[[ConnectionT, str, str], Awaitable[None]]
"""`(connection, team, short_id)`: delete what this domain has of the visitor. Unknown visitors are no error."""


Thinner = Callable[[ConnectionT, str, str, int], Awaitable[int]]
"""`(connection, team, short_id, rows)`: delete at most so many rows of what may be many; how many it were."""


class ErasureRegister(Protocol[ConnectionT]):
    """Who has data of visitors, and the one way to erase it."""

    def register(
        self, domain: str, eraser: "Eraser[ConnectionT]", thinner: "Thinner[ConnectionT] | None" = None
    ) -> None:
        """Take part in every erasure from now on. `thinner`: where a visitor can have rows by the thousand.

        Raises:
            ValueError: when this domain is registered already.
        """
        ...

    async def erase(self, connection: ConnectionT, team: str, short_id: str) -> None:
        """Run all erasers for one visitor in the caller's transaction."""
        ...

    async def thin(self, connection: ConnectionT, team: str, short_id: str, rows: int) -> int:
        """Delete at most so many rows of the visitor's many, so that erasing finds few; how many it were."""
        ...


@dataclass(frozen=True, slots=True)
class Erasure:
    """Erasing many visitors in the background: how far it is."""

    id: str
    state: Literal["waiting", "running", "done", "failed"]
    total: int
    done: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class Erasures(Protocol):
    """What REST asks for. Implemented by `userview.erasures`."""

    async def erase(self, team: str, short_id: str) -> bool:
        """Erase one visitor and all that hangs on it, now; False when nothing is known of it."""
        ...

    async def erase_offline(self, team: str, online: Collection[str]) -> Erasure:
        """Erase every visitor of the team but those online now, in the background; the erasure that runs already, if any."""
        ...

    async def progress(self, team: str, erasure: str) -> Erasure | None:
        """How far it is; None when the team has none with this id."""
        ...
