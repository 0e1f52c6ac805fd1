"""Where agents may lead visitors: within the site of the page, and to sites that the team names (rule C9)."""

from userview.protocol.messages.actions import Action
from userview.protocol.origins import origin_of


def stays(action: Action, url: str) -> bool:
    """Whether the action leads to no other site than that of the page at `url`."""
    if action.kind != "navigate" or action.url is None:
        return True
    origin = origin_of(action.url)
    return origin is not None and origin == origin_of(url)
