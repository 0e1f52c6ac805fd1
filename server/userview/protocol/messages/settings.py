"""What a team sets for its pages: every option of `init` that has a default of the team's.

The one place where these options are written down. From it follow the message to the page
(`SdkSettings`), the team's settings in REST (`TeamSettings` adds what pages need not know), the JSON
schema, the TypeScript types and the reference page. A field's name is the option's name in snake_case.
"""

from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from userview.protocol.messages.common import Part
from userview.protocol.messages.texts import Translations

MAX_SELECTORS: Final = 200
MAX_SCRUBBING_RULES: Final = 100
MAX_WILDCARDS: Final = 200


def _no_controls(text: str) -> str:
    if any(character < " " and character not in "\n\t" for character in text):
        raise ValueError("expected text without control characters")
    return text


# What the validators allow, in the words of JSON Schema.
_PLAIN: Final = Field(json_schema_extra={"pattern": r"^[^\u0000-\u0008\u000b-\u001f]*$"})
_PLAIN_NOT_BLANK: Final = Field(
    json_schema_extra={"pattern": r"^[^\u0000-\u0008\u000b-\u001f]*[^\s\u0000-\u001f][^\u0000-\u0008\u000b-\u001f]*$"}
)

Title = Annotated[str, StringConstraints(max_length=200), AfterValidator(_no_controls), _PLAIN]
Words = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_no_controls), _PLAIN]
Selector = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(_no_controls),
    _PLAIN_NOT_BLANK,
]
Selectors = Annotated[list[Selector], Field(max_length=MAX_SELECTORS)]
LANGUAGE_TAG: Final = r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"
FIELD_ID: Final = r"^[0-9]{1,20}$"
WILDCARD: Final = r"^[!-~]+$"
PARAMETER_NAME: Final = r"^[^\s?#&=;/]+$"
PATH_PATTERN: Final = r"^/[^\s?#]*\*[^\s?#]*$"
Wildcard = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=WILDCARD)]
ParameterName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=PARAMETER_NAME)
]
PathPattern = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=2, max_length=500, pattern=PATH_PATTERN)
]


def option(default: Any, about: str, *, later: str | None = None, in_page: bool = True) -> Any:
    """A setting: its default and what it does.

    Args:
        default: what holds until a team changes it.
        about: a sentence or two for people who set it.
        later: the feature that the setting belongs to, where that feature is not built yet. The setting is
            stored and handed to pages all the same.
        in_page: whether `init` has an option of this name.
    """
    extra: dict[str, Any] = {} if in_page else {"x-init-option": False}
    if later is not None:
        about = f"{about} Takes effect with {later}."
        extra["x-takes-effect-with"] = later
    return Field(default=default, description=about, json_schema_extra=extra)


class UrlScrubbing(Part):
    """What is scrubbed of URLs beyond what always is. Patterns know one wildcard: `*`, any characters or none."""

    model_config = ConfigDict(strict=True, extra="forbid")

    parameters: Annotated[
        list[ParameterName],
        Field(
            max_length=MAX_SCRUBBING_RULES,
            description="Names of parameters in query and fragment whose values are replaced by `***`; upper and lower "
            "case are the same. `*` stands for any characters: `order*`.",
        ),
    ]
    paths: Annotated[
        list[PathPattern],
        Field(
            max_length=MAX_SCRUBBING_RULES,
            description="Paths whose parts are replaced by `***`, as `/patients/*/letters`: in every path that begins "
            "so, each part that a `*` takes part in. `*` stands for any characters within one part, `**` as the last "
            "part for all further ones; upper and lower case are the same.",
        ),
    ]


