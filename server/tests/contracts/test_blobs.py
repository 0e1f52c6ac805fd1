"""The promise of `ports/blobs.py`, kept by every adapter: in a folder, and on an S3 service."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest
from moto.server import ThreadedMotoServer

from userview.adapters.blobs import LocalBlobs, S3Blobs, make_blobs
from userview.errors import BlobsUnavailable, StartRefused
from userview.ports.blobs import Blobs
from userview.settings import read_settings


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """URL of an S3 service of this test process's own."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3_blobs(s3_endpoint: str) -> S3Blobs:
    """A bucket that only this test has."""
    bucket = f"test-{uuid4().hex}"
    make_bucket(s3_endpoint, bucket)
    return S3Blobs(
        f"s3://{bucket}/some/prefix",
        region="us-east-1",
        endpoint=s3_endpoint,
        access_key_id="key",
        secret_access_key="secret",
    )


@pytest.fixture(params=["local", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    return LocalBlobs(tmp_path / "blobs") if request.param == "local" else request.getfixturevalue("s3_blobs")


async def test_what_was_put_is_got(blobs: Blobs) -> None:
    data = os.urandom(300_000)
    await blobs.put("assets/ab/abcdef-01.x", data)
    assert await blobs.get("assets/ab/abcdef-01.x") == data


async def test_an_empty_object_is_an_object(blobs: Blobs) -> None:
    await blobs.put("empty", b"")
    assert await blobs.get("empty") == b""


async def test_what_was_not_put_is_not_there(blobs: Blobs) -> None:
    assert await blobs.get("absent") is None


async def test_putting_again_replaces_as_a_whole(blobs: Blobs) -> None:
    await blobs.put("key", b"a" * 1000)
    await blobs.put("key", b"b")
    assert await blobs.get("key") == b"b"


async def test_deleting_removes_and_may_be_repeated(blobs: Blobs) -> None:
    await blobs.put("key", b"data")
    await blobs.delete("key")
    assert await blobs.get("key") is None
    await blobs.delete("key")
    await blobs.delete("never/there")


async def test_readers_of_an_object_that_is_replaced_see_one_or_the_other(blobs: Blobs) -> None:
    whole = {bytes([letter]) * 200_000 for letter in b"abcd"}
    await blobs.put("key", min(whole))

    async def read() -> bytes | None:
        return await blobs.get("key")

    writes = [blobs.put("key", data) for data in whole]
    seen = await asyncio.gather(*(read() for _ in range(8)), *writes, *(read() for _ in range(8)))
    assert {data for data in seen if data is not None} <= whole


@pytest.mark.parametrize(
    "key", ["", "/", "/a", "a/", "a//b", "../a", "a/../b", "a/./b", "A", "a b", "ä", "a\0b", "a" * 513]
)
async def test_keys_that_no_store_should_see_are_refused(blobs: Blobs, key: str) -> None:
    for attempt in (blobs.put(key, b""), blobs.get(key), blobs.delete(key)):
        with pytest.raises(ValueError, match="expected a blob key"):
            await attempt


async def test_a_store_that_works_says_so_and_keeps_nothing_of_it(blobs: Blobs, tmp_path: Path) -> None:
    await blobs.check()
    assert files_below(tmp_path) == []


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(BlobsUnavailable, match="cannot be written"):
        await LocalBlobs(tmp_path / "file" / "blobs").put("key", b"data")


async def test_a_bucket_that_is_not_there_is_named(s3_endpoint: str) -> None:
    blobs = S3Blobs(
        "s3://no-such-bucket", region="us-east-1", endpoint=s3_endpoint, access_key_id="key", secret_access_key="secret"
    )
    with pytest.raises(BlobsUnavailable, match=r"s3://no-such-bucket cannot be written") as caught:
        await blobs.check()
    assert "\n" not in caught.value.message
    assert "secret" not in caught.value.message


def test_other_urls_are_refused() -> None:
    with pytest.raises(StartRefused, match="USERVIEW_BLOBS_URL: expected s3://"):
        S3Blobs("https://example.com/bucket", region="us-east-1")


def test_the_settings_choose_the_store(tmp_path: Path) -> None:
    assert isinstance(make_blobs(read_settings(data_dir=tmp_path)), LocalBlobs)
    assert isinstance(make_blobs(read_settings(data_dir=tmp_path, blobs_url="s3://bucket")), S3Blobs)


def files_below(folder: Path) -> list[Path]:
    """What was left behind."""
    return [path for path in folder.rglob("*") if path.is_file()]


def make_bucket(endpoint: str, bucket: str) -> None:
    """Done by hand: UserView itself never makes buckets."""
    import boto3  # noqa: PLC0415 - comes with moto, slow to import

    client: Any = cast("Any", boto3).client(
        "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )
    client.create_bucket(Bucket=bucket)
    client.close()
