"""The recorder: what is on the disk when it says so, what survives a kill, and what a broken disk or store changes."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.recordings.test_tape import frame, note, snapshot
from tests.support.nouns import Nouns
from tests.support.waiting import until
from userview.domains.recordings.archive import Archive
from userview.domains.recordings.errors import ChunkDamaged
from userview.domains.recordings.model import RecordingLimits
from userview.domains.recordings.recorder import Recorder
from userview.domains.recordings.spool import Part, Spool
from userview.domains.recordings.tape import FRAME, entries, written
from userview.domains.sessions.model import Start
from userview.domains.teams.model import Team
from userview.errors import BlobsUnavailable
from userview.protocol.messages.common import EndReason, SessionState
from userview.realtime.effects import FinishRecording, KeepFrame, KeepNote, StartRecording, SyncRecording
from userview.realtime.inputs import RecordingFailed, RecordingSynced
from userview.realtime.records import RecordingStarted, StateChanged, VisitorKey


class Store:
    """Blobs in memory, which can be away."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.away = False

    async def put(self, key: str, data: bytes) -> None:
        if self.away:
            raise BlobsUnavailable("the store is away")
        self.objects[key] = data

    async def get(self, key: str) -> bytes | None:
        return self.objects.get(key)

    async def delete(self, key: str) -> None:
        self.objects.pop(key, None)

    async def check(self) -> None:
        pass


@dataclass
class Studio:
    """A session that is recorded, and whoever records it."""

    nouns: Nouns
    team: Team
    visitor: VisitorKey
    session: str
    folder: Path
    store: Store = field(default_factory=Store)
    answers: list[RecordingSynced | RecordingFailed] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.archive = Archive(self.nouns.database, self.store, self.nouns.queue.enqueue, self.nouns.clock)
        self.recorder = self.new_recorder()

    def new_recorder(self, limits: RecordingLimits | None = None, *, reserve: int = 0) -> Recorder:
        spool = Spool(self.folder, reserve)
        spool.prepare()
        self.recorder = Recorder(self.archive, spool, limits or RecordingLimits())
        self.recorder.bind(self.answers.append)
        return self.recorder

    def start(self) -> None:
        self.recorder.start(StartRecording(self.session, self.visitor, self.nouns.clock()))

    def keep(self, *payloads: bytes) -> None:
        for payload in payloads:
            if payload[:1] == b"{":
                self.recorder.keep_note(KeepNote(self.session, self.nouns.clock(), payload))
            else:
                self.recorder.keep_frame(KeepFrame(self.session, payload))

    async def synced(self, sequence: int = 1) -> None:
        self.recorder.sync(SyncRecording(self.session, 1, sequence))
        await self.answered(lambda: RecordingSynced(self.session, 1, sequence) in self.answers)

    async def finish(self) -> None:
        self.recorder.finish(FinishRecording(self.session, self.nouns.clock()))
        await until(self._is_complete)

    async def answered(self, true: Callable[[], bool]) -> None:
        """Waits for what the recorder's tasks do."""

        async def is_so() -> bool:
            return true()

        await until(is_so)

    async def kept(self) -> list[bytes]:
        """The payloads in the store, in order."""
        found: list[bytes] = []
        for chunk in await self.archive.chunks(self.session):
            raw = await self.archive.raw(self.session, chunk.number)
            assert raw is not None
            found += [entry.payload for entry in entries(raw)]
        return found

    async def _is_complete(self) -> bool:
        recording = await self.archive.find(self.session)
        return recording is not None and recording.state == "complete"


@pytest.fixture
async def studio(nouns: Nouns, tmp_path: Path) -> AsyncIterator[Studio]:
    team = await nouns.teams.create("Shop", "shop.example.com")
    team = await nouns.teams.change(team.id, {"settings": {"recording": "on"}})
    visitor = (await nouns.enter(team.id)).visitor
    spec = await nouns.sessions.watch(team, visitor, Start(source="search", permissions={}, metadata={}))
    assert (spec.recording, spec.recording_begun) == ("on", False)
    await nouns.journal.record([RecordingStarted(spec.id, nouns.clock())])
    made = Studio(nouns, team, spec.visitor, spec.id, tmp_path / "spool")
    yield made
    await made.recorder.drain()


def parts(studio: Studio) -> Sequence[Part]:
    return Spool(studio.folder, 0).parts()


async def test_t3_everything_is_kept_in_order_and_sealed_at_the_end(studio: Studio) -> None:
    payloads = [note(type="scene"), snapshot(), frame(10.0), note(type="pointer"), frame(20.0)]
    studio.start()
    studio.keep(*payloads)
    await studio.finish()
    assert await studio.kept() == payloads
    assert parts(studio) == []
    recording = await studio.archive.find(studio.session)
    assert recording is not None
    assert recording.failure is None


