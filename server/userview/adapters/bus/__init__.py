"""The bus in one process, or on Valkey."""

from userview.adapters.bus.memory import MemoryBus
from userview.ports.bus import Bus

__all__ = ["MemoryBus", "make_bus"]


def make_bus(url: str | None) -> Bus:
    """The bus for a URL, the one in this process for None; connects when it is first used.

    Raises:
        StartRefused: the URL cannot be read.
    """
    if url is None:
        return MemoryBus()
    from userview.adapters.bus.redis import RedisBus  # noqa: PLC0415 - its library takes 0.3 s to import

    return RedisBus(url)
