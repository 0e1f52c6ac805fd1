"""Regular jobs across the domains: what is not needed any more is removed, on time and completely."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.assets.service import SWEEP, Assets
from userview.domains.recordings.archive import SWEEP as SWEEP_RECORDINGS
from userview.domains.recordings.archive import Archive
from userview.domains.sessions.model import RECORDED
from userview.domains.sessions.service import Sessions
from userview.domains.sessions.store import sessions as session_rows
from userview.domains.teams.invitations import Invitations
from userview.domains.teams.service import Teams
from userview.domains.teams.sign_in import SignIns
from userview.domains.usage.service import Usage
from userview.domains.visitors.history.pictures import SWEEP as SWEEP_PICTURES
from userview.domains.visitors.history.pictures import Pictures
from userview.domains.visitors.history.service import PageHistory
from userview.domains.visitors.lookup import LookupCodes
from userview.domains.visitors.service import Visitors
from userview.domains.webhooks.announcer import DELIVER
from userview.domains.webhooks.sending import Sender
from userview.domains.webhooks.service import Webhooks
from userview.erasures import BackgroundErasures
from userview.settings import Settings
from userview.tables import Transactions, moment
from userview.tombstones import Tombstones
from userview.worker.loop import Handler
from userview.worker.queue import Job, JobQueue
from userview.worker.schedule import Regular

REGULAR: Final = (
    Regular("sign_ins.forget_expired", timedelta(hours=1)),
    Regular("invitations.forget_expired", timedelta(hours=24)),
    Regular("visitors.forget_unseen", timedelta(hours=1)),
    Regular("lookup_codes.forget_expired", timedelta(minutes=10)),
    Regular("history.forget_old", timedelta(hours=1)),
    Regular(SWEEP_PICTURES, timedelta(minutes=5)),
    Regular("recordings.forget_old", timedelta(hours=1)),
    Regular(SWEEP_RECORDINGS, timedelta(minutes=5)),
    Regular("sessions.forget_ended", timedelta(hours=6)),
    Regular("assets.forget_ended", timedelta(minutes=5)),
    Regular(SWEEP, timedelta(hours=1)),
    Regular("tombstones.forget_old", timedelta(hours=6)),
    Regular("usage.forget_old", timedelta(hours=6)),
    Regular("erasures.forget_old", timedelta(hours=6)),
    Regular("webhooks.forget_deliveries", timedelta(hours=1)),
    Regular("jobs.forget_old", timedelta(hours=6)),
)

APART: Final = {DELIVER: 16}
"""Kinds with places of their own in a worker: receivers that answer slowly hold up nothing but each other."""

DAY_SECONDS: Final = 86_400.0

SESSIONS_AT_ONCE: Final = 500
"""Ids per statement, far below what either database takes as parameters."""


@dataclass(frozen=True)
class Keeping:
    """Whoever has something to forget, and for how long it is kept."""

    settings: Settings
    database: Transactions
    clock: Callable[[], float]
    queue: JobQueue
    sign_ins: SignIns
    invitations: Invitations
    teams: Teams
    visitors: Visitors
    lookups: LookupCodes
    history: PageHistory
    pictures: Pictures
    sessions: Sessions
    assets: Assets
    archive: Archive
    tombstones: Tombstones
    erasures: BackgroundErasures
    webhooks: Webhooks
    sender: Sender
    usage: Usage

    def handlers(self) -> Mapping[str, Handler]:
        """What does each regular job."""
        return {
            "sign_ins.forget_expired": _ignoring(self.sign_ins.forget_expired),
            "invitations.forget_expired": _ignoring(self.invitations.forget_expired),
            "visitors.forget_unseen": self.forget_unseen_visitors,
            "lookup_codes.forget_expired": _ignoring(self.lookups.forget_expired),
            "history.forget_old": self.forget_old_history,
            SWEEP_PICTURES: _ignoring(self.pictures.sweep),
            "recordings.forget_old": self.forget_old_recordings,
            SWEEP_RECORDINGS: _ignoring(self.archive.sweep),
            "sessions.forget_ended": self.forget_ended_sessions,
            "assets.forget_ended": self.forget_assets_of_ended,
            SWEEP: _ignoring(self.assets.sweep),
            "tombstones.forget_old": _ignoring(self.tombstones.forget_old),
            "usage.forget_old": _ignoring(self.usage.forget_old),
            "erasures.forget_old": _ignoring(self.erasures.forget_old),
            "webhooks.forget_deliveries": self.forget_deliveries,
            DELIVER: self.deliver,
            "jobs.forget_old": _ignoring(self.queue.forget_old),
        }

    async def forget_unseen_visitors(self, _job: Job) -> None:
        """Visitors that have not been seen for as long as their team's setting says, or the installation's."""
        for team in await self.teams.all():
            days = team.settings.visitor_retention_days or self.settings.visitor_retention_days
            before = self.clock() - days * DAY_SECONDS
            # First in short transactions what would make the last one long.
            await self.history.forget_of_unseen(team.id, before)
            while await self.visitors.forget_unseen(before, team_id=team.id):
                pass

    async def forget_old_history(self, _job: Job) -> None:
        """Page views that are older than their team says, or else the setting."""
        retention = {team.id: team.settings.pageview_retention_days for team in await self.teams.all()}
        for team in await self.history.teams():
            days = retention.get(team) or self.settings.pageview_retention_days
            await self.history.forget_of_team(team, self.clock() - days * DAY_SECONDS)

    async def forget_old_recordings(self, _job: Job) -> None:
        """Recordings that were finished longer ago than their team says, or else the setting."""
        for team in await self.teams.all():
            days = team.settings.recording_retention_days or self.settings.recording_retention_days
            while await self.archive.expire(team.id, self.clock() - days * DAY_SECONDS):
                pass

    async def forget_ended_sessions(self, _job: Job) -> None:
        """Sessions that ended longer ago than the setting says."""
        before = self.clock() - self.settings.session_retention_days * DAY_SECONDS
        while await self.sessions.forget_ended(before):
            pass

    async def forget_deliveries(self, _job: Job) -> None:
        """Deliveries of webhooks that are older than the setting says."""
        before = self.clock() - self.settings.webhook_delivery_retention_days * DAY_SECONDS
        while await self.webhooks.forget_deliveries(before):
            pass

    async def deliver(self, job: Job) -> None:
        """An attempt of one delivery of a webhook."""

        async def still_held(connection: AsyncConnection) -> None:
            await self.queue.still_held(connection, job)

        await self.sender.deliver(job.payload["delivery"], job.payload["turn"], still_held)

    async def forget_assets_of_ended(self, _job: Job) -> None:
        """Pictures and fonts of sessions that are over, or gone."""
        bound = await self.assets.sessions()
        for first in range(0, len(bound), SESSIONS_AT_ONCE):
            some = bound[first : first + SESSIONS_AT_ONCE]
            ended_before = moment(self.clock() - self.settings.asset_retention_minutes * 60)
            c = session_rows.c
            # Who plays a recording sees the pictures that were on the page.
            kept = c.ended_at.is_(None) | (c.ended_at > ended_before) | c.video_status.in_(RECORDED)
            needed = select(c.id).where(c.id.in_(some), kept)
            async with self.database.transaction() as connection:
                shown = set((await connection.execute(needed)).scalars())
                await self.assets.forget_sessions(connection, [session for session in some if session not in shown])


def _ignoring(work: Callable[[], Awaitable[object]]) -> Handler:
    async def handler(_job: Job) -> None:
        await work()

    return handler
