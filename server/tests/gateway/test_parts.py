"""The gateway's small parts by themselves: queue, guards, tickets, upgrade rules, framing."""

import asyncio
import struct
from collections.abc import Coroutine
from typing import Any, cast

import pytest

from userview.gateway import wire
from userview.gateway.guards import FaultGuard, RateGuard
from userview.gateway.inbox import Inbox
from userview.gateway.limits import GatewayLimits
from userview.gateway.picows_adapter import Socket
from userview.gateway.send_queue import SendQueue
from userview.gateway.tickets import Ticket, Tickets
from userview.gateway.upgrade import Accepted, Declined, UpgradeRules
from userview.signing import Signer

PUBLIC, REPLAY = "https://co.example", "https://mirror.example"


class Pipe:
    """What a send queue needs of a socket; `room` more bytes are taken before it blocks."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.written: list[bytes] = []
        self.writes = 0
        self.closed: tuple[int, str] | None = None
        self.queue: SendQueue | None = None
        self.looks: list[int] = []
        """What has not left, each time that somebody looks."""

    @property
    def unsent_bytes(self) -> int:
        return self.looks.pop(0) if self.looks else max(0, -self.room)

    def write(self, pieces: list[bytes]) -> None:
        self.writes += 1
        self.written.extend(pieces)
        self.room -= sum(map(len, pieces))
        if self.room < 0 and self.queue is not None:
            self.queue.blocked()

    def close(self, code: int, reason: str) -> None:
        self.closed = (code, reason)


class Told:
    """What a queue called back."""

    def __init__(self, room: int, **limits: Any) -> None:
        self.events: list[str] = []
        self.stalled = asyncio.Event()
        self.pipe = Pipe(room)
        self.queue = self.pipe.queue = SendQueue(
            cast("Socket", self.pipe),
            GatewayLimits(**limits),
            overflowed=lambda: self.events.append("overflowed"),
            drained=lambda: self.events.append("drained"),
            stalled=self.stalled.set,
        )

    async def turn(self) -> None:
        """One turn of the loop, and what it brings about."""
        for _ in range(3):
            await asyncio.sleep(0)

    def unblock(self, room: int) -> None:
        """The other side read."""
        self.pipe.room = room
        self.queue.writable()


async def test_one_write_for_all_of_a_turn() -> None:
    told = Told(10_000)
    for number in range(10):
        told.queue.send((b"%d" % number,))
    await told.turn()
    assert told.pipe.writes == 1
    assert b"".join(told.pipe.written) == b"0123456789"


async def test_b3_overflow_drops_everything_until_a_start() -> None:
    told = Told(10, queue_bytes=100)
    told.queue.send_content((b"x" * 20,), report=False)
    await told.turn()
    for _ in range(5):
        told.queue.send_content((b"y" * 30,), report=False)
    await told.turn()
    assert told.events == ["overflowed"]
    told.queue.send((b"control",))
    told.unblock(1000)
    assert told.events == ["overflowed", "drained"]
    assert told.pipe.written[-1] == b"control"
    told.queue.send_content((b"z",), report=False)
    told.queue.send_start((b"start",))
    told.queue.send_content((b"w",), report=False)
    await told.turn()
    assert told.pipe.written[-2:] == [b"start", b"w"]
    assert b"z" not in told.pipe.written


async def test_reports_come_when_all_has_left() -> None:
    told = Told(10)
    told.queue.send_content((b"x" * 20,), report=True)
    await told.turn()
    assert told.events == []
    told.unblock(100)
    assert told.events == ["drained"]
    told.queue.send_content((b"x",), report=True)
    await told.turn()
    assert told.events == ["drained", "drained"]
    told.queue.send_content((b"x",), report=False)
    await told.turn()
    assert told.events == ["drained", "drained"]


async def test_b3_no_progress_is_noticed_and_slow_progress_is_not() -> None:
    told = Told(10, stalled_seconds=0.001)
    told.pipe.looks = [990, 900, 500, 100, 100, 0]
    told.queue.send((b"x" * 1000,))
    async with asyncio.timeout(5):
        await told.stalled.wait()
    assert told.pipe.looks == [0], "looked at as long as it became less, and once more"


async def test_what_was_sent_leaves_before_a_close() -> None:
    told = Told(1000)
    told.queue.send((b"last words",))
    told.queue.close(4410, "over")
    assert told.pipe.written == [b"last words"]
    assert told.pipe.closed == (4410, "over")


@pytest.mark.parametrize("size", [0, 125, 126, 65535, 65536])
def test_frames_have_the_shortest_header(size: int) -> None:
    header, payload = wire.binary((bytes(size),))
    assert len(payload) == size
    assert header[0] == 0x82
    lengths = {2: header[1], 4: int.from_bytes(header[2:], "big"), 10: int.from_bytes(header[2:], "big")}
    assert lengths[len(header)] == size
    assert len(header) == (2 if size < 126 else 4 if size < 65536 else 10)


def test_close_reasons_are_cut_at_a_character() -> None:
    header, payload = wire.close(4400, "ü" * 100)
    assert header[1] == len(payload) <= 125
    assert struct.unpack(">H", payload[:2]) == (4400,)
    assert set(payload[2:].decode()) == {"ü"}


def test_m3_rate_guard() -> None:
    guard = RateGuard(10, 5, 10.0, now=0.0)
    assert [guard.passes(0.0) for _ in range(6)] == [True] * 5 + [False]
    assert guard.should_tell(0.0)
    assert not guard.should_tell(0.5)
    assert guard.passes(0.2)
    for tenth in range(3, 102):
        guard.passes(tenth / 10)
        guard.passes(tenth / 10)
    assert guard.is_exhausted()
    calm = RateGuard(10, 1, 10.0, now=0.0)
    for second in range(0, 60, 5):
        calm.passes(float(second))
        assert not calm.passes(float(second))
    assert not calm.is_exhausted()


def test_m2_fault_guard() -> None:
    quick, slow = FaultGuard(3, 10.0), FaultGuard(3, 10.0)
    assert [quick.is_enough(at) for at in (0, 1, 2)] == [False, False, True]
    assert [slow.is_enough(at) for at in (0, 6, 12, 18)] == [False] * 4


def test_w3_tickets() -> None:
    tickets = Tickets(Signer(b"k" * 32), 60.0)
    text = tickets.issue("s1", "p1", now=1000.0)
    assert tickets.redeem(text, 1059.0) == Ticket("s1", "p1")
    assert tickets.redeem(text, 1059.5) is None
    assert tickets.redeem(tickets.issue("s1", "p1", 1000.0), 1061.0) is None
    assert Tickets(Signer(b"o" * 32), 60.0).redeem(tickets.issue("s1", "p1", 1000.0), 1001.0) is None
    assert tickets.redeem(tickets.upload("s1", 3), 1001.0) is None
    assert tickets.redeem("", 1001.0) is None


def judge(
    path: str = "/ws/agent", host: str = "co.example", origin: str = PUBLIC, extra: str = ""
) -> Accepted | Declined:
    request = (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{extra}\r\n"
    )
    return UpgradeRules(PUBLIC, REPLAY, lambda peer, forwarded: forwarded or peer).judge(request.encode(), "10.0.0.1")


@pytest.mark.parametrize("host", ["co.example", "CO.example", "co.example:443"])
def test_hosts_are_compared_as_browsers_write_them(host: str) -> None:
    assert isinstance(judge(host=host), Accepted)


@pytest.mark.parametrize("host", ["co.example:80", "co.example.evil.example", "mirror.example", ""])
def test_other_hosts_are_misdirected(host: str) -> None:
    found = judge(host=host)
    assert isinstance(found, Declined)
    assert found.status.startswith("421")


def test_what_is_known_from_an_upgrade() -> None:
    found = judge(
        extra="Cookie: a=1; userview=x=y\r\nCookie: a=2\r\nUser-Agent: Firefox\r\nX-Forwarded-For: 1.2.3.4\r\n"
    )
    assert isinstance(found, Accepted)
    assert found.upgrade.cookies == {"a": "1", "userview": "x=y"}
    assert (found.upgrade.ip, found.upgrade.user_agent, found.upgrade.origin) == ("1.2.3.4", "Firefox", PUBLIC)


async def test_inbox_keeps_order_and_bounds() -> None:
    done: list[str] = []
    gate = asyncio.Event()

    async def wait(name: str) -> None:
        await gate.wait()
        done.append(name)

    def step(name: str) -> "Coroutine[Any, Any, None] | None":
        if name.startswith("slow"):
            return wait(name)
        if name == "bad":
            raise ValueError(name)
        done.append(name)
        return None

    inbox = Inbox(
        bound_bytes=10,
        full=lambda: done.append("full"),
        ready=lambda: done.append("ready"),
        failed=lambda error: done.append(f"failed {error}"),
    )
    for name in ("one", "slow1", "two", "three"):
        inbox.put(lambda name=name: step(name), 6)
    assert done == ["one", "full"]
    gate.set()
    await asyncio.sleep(0.01)
    assert done == ["one", "full", "slow1", "ready", "two", "three"]
    done.clear()
    inbox.put(lambda: step("slow2"), 1)
    inbox.put(lambda: step("bad"), 1)
    inbox.put(lambda: step("dropped"), 1)
    inbox.finish(lambda: step("end"))
    await asyncio.sleep(0.01)
    assert done == ["slow2", "failed bad", "end"]
