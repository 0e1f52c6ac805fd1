"""Who a visitor is: what each source claims, what counts, and what follows from it.

Source: protocol/SPEC.md, rules P3, P4 and I1-I5. Sources are ranked; a source that ranks higher hides what the
lower ones say of the same field.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, cast

from userview.domains.visitors.identity_token import SignedIdentity
from userview.domains.visitors.identity_words import looks_like_email, looks_like_name, merged_ids, tidied
from userview.domains.visitors.model import Flat, IdentityChange

Source = Literal["livechat", "page", "token", "rest"]
"""Who says it: the live chat on the page, the page, a token that the site's server signed, the REST API."""

RANK: Final[tuple[Source, ...]] = ("livechat", "page", "token", "rest")
"""Who is believed before whom, the last one most (I1)."""

FROM_BROWSER: Final[tuple[Source, ...]] = ("livechat", "page", "token")
"""What reaches the server through the page: a page that signs its visitor out clears all three."""

VERIFIED: Final[frozenset[Source]] = frozenset(("token", "rest"))
"""Sources that only the site's own server can speak for."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a visitor, all sources together."""

    identities: list[str] | None
    unique_id: str | None
    tags: list[str]
    metadata: dict[str, Flat]
    integration_ids: list[str] = field(default_factory=list[str])
    sources: Mapping[str, Source] = field(default_factory=dict[str, Source])
    """Who said what counts, for `identities` and `unique_id` where they are known."""

    @property
    def name(self) -> str | None:
        """The first identity that looks like a person's name."""
        return next((text for text in self.identities or () if looks_like_name(text)), None)

    @property
    def email(self) -> str | None:
        """The first e-mail address among identities, then unique id."""
        candidates = [*(self.identities or ()), *([self.unique_id] if self.unique_id else ())]
        return next((text for text in candidates if looks_like_email(text)), None)

    @property
    def is_verified(self) -> bool:
        """There is an identity, and all of it was signed by the site's server or came by REST (I2)."""
        return bool(self.sources) and all(source in VERIFIED for source in self.sources.values())


@dataclass(frozen=True, slots=True)
class Claims:
    """What each source says: immutable, a change makes a new one. Stored as JSON beside what follows from it."""

    by_source: Mapping[Source, IdentityChange] = field(default_factory=dict[Source, IdentityChange])
    known_as: str | None = None
    """The last unique id that the page gave, signed or not, kept when the page clears it: the next one may be
    another person."""
    token: str | None = None
    """Digest of the token whose word counts, so that it is known again when it has expired (I4)."""
    integration: str | None = None
    """The live chat on the page last visited."""

    def changed(self, source: Source, change: IdentityChange) -> "Claims":
        """`change` by `source`. None clears the field, for this source and those below it (rule P3)."""
        kept: dict[Source, dict[str, Any]] = {name: dict(claim) for name, claim in self.by_source.items()}
        reached: tuple[Source, ...] = RANK if source == "rest" else FROM_BROWSER if source == "page" else (source,)
        for name, value in tidied(change).items():
            if value is None:
                for lower in reached:
                    kept.get(lower, {}).pop(name, None)
            elif name == "integration_ids":
                _merge_ids(kept, source, reached, cast("list[str]", value))
            else:
                kept.setdefault(source, {})[name] = value
        known_as = kept.get("page", {}).get("unique_id") if source == "page" and "unique_id" in change else None
        return replace(self, by_source=_without_empty(kept), known_as=known_as or self.known_as)

    def signed(self, token: SignedIdentity | None) -> "Claims":
        """What a token says instead of what one before it said; None: no token counts any more."""
        kept = {name: claim for name, claim in self.by_source.items() if name != "token"}
        if token is None:
            return replace(self, by_source=kept, token=None)
        said = tidied({"unique_id": token.unique_id, "identities": token.identities})
        claim: IdentityChange = {"unique_id": said.get("unique_id")}
        if said.get("identities"):
            claim["identities"] = said.get("identities")
        return replace(self, by_source={**kept, "token": claim}, known_as=claim["unique_id"], token=token.digest)

    def is_somebody_else(self, unique_id: str | None) -> bool:
        """Whether the page names another person (rule P4): one unique id after another, never after none.

        Clearing the unique id in between changes nothing: B never inherits what A left.
        """
        new = tidied({"unique_id": unique_id}).get("unique_id")
        return new is not None and self.known_as is not None and new != self.known_as

    @property
    def result(self) -> Identity:
        """What counts."""
        merged: dict[str, Any] = {}
        sources: dict[str, Source] = {}
        ids: list[str] = []
        for source in RANK:
            claim = self.by_source.get(source, {})
            merged.update(claim)
            sources.update({name: source for name in ("identities", "unique_id") if name in claim})
            ids = merged_ids(ids, claim.get("integration_ids") or ())
        return Identity(
            identities=merged.get("identities"),
            unique_id=merged.get("unique_id"),
            tags=merged.get("tags", []),
            metadata=merged.get("metadata", {}),
            integration_ids=ids,
            sources=sources,
        )

    def to_json(self) -> dict[str, Any]:
        """As stored."""
        return {
            "by_source": dict(self.by_source),
            "known_as": self.known_as,
            "token": self.token,
            "integration": self.integration,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Claims":
        """As it was stored; rows from before there were tokens and live chats lack these."""
        return cls(
            by_source=stored["by_source"],
            known_as=stored["known_as"],
            token=stored.get("token"),
            integration=stored.get("integration"),
        )


def _merge_ids(kept: dict[Source, dict[str, Any]], source: Source, reached: Iterable[Source], ids: list[str]) -> None:
    """New ids beside those of before; one without a value clears its chat's (I5)."""
    cleared = [one for one in ids if one.endswith(":")]
    for name in reached:
        there = kept.get(name, {}).get("integration_ids", [])
        now = merged_ids(there, ids if name == source else cleared)
        if now or there:
            kept.setdefault(name, {})["integration_ids"] = now


def _without_empty(kept: Mapping[Source, dict[str, Any]]) -> dict[Source, IdentityChange]:
    """No empty lists of ids, and no sources that say nothing: equal claims are stored alike."""
    said = {
        source: {name: value for name, value in claim.items() if name != "integration_ids" or value}
        for source, claim in kept.items()
    }
    return cast("dict[Source, IdentityChange]", {source: claim for source, claim in said.items() if claim})
