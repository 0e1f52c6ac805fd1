"""`/call/<team>/<call name>`: where an agent's personal link leads until the team's own page takes over (rule Q4)."""

import html
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from userview.hosting.headers import COMMON

CALL: Final = re.compile(r"/call/([^/]{1,64})/([^/]{1,64})/?$")

MARK: Final = "userview-call"
"""What the SDK looks for in the fragment of a page's address."""


@dataclass(frozen=True, slots=True)
class Called:
    """What is known of a personal link."""

    call_name: str | None
    """As it is kept; None when the team has no agent of that name, or there is no such team."""
    page_url: str | None
    """The team's page with the snippet; None when it is not set."""


Calls = Callable[[str, str], Awaitable[Called]]
"""By team and call name as they stand in the link."""


CallsWait = Callable[[str], int]
"""Counts a link that somebody at this address followed: whole seconds until they may follow another, 0 where this one may be."""


async def answer(calls: Calls, wait: CallsWait, address: str, team: str, call_name: str) -> Response:
    """On to the team's page, or a page that says what is wrong.

    Names that are there and those that are not count alike: whoever tries many learns nothing by being refused.
    """
    headers = {**COMMON, "Cache-Control": "no-store"}
    seconds = wait(address)
    if seconds > 0:
        text = "Many personal links were followed from your network just now. Please try again in a minute."
        return _page("One moment, please", text, 429, {**headers, "Retry-After": str(seconds)})
    called = await calls(team, call_name)
    if called.call_name is None:
        text = "Nobody can be reached at this address. Please check the link, or ask for it again."
        return _page("This link leads nowhere", text, 404, headers)
    if called.page_url is None:
        text = "The page to which this link should lead has not been set up yet. Please tell whoever gave you the link."
        return _page("This link is not ready yet", text, 404, headers)
    return RedirectResponse(page_of(called.page_url, called.call_name), 302, headers)


def page_of(page_url: str, call_name: str) -> str:
    """The address of the team's page that calls the agent; a fragment of its own is kept."""
    return f"{page_url}{'&' if '#' in page_url else '#'}{MARK}={quote(call_name, safe='')}"


def _page(title: str, text: str, status: int, headers: dict[str, str]) -> Response:
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    body = _HTML.format(title=html.escape(title), text=html.escape(text))
    return Response(
        body,
        status,
        {**headers, "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy},
    )


_HTML: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ margin: 0; min-height: 100dvh; display: grid; place-items: center; padding: 24px; box-sizing: border-box;
  font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  background: light-dark(#f5f6f9, #14161b); color: light-dark(#16181d, #f2f4f8); }}
main {{ max-width: 440px; padding: 32px; border-radius: 18px; background: light-dark(#fff, #1c1f26);
  border: 1px solid light-dark(#dfe3ea, #353a45); }}
h1 {{ margin: 0 0 8px; font-size: 22px; line-height: 1.3; }}
p {{ margin: 0; color: light-dark(#5b6270, #a7afbd); }}
</style>
<main><h1>{title}</h1><p>{text}</p></main>
</html>
"""
