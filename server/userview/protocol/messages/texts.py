"""Every text that the SDK shows in a page, by name, and what teams put in its place.

The one place where they are written down: the SDK's and the dashboard's table and the reference page are generated from it.
"""

from typing import Annotated, Any, Final, cast

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

MAX_TEXT: Final = 500
"""Characters; about what fits on a phone's screen."""

SDK_TEXTS: Final[dict[str, str]] = {
    "prompt_title": "Share this page?",
    "prompt_message": "{%agentName%|An agent} would like to see this page with you.",
    "shared_title": "What is shared",
    "shared_pages": "The pages of {%currentDomain%} in this browser",
    "shared_actions": "What you point at, click and type on them",
    "withheld_title": "What is never shared",
    "withheld_secrets": "Passwords, card numbers and one-time codes",
    "withheld_others": "Other sites, tabs and programs",
    "prompt_note": "You can stop at any time. Esc declines.",
    "allow": "Allow",
    "decline": "Decline",
    "bar_label": "Screen sharing",
    "waiting": "Sharing this page",
    "watching": "{%names%} sees this page",
    "watching_many": "{%names%} see this page",
    "controlling": "{%names%} is in control",
    "control_label": "Request for control",
    "control_message": "{%name%} would like to control this page: click, type and scroll in it with you.",
    "console_ran": "{%name%} ran code in this page",
    "recording_notice": "This session is recorded.",
    "recording_choice": "This session may be recorded",
    "recording_label": "Request to record",
    "recording_message": "May this session be recorded? What is hidden stays hidden in the recording.",
    "recording": "Recording",
    "show_hidden": "Show what is hidden from agents",
    "stop": "Stop sharing",
    "ended": "Sharing has ended",
    "rating_title": "How was this session?",
    "rating_1": "Very poor",
    "rating_2": "Poor",
    "rating_3": "Fair",
    "rating_4": "Good",
    "rating_5": "Very good",
    "rating_thanks": "Thank you!",
    "guest": "Agent",
    "help": "Get help",
    "wait_label": "Help",
    "wait_pending": "Looking for somebody who can help you…",
    "wait_unavailable": "Nobody is available right now. Please try again later.",
    "wait_call": "Waiting for {%agentName%|the agent} to answer. Please stay on this page.",
    "wait_call_over": "{%agentName%|The agent} has not answered. Please try again later.",
    "wait_unknown": "The link that you followed leads to nobody. Please check it, or ask for it again.",
    "wait_cancel": "Stop waiting",
    "wait_close": "Close",
    "lookup_button": "Show my code",
    "lookup_title": "Your code",
    "lookup_message": "Read it out to the person who helps you. It lets them find you; you are asked before they see anything.",
    "lookup_pending": "Getting your code…",
    "lookup_none": "No code is free right now. Please try again in a minute.",
    "lookup_time": "A new one in {%time%}",
}
"""In English, with `{%name%|fallback}` where something is filled in."""


def _known(given: Any) -> Any:
    if not isinstance(given, dict):
        return given
    texts = cast("dict[Any, Any]", given)
    for name in texts:
        if name not in SDK_TEXTS:
            raise ValueError(f"expected names of the SDK's texts ({', '.join(SDK_TEXTS)}), got {str(name)[:80]!r}")
    return texts


def _no_controls(text: str) -> str:
    if any(character < " " for character in text):
        raise ValueError("expected one line without control characters")
    return text


_ONE_LINE: Final = r"^[^\u0000-\u001f]*[^\s\u0000-\u001f][^\u0000-\u001f]*$"

Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT),
    AfterValidator(_no_controls),
    Field(json_schema_extra={"pattern": _ONE_LINE}),
]
Translations = Annotated[
    dict[str, Text],
    BeforeValidator(_known),
    Field(json_schema_extra={"propertyNames": {"enum": list(SDK_TEXTS)}}),
]
"""The team's own words for some of the texts, by their names."""
