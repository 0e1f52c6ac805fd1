"""Events come from what really happens, once each, in order, with the object as it then was; on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests.support.nouns import Nouns
from tests.webhooks.stage import BOB, Stage, staged, verified
from userview.domains.visitors.presented import Presented
from userview.domains.webhooks import store
from userview.domains.webhooks.announcer import Announcer
from userview.domains.webhooks.model import Document, Pending
from userview.ports.events import Event
from userview.realtime.records import AgentJoined, VisitorKey

ROUTE = [
    "session.requested",
    "session.agent_joined",
    "session.started",
    "session.agent_left",
    "session.ended",
]


async def test_a_session_is_told_from_its_request_to_its_end(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        _, secret = await stage.webhook()
        session = await stage.whole_session()
        assert stage.heard() == ROUTE
        messages = [verified(got, secret) for got in stage.receiver.got]
    told = [message["data"]["session"] for message in messages]
    assert {one["id"] for one in told} == {session}
    assert [one["state"] for one in told] == ["requested", "requested", "active", "active", "ended"]
    assert [len(one["agents"]) for one in told] == [0, 1, 1, 1, 1]
    assert (told[0]["metadata"], told[0]["visitor_id"]) == ({"order": 7}, stage.visitor.short_id)
    assert (told[-1]["end_reason"], told[-1]["team"]["domain"]) == ("visitor_stopped", "shop.example.com")
    assert set(messages[0]) == {"id", "type", "created_at", "data"}
    assert messages[0]["created_at"] == "2027-01-15T08:00:00.000Z"
    assert len({message["id"] for message in messages}) == len(ROUTE)


async def test_a_webhook_hears_only_what_it_asked_for_and_only_of_its_team(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        await stage.webhook("session.ended")
        other = await nouns.teams.create("Other")
        await nouns.hooks.webhooks.create(other.id, f"{stage.receiver.url}/other", ["session.started"])
        off, _ = await stage.webhook(path="/off")
        await nouns.hooks.webhooks.change(stage.team.id, off.id, {"active": False})
        await stage.whole_session()
        assert [(got.target, kind) for got, kind in zip(stage.receiver.got, stage.heard(), strict=True)] == [
            ("/hook", "session.ended")
        ]


async def test_a_sessions_own_url_hears_of_that_session_alone(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        own = f"{stage.receiver.url}/own?order=7"
        webhook = await nouns.hooks.webhooks.for_sessions(stage.team.id)
        assert await nouns.hooks.webhooks.for_sessions(stage.team.id) == webhook
        secret = await nouns.hooks.webhooks.secret(stage.team.id, webhook.id)
        await stage.whole_session(own)
        await stage.whole_session()
        assert stage.heard() == ROUTE
        assert {got.target for got in stage.receiver.got} == {"/own?order=7"}
        for got in stage.receiver.got:
            verified(got, secret)
        assert [delivery.url for delivery in await stage.deliveries(webhook)] == [own] * 5


async def _told_of_visitors(stage: Stage) -> list[str]:
    await stage.work()
    return stage.heard()


async def test_who_is_identified_is_told_with_the_identity(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        _, secret = await stage.webhook("visitor.identified")
        key = stage.visitor.key
        await nouns.visitors.identify(
            key, Presented({"identities": ["Vera", "vera@example.com"]}), "https://shop.example.com/"
        )
        await _told_of_visitors(stage)
        await nouns.visitors.identify(
            key, Presented({"identities": ["Vera", "vera@example.com"]}), "https://shop.example.com/"
        )
        await nouns.visitors.visit(key, "https://shop.example.com/cart")
        await nouns.visitors.identify(key, Presented({"tags": ["vip"]}), "https://shop.example.com/cart")
        await nouns.visitors.identify(key, Presented({"identities": None}), "https://shop.example.com/cart")
        assert await _told_of_visitors(stage) == ["visitor.identified"]
        await nouns.visitors.identify_from_server(stage.team.id, key.short_id, {"unique_id": "u1"})
        await nouns.enter(stage.team.id, {"unique_id": "u2"})
        await nouns.enter(stage.team.id)
        assert await _told_of_visitors(stage) == ["visitor.identified"] * 3
        told = [verified(got, secret)["data"]["visitor"] for got in stage.receiver.got]
    assert {(one["name"], one["email"], one["unique_id"]) for one in told} == {
        ("Vera", "vera@example.com", None),
        (None, None, "u1"),
        (None, None, "u2"),
    }


async def test_online_and_offline_come_in_pairs_also_over_a_restart(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        await stage.webhook("visitor.online", "visitor.offline")
        presences, key = nouns.hooks.presences, stage.visitor.key
        nouns.live.heard[key] = stage.now()
        await presences.changed(key, online=True)
        assert await _told_of_visitors(stage) == ["visitor.online"]
        # The server restarts: the browser connects again, and nothing is told.
        await presences.changed(key, online=True)
        await presences.settle(nouns.live.is_online)
        assert await _told_of_visitors(stage) == ["visitor.online"]
        # It restarts, and the browser does not come back.
        del nouns.live.heard[key]
        await presences.settle(nouns.live.is_online)
        await presences.settle(nouns.live.is_online)
        assert await _told_of_visitors(stage) == ["visitor.online", "visitor.offline"]
        await presences.changed(key, online=True)
        await presences.changed(key, online=False)
        assert await _told_of_visitors(stage) == ["visitor.online", "visitor.offline"] * 2


async def test_who_was_there_before_the_webhook_is_told_to_go(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        await nouns.hooks.presences.changed(stage.visitor.key, online=True)
        await stage.webhook("visitor.offline")
        await nouns.hooks.presences.changed(stage.visitor.key, online=False)
        assert await _told_of_visitors(stage) == ["visitor.offline"]


async def test_where_nobody_wants_to_hear_nothing_is_kept(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        await nouns.hooks.presences.changed(stage.visitor.key, online=True)
        await stage.whole_session()
        async with nouns.database.reading() as connection:
            for table in (store.webhook_events, store.webhook_online, store.webhook_deliveries):
                assert (await connection.execute(select(func.count()).select_from(table))).scalar_one() == 0


async def test_an_event_exists_exactly_when_what_it_is_about_was_committed(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        await stage.webhook()
        session = await stage.session()
        await stage.work()

        async def cut_off() -> None:
            event = Event("session.started", stage.team.id, stage.visitor.short_id, stage.now(), session)
            async with nouns.database.transaction() as connection:
                await nouns.hooks.outbox.note(connection, event)
                raise RuntimeError("power cut")

        with pytest.raises(RuntimeError, match="power cut"):
            await cut_off()
        await stage.work()
        assert stage.heard() == ["session.requested"]


async def test_what_a_crash_left_is_announced_by_the_next_start(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        await stage.webhook()
        await stage.session()
        # Nothing was announced before the crash; a new announcer on the same database does it.
        again = Announcer(nouns.database, nouns.hooks.outbox, nouns.presenter.event_data, nouns.queue.enqueue)
        assert await again.announce() == 1
        assert await again.announce() == 0
        await stage.work()
        assert stage.heard() == ["session.requested"]


async def test_an_event_that_cannot_be_announced_holds_up_no_other(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        await stage.webhook()
        session = await stage.session()
        await stage.record(AgentJoined(session, BOB, stage.now()))
        broken = ["session.requested"]

        async def render(event: Pending) -> Document | None:
            if event.name in broken:
                raise RuntimeError("no such page")
            return await nouns.presenter.event_data(event)

        announcer = Announcer(nouns.database, nouns.hooks.outbox, render, nouns.queue.enqueue)
        assert await announcer.announce() == 1
        broken.clear()
        assert await announcer.announce() == 1
        await stage.work()
        assert sorted(stage.heard()) == ["session.agent_joined", "session.requested"]


async def test_an_erased_visitor_is_not_told_of(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        await stage.webhook()
        await stage.session()
        async with nouns.database.transaction() as connection:
            await store.erase_visitor(connection, stage.team.id, stage.visitor.short_id)
        await nouns.hooks.presences.changed(VisitorKey(stage.team.id, "GONE" * 4), online=False)
        await stage.work()
        assert stage.heard() == []
        async with nouns.database.reading() as connection:
            assert (await connection.execute(select(store.webhook_events))).all() == []


async def test_a_request_for_help_is_told_with_its_visitor(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        _, secret = await stage.webhook("agent_request.created", "agent_request.cancelled")
        for happened in ("created", "accepted", "cancelled"):
            await nouns.hooks.requests.happened(stage.visitor.key, happened)
        await stage.work()
        assert stage.heard() == ["agent_request.created", "agent_request.cancelled"]
        told = [verified(got, secret)["data"]["visitor"]["short_id"] for got in stage.receiver.got]
        assert told == [stage.visitor.short_id] * 2
