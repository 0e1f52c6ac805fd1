"""The bodies of requests. Types are strict: the text "true" is no boolean. Unknown fields are ignored where nothing depends on them."""

from collections.abc import Callable
from typing import Annotated, Any, Final, Literal, cast
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from userview.domains.sessions.model import PERMISSIONS
from userview.domains.teams.identity_secrets import MAX_GRACE_SECONDS
from userview.domains.teams.model import Scope
from userview.domains.teams.selectors import readable_selector
from userview.domains.teams.settings import URL_EXPRESSION, TeamSettings
from userview.domains.teams.sites import ORIGIN_EXPRESSION, SitePattern, whole_site
from userview.ports.events import EVENT_NAMES, EventName
from userview.protocol.messages.settings import LANGUAGE_TAG
from userview.rest import patterns
from userview.rest.misplaced import check_places
from userview.rest.plain import LINES, LINES_PATTERN, NOT_BLANK_LINE, ONE_LINE, ONE_LINE_PATTERN

MAX_URL = 2048


def whole_numbers(given: Any) -> Any:
    """A body whose numbers are integers where they are whole: 60.0 is the same number in JSON, and some programs write it so."""
    if not isinstance(given, dict):
        return given
    members = cast("dict[str, Any]", given).items()
    return {name: int(value) if isinstance(value, float) and value.is_integer() else value for name, value in members}


class Body(BaseModel):
    """Base of request bodies."""

    model_config = ConfigDict(strict=True, frozen=True)

    _whole_numbers = model_validator(mode="before")(whole_numbers)


def _web_url(text: str) -> str:
    expected = "expected an absolute http or https URL"
    try:
        parts = urlsplit(text)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        raise ValueError(expected) from error
    unfit = any(character <= " " or character in '"<>\\^`{|}\x7f' for character in text)
    if parts.scheme not in ("http", "https") or not host or unfit:
        raise ValueError(expected)
    return text


def _origin(text: str) -> str:
    pattern = SitePattern.parse(text)
    if pattern.scheme is None:
        raise ValueError("expected an origin with its scheme, such as https://crm.example.com")
    return str(pattern)


WebUrl = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=MAX_URL),
    AfterValidator(_web_url),
    Field(json_schema_extra={"pattern": URL_EXPRESSION}),
]
Origin = Annotated[
    str,
    StringConstraints(max_length=300),
    AfterValidator(_origin),
    Field(json_schema_extra={"pattern": ORIGIN_EXPRESSION}),
]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=256), ONE_LINE, NOT_BLANK_LINE]
Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254, pattern=patterns.EMAIL)]
Language = Annotated[str, StringConstraints(max_length=35, pattern=LANGUAGE_TAG)]
Identity = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=256), ONE_LINE, NOT_BLANK_LINE
]
Tag = Annotated[str, StringConstraints(pattern=patterns.TAG)]
LARGEST: Final = 2**53
"""The largest whole number that every reader of JSON takes for itself: more is rounded by some."""


def _exact(given: Any) -> Any:
    """A value of `metadata`, where only whole numbers are whole."""
    if isinstance(given, int) and not isinstance(given, bool) and abs(given) > LARGEST:
        raise ValueError(f"expected a whole number of at most {LARGEST}, or a text with its digits")
    if given is None or not isinstance(given, str | bool | int | float):
        raise ValueError("expected a text, a number, true or false")
    return given


Metadata = Annotated[
    dict[
        Annotated[str, StringConstraints(min_length=1, max_length=64), ONE_LINE, ONE_LINE_PATTERN],
        Annotated[
            Annotated[str, StringConstraints(max_length=1000), LINES, LINES_PATTERN]
            | bool
            | Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
            | Annotated[float, Field(allow_inf_nan=False)],
            BeforeValidator(_exact),
        ],
    ],
    Field(max_length=100, description="Flat: texts, numbers and booleans."),
]


class AgentBody(Body):
    """The agent whom a link is for, as the caller knows them."""

    id: Annotated[Name, Field(description="The caller's own id of the agent.")]
    name: Name
    email: Email | None = None


class PermissionsBody(Body):
    """What the agent may do, within what the team and the page allow. A permission that is not known is refused."""

    model_config = ConfigDict(extra="forbid")

    allow_click: bool = PERMISSIONS["allow_click"]
    allow_scroll: bool = PERMISSIONS["allow_scroll"]
    allow_type: bool = PERMISSIONS["allow_type"]
    allow_draw: bool = PERMISSIONS["allow_draw"]
    allow_audio: bool = PERMISSIONS["allow_audio"]
    allow_agent_redirect: bool = PERMISSIONS["allow_agent_redirect"]
    allow_show_agent_screen: bool = PERMISSIONS["allow_show_agent_screen"]
    allow_request_visitor_screen: bool = PERMISSIONS["allow_request_visitor_screen"]
    allow_notes: bool = PERMISSIONS["allow_notes"]
    allow_console: bool = PERMISSIONS["allow_console"]
    hide_private_details: bool = PERMISSIONS["hide_private_details"]


class BrandingBody(Body):
    """How the watch page looks and where it leads."""

    naked: bool | Literal["page_only"] = False
    retry_url: WebUrl | None = None
    on_end_url: WebUrl | None = None


