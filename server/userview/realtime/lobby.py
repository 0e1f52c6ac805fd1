"""Who is there: every visitor with a connected tab, by team, and when each was last heard of (rule P2)."""

from collections.abc import Callable, Mapping
from typing import Final

from userview.protocol.messages.settings import SdkSettings
from userview.protocol.messages.visitor import LookupCodeUsed, SettingsChanged
from userview.realtime.alarms import Alarms
from userview.realtime.effects import DeskChanged, Effect, PresenceChanged, Seen, Send
from userview.realtime.limits import Limits
from userview.realtime.presence import Presence, Tab
from userview.realtime.records import VisitorKey

SEEN: Final = "seen"
"""Key of the alarm at which last-seen times are stored; those of visitors are their own keys."""

CHANGE_SECONDS: Final = 30.0
"""A tab whose settings were read before a change connects at most that long after it: no handshake takes longer."""

AlarmKey = str | VisitorKey


class Lobby:
    """All present visitors. `now` is the hub's clock; alarms that it sets are given back by `ring`."""

    def __init__(self, limits: Limits, alarms: Alarms[AlarmKey], emit: Callable[[Effect], None]) -> None:
        self._limits = limits
        self._alarms = alarms
        self._emit = emit
        self._presences: dict[VisitorKey, Presence] = {}
        self._online: dict[str, dict[str, Presence]] = {}
        self._tabs: dict[str, tuple[Presence, Tab]] = {}
        self._seen: dict[VisitorKey, float] = {}
        self._changed: dict[str, tuple[SdkSettings, float]] = {}

    def presence(self, visitor: VisitorKey) -> Presence | None:
        """A visitor's tabs; None for one who is not there and has no session."""
        return self._presences.get(visitor)

    def expect(self, visitor: VisitorKey, nickname: str, now: float) -> Presence:
        """The same for a visitor who is there, or has a session and may come."""
        presence = self._presences.get(visitor)
        if presence is None:
            presence = self._presences[visitor] = Presence(visitor, nickname, now)
        return presence

    def tab(self, connection: str) -> tuple[Presence, Tab] | None:
        """A connected tab and whose it is."""
        return self._tabs.get(connection)

    def is_online(self, visitor: VisitorKey) -> bool:
        """A tab is connected, or was a moment ago."""
        presence = self._presences.get(visitor)
        return presence is not None and presence.online

    def online(self, team: str) -> Mapping[str, float]:
        """Short id and last sign of life of every visitor of the team who is online."""
        return {short_id: presence.last_seen for short_id, presence in self._online.get(team, {}).items()}

    def change_settings(self, team: str, settings: SdkSettings, now: float) -> list[VisitorKey]:
        """The team's pages have these settings from now on (P6); the visitors who have pages."""
        self._changed = {one: at for one, at in self._changed.items() if now - at[1] < CHANGE_SECONDS}
        self._changed[team] = (settings, now)
        present = list(self._online.get(team, {}).values())
        told = [tab for presence in present for tab in presence.tabs.values()]
        for tab in told:
            tab.settings = settings
        if told:
            self._emit(Send(None, tuple(tab.connection for tab in told), SettingsChanged(settings=settings)))
        return [presence.visitor for presence in present]

    def enter(self, presence: Presence, tab: Tab, now: float) -> None:
        """A tab connected."""
        visitor = presence.visitor
        presence.add(tab)
        self._tabs[tab.connection] = (presence, tab)
        self.heard_of(presence, now)
        self._alarms.set(visitor, None)
        settings, at = self._changed.get(visitor.team, (tab.settings, now))
        if settings != tab.settings and now - at < CHANGE_SECONDS:
            tab.settings = settings
            self._emit(Send(None, (tab.connection,), SettingsChanged(settings=settings)))
        if not presence.online:
            presence.online = True
            self._online.setdefault(visitor.team, {})[visitor.short_id] = presence
            self._emit(PresenceChanged(None, visitor, online=True))
        self._emit(DeskChanged(None, visitor))

    def leave(self, presence: Presence, tab: Tab, now: float) -> None:
        """A tab is gone; its visitor is online for a little longer."""
        del self._tabs[tab.connection]
        presence.remove(tab.connection, now)
        if not presence.tabs:
            self._alarms.set(presence.visitor, now + self._limits.tab_grace_seconds)

    def use_up_code(self, visitor: VisitorKey) -> None:
        """A session was asked for: pages that show the visitor's lookup code must show another one (L2)."""
        presence = self._presences.get(visitor)
        if presence is not None and presence.tabs:
            self._emit(Send(None, tuple(presence.tabs), LookupCodeUsed()))

    def heard_of(self, presence: Presence, now: float) -> None:
        """A sign of life."""
        presence.last_seen = now
        if not self._seen:
            self._alarms.set(SEEN, now + self._limits.seen_seconds)
        self._seen[presence.visitor] = now

    def take_seen(self) -> Mapping[VisitorKey, float]:
        """The signs of life that have not been handed out to be stored."""
        seen, self._seen = self._seen, {}
        return seen

    def forget_seen(self, visitor: VisitorKey) -> None:
        """There is nobody any more whose sign of life could be stored."""
        self._seen.pop(visitor, None)

    def ring(self, key: AlarmKey, *, expected: bool) -> None:
        """An alarm of the lobby rang. `expected`: the visitor has a session."""
        if not isinstance(key, VisitorKey):
            self._emit(Seen(None, self.take_seen()))
            return
        self._presences[key].online = False
        del self._online[key.team][key.short_id]
        if not self._online[key.team]:
            del self._online[key.team]
        if not expected:
            self.forget(key)
        self._emit(PresenceChanged(None, key, online=False))
        self._emit(DeskChanged(None, key))

    def forget(self, visitor: VisitorKey) -> None:
        """The visitor has no session (any more): if not there either, nothing is kept."""
        presence = self._presences.get(visitor)
        if presence is not None and not presence.online:
            del self._presences[visitor]
