"""The words of an identity: how they are kept, and what they look like."""

import re
from collections.abc import Iterable
from typing import Final

from userview.domains.visitors.model import IdentityChange
from userview.protocol.unseen import without_unseen

MAX_INTEGRATION_IDS: Final = 20
"""Of one visitor, one a chat; nobody has that many chats, and merging must end somewhere. The newest stay."""

_EMAIL: Final = re.compile(r"^[^\s@<>]{1,64}@[^\s@<>]+\.[^\s@<>.]+$")
_URL: Final = re.compile(r"^(?:[a-z][a-z0-9+.-]*://|www\.|mailto:)|^[^\s/]+\.[^\s/]+/", re.IGNORECASE)


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
    if "integration_ids" in change:
        ids = change["integration_ids"]
        tidy["integration_ids"] = None if ids is None else [stored_text(one).strip() for one in ids]
    return tidy


def merged_ids(earlier: Iterable[str], later: Iterable[str]) -> list[str]:
    """Integration ids, one a chat: a later one takes the place of the same chat's; `chat:` leaves none."""
    by_chat: dict[str, str] = {}
    for one in (*earlier, *later):
        chat, _, value = one.partition(":")
        by_chat.pop(chat, None)
        if value:
            by_chat[chat] = one
    return list(by_chat.values())[-MAX_INTEGRATION_IDS:]


def stored_text(text: str) -> str:
    """A page's text without characters that nobody sees; losing those is better than losing the visitor."""
    return without_unseen(text)


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
