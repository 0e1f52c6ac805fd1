"""Deliveries: attempts that are written down, tried again for days, given up, sent again by hand; on both databases."""

from __future__ import annotations

import json
import math
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.support.nouns import Nouns
from tests.support.receiver import Got, Say
from tests.webhooks.stage import Stage, staged, verified
from userview.adapters.blobs import LocalBlobs
from userview.domains.assets.service import Assets
from userview.domains.webhooks import store
from userview.domains.webhooks.model import (
    ANSWER_BYTES,
    DISABLED_AFTER,
    LONGEST_PAUSE_SECONDS,
    RETRY_SECONDS,
    pause_after,
    retry_after,
)
from userview.erasing import Register, standard_register
from userview.worker.queue import LeaseLost

DAY = 86_400
OFTEN = 4 * LONGEST_PAUSE_SECONDS


def broken(_got: Got) -> Say:
    return Say(500, b"the printer is on fire")


def fine(_got: Got) -> Say:
    return Say(204, b"")


async def _outage(stage: Stage, seconds: float) -> None:
    """Time passes while the worker works, every few hours."""
    for _ in range(math.ceil(seconds / OFTEN)):
        stage.nouns.clock.tick(OFTEN)
        await stage.work()


async def test_an_attempt_is_written_down_with_what_was_answered(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        stage.receiver.answer = lambda _got: Say(202, "ü".encode() * 1000 + b"\x00\xff")
        webhook, secret = await stage.webhook("session.requested")
        await stage.session()
        await stage.work()
        [delivery] = await stage.deliveries(webhook)
        [attempt] = delivery.attempts
        assert (delivery.state, delivery.tries, delivery.next_at) == ("delivered", 1, None)
        assert (attempt.status_code, attempt.error, attempt.at) == (202, None, delivery.finished_at)
        assert attempt.answer == "ü" * (ANSWER_BYTES // 2)
        [got] = stage.receiver.got
        assert got.body.decode() == delivery.body
        assert (got.method, got.headers["content-type"]) == ("POST", "application/json")
        verified(got, secret)
        now = await stage.seen(webhook)
        assert (now.delivered_at, now.failing_since) == (delivery.finished_at, None)


async def test_what_fails_is_tried_again_later_and_later_with_the_same_message(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        stage.receiver.answer = broken
        webhook, secret = await stage.webhook("session.requested")
        await stage.session()
        await stage.work()
        for tries, seconds in enumerate(RETRY_SECONDS, start=1):
            [delivery] = await stage.deliveries(webhook)
            assert (delivery.state, delivery.tries, len(delivery.attempts)) == ("waiting", tries, tries)
            assert delivery.next_at is not None
            nouns.clock.tick(seconds - 1)
            await stage.work()
            assert len(stage.receiver.got) == tries
            nouns.clock.tick(1 + LONGEST_PAUSE_SECONDS)
            await stage.work()
        [delivery] = await stage.deliveries(webhook)
        assert (delivery.state, delivery.tries, delivery.next_at) == ("failed", 11, None)
        assert {attempt.answer for attempt in delivery.attempts} == {"the printer is on fire"}
        assert len({got.body for got in stage.receiver.got}) == 1
        assert len({got.headers["webhook-timestamp"] for got in stage.receiver.got}) == 11
        for got in stage.receiver.got:
            verified(got, secret)
        await _outage(stage, DAY)
        assert len(stage.receiver.got) == 11


async def test_nobody_answering_is_a_failure_that_says_why(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        webhook, _ = await nouns.hooks.webhooks.create(stage.team.id, "http://127.0.0.1:1/", ["session.requested"])
        await stage.session()
        await stage.work()
        [delivery] = await stage.deliveries(webhook)
        [attempt] = delivery.attempts
        assert (attempt.status_code, attempt.answer) == (None, None)
        assert attempt.error is not None
        assert "127.0.0.1" in attempt.error


@pytest.mark.parametrize("location", ["http://10.0.0.1/", "http://inside.example/"])
async def test_a_redirect_to_a_private_address_is_not_followed(nouns: Nouns, location: str) -> None:
    async with staged(nouns) as stage:
        stage.receiver.answer = lambda _got: Say(307, b"", {"Location": location})
        webhook, _ = await stage.webhook("session.requested")
        await stage.session()
        await stage.work()
        [delivery] = await stage.deliveries(webhook)
        assert "not on the public Internet" in (delivery.attempts[0].error or "")


async def test_while_a_webhook_fails_later_deliveries_wait_and_come_in_order(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        webhook, _ = await stage.webhook()
        stage.receiver.answer = broken
        session = await stage.whole_session()
        assert stage.heard() == ["session.requested"]
        stage.receiver.answer = fine
        await _outage(stage, 3600)
        assert stage.heard()[1:] == [
            "session.requested",
            "session.agent_joined",
            "session.started",
            "session.agent_left",
            "session.ended",
        ]
        deliveries = await stage.deliveries(webhook)
        assert {(delivery.state, delivery.session_id) for delivery in deliveries} == {("delivered", session)}
        now = await stage.seen(webhook)
        assert (now.failing_since, now.failures, now.paused_until) == (None, 0, None)


async def test_days_of_failure_disable_a_webhook_and_switching_it_on_forgets_them(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        webhook, _ = await stage.webhook("visitor.identified")
        stage.receiver.answer = broken
        began = nouns.clock()
        names = (f"name {number}" for number in range(1000))
        while (now := await stage.seen(webhook)).active:
            assert nouns.clock() - began < 6 * DAY
            await nouns.enter(stage.team.id, {"identities": [next(names)]})
            await stage.work()
            nouns.clock.tick(DAY / 2)
        assert (now.disabled_reason, now.active) == ("failing", False)
        assert now.disabled_at is not None
        assert now.failing_since is not None
        assert now.disabled_at - now.failing_since >= DISABLED_AFTER
        assert {delivery.state for delivery in await stage.deliveries(webhook)} == {"failed"}
        requests = len(stage.receiver.got)
        await nouns.enter(stage.team.id, {"identities": ["nobody hears"]})
        await _outage(stage, DAY)
        assert len(stage.receiver.got) == requests
        stage.receiver.answer = fine
        on = await nouns.hooks.webhooks.change(stage.team.id, webhook.id, {"active": True})
        assert (on.active, on.disabled_at, on.disabled_reason, on.failing_since) == (True, None, None, None)
        await nouns.enter(stage.team.id, {"identities": ["heard"]})
        await stage.work()
        assert len(stage.receiver.got) == requests + 1


async def test_one_bad_hour_that_nobody_tried_again_for_days_does_not_disable(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        webhook, _ = await stage.webhook("visitor.identified")
        stage.receiver.answer = broken
        await nouns.enter(stage.team.id, {"identities": ["once"]})
        await stage.work()
        nouns.clock.tick(30 * DAY)
        await stage.work()
        assert (await stage.seen(webhook)).active


async def test_410_disables_at_once(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        webhook, _ = await stage.webhook()
        stage.receiver.answer = lambda _got: Say(410, b"moved away")
        await stage.whole_session()
        now = await stage.seen(webhook)
        assert (now.active, now.disabled_reason) == (False, "gone")
        assert stage.heard() == ["session.requested"]
        assert [delivery.state for delivery in await stage.deliveries(webhook)] == ["failed"]


async def test_410_of_a_sessions_own_url_ends_that_delivery_alone(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        webhook = await nouns.hooks.webhooks.for_sessions(stage.team.id)
        stage.receiver.answer = lambda got: Say(410) if got.target == "/gone" else Say()
        await stage.whole_session(f"{stage.receiver.url}/gone")
        await stage.whole_session(f"{stage.receiver.url}/there")
        now = await stage.seen(webhook)
        assert (now.active, now.disabled_reason) == (True, None)
        states = [delivery.state for delivery in await stage.deliveries(webhook)]
        assert states == ["delivered"] * 5 + ["failed"] * 5


async def test_what_waits_when_a_webhook_is_switched_off_is_given_up(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        webhook, _ = await stage.webhook("session.requested")
        await stage.session()
        await nouns.hooks.announcer.announce()
        await nouns.hooks.webhooks.change(stage.team.id, webhook.id, {"active": False})
        await stage.work()
        [delivery] = await stage.deliveries(webhook)
        assert (delivery.state, delivery.attempts, stage.receiver.got) == ("failed", (), [])


async def test_a_delivery_can_be_sent_again_whatever_became_of_it(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        hooks = nouns.hooks.webhooks
        webhook, _ = await stage.webhook("session.requested")
        stage.receiver.answer = broken
        await stage.session()
        await stage.work()
        [delivery] = await stage.deliveries(webhook)
        failed = await hooks.resend(stage.team.id, webhook.id, delivery.id)
        assert (failed.state, len(failed.attempts), failed.next_at) == ("waiting", 2, delivery.next_at)
        stage.receiver.answer = fine
        sent = await hooks.resend(stage.team.id, webhook.id, delivery.id)
        assert (sent.state, [attempt.status_code for attempt in sent.attempts]) == ("delivered", [500, 500, 204])
        assert (await stage.seen(webhook)).failing_since is None
        await _outage(stage, DAY / 4)
        assert len(stage.receiver.got) == 3
        again = await hooks.resend(stage.team.id, webhook.id, delivery.id)
        assert len(again.attempts) == 4
        assert len({got.headers["webhook-id"] for got in stage.receiver.got}) == 1


async def test_a_test_is_sent_at_once_also_while_the_webhook_is_off(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        hooks = nouns.hooks.webhooks
        webhook, secret = await stage.webhook("session.ended")
        await hooks.change(stage.team.id, webhook.id, {"active": False})
        tested = await hooks.test(stage.team.id, webhook.id)
        assert (tested.state, tested.event, tested.attempts[0].status_code) == ("delivered", "webhook.test", 200)
        message = verified(stage.receiver.got[0], secret)
        assert message["data"]["webhook"] == {"id": webhook.id, "url": webhook.url, "events": ["session.ended"]}
        stage.receiver.answer = broken
        bad = await hooks.test(stage.team.id, webhook.id)
        assert (bad.state, bad.next_at, bad.attempts[0].status_code) == ("failed", None, 500)
        assert (await stage.seen(webhook)).failing_since is None


async def test_after_a_rotation_the_old_secret_signs_for_a_day_more(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        hooks = nouns.hooks.webhooks
        webhook, old = await stage.webhook()
        new = await hooks.rotate(stage.team.id, webhook.id)
        assert new != old
        assert await hooks.secret(stage.team.id, webhook.id) == new
        await hooks.test(stage.team.id, webhook.id)
        for secret in (new, old):
            verified(stage.receiver.got[0], secret)
        nouns.clock.tick(DAY + 1)
        await hooks.test(stage.team.id, webhook.id)
        verified(stage.receiver.got[1], new)
        with pytest.raises(AssertionError):
            verified(stage.receiver.got[1], old)


async def test_secrets_are_not_in_the_database_as_they_are(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        webhook, secret = await stage.webhook()
        async with nouns.database.reading() as connection:
            row = await store.find(connection, webhook.id)
        assert row is not None
        assert secret.removeprefix("whsec_") not in str(row)


async def test_a_worker_that_lost_its_job_writes_nothing(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        webhook, _ = await stage.webhook("session.requested")
        await stage.session()
        await nouns.hooks.announcer.announce()
        [delivery] = await stage.deliveries(webhook)

        async def lost(_connection: AsyncConnection) -> None:
            raise LeaseLost("taken over")

        with pytest.raises(LeaseLost):
            await nouns.hooks.sender.deliver(delivery.id, "turn", lost)
        [delivery] = await stage.deliveries(webhook)
        assert (delivery.state, delivery.attempts) == ("waiting", ())


async def test_deliveries_go_with_their_visitor_and_with_time(nouns: Nouns, tmp_path: Path) -> None:
    async with staged(nouns) as stage:
        webhook, _ = await stage.webhook()
        await nouns.hooks.presences.changed(stage.visitor.key, online=True)
        await stage.whole_session()
        other = (await nouns.enter(stage.team.id, {"identities": ["Somebody else"]})).visitor
        await stage.work()
        assets = Assets(nouns.database, LocalBlobs(tmp_path), nouns.queue.enqueue, nouns.clock)
        register: Register = standard_register(assets, nouns.archive, nouns.usage, nouns.clock)
        async with nouns.database.transaction() as connection:
            await register.erase(connection, stage.team.id, stage.visitor.short_id)
        [left] = await stage.deliveries(webhook)
        assert left.visitor_short_id == other.short_id
        async with nouns.database.reading() as connection:
            attempts = (await connection.execute(select(func.count()).select_from(store.webhook_attempts))).scalar_one()
            online = (await connection.execute(select(store.webhook_online))).all()
        assert (attempts, online) == (1, [])
        assert await nouns.hooks.webhooks.forget_deliveries(left.created_at.timestamp()) == 0
        assert await nouns.hooks.webhooks.forget_deliveries(stage.now()) == 1
        assert await stage.deliveries(webhook) == []


def test_retries_spread_over_three_days_and_pauses_double_up_to_an_hour() -> None:
    whole = sum(filter(None, (retry_after(tries) for tries in range(1, 12))))
    assert timedelta(days=3) < timedelta(seconds=whole) < timedelta(days=4)
    assert (retry_after(1), retry_after(10), retry_after(11)) == (5, DAY, None)
    assert [pause_after(failures) for failures in (1, 2, 3, 11, 1000)] == [5, 10, 20, 3600, 3600]


async def test_the_body_is_json_with_texts_as_they_are(nouns: Nouns) -> None:
    async with staged(nouns) as stage:
        webhook, secret = await stage.webhook("visitor.identified")
        await nouns.enter(stage.team.id, {"identities": ["Zoë 🎂"]})
        await stage.work()
        [delivery] = await stage.deliveries(webhook)
        assert "Zoë 🎂" in delivery.body
        assert verified(stage.receiver.got[0], secret) == json.loads(delivery.body)
