"""Scrubbing of URLs: values in query and fragment that name a secret or a person are never kept.

The browser does the same before anything is sent (packages/protocol/src/scrub.ts); the server does it again, since
a page may run an older SDK, or lie. Both read protocol/examples/scrubbing.json in their tests (rule P5).
"""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit

SCRUBBED: Final = "***"
"""What stands where a value was."""

_NAMES: Final = re.compile(
    r"(?:.*(?:token|secret|passw(?:or)?d|passwd|passphrase|pwd|credential|signature|e?mail|phone|mobile|session|apikey"
    r"|cvc|cvv|iban|birth|address|surname|username|firstname|lastname|fullname|invite|voucher).*|auth.*|jwt|code|key|pass"
    r"|sig|sid|otp|pin|tel|dob|ssn|zip|user|name|state|nonce|ticket|hash|card|account|assertion|samlresponse|samlrequest"
    r"|relaystate)",
    re.ASCII | re.DOTALL,
)
_EMAIL: Final = re.compile(r"[^\s@/]+@[^\s@/]+\.[^\s@/]{2,}")
_JWT: Final = re.compile(r"[\w-]{8,}\.[\w-]{8,}\.[\w-]*", re.ASCII)
_PARAMETER: Final = re.compile(r"([?#&;]?)([^?#&;=]*)(=?)([^?#&;]*)")
_FRAGMENT_PATH: Final = re.compile(r"#!?/[^?#&;]*")
_RANDOM: Final = re.compile(r"[\w+~=-]{20,}", re.ASCII)
_SLUG: Final = re.compile(r"[a-z]+(?:-[a-z\d]+)+", re.ASCII)
_MALFORMED: Final = re.compile(r"%(?![0-9a-fA-F]{2})")
_WEB: Final = frozenset(("http", "https", "ws", "wss", "ftp"))


def scrub_url(url: str, parameters: Sequence[str] = (), paths: Sequence[str] = ()) -> str:
    """An absolute URL with every sensitive value replaced by `***`; credentials before the host go too.

    Addresses of `mailto:`, `tel:` and other schemes keep only their scheme; what is no URL becomes "".

    Args:
        url: as a browser writes it.
        parameters: names of parameters that the team adds.
        paths: beginnings of paths whose parts the team hides.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    match parts.scheme:
        case "":
            return ""
        case "about":
            return url
        case "file":
            return f"file://{parts.path}"
        case "blob":
            return "blob:"
        case scheme if scheme not in _WEB:
            return f"{scheme}:{SCRUBBED}"
        case scheme if not host:
            return ""
        case scheme:
            shown = f"[{host}]" if ":" in host else host
            origin = f"{scheme}://{shown}" + (f":{port}" if port is not None else "")
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    fragment = _FRAGMENT_PATH.sub(lambda path: _path(path[0], paths), fragment, count=1)
    return origin + _path(parts.path or "/", paths) + _values(query, parameters) + _values(fragment, parameters)


def without_query(url: str) -> str:
    """A scrubbed URL up to its path; parts of the path that look like an e-mail address go too."""
    return re.sub(r"[^/]+(?:@|%40)[^/]+", SCRUBBED, re.split("[?#]", url, maxsplit=1)[0])


def is_sensitive_name(name: str) -> bool:
    """Whether a parameter of this name holds a secret or says who somebody is."""
    split = re.sub(r"([a-z\d])([A-Z])", r"\1_\2", name, flags=re.ASCII).lower()
    words = re.split(r"[^a-z\d]+", split, flags=re.ASCII)
    return any(_NAMES.fullmatch(word) for word in words) or _NAMES.fullmatch("".join(words)) is not None


def is_sensitive_value(value: str) -> bool:
    """Whether a value looks like an e-mail address, a payment card's number or a token."""
    if _EMAIL.search(value) or _JWT.fullmatch(value):
        return True
    digits = re.sub(r"[\s-]", "", value)
    if re.fullmatch(r"[0-9]{13,19}", digits) and _passes_luhn(digits):
        return True
    return any(_looks_random(text) for text in re.split(r"[/.,:]", value))


def fits(pattern: str, text: str) -> bool:
    """Whether `text` is what `pattern` says; `*` stands for any characters, case does not matter. Linear in time."""
    said = text.lower()
    first, *rest = pattern.lower().split("*")
    if not rest:
        return said == first
    if not said.startswith(first):
        return False
    at = len(first)
    for piece in rest[:-1]:
        found = said.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return len(said) - len(rest[-1]) >= at and said.endswith(rest[-1])


def _values(part: str, names: Sequence[str]) -> str:
    def scrubbed(found: re.Match[str]) -> str:
        lead, name, equals, value = found.groups()
        if not equals:
            return lead + SCRUBBED if is_sensitive_value(_decoded(name)) else found[0]
        known = _decoded(name)
        hidden = value and (
            is_sensitive_name(known) or is_sensitive_value(_decoded(value)) or any(fits(one, known) for one in names)
        )
        return f"{lead}{name}={SCRUBBED}" if hidden else found[0]

    return _PARAMETER.sub(scrubbed, part)


def _path(path: str, patterns: Sequence[str]) -> str:
    parts = path.split("/")
    filled = [index for index, part in enumerate(parts) if index > 0 and part]
    hidden: set[int] = set()
    for pattern in patterns:
        wanted = [part for part in pattern.split("/") if part]
        rest = wanted[-1:] == ["**"]
        if rest:
            wanted.pop()
        if len(wanted) > len(filled):
            continue
        if not all(fits(part, _decoded(parts[filled[at]])) for at, part in enumerate(wanted)):
            continue
        hidden.update(filled[at] for at, part in enumerate(wanted) if "*" in part)
        if rest:
            hidden.update(filled[len(wanted) :])
    return "/".join(SCRUBBED if index in hidden else part for index, part in enumerate(parts))


def _decoded(text: str) -> str:
    spaced = text.replace("+", " ")
    if _MALFORMED.search(spaced):
        return text
    try:
        return unquote_to_bytes(spaced).decode()
    except UnicodeDecodeError:
        return text


def _looks_random(text: str) -> bool:
    return (
        _RANDOM.fullmatch(text) is not None
        and re.search(r"[0-9]", text) is not None
        and re.search(r"[a-zA-Z]", text) is not None
        and _SLUG.fullmatch(text) is None
    )


def _passes_luhn(digits: str) -> bool:
    total = 0
    for place, character in enumerate(reversed(digits)):
        digit = int(character)
        if place % 2:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return total % 10 == 0
