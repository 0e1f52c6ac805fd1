"""Which tab is captured next (rule S5): the view follows the visitor's focus, and page changes do not flicker."""

from dataclasses import dataclass
from typing import Final

from userview.realtime.capture import Capture
from userview.realtime.presence import Presence, Tab

OVERLAP_SECONDS: Final = 1.0
"""A page that follows another may connect this much before the end of its predecessor is noticed."""


@dataclass(frozen=True, slots=True)
class Show:
    """Capture this tab from now on."""

    tab: Tab


def next_tab(presence: Presence, capture: Capture | None, grace_seconds: float, now: float) -> Show | float | None:
    """The tab to capture instead of the present one; a time at which to ask again; or None: all is well."""
    if capture is not None and capture.connection is not None:
        focused = presence.focused_instead(presence.tabs[capture.connection])
        return None if focused is None else Show(focused)
    new_since = 0.0 if capture is None else capture.lost_at - OVERLAP_SECONDS
    best = presence.best(new_since)
    if best is None:
        return None
    if capture is None or best.page.focused or best.connected_at >= new_since:
        return Show(best)
    # The page that comes next may be on its way; another window is shown only when it does not come.
    ask_again_at = capture.lost_at + grace_seconds
    return Show(best) if ask_again_at <= now else ask_again_at
