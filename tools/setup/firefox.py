"""Finds a Firefox for the smoke of `e2e/firefox`, or gets one: `USERVIEW_FIREFOX` (a path), the PATH, Debian's package where
root may install it. Each is started once before it is believed, as Chromium is.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from tools.setup.debian import install_with_apt
from tools.setup.probe import starts

NAMES = ("firefox-esr", "firefox")
MAC_APPLICATION = "/Applications/Firefox.app/Contents/MacOS/firefox"
PROBE = Path(__file__).parent / "probe-firefox.mjs"


class FirefoxMissing(Exception):
    """No Firefox starts here; says what was tried. `wanted`: one was named, so this is a mistake and nothing to pass over."""

    def __init__(self, sentence: str, *, wanted: bool) -> None:
        super().__init__(sentence)
        self.wanted = wanted


def find_firefox() -> str:
    """The path of the first that starts.

    Raises:
        FirefoxMissing: none does.
    """
    tried: list[str] = []
    for candidate in _candidates():
        if starts(PROBE, candidate):
            return candidate
        tried.append(candidate)
    if tried:
        sentence = f"No Firefox starts here; tried {', '.join(tried)}. Set USERVIEW_FIREFOX to one that does."
    else:
        sentence = "No Firefox is on the PATH, and only root on Debian can have it installed. Set USERVIEW_FIREFOX."
    raise FirefoxMissing(sentence, wanted="USERVIEW_FIREFOX" in os.environ)


def _candidates() -> Iterator[str]:
    if "USERVIEW_FIREFOX" in os.environ:
        yield os.environ["USERVIEW_FIREFOX"]
        return
    found = [path for path in map(shutil.which, NAMES) if path is not None]
    if Path(MAC_APPLICATION).exists():
        found.append(MAC_APPLICATION)
    yield from found
    if not found:
        installed = install_with_apt("firefox-esr", "fonts-liberation")
        if installed is not None:
            yield installed
