"""A team with a key, an agent and a visitor, asked through HTTP as a program or a browser would."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.support.described import DescribedTransport
from tests.support.nouns import PUBLIC_URL, REPLAY_URL, Nouns
from userview.domains.sessions.timeline import Timeline
from userview.domains.teams.model import Member, Team
from userview.domains.visitors.model import Visitor
from userview.rest.api import Api, ApiLimits, create_api
from userview.rest.cookies import cookie_name

EMAIL = "ada@example.com"
PASSWORD = "correct horse battery"
ADDRESS = "203.0.113.50"
OWN_PAGE: Mapping[str, str] = {"Origin": PUBLIC_URL}

LIMITS = ApiLimits(requests_per_minute_per_key=10_000, requests_per_minute_per_address=10_000)
"""Out of the way of tests that are about something else."""


def client_of(
    nouns: Nouns,
    limits: ApiLimits = LIMITS,
    *,
    public_url: str = PUBLIC_URL,
    headers: Mapping[str, str] | None = None,
) -> httpx.AsyncClient:
    """A client of a new API on these domains; each has its own cookies and headers. Every answer must be as described."""
    api = Api(
        teams=nouns.teams,
        accounts=nouns.accounts,
        agents=nouns.agents,
        invitations=nouns.invitations,
        keys=nouns.keys,
        identity_secrets=nouns.identity_secrets,
        saved_searches=nouns.saved_searches,
        sign_ins=nouns.sign_ins,
        usage=nouns.usage,
        visitors=nouns.visitors,
        lookups=nouns.lookups,
        live_chats=nouns.live_chats,
        history=nouns.history,
        sessions=nouns.sessions,
        timeline=Timeline(nouns.database),
        archive=nouns.archive,
        links=nouns.links,
        webhooks=nouns.hooks.webhooks,
        presenter=nouns.presenter,
        live=lambda: nouns.live,
        public_url=public_url,
        replay_url=REPLAY_URL,
        signer=nouns.signer,
        clock=nouns.clock,
        places=nouns.places,
        erasures=nouns.erasures,
        limits=limits,
    )
    transport = DescribedTransport(httpx.ASGITransport(create_api(api), client=(ADDRESS, 50_000)))
    return httpx.AsyncClient(transport=transport, base_url=public_url, headers=headers)


@dataclass(frozen=True)
class Shop:
    """One team as tests find it."""

    nouns: Nouns
    team: Team
    other: Team
    admin: Member
    """An admin of the team, without a password."""
    visitor: Visitor
    secret: str
    client: httpx.AsyncClient
    """Brings the secret key."""

    def anonymous(self, limits: ApiLimits = LIMITS, *, headers: Mapping[str, str] | None = None) -> httpx.AsyncClient:
        """A client without key or cookie, at an API with its own limits."""
        return client_of(self.nouns, limits, headers=headers)

    async def watch_url(self, **body: Any) -> dict[str, Any]:
        """The answer to a good request for a watch link."""
        asked = {"agent": {"id": "b-1", "name": "Bob"}, **body}
        answer = await self.client.post(f"/v1/visitors/{self.visitor.short_id}/watch_url", json=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def signed_in(self, limits: ApiLimits = LIMITS, agent: Member | None = None) -> httpx.AsyncClient:
        """The dashboard of an agent who is signed in, the admin if nobody else is named, on our own page."""
        client = client_of(self.nouns, limits, headers=OWN_PAGE)
        _, cookie = await self.nouns.sign_ins.with_link(
            await self.nouns.sign_ins.make_link((agent or self.admin).id, self.team.id)
        )
        client.cookies.set(cookie_name(PUBLIC_URL), cookie)
        return client


@pytest.fixture
async def shop(nouns: Nouns) -> AsyncIterator[Shop]:
    """A team with everything, and another one."""
    team, other = await nouns.teams.create("Shop", "shop.example.com"), await nouns.teams.create("Other")
    admin = await nouns.accounts.create(team.id, EMAIL, "Ada", "admin")
    secret = (await nouns.keys.create(team.id, "CRM")).secret
    change: Any = {"identities": ["Vera", "vera@example.com"], "unique_id": "u1", "tags": ["vip"], "metadata": {"n": 1}}
    visitor = (await nouns.enter(team.id, change, url="https://shop.example.com/cart")).visitor
    async with client_of(nouns, headers={"X-Api-Key": secret}) as client:
        yield Shop(nouns, team, other, admin, visitor, secret, client)
