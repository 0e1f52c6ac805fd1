"""Whether the visitor is asked before a session becomes live (rule S3)."""

from userview.realtime.presence import Presence
from userview.realtime.records import SessionSpec


def needs_consent(spec: SessionSpec, presence: Presence) -> bool:
    """The team's setting, or the page's own option; a page's `false` counts only where it may decide."""
    tab = presence.best(new_since=0.0)
    said = None if tab is None else tab.options.require_authorization
    if said is False and spec.page_may_decide_consent:
        return False
    return spec.requires_consent or said is True
