"""Rule P6: a change of a team reaches the serving process, as it is stored."""

from __future__ import annotations

from tests.support.nouns import Nouns
from tests.support.waiting import until
from userview.adapters.bus.memory import MemoryBus
from userview.domains.teams.news import TOPIC, hearing, telling
from userview.domains.teams.service import Teams


async def test_p6_what_was_stored_last_is_applied_last(nouns: Nouns) -> None:
    bus = MemoryBus()
    teams = Teams(nouns.database, nouns.clock, telling(bus))
    team = await teams.create("Shop")
    async with bus.listen(TOPIC, hearing(teams.get, nouns.live.change_settings)):
        for title in ("One", "Two", "Three"):
            changed = await teams.change(team.id, {"settings": {"authorization_prompt_title": title}})

        async def applied() -> bool:
            return nouns.live.settings.get(team.id) == changed.settings.for_pages()

        await until(applied)
        await bus.publish(TOPIC, {"team": "team_nobody"})
        changed = await teams.change(team.id, {"settings": {"masked_elements": [".x"]}})
        await until(applied)
    await bus.close()
