"""Which tabs of a visitor are connected, and which of them the visitor is looking at (rules P2, S5)."""

from dataclasses import dataclass

from userview.protocol.messages.common import PageInfo
from userview.protocol.messages.settings import SdkSettings
from userview.protocol.messages.visitor import PageOptions
from userview.realtime.records import VisitorKey


@dataclass(slots=True)
class Tab:
    """One connected tab; `connected_at` in seconds on the hub's clock."""

    connection: str
    page: PageInfo
    options: PageOptions
    settings: SdkSettings
    connected_at: float
    focus_order: int = 0
    """Larger: had the focus later. 0: not since it connected."""
    round_trip_ms: float | None = None
    stray_bytes: int = 0
    """Content that came without being asked for, since capture was last asked of this tab."""
    in_session: bool = False
    """It was told of its session's start."""
    wants_requests: bool = False
    """Agents must ask for control here, whatever the team wants (C8)."""

    withholds_drawing: bool = False
    """Agents may not draw here, whatever the team says (A4)."""
    withholds_redirect: bool = False
    """Nor lead the visitor to other pages."""

    def strays(self, size: int, window_bytes: int) -> bool:
        """More content came without being asked for; whether it is more than can have been on its way (B2)."""
        self.stray_bytes += size
        return self.stray_bytes > 2 * window_bytes


class Presence:
    """A visitor's tabs, in the order in which they connected."""

    def __init__(self, visitor: VisitorKey, nickname: str, now: float) -> None:
        self.visitor = visitor
        self.nickname = nickname
        self.tabs: dict[str, Tab] = {}
        self.online = False
        """True from the first tab until the grace after the last one is over (P2)."""
        self.gone_at = now
        """When the last tab went; without meaning while there is one."""
        self.last_seen = now
        self._focuses = 0
        self._has_outer = False

    @property
    def speaking(self) -> list[Tab]:
        """The tabs that count as such."""
        return [tab for tab in self.tabs.values() if self.speaks(tab)]

    def speaks(self, tab: Tab) -> bool:
        """Whether a tab is more than a frame in another one of the visitor: that other one is asked, shown and captured for both (N5)."""
        return not (tab.page.framed and self._has_outer)

    def add(self, tab: Tab) -> None:
        """A tab connected."""
        self.tabs[tab.connection] = tab
        self._has_outer |= not tab.page.framed
        if tab.page.focused:
            self._focus(tab)

    def remove(self, connection: str, now: float) -> None:
        """A tab is gone."""
        del self.tabs[connection]
        self.gone_at = now

    def turn(self, tab: Tab, page: PageInfo) -> None:
        """A tab is at another page, or its page changed (P5)."""
        gained = page.focused and not tab.page.focused
        tab.page = page
        if gained:
            self._focus(tab)

    def same_page(self, pageview: str) -> Tab | None:
        """The tab that shows this page view: a newer connection of it takes its place (4409)."""
        return next((tab for tab in self.tabs.values() if tab.page.pageview == pageview), None)

    def focused_instead(self, tab: Tab) -> Tab | None:
        """The tab that has the focus instead of `tab`, if any.

        Tabs speak on connections of their own, so two may claim the focus for a moment; the later claim counts.
        """
        others = [
            other
            for other in self.speaking
            if other.page.focused and (not tab.page.focused or other.focus_order > tab.focus_order)
        ]
        return max(others, key=lambda other: other.focus_order, default=None)

    def best(self, new_since: float) -> Tab | None:
        """The tab to show when none is shown: focused, else newly connected, else visible, else focused last.

        `new_since`: tabs that connected after this count as new. A page that follows another one in the
        same tab is new, and need not have the focus: the visitor may be looking at another program.
        """
        # `max` keeps the first of equals; reversed, that is the one that connected last.
        return max(
            reversed(self.speaking),
            key=lambda tab: (
                tab.page.focused,
                tab.connected_at >= new_since,
                tab.page.visible,
                tab.focus_order,
            ),
            default=None,
        )

    def _focus(self, tab: Tab) -> None:
        self._focuses += 1
        tab.focus_order = self._focuses
