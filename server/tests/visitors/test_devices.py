"""Browser and device from real user agents."""

from __future__ import annotations

import pytest

from userview.domains.visitors.devices import Devices
from userview.domains.visitors.model import Device

CHROMIUM = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (
            f"Mozilla/5.0 (X11; Linux x86_64) {CHROMIUM} Chrome/142.0.0.0 Safari/537.36",
            Device("Chrome 142", None, "desktop"),
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROMIUM} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
            Device("Microsoft Edge 142", None, "desktop"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
            " Version/26.0 Mobile/15E148 Safari/604.1",
            Device("Mobile Safari 26", "iPhone", "mobile"),
        ),
        (
            f"Mozilla/5.0 (Linux; Android 15; Pixel 9) {CHROMIUM} Chrome/142.0.0.0 Mobile Safari/537.36",
            Device("Chrome Mobile 142", "Pixel 9", "mobile"),
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
            " Version/26.0 Safari/605.1.15",
            Device("Safari 26", None, "desktop"),
        ),
        ("", Device(None, None, None)),
        ("x" * 5000, Device(None, None, None)),
        ("\x00(((((", Device(None, None, None)),
    ],
)
async def test_a_user_agent_is_read(devices: Devices, user_agent: str, device: Device) -> None:
    assert await devices.describe(user_agent) == device


async def test_what_a_stranger_wrote_into_a_name_can_be_stored(devices: Devices) -> None:
    device = await devices.describe("Mozilla/5.0 (Linux; Android 9; \x00\x07Foo\x00 Build/1) Chrome/1.0 Mobile")
    for name in (device.browser_name, device.device_name):
        assert name is None or name.isprintable()


async def test_the_second_answer_is_remembered(devices: Devices) -> None:
    first = await devices.describe("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0")
    second = await devices.describe("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0")
    assert first is second
    assert first.browser_name == "Firefox 145"


async def test_warming_up_and_closing_at_once_leaves_nothing_behind() -> None:
    made = Devices()
    made.warm()
    made.close()
