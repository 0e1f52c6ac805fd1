"""What agents are given who may not see private details of visitors: the same objects without who and where (rule A6).

Every attribute stays; what says who or where somebody is has the value of one of whom nothing is known.
"""

from collections.abc import Mapping
from typing import Any

from userview.domains.teams.model import Member
from userview.domains.visitors.search import Search
from userview.protocol.scrub import without_query
from userview.rest import schemas
from userview.rest.errors import DetailsHidden


def visitor_without_details(visitor: schemas.Visitor) -> schemas.Visitor:
    """A visitor as its short id, its browser and what goes on."""
    return visitor.model_copy(
        update={
            "email": None,
            "history": None,
            "identities": None,
            "integration_ids": [],
            "ip_address": "",
            "last_url": None if visitor.last_url is None else without_query(visitor.last_url),
            "location_city": None,
            "location_country": None,
            "location_country_name": None,
            "metadata": {},
            "name": None,
            "nickname": visitor.short_id,
            "sessions": [session_without_details(session) for session in visitor.sessions],
            "tags": [],
            "unique_id": None,
        }
    )


def session_without_details(session: schemas.Session) -> schemas.Session:
    """A session without what was said of the visitor."""
    return session.model_copy(update={"metadata": {}, "notes": None, "start_url": without_query(session.start_url)})


def session_for_strangers(session: schemas.Session) -> schemas.Session:
    """A session for whoever has a link to its recording: without what is the team's business, and how agents are reached."""
    agents = [_agent_for_strangers(agent) for agent in session.agents]
    return session_without_details(session).model_copy(update={"agents": agents})


def entry_for_strangers(entry: schemas.TimelineEntry) -> schemas.TimelineEntry:
    """The same of an entry of its timeline."""
    agent = None if entry.agent is None else _agent_for_strangers(entry.agent)
    return entry.model_copy(update={"agent": agent, "detail": detail_without_details(entry.detail)})


def _agent_for_strangers(agent: schemas.Agent) -> schemas.Agent:
    return agent.model_copy(update={"email": None, "external_id": None})


def detail_without_details(detail: Mapping[str, Any]) -> dict[str, Any]:
    """Of an entry of a timeline; what an agent typed to be run may name anybody."""
    return {name: without_query(value) if name == "url" else value for name, value in detail.items() if name != "code"}


def asks_without_details(search: Search) -> bool:
    """Whether the search is for nothing but what everybody sees: whatever else is found by says who somebody is."""
    told = Search(online=search.online, host=search.host, device=search.device, impossible=search.impossible)
    return search == told


def check_shown(member: Member | None) -> None:
    """Refuse what consists of private details alone.

    Raises:
        DetailsHidden: they are hidden from this member.
    """
    if member is not None and member.hides_details:
        raise DetailsHidden
