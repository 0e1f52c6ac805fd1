"""Where an address is: city and country.

Promise. `find` answers at once, from this machine, and never raises: what is not known is None. A database that is put
in place of another is used within seconds, without a restart.
"""

from dataclasses import dataclass
from typing import Final, Protocol


@dataclass(frozen=True, slots=True)
class Place:
    """City in English and country as ISO 3166 alpha-2 code; each None when unknown."""

    city: str | None = None
    country: str | None = None


NOWHERE: Final = Place()


@dataclass(frozen=True, slots=True)
class Credit:
    """Whom the licence of a database asks to name wherever its places are shown."""

    text: str
    url: str


class Places(Protocol):
    """A database of addresses, or none."""

    def find(self, ip_address: str) -> Place:
        """The place of an address; `NOWHERE` for private ones and whatever else is not known."""
        ...

    def credit(self) -> Credit | None:
        """Who is to be named beside places from the database that is in use now."""
        ...
