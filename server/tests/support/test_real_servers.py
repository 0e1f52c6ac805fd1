"""The real servers that contract suites run on are what they claim to be."""

from __future__ import annotations

import redis.asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.support.valkey import ValkeyServer


async def test_postgres_is_empty_and_has_trigram_search(postgres_url: str) -> None:
    engine = create_async_engine(postgres_url)
    async with engine.begin() as connection:
        tables = await connection.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
        await connection.execute(text("CREATE EXTENSION pg_trgm"))
        likeness = await connection.scalar(text("SELECT similarity('userview', 'userview')"))
    await engine.dispose()
    assert tables == 0
    assert likeness == 1.0


async def test_valkey_carries_messages(valkey_url: str) -> None:
    client = redis.asyncio.Redis.from_url(valkey_url)
    await client.set("key", "value")
    assert await client.get("key") == b"value"
    await client.aclose()


def test_valkey_starts_empty_for_each_test(valkey_url: str, valkey_server: ValkeyServer) -> None:
    assert valkey_url == valkey_server.url
    assert valkey_server.command("DBSIZE") == b":0\r\n"
