"""`/v1/usage`: how much the team used, counted as it happened."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from userview.rest.answers import Ok
from userview.rest.auth import Reader
from userview.rest.context import Services
from userview.rest.schemas import Object

router = APIRouter(prefix="/v1/usage", tags=["Team"])

Count = Annotated[int, Field(ge=0)]


class UsageOfVisitors(Object):
    """Distinct visitors."""

    online_now: Annotated[Count, Field(description="With at least one tab connected.")]
    last_24_hrs: Annotated[Count, Field(description="Seen within the last 24 hours.")]
    last_30_days: Annotated[Count, Field(description="Seen today or on one of the 29 days before, in UTC.")]


class UsageByDay(Object):
    """By days of UTC."""

    today: Annotated[Count, Field(description="Since midnight UTC.")]
    last_30_days: Annotated[Count, Field(description="Today and the 29 days before.")]


class UsageOfSessions(UsageByDay):
    """Sessions, counted when they went live."""

    now: Annotated[Count, Field(description="Live at the moment.")]


class Usage(Object):
    """How much the team used. Erasing changes no number."""

    visitors: Annotated[UsageOfVisitors, Field(description="Distinct visitors.")]
    agents: Annotated[UsageByDay, Field(description="Distinct agents who took part in sessions.")]
    session_counts: Annotated[UsageOfSessions, Field(description="Sessions that went live.")]
    session_seconds: Annotated[
        UsageByDay, Field(description="Seconds in which sessions were live; each day has its own part.")
    ]


class TeamUsage(Ok):
    """How much the team used."""

    usage: Usage


@router.get("")
async def get_usage(api: Services, caller: Reader) -> TeamUsage:
    """Visitors, agents and sessions of today and the last 30 days: counted, not sampled."""
    team = caller.team.id
    running = await api.sessions.now(team)
    used = await api.usage.of_team(team, running)
    return TeamUsage(
        usage=Usage(
            visitors=UsageOfVisitors(
                online_now=len(api.live().online(team)),
                last_24_hrs=used.visitors_last_24_hrs,
                last_30_days=used.visitors_last_30_days,
            ),
            agents=UsageByDay(today=used.agents_today, last_30_days=used.agents_last_30_days),
            session_counts=UsageOfSessions(
                now=running.live, today=used.sessions_today, last_30_days=used.sessions_last_30_days
            ),
            session_seconds=UsageByDay(today=used.seconds_today, last_30_days=used.seconds_last_30_days),
        )
    )
