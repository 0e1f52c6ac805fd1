"""Tells the serving process that a team was changed, wherever it was: its connected pages hear at once (rule P6)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from userview.domains.teams.errors import UnknownTeam
from userview.domains.teams.model import Team
from userview.errors import BusUnavailable
from userview.ports.bus import Bus, Receive
from userview.protocol.messages.settings import SdkSettings

TOPIC: Final = "teams.changed"

_LOG: Final = logging.getLogger("userview.teams")

Changed = Callable[[Team], Awaitable[None]]
"""Told of a change after its commit."""

Apply = Callable[[str, SdkSettings], Awaitable[None]]
"""Gives the pages of a team, named by its id, their settings (`Live.change_settings`)."""


def telling(bus: Bus) -> Changed:
    """What tells of changes over the bus. Where that fails, pages learn when they connect next."""

    async def changed(team: Team) -> None:
        try:
            await bus.publish(TOPIC, {"team": team.id})
        except BusUnavailable as error:
            _LOG.warning("connected pages were not told of new settings: %s", error.message)

    return changed


def hearing(read: Callable[[str], Awaitable[Team]], apply: Apply) -> Receive:
    """What the serving process does when it is told; `read`: a team as it is stored now.

    One at a time: what was read first must not be applied last.
    """
    lock = asyncio.Lock()

    async def changed(message: Mapping[str, Any]) -> None:
        async with lock:
            try:
                team = await read(str(message["team"]))
            except UnknownTeam:
                return
            await apply(team.id, team.settings.for_pages())

    return changed
