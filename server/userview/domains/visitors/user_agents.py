"""The child process that reads user agents and hints: one JSON array per line in, one (browser, device, type) out.

`device-detector` takes 75 MB, seconds to load and 5-400 ms of pure Python a parse, on texts that strangers write, with
native parts that have crashed. Here it can hold up, fill or bring down nothing but itself. Run by `devices.Devices`.
"""

import json
import os
import sys
from collections.abc import Mapping
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

_FORMS: Final = {
    "Tablet": "tablet",
    "EInk": "tablet",
    "Watch": "wearable",
    "XR": "wearable",
    "Automotive": "embedded",
}
"""Shapes that a browser's hints name and the user agent does not tell; the others say no more than that does."""

_NAMES: Final = {"HeadlessChrome": "Headless Chrome"}
"""Names of the library that people would write otherwise."""

LONGEST_MAJOR: Final = 4
"""Digits; what is longer is no version that anybody knows, but a build."""
LONGEST_NAME: Final = 100
"""Characters of a browser's or device's name; real ones have under 60."""

Answer = tuple[str | None, str | None, str | None]
UNKNOWN: Final[Answer] = (None, None, None)


def read(user_agent: str, hints: Mapping[str, Any] | None = None, touch: int = 0) -> Answer:
    """Browser with major version, device, type of device; each None when unknown.

    `hints` are the fields of `BrowserHints`; `touch` is the number of fingers that the screen takes.
    """
    if not user_agent.strip() and not hints:
        return UNKNOWN
    from device_detector import DeviceDetector  # noqa: PLC0415 - slow; the server that imports this module never needs it

    found: Any = DeviceDetector(user_agent, headers=_headers(hints) if hints else None, check_cache=False).parse()
    if found.is_bot():
        return _shown(str(found.bot.ua_data.get("name", ""))), None, None
    kind = _kind(found, hints)
    name, major = str(found.client_name() or ""), str(found.client_version() or "").partition(".")[0]
    if len(major) > LONGEST_MAJOR:
        major = ""
    device = "" if kind == "desktop" else str(found.device_model() or found.device_brand() or "")
    if device == "Unknown":
        device = ""
    if touch > 1 and "Macintosh" in user_agent:
        # No Mac has a touch screen: this is an iPad that asks for desktop sites, as they all do.
        kind, device, name = "tablet", "iPad", "Mobile Safari" if name == "Safari" else name
    # `generic` is the library's word for a name that it took from the text without knowing it.
    browser = "" if found.client_type() in (None, "", "generic") else f"{_NAMES.get(name, name)} {major}"
    return _shown(browser), _shown(device), kind


def _kind(found: Any, hints: Mapping[str, Any] | None) -> str | None:
    kind = _TYPES.get(found.device_type() or "")
    if kind not in ("console", "smarttv"):
        for form in (hints or {}).get("formFactors", ()):
            if form in _FORMS:
                return _FORMS[form]
    if kind is None and (found.is_desktop() or (found.os_name() == "GNU/Linux" and found.client_type() == "browser")):
        # The library knows no kind of device for a browser on plain Linux.
        return "desktop"
    return kind


def _headers(hints: Mapping[str, Any]) -> dict[str, str]:
    """The hints as the HTTP headers that the library reads."""
    brands = (f"{_quoted(one['brand'])};v={_quoted(one['version'])}" for one in hints["brands"])
    return {
        "Sec-CH-UA": ", ".join(brands),
        "Sec-CH-UA-Mobile": "?1" if hints["mobile"] else "?0",
        "Sec-CH-UA-Model": _quoted(hints["model"]),
        "Sec-CH-UA-Platform": _quoted(hints["platform"]),
    }


def _quoted(text: str) -> str:
    return '"' + "".join(character for character in text if character.isprintable() and character != '"') + '"'


def _shown(name: str) -> str | None:
    """A name as people see it: models may be cut out of the user agent, with whatever stands there."""
    return "".join(character for character in name if character.isprintable()).strip()[:LONGEST_NAME] or None


def main() -> None:
    """Answer until the other end is gone."""
    # Live sessions go first.
    os.nice(5)
    for line in sys.stdin:
        try:
            answer = read(*json.loads(line))
        except Exception:  # noqa: BLE001 - a stranger's text against thousands of expressions
            answer = UNKNOWN
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
