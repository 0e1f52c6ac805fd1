"""A team's settings: those of its pages (`SdkSettings`), and what the server alone needs to know.

REST's Team and the body of its PATCH, the dashboard's forms and docs/reference/team-settings.md follow
from this model.
"""

from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from userview.domains.teams.sites import SITE_EXPRESSION, SitePattern
from userview.protocol.messages.settings import SdkSettings, option

MAX_RETENTION_DAYS: Final = 3650
"""Ten years: longer than any law asks for what this product keeps."""


def _site(text: str) -> str:
    return str(SitePattern.parse(text))


def _page_url(text: str) -> str:
    expected = "expected an absolute http or https URL without credentials"
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(expected) from error
    unfit = any(character <= " " or character in '"<>\\^`{|}\x7f' for character in text)
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or unfit:
        raise ValueError(expected)
    return text


URL_EXPRESSION: Final = r"^https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,4})?([/?#][!#-;=?-\[\]_a-z~]*)?$"
"""The URLs that need no explanation, for descriptions; what else is taken for one is its validator's business."""
Site = Annotated[
    str,
    StringConstraints(min_length=1, max_length=300),
    AfterValidator(_site),
    Field(json_schema_extra={"pattern": SITE_EXPRESSION}),
]
PageUrl = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2048),
    AfterValidator(_page_url),
    Field(json_schema_extra={"pattern": URL_EXPRESSION}),
]
RetentionDays = Annotated[int, Field(ge=1, le=MAX_RETENTION_DAYS)]


def _retention(what: str, *, later: str | None = None) -> Any:
    return option(None, f"{what} Null: as long as the installation's setting says.", later=later)


class TeamSettings(SdkSettings):
    """Settings of a team; those of the SDK are the defaults of the options of `init`."""

    model_config = ConfigDict(strict=True)

    # Where the snippet works, and what pages and agents may decide
    allowed_sites: Annotated[list[Site], Field(max_length=200)] = option(
        [],
        "Sites on which this team's snippet works, as origins; `*.` stands for all subdomains. Empty: every site.",
    )
    page_may_decide_authorization: bool = option(
        default=True, about="Whether a page's own `requireAuthorizationForSession: false` counts."
    )
    identity_token_required: bool = option(
        default=False, about="Who visitors are is believed only when the site's server has signed it (`identityToken`)."
    )
    session_time_limit_seconds: Annotated[int, Field(ge=60, le=86_400)] = option(
        14_400, "A session that lasts longer ends with `time_limit`. For sessions that begin after the change."
    )
    recording: Literal["off", "on", "ask"] = option(
        "off",
        "Whether sessions are recorded, with the visitor's consent; `ask`: the visitor decides. For sessions that begin after the change.",
    )
    allow_audio: bool = option(default=True, about="Agents may start an audio call.", later="audio calls")
    allow_notes: bool = option(default=True, about="Agents may write notes about a session.", later="session notes")
    allow_show_agent_screen: bool = option(
        default=True, about="Agents may show visitors their own screen.", later="agents' screen sharing"
    )

    # How visitors and agents find each other
    lookup_code_digits: Literal[4, 6] = option(
        6, "How many digits a lookup code has. Four are easier to say, and easier to guess."
    )
    personal_link_url: PageUrl | None = option(None, "The page with the snippet that agents' personal links lead to.")
    agent_unavailable_url: PageUrl | None = option(
        None, "Where visitors go who asked for an agent while nobody was available; null: they stay where they are."
    )

    # How long things are kept
    visitor_retention_days: RetentionDays | None = _retention(
        "Visitors are erased so many days after they were last seen."
    )
    pageview_retention_days: RetentionDays | None = _retention(
        "Page views and their events are erased after so many days."
    )
    picture_retention_days: RetentionDays | None = _retention(
        "Pictures of page views are erased after so many days.", later="pictures of page views"
    )
    recording_retention_days: RetentionDays | None = _retention("Recordings and videos are erased after so many days.")

    def for_pages(self) -> SdkSettings:
        """What the team's pages are told."""
        return SdkSettings.model_construct(**{name: getattr(self, name) for name in SdkSettings.model_fields})
