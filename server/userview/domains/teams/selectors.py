"""CSS selectors as teams write them: what no browser can read is found before it is kept.

Pages mask everything where a selector cannot be read. Only mistakes of form are found here: which pseudo-classes there are,
each browser knows for itself. Source: Selectors Level 4, "Grammar".
"""

from collections.abc import Sequence
from typing import Any, Final, cast

import tinycss2

_WITH_SELECTORS: Final = frozenset(("not", "has"))
"""Pseudo-classes whose selectors must all be readable; `:is` and `:where` forgive."""
_COMBINATORS: Final = (">", "+", "~")


def readable_selector(text: str) -> str:
    """The selector, if it is one of form.

    Raises:
        ValueError: it is none; the text says what is expected.
    """
    if not _is_list(_tokens(tinycss2.parse_component_value_list(text, skip_comments=True)), relative=False):
        raise ValueError("expected a CSS selector such as .account or #card input")
    return text


def _tokens(parsed: Any) -> list[Any]:
    return list(cast("Sequence[Any]", parsed))


def _is_list(tokens: list[Any], *, relative: bool) -> bool:
    one: list[Any] = []
    for token in [*tokens, None]:
        if token is not None and token != ",":
            one.append(token)
        elif not _is_complex(one, relative=relative):
            return False
        else:
            one = []
    return True


def _is_complex(tokens: list[Any], *, relative: bool) -> bool:
    """Compounds between combinators. White space counts where no combinator stands."""
    while tokens and tokens[0].type == "whitespace":
        tokens = tokens[1:]
    if relative and tokens and tokens[0] in _COMBINATORS:
        tokens = tokens[1:]
    wanted = True
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "whitespace":
            at += 1
        elif token in _COMBINATORS:
            if wanted:
                return False
            wanted = True
            at += 1
        else:
            end = _compound(tokens, at)
            if end == at:
                return False
            wanted = False
            at = end
    return not wanted


def _compound(tokens: list[Any], start: int) -> int:
    """Where the compound selector that begins here ends; `start` when it is none."""
    at = _type(tokens, start)
    while at < len(tokens):
        end = _simple(tokens, at)
        if end == at:
            break
        at = end
    return at


def _type(tokens: list[Any], at: int) -> int:
    """Behind the name of an element, or `*`, or `*|name`."""
    if tokens[at : at + 1] and _is_name(tokens[at]):
        if tokens[at] == "*" and tokens[at + 1 : at + 2] == ["|"] and tokens[at + 2 :] and _is_name(tokens[at + 2]):
            return at + 3
        return at + 1
    if tokens[at] == "|" and tokens[at + 1 :] and _is_name(tokens[at + 1]):
        return at + 2
    return at


def _is_name(token: Any) -> bool:
    return token.type == "ident" or token == "*"


def _simple(tokens: list[Any], at: int) -> int:
    """Behind a class, id, attribute, pseudo-class or pseudo-element; `at` where there is none."""
    token, following = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    if token.type == "hash":
        return at + 1 if token.is_identifier else at
    if token.type == "[] block":
        return at + 1 if _is_attribute([part for part in token.content if part.type != "whitespace"]) else at
    if token == "." and following is not None and following.type == "ident":
        return at + 2
    if token != ":":
        return at
    end = at + 2 if following == ":" else at + 1
    named = tokens[end] if end < len(tokens) else None
    if named is None or (named.type != "ident" and not (named.type == "function" and _is_function(named))):
        return at
    return end + 1


def _is_function(token: Any) -> bool:
    inside = _tokens(token.arguments)
    if token.lower_name in _WITH_SELECTORS:
        return _is_list(inside, relative=token.lower_name == "has")
    return True


def _is_attribute(parts: list[Any]) -> bool:
    """`name`, or `name = value`, maybe with `i` or `s`; a name may have `*|` or `|` before it."""
    if parts and parts[0] == "*":
        parts = parts[1:]
    if parts and parts[0] == "|":
        parts = parts[1:]
    if not parts or parts[0].type != "ident":
        return False
    match [str(getattr(part, "value", "")) for part in parts[1:]]:
        case []:
            return True
        case ["=" | "~=" | "|=" | "^=" | "$=" | "*=", _, *flags]:
            is_value = parts[2].type in ("ident", "string")
            return is_value and len(flags) <= 1 and all(flag.lower() in ("i", "s") for flag in flags)
        case _:
            return False
