"""Puts the objects of the API together from what the domains and the live sessions know."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, cast

from userview.domains.sessions.errors import UnknownSession
from userview.domains.sessions.model import RECORDED, Session
from userview.domains.sessions.service import Sessions
from userview.domains.sessions.timeline import Entry
from userview.domains.teams.model import ApiKey, Clock, IdentitySecret, Member, Team
from userview.domains.teams.service import Teams
from userview.domains.visitors.countries import country_name
from userview.domains.visitors.errors import UnknownVisitor
from userview.domains.visitors.history.service import PageHistory
from userview.domains.visitors.model import Visitor
from userview.domains.visitors.service import Visitors
from userview.domains.webhooks.model import Delivery, Pending, Webhook
from userview.protocol.messages.common import SessionState
from userview.realtime.live import Live
from userview.realtime.records import AgentRef, VisitorKey
from userview.realtime.waiting import Waiter
from userview.rest import schemas
from userview.rest.hiding import detail_without_details, session_without_details, visitor_without_details
from userview.rest.present_history import HistoryPresenter
from userview.signing import Signer
from userview.tables import moment

NEWEST_PAGEVIEWS: Final = 100
"""So many page views are in a visitor's `history`; the others are read page by page."""


class Presenter:
    """Reads and composes; changes nothing."""

    def __init__(
        self,
        *,
        teams: Teams,
        visitors: Visitors,
        history: PageHistory,
        sessions: Sessions,
        signer: Signer,
        live: Callable[[], Live],
        clock: Clock,
        public_url: str,
        on_premise: bool = True,
    ) -> None:
        """`live` is asked at each use: the live sessions are made after this, since they ask this for visitors."""
        self._teams = teams
        self._visitors = visitors
        self._history = history
        self._sessions = sessions
        self._live = live
        self._clock = clock
        self._public_url = public_url
        self.on_premise = on_premise
        """What `on_premise` says everywhere."""
        self.history = HistoryPresenter(signer, clock, public_url)

    async def visitors(
        self, team: Team, found: Sequence[Visitor], *, hides_details: bool = False
    ) -> list[schemas.Visitor]:
        """Visitors of one team with their newest sessions, in the same order; whole, or without private details (A6)."""
        sessions = await self._sessions.of_visitors(team.id, [visitor.short_id for visitor in found])
        shown = [self._visitor(team, visitor, sessions[visitor.short_id]) for visitor in found]
        return [visitor_without_details(visitor) for visitor in shown] if hides_details else shown

    async def visitor(self, team: Team, found: Visitor, *, hides_details: bool = False) -> schemas.Visitor:
        """One visitor with the newest sessions; whole, or without private details (A6)."""
        shown = self._visitor(team, found, await self._sessions.of_visitor(team.id, found.short_id))
        return visitor_without_details(shown) if hides_details else shown

    async def visitor_with_history(self, team: Team, found: Visitor, *, hides_details: bool = False) -> schemas.Visitor:
        """One visitor with the newest page views, where the team collects them and nothing is hidden (A6)."""
        visitor = await self.visitor(team, found, hides_details=hides_details)
        if hides_details or not team.settings.collect_history:
            return visitor
        newest, _ = await self._history.page(found, NEWEST_PAGEVIEWS, None)
        return visitor.model_copy(update={"history": self.history.pageviews(newest)})

    async def visitor_document(self, key: VisitorKey, *, hides_details: bool = False) -> dict[str, Any] | None:
        """The object Visitor as JSON for the desk, whole or without private details (A6); None when there is none any more."""
        team = await self._teams.get(key.team)
        try:
            found = await self._visitors.get(key.team, key.short_id)
        except UnknownVisitor:
            return None
        return (await self.visitor(team, found, hides_details=hides_details)).model_dump(mode="json")

    async def session_document(self, team_id: str, session_id: str) -> dict[str, Any] | None:
        """The object Session as JSON; None when there is none any more."""
        try:
            found = await self._sessions.get(team_id, session_id)
        except UnknownSession:
            return None
        return self.session(await self._teams.get(team_id), found).model_dump(mode="json")

    async def event_data(self, event: Pending) -> dict[str, Any] | None:
        """What a webhook hears of an event: the session, or the visitor, as it is now; None when it is gone."""
        if event.session_id is not None:
            session = await self.session_document(event.team_id, event.session_id)
            return None if session is None else {"session": session}
        visitor = await self.visitor_document(VisitorKey(event.team_id, event.visitor_short_id))
        return None if visitor is None else {"visitor": visitor}

    def session(self, team: Team, session: Session, *, hides_details: bool = False) -> schemas.Session:
        """A session of the team; whole, or without private details (A6)."""
        shown = self._session(team, session)
        return session_without_details(shown) if hides_details else shown

    async def shown_sessions(
        self, team: Team, found: Sequence[Session], *, hides_details: bool = False
    ) -> list[schemas.ShownSession]:
        """Sessions with whom they were, in the same order; whole, or without private details (A6)."""
        nicknames = await self._visitors.nicknames(team.id, {session.visitor_short_id for session in found})
        live = self._live()
        return [
            schemas.ShownSession(
                **dict(self.session(team, session, hides_details=hides_details)),
                visitor=None
                if (short_id := session.visitor_short_id) not in nicknames
                else schemas.SessionVisitor(
                    short_id=short_id,
                    nickname=short_id if hides_details else nicknames[short_id],
                    is_online=live.is_online(VisitorKey(team.id, short_id)),
                ),
            )
            for session in found
        ]

    def _session(self, team: Team, session: Session) -> schemas.Session:
        length = session.length_seconds(moment(self._clock()))
        return schemas.Session(
            agents=[self.agent(agent.ref) for agent in session.agents],
            call_length_seconds=0,
            call_name=session.call_name,
            end_reason=session.end_reason,
            ended_at=session.ended_at,
            features_used=list(session.features),
            formatted_call_length=duration(0),
            formatted_length=duration(length),
            id=session.id,
            length_seconds=length,
            metadata=dict(session.metadata),
            notes=session.notes,
            on_premise=self.on_premise,
            public_video_url=self.recording_url(session),
            rating=session.rating,
            secret_video_url=None,
            session_authorized=bool(session.authorized),
            source=session.source,
            start_url=session.start_url,
            started_at=session.created_at,
            state=session.state,
            team=schemas.TeamRef(id=team.id, domain=team.domain),
            video_status=session.video_status,
            visitor_id=session.visitor_short_id,
            went_live=session.went_live,
        )

    def recording_url(self, session: Session) -> str | None:
        """The page that plays what was recorded, for those who are signed in; None when there is nothing."""
        is_there = session.went_live and session.video_status in RECORDED
        return f"{self._public_url}/recordings/{session.id}" if is_there else None

    def entry(self, session: Session, entry: Entry, *, hides_details: bool = False) -> schemas.TimelineEntry:
        """An entry of the session's timeline; whole, or without private details (A6)."""
        known = {agent.ref.id: agent.ref for agent in session.agents}
        live = session.live_at
        ref = None if entry.agent_id is None else known.get(entry.agent_id)
        return schemas.TimelineEntry(
            type=entry.kind,
            ts=entry.at,
            offset=seconds(entry.at - session.created_at),
            live_offset=None if live is None else seconds(entry.at - live),
            agent=None if ref is None else self.agent(ref),
            detail=detail_without_details(entry.detail) if hides_details else dict(entry.detail),
        )

    def team(self, team: Team) -> schemas.Team:
        """A team with its settings."""
        return schemas.Team(
            id=team.id,
            name=team.name,
            domain=team.domain,
            public_key=team.public_key,
            created_at=team.created_at,
            on_premise=self.on_premise,
            **team.settings.model_dump(),
        )

    def _visitor(self, team: Team, visitor: Visitor, sessions: Sequence[Session]) -> schemas.Visitor:
        live = self._live()
        waiter = live.waiter(visitor.key)
        browser, device, code = visitor.browser, visitor.device, visitor.lookup_code
        return schemas.Visitor(
            added_at=visitor.added_at,
            api_key=team.public_key,
            browser_name=device.browser_name,
            call_name=_call_name(waiter, sessions),
            device_name=device.device_name,
            device_type=cast("schemas.DeviceType | None", device.device_type),
            email=visitor.email,
            history=None,
            identities=visitor.identities,
            identity_verified=visitor.identity_verified,
            integration=visitor.integration,
            integration_ids=visitor.integration_ids,
            ip_address=browser.ip_address,
            is_in_session=live.is_live(visitor.key),
            is_online=live.is_online(visitor.key),
            is_supported=browser.is_supported,
            is_waiting_for_call=waiter is not None and waiter.call is not None,
            js_configuration=browser.js_configuration,
            last_seen_at=self.last_seen_at(visitor),
            last_url=visitor.last_url,
            location_city=browser.place.city,
            location_country=browser.place.country,
            location_country_name=country_name(browser.place.country),
            lookup_code=None if code is None or code.expires_at <= moment(self._clock()) else code.code,
            metadata=visitor.metadata,
            name=visitor.name,
            nickname=visitor.nickname,
            sessions=[self.session(team, session) for session in sessions],
            short_id=visitor.short_id,
            tags=visitor.tags,
            unique_id=visitor.unique_id,
            watch_link=watch_link(self._public_url, visitor.short_id),
        )

    def last_seen_at(self, visitor: Visitor) -> datetime:
        """When the visitor was last heard of: what is stored is a few seconds old while a tab is connected."""
        heard = self._live().online(visitor.team_id).get(visitor.short_id)
        return visitor.last_seen_at if heard is None else max(visitor.last_seen_at, moment(heard))

    def agent(self, ref: AgentRef) -> schemas.Agent:
        """An agent who takes or took part."""
        return schemas.Agent(
            agent_nickname=ref.name or (ref.email or "").partition("@")[0] or ref.id,
            email=ref.email,
            external_id=ref.external_id,
            id=ref.id,
            name=ref.name or None,
            on_premise=self.on_premise,
        )


