"""What texts have to look like, and how that is said to people."""

from typing import Final

from userview.domains.teams.agents_model import CALL_NAME_PATTERN
from userview.protocol.messages.settings import FIELD_ID, LANGUAGE_TAG, PARAMETER_NAME, PATH_PATTERN, WILDCARD

EMAIL: Final = r"^[^\s@<>]+@[^\s@<>]+$"
TAG: Final = r"^#?[A-Za-z0-9_-]{1,64}$"
LOOKUP_CODE: Final = r"^[0-9]{4,8}$"
INTEGRATION: Final = r"^[A-Za-z0-9_.-]{1,32}$"
INTEGRATION_ID: Final = r"^[A-Za-z0-9_.-]{1,32}:[!-~]{1,128}$"

WORDS: Final = {
    EMAIL: "an e-mail address",
    TAG: "a tag of up to 64 letters, digits, - and _, with or without # before it",
    LOOKUP_CODE: "the digits of a lookup code as a text",
    CALL_NAME_PATTERN: "up to 64 letters, digits, - and _ that begin and end with a letter or digit",
    FIELD_ID: "the digits of a ticket field's id",
    LANGUAGE_TAG: "a language such as fr or pt-BR",
    WILDCARD: "a URL in which * stands for any characters, without spaces",
    PARAMETER_NAME: "the name of a parameter, without spaces and ? # & = ; /",
    PATH_PATTERN: "a path that begins with / and has a * in it",
}
"""By the pattern: every one that a body's field has (a test sees to that)."""
