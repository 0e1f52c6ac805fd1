"""Messages of 1 KiB relayed per second of server CPU: ours beside a peer, taking turns in one run.

python -m bench.relay [--sessions 100] [--seconds 5] [--rounds 3]
"""

import argparse
import asyncio
import statistics
import sys
from collections.abc import Sequence

import psutil
import uvloop

from bench.relay.clients import session_of_ours, session_of_peer

WARM_UP_SECONDS = 1.0
CONNECT = {"ours": session_of_ours, "peer": session_of_peer}


async def measured(which: str, sessions: int, seconds: float) -> float:
    """Messages relayed per second of the server's CPU."""
    command = (sys.executable, "-m", "bench.relay.server", which)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        port = int(await process.stdout.readline())
        streams = [await CONNECT[which](port, number) for number in range(1, sessions + 1)]
        server = psutil.Process(process.pid)
        await asyncio.sleep(min(WARM_UP_SECONDS, seconds))
        relayed, used = sum(stream.relayed for stream in streams), sum(server.cpu_times()[:2])
        await asyncio.sleep(seconds)
        relayed, used = sum(stream.relayed for stream in streams) - relayed, sum(server.cpu_times()[:2]) - used
        for stream in streams:
            stream.stop()
        return relayed / used
    finally:
        process.kill()
        await process.wait()


async def compare(sessions: int, seconds: float, rounds: int) -> None:
    """Print both medians and their ratio."""
    found: dict[str, list[float]] = {which: [] for which in CONNECT}
    for _ in range(rounds):
        for which, rates in found.items():
            rates.append(await measured(which, sessions, seconds))
    ours, peer = (statistics.median(found[which]) for which in ("ours", "peer"))
    print(f"relay, {sessions} sessions, 1 KiB messages per second of server CPU (median of {rounds}):")
    print(f"  UserView's gateway        {ours:10,.0f}")
    print(f"  websockets, bare relay    {peer:10,.0f}")
    print(f"  ratio                     {ours / peer:10.2f}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="python -m bench.relay", description=__doc__)
    parser.add_argument("--sessions", type=int, default=100, help="sessions at the same time (default 100)")
    parser.add_argument("--seconds", type=float, default=5.0, help="seconds measured in each round (default 5)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each server (default 3)")
    options = parser.parse_args(arguments)
    uvloop.run(compare(options.sessions, options.seconds, options.rounds))


if __name__ == "__main__":
    main()