def _call_name(waiter: Waiter | None, sessions: Sequence[Session]) -> str | None:
    """Of the agent whose personal link the visitor followed, as long as that goes on."""
    if waiter is not None:
        return waiter.call and waiter.call.name
    running = (session for session in sessions if session.state is not SessionState.ENDED)
    return next((session.call_name for session in running), None)


def webhook(found: Webhook) -> schemas.Webhook:
    """A webhook without its secret."""
    return schemas.Webhook(
        id=found.id,
        kind=found.kind,
        url=found.url,
        events=list(found.events),
        active=found.active,
        created_at=found.created_at,
        delivered_at=found.delivered_at,
        failing_since=found.failing_since,
        disabled_at=found.disabled_at,
        disabled_reason=found.disabled_reason,
    )


def delivery(found: Delivery) -> schemas.Delivery:
    """A delivery without its payload."""
    return schemas.Delivery(**_delivery(found))


def delivery_with_payload(found: Delivery) -> schemas.DeliveryWithPayload:
    """The same with it."""
    return schemas.DeliveryWithPayload(**_delivery(found), payload=json.loads(found.body))


def _delivery(found: Delivery) -> dict[str, Any]:
    attempts = [
        schemas.DeliveryAttempt(
            at=attempt.at,
            duration_ms=attempt.duration_ms,
            status_code=attempt.status_code,
            error=attempt.error,
            answer=attempt.answer,
        )
        for attempt in found.attempts
    ]
    return {
        "id": found.id,
        "webhook_id": found.webhook_id,
        "event_id": found.event_id,
        "event": found.event,
        "url": found.url,
        "session_id": found.session_id,
        "visitor_id": found.visitor_short_id,
        "state": found.state,
        "created_at": found.created_at,
        "next_attempt_at": found.next_at,
        "finished_at": found.finished_at,
        "attempts": attempts,
    }


def key(found: ApiKey) -> schemas.Key:
    """A secret key without its secret."""
    return schemas.Key(
        id=found.id,
        name=found.name,
        scopes=list(found.scopes),
        hint=found.hint,
        created_at=found.created_at,
        last_used_at=found.last_used_at,
        revoked_at=found.revoked_at,
    )


def identity_secret(found: IdentitySecret) -> schemas.IdentitySecret:
    """A team's identity secret, in clear."""
    return schemas.IdentitySecret(
        secret=found.secret, created_at=found.created_at, previous_valid_until=found.previous_until
    )


def member(found: Member) -> schemas.Member:
    """A signed-in agent."""
    return schemas.Member(
        id=found.id,
        name=found.name,
        email=found.email,
        agent_nickname=found.nickname,
        role=found.role,
        hide_private_details=found.hides_details,
    )


def seconds(length: timedelta) -> float:
    """Exact to the millisecond, as moments are written."""
    return round(length.total_seconds(), 3)


def duration(seconds: int) -> str:
    """`mm:ss`, from an hour on `h:mm:ss`."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def watch_link(public_url: str, short_id: str) -> str:
    """The link that starts a session with a visitor; opening it needs an agent's sign-in."""
    return f"{public_url}/visitors/{short_id}/watch"
