"""Requests of `GET /v1/visitors/{short_id}` per second of server CPU, with SQLite and with Postgres, beside a peer.

python -m bench.rest [--seconds 5] [--rounds 3] [--connections 16] [--database sqlite|postgresql]

Measured is the CPU time, user and system, of the whole server process: a real `userview serve` with its rate limits lifted,
from the socket and HTTP parsing over key, team, visitor and sessions to the JSON on the socket. Postgres's own processes
and the client are not counted. The peer is a bare FastAPI route under the same uvicorn that gives the same answer.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
import uvloop
from websockets.asyncio.client import connect

from tests.cli.processes import serving
from tests.support.postgres import running_postgres

TARGET = 1000
WARM_UP_SECONDS = 1.0
LIFTED = {
    "USERVIEW_REQUESTS_PER_MINUTE_PER_KEY": "1000000000",
    "USERVIEW_REQUESTS_PER_MINUTE_PER_ADDRESS": "1000000000",
}
HELLO = Path(__file__).parents[2] / "protocol" / "examples" / "VisitorToServer.json"


async def enter(base_url: str, public_key: str) -> str:
    """A visitor comes and goes; its short id."""
    hello = next(message for message in json.loads(HELLO.read_text()) if message["type"] == "hello")
    async with connect(f"{base_url.replace('http', 'ws')}/ws/visitor", compression=None) as tab:
        await tab.send(json.dumps({**hello, "key": public_key, "visitor": None, "resume": None}))
        while (said := json.loads(await tab.recv()))["type"] != "welcome":
            pass
        return said["visitor"]["short_id"]


async def answers(port: int, request: bytes, seconds: float) -> int:
    """Ask on one connection as fast as it answers; how many answers came."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count, loop = 0, asyncio.get_running_loop()
    end = loop.time() + seconds
    while loop.time() < end:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        count += 1
    writer.close()
    return count


async def measured(process: int, port: int, request: bytes, seconds: float, connections: int) -> float:
    """Answers per second of the process's CPU."""
    server = psutil.Process(process)
    await asyncio.gather(*(answers(port, request, min(WARM_UP_SECONDS, seconds)) for _ in range(connections)))
    used = sum(server.cpu_times()[:2])
    counts = await asyncio.gather(*(answers(port, request, seconds) for _ in range(connections)))
    return sum(counts) / (sum(server.cpu_times()[:2]) - used)


def ask(base_url: str, short_id: str, key: str) -> tuple[int, bytes]:
    """Port and bytes of the request."""
    host = base_url.partition("://")[2]
    head = (
        f"GET /v1/visitors/{short_id} HTTP/1.1\r\nHost: {host}\r\nX-Api-Key: {key}\r\nAccept: application/json\r\n\r\n"
    )
    return int(host.rpartition(":")[2]), head.encode()


def ours(options: Any, database_url: str | None) -> tuple[float, str]:
    """Median of the rounds, and the answer as it was."""
    env = {**LIFTED, **({} if database_url is None else {"USERVIEW_DATABASE_URL": database_url})}
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), "--log-level", "error", env=env) as server:
        ready = server.ready
        short_id = uvloop.run(enter(ready["base_url"], ready["public_key"]))
        port, request = ask(ready["base_url"], short_id, ready["secret_key"])
        headers = {"X-Api-Key": ready["secret_key"]}
        # The child that reads user agents has told what it knows by then, and uses no CPU of this process anyway.
        rates = [
            uvloop.run(measured(server.process.pid, port, request, options.seconds, options.connections))
            for _ in range(options.rounds)
        ]
        _, body = server.get(f"/v1/visitors/{short_id}", headers=headers)
    return statistics.median(rates), body.decode()


def peer(options: Any, answer: str) -> float:
    """Median of the rounds."""
    command = (sys.executable, "-m", "bench.rest.peer")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{json.dumps(json.loads(answer))}\n")
            process.stdin.flush()
            port, request = ask(f"http://127.0.0.1:{int(process.stdout.readline())}", "X" * 18, "none")
            rates = [
                uvloop.run(measured(process.pid, port, request, options.seconds, options.connections))
                for _ in range(options.rounds)
            ]
        finally:
            process.kill()
    return statistics.median(rates)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options and run."""
    parser: Any = argparse.ArgumentParser(prog="python -m bench.rest", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=5.0, help="seconds measured in each round (default 5)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each server (default 3)")
    parser.add_argument("--connections", type=int, default=16, help="clients at the same time (default 16)")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="only this one")
    options = parser.parse_args(arguments)
    answer, rates = "", dict[str, float]()
    if options.database != "postgresql":
        rates["UserView, SQLite"], answer = ours(options, None)
    if options.database != "sqlite":
        with running_postgres() as server:
            url = server.create_database("bench").replace("+asyncpg", "")
            rates["UserView, Postgres"], answer = ours(options, url)
    beside = rates["FastAPI, bare route"] = peer(options, answer)
    print(
        f"GET /v1/visitors/{{short_id}}, answers per second of server CPU (median of {options.rounds}; target {TARGET:,}):"
    )
    for name, rate in rates.items():
        print(f"  {name:24}{rate:8,.0f}   ratio {rate / beside:5.2f}")


if __name__ == "__main__":
    main()
