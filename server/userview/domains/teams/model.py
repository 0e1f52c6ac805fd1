"""Teams, their agents and their keys, as the rest of the server sees them: plain, immutable facts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from userview.domains.teams.sites import SitePattern

Clock = Callable[[], float]
"""Gives the time in Unix seconds."""

Role = Literal["admin", "agent"]
"""`admin` may change the team, its agents and its keys; `agent` may watch and help."""

Scope = Literal["read", "sessions", "visitors:write", "visitors:delete", "admin"]
"""What a secret key may do: see rest.md in docs/reference, one scope per kind of operation."""

ALL_SCOPES: Final[tuple[Scope, ...]] = ("read", "sessions", "visitors:write", "visitors:delete", "admin")

ROLE_SCOPES: Final[dict[Role, frozenset[Scope]]] = {
    "admin": frozenset(ALL_SCOPES),
    "agent": frozenset(("read", "sessions", "visitors:write")),
}
"""What a signed-in member may do, in the words of keys."""


def _site(text: str) -> str:
    return str(SitePattern.parse(text))


Site = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_site)]
Selector = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class TeamSettings(BaseModel):
    """Settings of a team; those of the SDK are the defaults of the options of `init`."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    allowed_sites: Annotated[
        list[Site],
        Field(
            max_length=200,
            description="Sites on which this team's snippet works, as origins; `*.` stands for all subdomains. "
            "Empty: every site.",
        ),
    ] = []
    require_authorization_for_session: Annotated[
        bool, Field(description="The visitor is asked before anything of the page is shared.")
    ] = True
    page_may_decide_authorization: Annotated[
        bool, Field(description="Whether a page's own `requireAuthorizationForSession: false` counts.")
    ] = True
    authorization_prompt_title: Annotated[
        str | None,
        Field(max_length=200, description="Title of the prompt; null: the SDK's own, in the visitor's language."),
    ] = None
    authorization_prompt_message: Annotated[
        str | None, Field(max_length=2000, description="Text of the prompt; null: the SDK's own.")
    ] = None
    allow_remote_click: Annotated[bool, Field(description="Agents may click in visitors' pages.")] = True
    allow_remote_scroll: Annotated[bool, Field(description="Agents may scroll visitors' pages.")] = True
    allow_remote_type: Annotated[bool, Field(description="Agents may type in visitors' pages.")] = True
    show_terminate_button: Annotated[bool, Field(description="The session bar has a button that stops sharing.")] = True
    masked_elements: Annotated[
        list[Selector], Field(max_length=200, description="CSS selectors of what is masked, beside what always is.")
    ] = []
    session_time_limit_seconds: Annotated[
        int, Field(ge=60, le=86_400, description="A session that lasts longer ends with `time_limit`.")
    ] = 14_400


@dataclass(frozen=True, slots=True)
class Team:
    """Owner of visitors, sessions, agents and keys."""

    id: str
    name: str
    domain: str | None
    """The team's main web site, e.g. `example.com`; for people to read."""
    public_key: str
    settings: TeamSettings
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """An agent's account: one per e-mail and installation."""

    id: str
    email: str
    name: str | None
    created_at: datetime

    @property
    def nickname(self) -> str:
        """What others see: the name, else what stands before the `@`."""
        return self.name or self.email.partition("@")[0]


@dataclass(frozen=True, slots=True)
class Member:
    """An account in one of its teams."""

    account: Account
    team: Team
    role: Role
    confined: bool = False
    """Signed in by a link that opens this team alone."""


@dataclass(frozen=True, slots=True)
class ExternalAgent:
    """An agent whom an API caller named: `id` is ours, `external_id` the caller's; one per team and external id."""

    id: str
    external_id: str
    name: str
    email: str | None


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A secret key without its secret."""

    id: str
    team_id: str
    name: str
    scopes: tuple[Scope, ...]
    hint: str
    """The secret's last four characters, so that people can tell their keys apart."""
    created_at: datetime
    last_used_at: datetime | None
    """Exact to the minute."""
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made; `secret` is known now and never again."""

    key: ApiKey
    secret: str
