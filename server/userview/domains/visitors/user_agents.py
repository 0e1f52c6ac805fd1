"""The child process that reads user agents: one JSON text per line in, one JSON array (browser, device, type) out.

`device-detector` takes 75 MB, seconds to load and 5-400 ms of pure Python a parse, on texts that strangers write, with
native parts that have crashed. Here it can hold up, fill or bring down nothing but itself. Run by `devices.Devices`.
"""

import json
import os
import signal
import sys
from typing import Any, Final

_TYPES: Final = {
    "desktop": "desktop",
    "notebook": "desktop",
    "smartphone": "mobile",
    "feature phone": "mobile",
    "phablet": "mobile",
    "tablet": "tablet",
    "console": "console",
    "tv": "smarttv",
    "wearable": "wearable",
    "car browser": "embedded",
    "smart display": "embedded",
    "smart speaker": "embedded",
    "camera": "embedded",
    "peripheral": "embedded",
    "portable media player": "embedded",
}
"""The library's kinds of device in the words of the API."""

LONGEST_NAME: Final = 100
"""Characters of a browser's or device's name; real ones have under 60."""

Answer = tuple[str | None, str | None, str | None]
UNKNOWN: Final[Answer] = (None, None, None)


def read(user_agent: str) -> Answer:
    """Browser with major version, device, type of device; each None when unknown."""
    if not user_agent.strip():
        return UNKNOWN
    from device_detector import DeviceDetector  # noqa: PLC0415 - slow; the server that imports this module never needs it

    found: Any = DeviceDetector(user_agent).parse()
    kind = _TYPES.get(found.device_type() or "")
    if kind is None and (found.is_desktop() or (found.os_name() == "GNU/Linux" and found.client_type() == "browser")):
        # The library knows no kind of device for a browser on plain Linux.
        kind = "desktop"
    major = str(found.client_version() or "").partition(".")[0]
    # `generic` is the library's word for a name that it took from the text without knowing it.
    browser = "" if found.client_type() in (None, "", "generic") else f"{found.client_name() or ''} {major}"
    device = "" if kind == "desktop" else str(found.device_model() or found.device_brand() or "")
    return _shown(browser), _shown(device), kind


def _shown(name: str) -> str | None:
    """A name as people see it: models may be cut out of the user agent, with whatever stands there."""
    return "".join(character for character in name if character.isprintable()).strip()[:LONGEST_NAME] or None


def main() -> None:
    """Answer until the other end is gone; Ctrl-C is for the server to act on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Live sessions go first.
    os.nice(5)
    for line in sys.stdin:
        try:
            answer = read(json.loads(line))
        except Exception:  # noqa: BLE001 - a stranger's text against thousands of expressions
            answer = UNKNOWN
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