class SdkSettings(Part):
    """The team's settings, defaults of the page's `init` options."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    # Asking and telling the visitor
    require_authorization_for_session: bool = option(
        default=True, about="The visitor is asked before anything of the page is shared."
    )
    authorization_prompt_title: Title | None = option(
        None,
        "Title of the consent prompt; null: the SDK's own. `{%agentName%|fallback}` and `{%currentDomain%}` are filled in.",
    )
    authorization_prompt_message: Words | None = option(
        None, "Text of the consent prompt; null: the SDK's own. The same is filled in as in the title."
    )
    end_of_screenshare_message: Words | None = option(
        None, "What the visitor reads when sharing has ended; null: the SDK's own."
    )
    show_terminate_button: bool = option(default=True, about="The session bar has a button that stops sharing.")
    show_user_view_link: bool = option(
        default=False, about="The session bar names UserView and links to it.", later="a home page of the project"
    )
    enable_session_rating: bool = option(
        default=False, about="The visitor may rate a session when it has ended, with one to five stars."
    )

    # What agents may do in the page
    allow_remote_click: bool = option(default=True, about="Agents may click in visitors' pages.")
    allow_remote_scroll: bool = option(default=True, about="Agents may scroll visitors' pages.")
    allow_remote_type: bool = option(default=True, about="Agents may type in visitors' pages.")
    allow_draw: bool = option(default=True, about="Agents may draw over visitors' pages.")
    allow_agent_redirect: bool = option(
        default=True, about="Agents may go back, forward and to other pages of your sites, and reload the page."
    )
    allow_remote_console: bool = option(
        default=False,
        about="Agents may run code in the visitor's page; it can read and do whatever the page itself can, masked things too.",
    )
    track_console: bool = option(default=False, about="Agents see what the page writes to its console.")
    require_control_request: bool = option(default=False, about="Agents must ask the visitor before they take control.")
    allow_full_screen: bool = option(
        default=True, about="Agents may ask for the visitor's whole screen.", later="screen sharing"
    )
    allow_request_full_tab: bool = option(
        default=True, about="Agents may ask for the browser's own sharing of the tab.", later="screen sharing"
    )
    disable_full_screen_when_masked: bool = option(
        default=True, about="No screen or tab sharing on pages where something is masked.", later="screen sharing"
    )
    no_remote_elements: Selectors = option(
        [], "CSS selectors of what agents see but cannot act on, beside `.userview-no-control`."
    )

    # What is hidden
    masked_elements: Selectors = option(
        [],
        "CSS selectors of what is masked, beside what always is. One that a browser cannot read masks its whole page.",
    )
    mask_all_text: bool = option(
        default=False, about="All text is masked, also what stands in fields, but for `unmasked_elements`."
    )
    mask_all_inputs: bool = option(default=False, about="What stands in fields is masked, but for `unmasked_elements`.")
    unmasked_elements: Selectors = option(
        [],
        "CSS selectors of what `mask_all_text` and `mask_all_inputs` leave readable. What is masked for another reason "
        "stays masked.",
    )
    hide_private_details: bool = option(
        default=False,
        about="E-mail addresses, telephone, card and account numbers are masked wherever one text of the page holds "
        "them, and fields that ask for name, address or the like from their first letter on.",
        in_page=False,
    )
    url_scrubbing: UrlScrubbing = option(
        UrlScrubbing(parameters=[], paths=[]),
        "What is scrubbed of URLs beyond what always is: in the browser before they are sent, and again before they are "
        "stored.",
        in_page=False,
    )

    # Pictures and fonts
    proxy_assets: Annotated[list[Wildcard], Field(max_length=MAX_WILDCARDS)] = option(
        [],
        "URLs of pictures and fonts that visitors' browsers upload and the server never fetches, because only they get the "
        "right ones: behind a sign-in, or on an intranet. `*` stands for any characters, as in "
        "`https://app.example.com/avatars/*`; what begins with `/` is of the page's own site.",
    )

    # What is collected
    collect_history: bool = option(
        default=False,
        about="Page views and events are collected outside sessions too. A page can only switch it off.",
    )
    integrate_with_livechat: bool = option(
        default=True, about="The live chat on the page is detected, and tells who the visitor is."
    )
    link_in_livechat: bool = option(
        default=True,
        about="The live chat's agents see a link that begins a session with the visitor, as `userview_link` among what the "
        "chat knows of them; whoever opens it must sign in. Needs `integrate_with_livechat`.",
        in_page=False,
    )
    zendesk_link_field: Annotated[str, StringConstraints(pattern=FIELD_ID, max_length=20)] | None = option(
        None,
        "Id of the ticket field that takes this link in Zendesk's messaging, which has no other place for it.",
        in_page=False,
    )

    # How visitors and agents find each other
    lookup_code_element: Selector | None = option(
        None, "CSS selector of the element whose text becomes the visitor's lookup code."
    )
    inject_lookup_code_button: bool = option(
        default=False, about="A button at the page's side shows the visitor's lookup code."
    )
    enable_lookup_code_on_key: bool = option(
        default=False, about="Pressing Ctrl five times in a row shows the visitor's lookup code, and hides it again."
    )
    show_agent_request_button: Literal["never", "always", "when_available"] = option(
        "never", "When the page has a button with which visitors ask for help."
    )
    call_wait_message: Words | None = option(
        None, "What a visitor reads who waits for an agent's call; null: the SDK's own."
    )
    call_prompt_text: Words | None = option(
        None, "What a visitor reads before an audio call begins; null: the SDK's own.", later="audio calls"
    )

    # How pages are connected and captured
    disconnect_after_seconds: Annotated[int, Field(ge=10, le=86_400)] = option(
        600,
        "Outside sessions a page's connection rests after so many seconds without focus, mouse or key, and comes back with them. "
        "Pages that are open take another number at their next connection.",
    )
    reset_connection_on_log_out: bool = option(
        default=False,
        about="Once the page clears the `uniqueId` of a visitor who had one, the browser is a new visitor, who inherits nothing. "
        "The team alone decides it; the page's option of this name is not looked at.",
    )
    locale: Annotated[str, StringConstraints(pattern=LANGUAGE_TAG, max_length=35)] | None = option(
        None,
        "Language of the SDK's texts, as `fr` or `pt-BR`; null: the first of the browser's languages that it speaks. It has English, "
        "German, Spanish, French, Italian, Japanese, Korean, Dutch, Polish, Brazilian Portuguese, Swedish and simplified Chinese; "
        "in any other language it says what `translations` has, else English.",
    )
    translations: Translations = option(
        {},
        'The SDK\'s texts in the team\'s own words, by name: `{"allow": "Yes, share"}`. What is not given stays the SDK\'s own; '
        "`authorization_prompt_title`, `authorization_prompt_message` and `end_of_screenshare_message` win over the text in "
        "the same place. Given as a whole.",
    )
    dom_changes_delay: Annotated[int, Field(ge=0, le=1000)] = option(
        0,
        "Milliseconds for which changes of a page are gathered before they are sent; 0: until the next frame. More is "
        "less data, and agents see everything so much later.",
    )
    enable_canvases: bool = option(
        default=True, about="What canvases show is shared; otherwise agents see an area of the same size."
    )
    canvas_encoding: Literal["webp", "png", "jpeg"] = option(
        "webp",
        "How pictures of canvases are encoded: `webp` and `png` lose nothing of what stands still, `jpeg` is smaller and "
        "shows no transparency.",
    )
