"""An installation on Postgres and a shared bus: one server, workers beside it, and what keeps them apart."""

from __future__ import annotations

import asyncio
import signal
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.cli.processes import PROGRAM, STOP_SECONDS, command, environment, serving
from tests.support.waiting import until
from userview.commands import alone


def test_server_and_worker_share_postgres_and_valkey(tmp_path: Path, postgres_url: str, valkey_url: str) -> None:
    env = {"USERVIEW_DATABASE_URL": postgres_url, "USERVIEW_BUS_URL": valkey_url}
    with serving(tmp_path, "--no-worker", env=env) as server:
        assert server.get("/v1/visitors", headers={"X-Api-Key": server.ready["secret_key"]})[0] == 200
        arguments = ["worker", "--data-dir", str(tmp_path / "data")]
        with subprocess.Popen(
            [*PROGRAM, *arguments], stderr=subprocess.PIPE, text=True, env=environment(env)
        ) as worker:
            try:
                # The first thing a new installation's worker does is each regular job, once.
                asyncio.run(until_done(postgres_url))
                worker.send_signal(signal.SIGTERM)
                _, said = worker.communicate(timeout=STOP_SECONDS)
                assert worker.returncode == 0, said
            finally:
                worker.kill()
        assert server.stop().code == 0


def test_a_second_server_on_the_same_bus_is_refused_and_the_first_comes_back_at_once(
    tmp_path: Path, postgres_url: str, valkey_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alone, "LEASE_SECONDS", 0.5)
    env = {"USERVIEW_DATABASE_URL": postgres_url, "USERVIEW_BUS_URL": valkey_url}
    (tmp_path / "other").mkdir()
    with serving(tmp_path, env=env) as server:
        key = (tmp_path / "data" / "master.key").read_text().strip()
        refused = command(
            "serve", "--port", "0", "--data-dir", tmp_path / "other" / "data", env={**env, "USERVIEW_MASTER_KEY": key}
        )
        assert refused.code == 2
        assert refused.err.splitlines()[-1].startswith("userview: Another `userview serve` uses this bus")
        server.stop(signal.SIGKILL)
    with serving(tmp_path, env=env) as again:
        assert again.ready["secret_key"] is None
        assert again.stop().code == 0


async def until_done(url: str) -> None:
    """Wait until regular jobs were done."""
    engine = create_async_engine(url)

    async def done() -> bool:
        async with engine.connect() as connection:
            return bool(await connection.scalar(text("SELECT count(*) FROM jobs WHERE state = 'done'")))

    try:
        await until(done)
    finally:
        await engine.dispose()
