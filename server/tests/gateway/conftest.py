"""The gateway's tests run on uvloop, as the server does."""

import uvloop


def pytest_asyncio_loop_factories() -> dict[str, type[uvloop.Loop]]:
    """pytest-asyncio makes its loops with this."""
    return {"uvloop": uvloop.Loop}
