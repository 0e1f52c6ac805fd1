"""Finding visitors: the folded text that is searched, and what the words of a search mean.

One column holds everything that free words match: compatibility forms decomposed (NFKD), without marks,
case folded, so that "muller" finds "Müller". Each fact stands between line breaks, so that a whole fact can be
asked for too. A short id is no part of it: a word finds it by its beginning alone, since parts of random ids match anything.
"""

import ipaddress
import json
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Select, String, any_, false, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from userview.domains.visitors.countries import countries_called
from userview.domains.visitors.store import IDENTIFIED, visitor_integration_ids, visitors
from userview.protocol.ids import SHORT_ID_LENGTH

MAX_SEARCH: Final = 200
"""Characters of a search; more than anybody types, less than a query planner minds."""
MAX_FACT: Final = 2000
"""Characters of one fact that are searched; only URLs are longer."""
SHORT_WORD: Final = 2
NEWEST: Final = 2000
"""So many visitors, those seen last, are looked at one by one before the index is asked; for words of one and two letters,
which no index knows, they are all."""

_NAMED: Final = ("ip", "id", "integration_id", "browser", "url", "host", "device")

Dialect = Literal["sqlite", "postgresql"]


@dataclass(frozen=True, slots=True)
class Search:
    """A search, read. All parts narrow: a visitor must fit every one of them."""

    words: tuple[str, ...] = ()
    """Folded; anywhere in the text."""
    facts: tuple[str, ...] = ()
    """Folded; a whole fact of the text, such as a tag."""
    online: bool | None = None
    ip_address: str | None = None
    unique_id: str | None = None
    countries: tuple[str, ...] | None = None
    """Codes, of which the visitor's must be one."""
    integration_id: str | None = None
    """A live chat and its id, as in `chat:1234`."""
    browser: str | None = None
    url: str | None = None
    host: str | None = None
    """Of the page last visited, with its port if that is not the usual one."""
    device: str | None = None
    """A type, as in `mobile`."""
    identified: bool | None = None
    """It is known, or not, who the visitor is."""
    in_session: bool = False
    waits: bool = False
    impossible: bool = field(default=False)
    """A token asks for something that no visitor of this server has."""

    @property
    def parts(self) -> tuple[str, ...]:
        """Texts that stand somewhere in what is searched."""
        place = None if self.host is None else f"://{self.host}/"
        given = (*self.words, self.browser, self.url, place, *(f"\n{fact}\n" for fact in self.facts))
        address = () if self.ip_address is None else (f"\n{fold(self.ip_address)}\n",)
        return (*(part for part in given if part is not None), *address)

    @property
    def is_pointed(self) -> bool:
        """An index leads to the few that can fit, whatever else is asked."""
        return bool(self.ip_address or self.unique_id or self.integration_id)

    @property
    def narrows(self) -> bool:
        """Something is asked but `-online`, which nearly everybody fits."""
        return bool(self.is_pointed or self.online or self.parts or self.countries is not None or self.by_column)

    @property
    def by_column(self) -> bool:
        """Something is asked that has an index of its own, whose rows may be many."""
        return self.device is not None or self.identified is not None

    @property
    def is_short(self) -> bool:
        """Nothing but words of one and two letters is asked: no index helps, so the newest visitors are all that is searched."""
        return (
            bool(self.parts)
            and not (self.is_pointed or self.online or self.countries or self.by_column)
            and all(len(part) <= SHORT_WORD for part in self.parts)
        )

    def may_begin_short_id(self, part: str) -> bool:
        """The part is a free word, and such that a short id can begin with it."""
        return part in self.words and len(part) <= SHORT_ID_LENGTH and part.isascii() and part.isalnum()


def read_search(typed: str) -> Search:
    """What somebody typed: free words and tokens (`online`, `ip:`, `id:`, `#tag`, `country:`, `browser:`, `url:`, `host:`, `device:`, `is:`)."""
    parts: dict[str, str] = {}
    words: list[str] = []
    facts: list[str] = []
    online: bool | None = None
    countries: tuple[str, ...] | None = None
    identified: bool | None = None
    in_session = waits = impossible = False
    for word in typed.split():
        lowered = word.casefold()
        name, colon, value = word.partition(":")
        name = name.casefold()
        if lowered in ("online", "-online"):
            impossible = impossible or online not in (None, lowered == "online")
            online = lowered == "online"
        elif lowered in ("is:identified", "-is:identified"):
            impossible = impossible or identified not in (None, lowered[0] != "-")
            identified = lowered[0] != "-"
        elif lowered in ("is:in-session", "is:waiting"):
            in_session, waits = in_session or lowered == "is:in-session", waits or lowered == "is:waiting"
        elif word.startswith("#") and len(word) > 1:
            facts.append(fold(word))
        elif colon and value and name in _NAMED:
            value = _address(value) if name == "ip" else value if name in ("id", "integration_id") else fold(value)
            impossible = impossible or parts.get(name, value) != value
            parts[name] = value
        elif colon and value and name == "country":
            called = countries_called(value, fold)
            countries = called if countries is None else tuple(code for code in countries if code in called)
        else:
            words.extend(fold(word).split())
    return Search(
        words=tuple(dict.fromkeys(words)),
        facts=tuple(facts),
        online=online,
        ip_address=parts.get("ip"),
        unique_id=parts.get("id"),
        countries=countries,
        integration_id=parts.get("integration_id"),
        browser=parts.get("browser"),
        url=parts.get("url"),
        host=parts.get("host"),
        device=parts.get("device"),
        identified=identified,
        in_session=in_session,
        waits=waits,
        impossible=impossible,
    )


