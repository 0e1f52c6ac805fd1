"""Webhooks as tests use them: the real ones, with a resolver that knows a few names and leads to loopback."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from userview.adapters.database.database import Database
from userview.adapters.egress import GuardedEgress
from userview.adapters.egress.allowed import Allowed
from userview.domains.webhooks.announcer import DELIVER, Announcer
from userview.domains.webhooks.outbox import Outbox
from userview.domains.webhooks.presence import Presences
from userview.domains.webhooks.requests import AgentRequests
from userview.domains.webhooks.secrets import SigningSecrets
from userview.domains.webhooks.sending import Sender
from userview.domains.webhooks.service import Webhooks
from userview.rest.present import Presenter
from userview.sealing import Sealer
from userview.worker.loop import Worker
from userview.worker.queue import Job, JobQueue
from userview.worker.schedule import Schedule

INSIDE = "inside.example"
"""Resolves to a private address."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """Addresses as they are, one private name, and every other name as a public one that nothing is sent to."""
    del port
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        return ["10.1.2.3"] if host == INSIDE else ["93.184.215.14"]


@dataclass(frozen=True)
class Hooks:
    """All that makes webhooks."""

    webhooks: Webhooks
    outbox: Outbox
    presences: Presences
    requests: AgentRequests
    sender: Sender
    announcer: Announcer
    worker: Worker

    async def work(self) -> None:
        """Announce what happened, and do every delivery that is due."""
        await self.announcer.announce()
        while await self.worker.run_due():
            pass


def make_hooks(
    database: Database, clock: Callable[[], float], outbox: Outbox, presenter: Presenter, queue: JobQueue
) -> Hooks:
    """Webhooks on this database; 127.0.0.1 is allowed."""
    egress = GuardedEgress(Allowed(["127.0.0.1"]), resolve=resolve)
    signing = SigningSecrets(database, clock, Sealer(b"k" * 32))
    sender = Sender(database, clock, egress, signing, queue.enqueue)

    async def deliver(job: Job) -> None:
        async def still_held(connection: AsyncConnection) -> None:
            await queue.still_held(connection, job)

        await sender.deliver(job.payload["delivery"], job.payload["turn"], still_held)

    worker = Worker(queue, Schedule(database, queue, clock, ()), {DELIVER: deliver}, apart={DELIVER: 16})
    return Hooks(
        webhooks=Webhooks(database, clock, egress, signing, sender),
        outbox=outbox,
        presences=Presences(database, clock, outbox),
        requests=AgentRequests(database, clock, outbox),
        sender=sender,
        announcer=Announcer(database, outbox, presenter.event_data, queue.enqueue),
        worker=worker,
    )
