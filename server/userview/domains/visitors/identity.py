"""Who a visitor is: what each source claims, what counts, and what follows from it.

Source: protocol/SPEC.md, rules P3 and P4. Sources are ranked; a source that ranks higher hides what the
lower ones say of the same field.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast

from userview.domains.visitors.model import Flat, IdentityChange

Source = Literal["page", "rest"]
"""Who says it; REST wins over the page."""

RANK: Final[tuple[Source, ...]] = ("page", "rest")

_EMAIL: Final = re.compile(r"^[^\s@<>]{1,64}@[^\s@<>]+\.[^\s@<>.]+$")
_URL: Final = re.compile(r"^(?:[a-z][a-z0-9+.-]*://|www\.|mailto:)|^[^\s/]+\.[^\s/]+/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a visitor, all sources together."""

    identities: list[str] | None
    unique_id: str | None
    tags: list[str]
    metadata: dict[str, Flat]

    @property
    def name(self) -> str | None:
        """The first identity that looks like a person's name."""
        return next((text for text in self.identities or () if looks_like_name(text)), None)

    @property
    def email(self) -> str | None:
        """The first e-mail address among identities, then unique id."""
        candidates = [*(self.identities or ()), *([self.unique_id] if self.unique_id else ())]
        return next((text for text in candidates if looks_like_email(text)), None)


@dataclass(frozen=True, slots=True)
class Claims:
    """What each source says: immutable, a change makes a new one. Stored as JSON beside what follows from it."""

    by_source: Mapping[Source, IdentityChange] = field(default_factory=dict[Source, IdentityChange])
    known_as: str | None = None
    """The last unique id that the page gave, kept when the page clears it: the next one may be another person."""

    def changed(self, source: Source, change: IdentityChange) -> "Claims":
        """`change` by `source`. None clears the field, for this source and those below it (rule P3)."""
        kept: dict[Source, dict[str, Any]] = {name: dict(claim) for name, claim in self.by_source.items()}
        for name, value in tidied(change).items():
            if value is None:
                for lower in RANK[: RANK.index(source) + 1]:
                    kept.get(lower, {}).pop(name, None)
            else:
                kept.setdefault(source, {})[name] = value
        known_as = kept.get("page", {}).get("unique_id") or self.known_as
        return Claims(cast("dict[Source, IdentityChange]", kept), known_as)

    def is_somebody_else(self, change: IdentityChange) -> bool:
        """Whether the page's change means another person (rule P4): one unique id after another, never after none.

        Clearing the unique id in between changes nothing: B never inherits what A left.
        """
        new = tidied(change).get("unique_id")
        return new is not None and self.known_as is not None and new != self.known_as

    @property
    def result(self) -> Identity:
        """What counts."""
        merged: dict[str, Any] = {}
        for source in RANK:
            merged.update(self.by_source.get(source, {}))
        return Identity(
            identities=merged.get("identities"),
            unique_id=merged.get("unique_id"),
            tags=merged.get("tags", []),
            metadata=merged.get("metadata", {}),
        )

    def to_json(self) -> dict[str, Any]:
        """As stored."""
        return {"by_source": dict(self.by_source), "known_as": self.known_as}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Claims":
        """As it was stored."""
        return cls(by_source=stored["by_source"], known_as=stored["known_as"])


def tidied(change: IdentityChange) -> IdentityChange:
    """A change as it is kept: no blanks around texts, no doubles, tags with `#`, nothing instead of empty."""
    tidy: IdentityChange = {}
    if "identities" in change:
        tidy["identities"] = _distinct(stored_text(text).strip() for text in change["identities"] or ()) or None
    if "unique_id" in change:
        tidy["unique_id"] = stored_text(change["unique_id"] or "").strip() or None
    if "tags" in change:
        tidy["tags"] = _distinct("#" + tag.lstrip("#") for tag in change["tags"] or ()) or None
    if "metadata" in change:
        pairs = (change["metadata"] or {}).items()
        texts = {stored_text(key): stored_text(value) if isinstance(value, str) else value for key, value in pairs}
        tidy["metadata"] = texts or None
    return tidy


def stored_text(text: str) -> str:
    """A page's text without NUL, which no database keeps; losing the character is better than losing the visitor."""
    return text.replace("\x00", "")


def looks_like_email(text: str) -> bool:
    """`somebody@site.example`, and nothing around it."""
    return len(text) <= 254 and _EMAIL.match(text) is not None


def looks_like_name(text: str) -> bool:
    """Not an e-mail address, URL, number (of a phone, of an order) or hash tag."""
    if text.startswith("#") or looks_like_email(text) or _URL.match(text):
        return False
    return any(character.isalpha() for character in text)


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