def among(
    search: Search, online: Collection[str], in_sessions: Collection[str], waiting: Collection[str]
) -> tuple[Search, Collection[str]]:
    """The same search without what only the live side knows: who is `online` then are those who fit that.

    `in_sessions` and `waiting`: short ids of those who are in a session, and who wait for an agent.
    """
    if not (search.in_session or search.waits):
        return search, online
    fit = set(in_sessions if search.in_session else waiting)
    if search.waits:
        fit &= set(waiting)
    if search.online is not None:
        fit = {one for one in fit if (one in online) is search.online}
    return replace(search, online=True, in_session=False, waits=False), fit


def fold(typed: str) -> str:
    """A text as it is compared: compatibility decomposed, without marks, case folded."""
    decomposed = unicodedata.normalize("NFKD", typed)
    unmarked = "".join(character for character in decomposed if not unicodedata.combining(character))
    return unicodedata.normalize("NFKD", unmarked.casefold()).replace("\x00", "")


def searchable(facts: Iterable[str | None]) -> str:
    """The column `search_text` from the facts of a visitor."""
    folded = (" ".join(fold(fact[:MAX_FACT]).split()) for fact in facts if fact)
    return "\n" + "".join(f"{fact}\n" for fact in dict.fromkeys(folded) if fact)


def conditions(
    search: Search, team_id: str, online: Collection[str], dialect: Dialect, *, walking: bool = False
) -> list[ColumnElement[bool]]:
    """What a visitor must fit, exactly and without help of the index of texts; `online` are the short ids of who is there now.

    `walking`: visitors are looked at in their order, so no index of who is online shall be followed either.
    """
    c = visitors.c
    asked: list[ColumnElement[bool]] = [false()] if search.impossible else []
    if search.online is not None:
        there = c.short_id.concat("") if walking else c.short_id
        # Postgres takes each form for what it is: few who are there, many who are not.
        asked.append(one_of(there, online, dialect) if search.online else there.not_in(listed(online, dialect)))
    if search.ip_address is not None:
        asked.append(c.ip_address == search.ip_address)
    if search.unique_id is not None:
        asked.append(c.unique_id == search.unique_id)
    if search.countries is not None:
        asked.append(c.location_country.in_(search.countries))
    if search.integration_id is not None:
        ids = visitor_integration_ids.c
        known = select(ids.visitor_number).where(ids.team_id == team_id, ids.integration_id == search.integration_id)
        asked.append(c.number.in_(known))
    if search.browser is not None:
        asked.append(holds(func.lower(c.browser_name), search.browser, dialect))
    if search.url is not None:
        asked.append(holds(func.lower(c.last_url), search.url, dialect))
    if search.host is not None:
        url = func.lower(c.last_url)
        asked.append(or_(*(_starts(url, f"{scheme}://{search.host}/") for scheme in ("https", "http"))))
    if search.device is not None:
        asked.append(c.device_type == search.device)
    if search.identified is not None:
        asked.append(IDENTIFIED if search.identified else ~IDENTIFIED)
    for part in search.parts:
        found = holds(c.search_text, part, dialect)
        asked.append(or_(found, _begins(part)) if search.may_begin_short_id(part) else found)
    return asked


def holds(column: ColumnElement[Any], part: str, dialect: Dialect) -> ColumnElement[bool]:
    """The column holds the text; asked so that no index is used, where reading a few rows is faster."""
    return (func.instr(column, part) if dialect == "sqlite" else func.strpos(column, part)) > 0


def one_of(column: ColumnElement[Any], values: Iterable[str], dialect: Dialect) -> ColumnElement[bool]:
    """The column is one of these, given as one parameter, however many they are."""
    if dialect == "postgresql":
        return column == any_(literal(list(values), ARRAY(String)))
    return column.in_(listed(values, dialect))


def listed(values: Iterable[str], dialect: Dialect) -> Select[tuple[str]]:
    """A subquery of these, given as one parameter, however many they are."""
    if dialect == "postgresql":
        return select(func.unnest(literal(list(values), ARRAY(String))))
    table = func.json_each(json.dumps(list(values))).table_valued("value")
    return select(table.c.value)


def _starts(column: ColumnElement[Any], begin: str) -> ColumnElement[bool]:
    return func.substr(column, 1, len(begin)) == begin


def _begins(part: str) -> ColumnElement[bool]:
    return func.substr(visitors.c.short_id, 1, len(part)) == part.upper()


def _address(typed: str) -> str:
    try:
        return str(ipaddress.ip_address(typed))
    except ValueError:
        return typed
