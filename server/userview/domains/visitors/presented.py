"""What a page says of its visitor, and what of that is taken (rules P3, P4, I1-I5)."""

from dataclasses import dataclass, replace
from typing import Final

from userview.domains.visitors.identity import Claims
from userview.domains.visitors.identity_token import RefusedToken, SignedIdentity
from userview.domains.visitors.model import IdentityChange

UNSIGNED: Final = "this team takes signed identities only: give identityToken beside or instead of uniqueId and identities, which were not taken"


@dataclass(frozen=True, slots=True)
class Presented:
    """What a page gave at once, its token checked already."""

    change: IdentityChange
    token: SignedIdentity | RefusedToken | None = None
    """None: there was none with it."""
    clears_token: bool = False
    """The page said that there is no token any more."""
    token_required: bool = False
    """The team takes signed identities only."""
    resets_at_sign_out: bool = False
    """The team wants a new visitor where the page signs one out."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What is known then."""

    claims: Claims
    is_somebody_else: bool
    """Another person (P4): the claims are those of a new visitor."""
    refusal: str | None
    """Why what was said of the identity did not count; one sentence for the site's developer."""


def taken(claims: Claims, said: Presented) -> Taken:
    """Apply what a page said to what is known.

    A refused identity changes nothing that is known, except that it names somebody else: then the visitor is a new one
    without an identity, since whoever is known must not get what another person does.
    """
    change, token = said.change.copy(), said.token
    refusal = None
    if token is not None:
        unsigned = change.pop("unique_id", None)
        if not isinstance(token, SignedIdentity) or token.identities is not None:
            change.pop("identities", None)
        if isinstance(token, SignedIdentity):
            named = token.unique_id
        elif token.digest == claims.token:
            named = None
        else:
            named, refusal = unsigned or token.names, token.message
    else:
        named = change.get("unique_id")
        if said.token_required and (change.get("unique_id") or change.get("identities")):
            refusal = UNSIGNED
            change = _without_unsigned(change)
    signs_out = claims.known_as is not None and "unique_id" in change and change["unique_id"] is None
    somebody_else = claims.is_somebody_else(named) or (said.resets_at_sign_out and signs_out)
    base = Claims(integration=claims.integration) if somebody_else else claims
    if said.clears_token or (token is None and "unique_id" in change and change["unique_id"] is None):
        base = base.signed(None)
    if isinstance(token, SignedIdentity):
        base = base.signed(token)
    return Taken(base.changed("page", change), somebody_else, refusal)


def heard_from_chat(claims: Claims, integration: str | None, change: IdentityChange, *, token_required: bool) -> Claims:
    """What the live chat on the page says; its identities are nobody's signature."""
    heard = _without_unsigned(change) if token_required else change
    return replace(claims, integration=integration).changed("livechat", heard)


def _without_unsigned(change: IdentityChange) -> IdentityChange:
    """Without what says who the visitor is; clearing it stays."""
    kept = change.copy()
    if kept.get("unique_id"):
        del kept["unique_id"]
    if kept.get("identities"):
        del kept["identities"]
    return kept