class SessionBody(Body):
    """How a session is to be, and what its link or token is good for."""

    @model_validator(mode="before")
    @classmethod
    def _each_in_its_place(cls, given: Any) -> Any:
        check_places(cls, given, free=frozenset(("metadata",)))
        return given

    permissions: PermissionsBody = PermissionsBody()
    branding: BrandingBody = BrandingBody()
    metadata: Metadata = Field(default_factory=dict)
    recording: Annotated[bool, Field(description="false: this session is not recorded.")] = True
    expires_in: Annotated[
        int | None,
        Field(ge=10, le=86_400, description="Seconds; 300 when left out, 3,600 under the older version prefixes."),
    ] = None
    webhook_url: Annotated[WebUrl | None, Field(description="Hears of this session's events.")] = None
    initial_notes: Annotated[str, StringConstraints(max_length=10_000), LINES, LINES_PATTERN] | None = None
    language: Language | None = None
    allowed_origins: Annotated[
        list[Origin] | None,
        Field(max_length=50, description="Who may frame the watch page; anybody when left out, nobody when empty."),
    ] = None


class WatchBody(SessionBody):
    """A watch link: for whom, with what rights, for how long."""

    agent: AgentBody


class ViewerTokenBody(SessionBody):
    """A token for an embedded viewer: for whom, with what rights, for how long."""

    viewer: AgentBody


class IdentityBody(Body):
    """Who the visitor is: what is left out stays, null clears it."""

    model_config = ConfigDict(extra="forbid")

    identities: Annotated[list[Identity], Field(max_length=50)] | None = None
    unique_id: Identity | None = None
    tags: Annotated[list[Tag], Field(max_length=50)] | None = None
    metadata: Metadata | None = None


def _no_defaults(schema: dict[str, Any]) -> None:
    """What is left out stays as it is: a default in the schema would say otherwise."""
    for field in schema["properties"].values():
        field.pop("default", None)


def _of_list(index: int, check: Callable[[str], str], item: str) -> None:
    """Check an item of a list; what is said of it names the item."""
    try:
        check(item)
    except ValueError as error:
        raise PydanticCustomError("of_list", "{said}", {"said": str(error), "index": index}) from None


class TeamBody(TeamSettings):
    """Changes to the team: what is left out stays."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, json_schema_extra=_no_defaults)

    _whole_numbers = model_validator(mode="before")(whole_numbers)

    # What is stored already is read as it is: these look at what is to be stored from now on.
    @field_validator("masked_elements", "unmasked_elements", "no_remote_elements")
    @classmethod
    def _readable(cls, selectors: list[str]) -> list[str]:
        for index, selector in enumerate(selectors):
            _of_list(index, readable_selector, selector)
        return selectors

    @field_validator("lookup_code_element")
    @classmethod
    def _readable_one(cls, selector: str | None) -> str | None:
        return None if selector is None else readable_selector(selector)

    @field_validator("allowed_sites")
    @classmethod
    def _whole(cls, sites: list[str]) -> list[str]:
        for index, site in enumerate(sites):
            _of_list(index, whole_site, site)
        return sites

    name: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), ONE_LINE, NOT_BLANK_LINE
    ] = ""
    domain: (
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=253), ONE_LINE, NOT_BLANK_LINE]
        | None
    ) = None


class KeyBody(Body):
    """A new secret key."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), ONE_LINE, NOT_BLANK_LINE
    ]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=5)] | None = None


class RotationBody(Body):
    """A new identity secret."""

    model_config = ConfigDict(extra="forbid")

    grace_seconds: Annotated[
        int,
        Field(
            ge=0,
            le=MAX_GRACE_SECONDS,
            description="So long tokens signed with the secret before this one still count; 0: they do not.",
        ),
    ] = 0


class WebhookBody(Body):
    """A new webhook."""

    model_config = ConfigDict(extra="forbid")

    url: WebUrl
    events: Annotated[
        list[EventName], Field(min_length=1, max_length=50, description="What it hears of; everything when left out.")
    ] = list(EVENT_NAMES)
    active: bool = True


class WebhookChangeBody(Body):
    """Changes to a webhook: what is left out stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_no_defaults)

    url: WebUrl = ""
    events: Annotated[list[EventName], Field(min_length=1, max_length=50, description="What it hears of.")] = list(
        EVENT_NAMES
    )
    active: Annotated[bool, Field(description="true: also when it was disabled, and forgets that it failed.")] = True


class SignInBody(Body):
    """E-mail address and password."""

    email: Annotated[str, StringConstraints(max_length=254)]
    password: Annotated[str, StringConstraints(max_length=1000)]


class TokenBody(Body):
    """A one-time sign-in link's token."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=128)]


class PasswordBody(Body):
    """Another password."""

    old_password: Annotated[
        Annotated[str, StringConstraints(max_length=1000)] | None,
        Field(description="The one until now; not asked for where there is none yet."),
    ] = None
    password: Annotated[str, Field(description="10 to 1,000 characters."), StringConstraints(max_length=1000)]


class TeamChoiceBody(Body):
    """The team to go over to."""

    team_id: Annotated[str, StringConstraints(min_length=1, max_length=40)]


class RedeemBody(Body):
    """A watch link's token, and the seat that this page got for it before, if any."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=128)]
    seat: Annotated[str, StringConstraints(min_length=1, max_length=128)] | None = None
    seat_cookie: Annotated[
        bool,
        Field(
            description="The page has no storage to keep its seat in: the answer sets a cookie that holds it, and a "
            "cookie from before counts as the seat."
        ),
    ] = False
