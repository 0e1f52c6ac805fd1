"""Runs every benchmark, or those that are named.

python -m bench [relay] [search] [sessions] [rest] [mirror] [desk] [hostile] [fidelity] [widgets]
"""

import sys

from bench.desk.__main__ import main as desk
from bench.fidelity.__main__ import main as fidelity
from bench.hostile.__main__ import main as hostile
from bench.mirror.__main__ import main as mirror
from bench.relay.__main__ import main as relay
from bench.rest.__main__ import main as rest
from bench.search.__main__ import main as search
from bench.sessions.__main__ import main as sessions
from bench.widgets.__main__ import main as widgets

BENCHMARKS = {
    "relay": relay,
    "search": search,
    "sessions": sessions,
    "rest": rest,
    "mirror": mirror,
    "desk": desk,
    "hostile": hostile,
    "fidelity": fidelity,
    "widgets": widgets,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or BENCHMARKS:
        if name not in BENCHMARKS:
            sys.exit(f"bench: expected {', '.join(BENCHMARKS)}, got {name}")
        BENCHMARKS[name]([])