async def test_t3_chunks_are_cut_by_size_and_can_be_played_from_each_snapshot(studio: Studio) -> None:
    studio.new_recorder(RecordingLimits(chunk_bytes=200))
    studio.start()
    for _ in range(5):
        studio.keep(note(type="scene"), snapshot(), frame(), frame())
    await studio.finish()
    chunks = await studio.archive.chunks(studio.session)
    assert [chunk.number for chunk in chunks] == list(range(len(chunks)))
    assert len(chunks) > 3
    assert sum(len(chunk.keyframes) for chunk in chunks) == 5


async def test_t4_a_part_is_on_the_disk_before_the_next_one_begins(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.new_recorder(RecordingLimits(chunk_bytes=100))
    unsynced: dict[Part, bool] = {}
    append = Spool.append

    def watched(spool: Spool, part: Part, data: bytes, *, sync: bool) -> None:
        append(spool, part, data, sync=sync)
        unsynced[part] = not sync
        assert not any(dirty for other, dirty in unsynced.items() if other != part)

    monkeypatch.setattr(Spool, "append", watched)
    studio.start()
    # Nobody asks for anything to be on the disk meanwhile.
    studio.keep(snapshot(), *(frame(float(at)) for at in range(6)))
    await studio.answered(lambda: len(unsynced) > 2)
    await studio.synced(7)
    assert not any(unsynced.values())
    await studio.finish()


async def test_a_blob_store_that_hangs_does_not_keep_the_server_from_stopping(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.new_recorder(RecordingLimits(chunk_bytes=100, drain_seconds=0.05))

    async def hangs(*_: Any) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(studio.store, "put", hangs)
    studio.start()
    studio.keep(snapshot(), frame(1.0))
    await studio.synced(2)
    await studio.recorder.drain()
    assert parts(studio)
    monkeypatch.undo()
    await studio.new_recorder().recover()
    assert await studio.kept() == [snapshot(), frame(1.0)]


async def test_t3_chunks_are_cut_by_age(studio: Studio) -> None:
    studio.new_recorder(RecordingLimits(chunk_seconds=0.05))
    studio.start()
    studio.keep(snapshot())

    async def sealed() -> bool:
        return len(await studio.archive.chunks(studio.session)) == 1

    await until(sealed)
    studio.keep(frame())
    await studio.finish()
    assert await studio.kept() == [snapshot(), frame()]


async def test_t4_what_is_said_to_be_on_the_disk_survives_a_kill(studio: Studio) -> None:
    studio.start()
    studio.keep(note(type="scene"), snapshot(), frame(10.0))
    await studio.synced(2)
    # Killed: nobody says anything more to this recorder, and what the file has may end anywhere.
    (part,) = parts(studio)
    with (studio.folder / f"{part.session}.{part.number:06d}.part").open("ab") as file:
        file.write(written(FRAME, 30.0, frame(30.0))[:-7])
    await studio.new_recorder().recover()
    assert await studio.kept() == [note(type="scene"), snapshot(), frame(10.0)]
    assert parts(studio) == []
    # The session goes on, and so does its recording.
    studio.start()
    studio.keep(note(type="scene"), snapshot(), frame(40.0))
    await studio.finish()
    assert await studio.kept() == [
        note(type="scene"),
        snapshot(),
        frame(10.0),
        note(type="scene"),
        snapshot(),
        frame(40.0),
    ]
    chunks = await studio.archive.chunks(studio.session)
    assert chunks[0].last_ms <= chunks[1].first_ms


async def test_t4_a_kill_between_store_and_disk_keeps_it_once(studio: Studio) -> None:
    spool = Spool(studio.folder, 0)
    studio.start()
    studio.keep(snapshot())
    await studio.finish()
    raw = await studio.archive.raw(studio.session, 0)
    assert raw is not None
    spool.append(Part(studio.session, 0), raw, sync=True)
    await studio.new_recorder().recover()
    assert await studio.kept() == [snapshot()]
    assert parts(studio) == []


async def test_t4_a_session_that_ended_while_the_server_was_dead_is_finished(studio: Studio) -> None:
    studio.start()
    studio.keep(snapshot())
    await studio.synced()
    await studio.nouns.journal.record(
        [StateChanged(studio.session, SessionState.ENDED, EndReason.VISITOR_GONE, studio.nouns.clock())]
    )
    await studio.new_recorder().recover()
    recording = await studio.archive.find(studio.session)
    assert recording is not None
    assert recording.state == "complete"


async def test_t4_stopping_in_good_order_leaves_the_recording_open(studio: Studio) -> None:
    studio.start()
    studio.keep(snapshot())
    await studio.recorder.drain()
    recording = await studio.archive.find(studio.session)
    assert recording is not None
    assert recording.state == "recording"
    await studio.new_recorder().recover()
    studio.start()
    studio.keep(frame(50.0))
    await studio.finish()
    assert await studio.kept() == [snapshot(), frame(50.0)]


async def test_t5_too_little_room_ends_it_with_a_reason(studio: Studio) -> None:
    studio.new_recorder(reserve=1 << 60)
    studio.start()
    studio.keep(snapshot())
    studio.recorder.sync(SyncRecording(studio.session, 1, 1))
    await studio.answered(lambda: bool(studio.answers))
    assert studio.answers == [RecordingFailed(studio.session, "The disk of the server is full.")]
    studio.keep(frame())
    studio.recorder.finish(FinishRecording(studio.session, studio.nouns.clock()))
    await studio.recorder.drain()
    recording = await studio.archive.find(studio.session)
    assert recording is not None
    assert (recording.state, recording.failure) == ("complete", "The disk of the server is full.")


async def test_t5_a_disk_that_cannot_be_written_keeps_what_was_there_before(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.start()
    studio.keep(snapshot())
    await studio.synced()

    def broken(*_: Any, **__: Any) -> None:
        raise OSError(5, "input/output error")

    monkeypatch.setattr(Spool, "append", broken)
    studio.keep(frame())
    await studio.answered(
        lambda: studio.answers[-1] == RecordingFailed(studio.session, "The disk of the server cannot be written.")
    )
    await studio.recorder.drain()
    assert await studio.kept() == [snapshot()]


async def test_t5_a_store_that_is_away_is_waited_for_and_loses_nothing(studio: Studio) -> None:
    studio.new_recorder(RecordingLimits(chunk_bytes=100))
    studio.store.away = True
    studio.start()
    studio.keep(snapshot(), frame(10.0), frame(20.0))
    await studio.synced(3)
    assert len(parts(studio)) >= 2
    assert await studio.archive.chunks(studio.session) == []
    await studio.recorder.drain()
    studio.store.away = False
    await studio.new_recorder().recover()
    assert await studio.kept() == [snapshot(), frame(10.0), frame(20.0)]


async def test_removed_on_request_nothing_is_left_and_nothing_comes_after(studio: Studio) -> None:
    studio.start()
    studio.keep(snapshot())
    await studio.finish()
    await studio.archive.remove(studio.session)
    assert await studio.archive.chunks(studio.session) == []
    assert await studio.archive.sweep() == 1
    assert studio.store.objects == {}
    session = await studio.nouns.sessions.get(studio.team.id, studio.session)
    assert session.video_status == "removed"
    studio.start()
    studio.keep(frame())
    await studio.answered(lambda: bool(studio.answers))
    assert isinstance(studio.answers[-1], RecordingFailed)
    assert await studio.archive.sweep() == 0


async def test_by_retention_the_oldest_go_and_the_status_says_so(studio: Studio) -> None:
    studio.start()
    studio.keep(snapshot())
    await studio.finish()
    now = studio.nouns.clock()
    assert await studio.archive.expire(studio.team.id, now - 10) == 0
    assert await studio.archive.expire(studio.team.id, now + 10) == 1
    assert await studio.archive.expire(studio.team.id, now + 10) == 0
    await studio.archive.sweep()
    assert studio.store.objects == {}
    session = await studio.nouns.sessions.get(studio.team.id, studio.session)
    assert session.video_status == "expired"


async def test_an_erased_visitors_recording_is_erased_in_the_middle_of_it(studio: Studio) -> None:
    studio.new_recorder(RecordingLimits(chunk_bytes=100))
    studio.start()
    studio.keep(note(type="page", url="https://planted.example/secret"), snapshot())
    await studio.synced()
    await studio.answered(lambda: bool(studio.store.objects))
    assert await studio.nouns.erasing.erase(studio.team.id, studio.visitor.short_id)
    studio.keep(frame(), frame())
    studio.recorder.finish(FinishRecording(studio.session, studio.nouns.clock()))
    await studio.recorder.drain()
    await studio.archive.sweep()
    assert studio.store.objects == {}
    assert parts(studio) == []


async def test_a_damaged_chunk_is_called_so(studio: Studio) -> None:
    studio.start()
    studio.keep(snapshot())
    await studio.finish()
    (key,) = studio.store.objects
    studio.store.objects[key] = studio.store.objects[key][:-3]
    with pytest.raises(ChunkDamaged):
        await studio.archive.raw(studio.session, 0)
    del studio.store.objects[key]
    with pytest.raises(ChunkDamaged):
        await studio.archive.raw(studio.session, 0)
    assert await studio.archive.raw(studio.session, 1) is None
