"""The least that could answer: one FastAPI route that gives the JSON object it was started with, without key, team or database.

Run by `bench.rest`: the object comes on standard input, the port goes to standard output.
"""

import json
import socket
import sys
from typing import Any

import uvicorn
from fastapi import FastAPI


def main() -> None:
    """Serve until killed."""
    answer: dict[str, Any] = json.loads(sys.stdin.readline())
    app = FastAPI()

    @app.get("/v1/visitors/{short_id}")
    async def visitor(short_id: str) -> dict[str, Any]:  # pyright: ignore[reportUnusedFunction] - called by the framework
        return {**answer, "short_id": short_id}

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(100)
    print(listener.getsockname()[1], flush=True)
    config = uvicorn.Config(app, loop="uvloop", http="httptools", log_level="warning", access_log=False)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
