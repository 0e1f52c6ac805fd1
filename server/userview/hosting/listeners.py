"""Takes the ports before anything else is done, so that a port in use costs no work and leaves no trace."""

import contextlib
import errno
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from userview.errors import StartRefused
from userview.hosting.origins import Ports, needs_second_port
from userview.settings import Settings

BACKLOG: Final = 2048
"""Connections that wait to be accepted: after a restart thousands of pages come back at once."""

TRIES: Final = 20
"""How often another free port is tried when one is free on 127.0.0.1 but not on ::1."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """Sockets that listen already; connections queue in them until the server serves."""

    sockets: tuple[socket.socket, ...]
    ports: Ports

    def close(self) -> None:
        """Give the ports back."""
        for taken in self.sockets:
            taken.close()


def take_ports(settings: Settings) -> Listeners:
    """Bind and listen on all ports of this server.

    Raises:
        StartRefused: a port is in use or not permitted, or the host is not of this machine.
    """
    free = settings.port == 0
    with contextlib.ExitStack() as undo:
        sockets: list[socket.socket] = []

        def take(wanted: int, setting: str) -> int:
            taken, port = _take(settings.host, wanted, setting)
            for each in taken:
                undo.callback(each.close)
            sockets.extend(taken)
            return port

        main = take(settings.port, "port")
        demo_port = settings.demo_port if settings.demo_port is not None else (0 if free else _next(main, 1))
        demo = take(demo_port, "demo_port") if settings.demo else None
        replay_port = settings.replay_port if settings.replay_port is not None else (0 if free else _next(main, 2))
        replay = take(replay_port, "replay_port") if needs_second_port(settings) else None
        undo.pop_all()
        return Listeners(tuple(sockets), Ports(main, replay, demo))


def _next(port: int, step: int) -> int:
    return port + step if port + step <= 65535 else 0


def _take(host: str, port: int, setting: str) -> tuple[list[socket.socket], int]:
    for attempt in range(TRIES):
        taken: list[socket.socket] = []
        chosen = port
        try:
            for family, address in _addresses(host):
                with contextlib.suppress(_NoSuchFamily):
                    taken.append(_listen(family, address, chosen))
                    chosen = taken[0].getsockname()[1]
        except OSError as error:
            for each in taken:
                each.close()
            if port == 0 and error.errno == errno.EADDRINUSE and attempt < TRIES - 1:
                continue
            raise StartRefused(_sentence(error, host, chosen, setting)) from None
        if taken:
            return taken, chosen
        raise StartRefused(
            f"Cannot listen on {host}: this machine has no such network. Choose another --host (USERVIEW_HOST)."
        )
    raise StartRefused(f"Found no free port on {host}.")


class _NoSuchFamily(Exception):
    """This machine has no IPv6, or no IPv4."""


def _addresses(host: str) -> Iterator[tuple[socket.AddressFamily, str]]:
    if host == "localhost":
        yield socket.AF_INET, "127.0.0.1"
        yield socket.AF_INET6, "::1"
        return
    try:
        found = socket.getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError:
        raise StartRefused(
            f"Cannot listen on {host!r}: expected a name or address of this machine (--host, USERVIEW_HOST)."
        ) from None
    yield from dict.fromkeys((family, str(sockaddr[0])) for family, _, _, _, sockaddr in found)


def _listen(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    try:
        made = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise _NoSuchFamily from error
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind((address, port))
        # Listening at once is what makes the port ours: two sockets may be bound to one address, not listen on it.
        made.listen(BACKLOG)
    except OSError as error:
        made.close()
        if address == "::1" and error.errno == errno.EADDRNOTAVAIL:
            raise _NoSuchFamily from error
        raise
    made.settimeout(0)
    return made


def _sentence(error: OSError, host: str, port: int, setting: str) -> str:
    option = f"--{setting.replace('_', '-')}"
    variable = f"USERVIEW_{setting.upper()}"
    match error.errno:
        case errno.EADDRINUSE:
            return (
                f"Port {port} on {host} is in use by another program: stop that one, or choose another port with "
                f"{option} ({variable}; 0 takes a free one)."
            )
        case errno.EACCES | errno.EPERM:
            return f"This user may not listen on port {port} of {host}: choose a port from 1024 up with {option} ({variable})."
        case errno.EADDRNOTAVAIL:
            return f"Cannot listen on {host}: that is no address of this machine (--host, USERVIEW_HOST)."
        case _:
            return f"Cannot listen on port {port} of {host}: {error.strerror}."
