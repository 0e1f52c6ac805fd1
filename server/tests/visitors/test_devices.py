"""Browser and device from what real browsers say of themselves: user agent, hints, touch screen."""

from __future__ import annotations

from typing import Any

import pytest

from userview.domains.visitors.devices import Devices
from userview.domains.visitors.model import Clues, Device
from userview.domains.visitors.user_agents import LONGEST_NAME
from userview.protocol.messages.visitor import Brand, BrowserHints

CHROMIUM = "AppleWebKit/537.36 (KHTML, like Gecko)"
WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
WINDOWS = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROMIUM} Chrome/156.0.0.0 Safari/537.36"
LINUX = f"Mozilla/5.0 (X11; Linux x86_64) {CHROMIUM} Chrome/156.0.0.0 Safari/537.36"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
PHONE = f"Mozilla/5.0 (Linux; Android 10; K) {CHROMIUM} Chrome/156.0.0.0 Mobile Safari/537.36"
"""Chrome on every Android phone: the model is told by hints alone."""
TABLET = f"Mozilla/5.0 (Linux; Android 10; K) {CHROMIUM} Chrome/156.0.0.0 Safari/537.36"


def _hints(platform: str, *, brand: str, model: str = "", mobile: bool = False, form: str = "") -> BrowserHints:
    """As Chromium gives them: its own name, that of the browser, and one that means nothing."""
    name, _, version = brand.rpartition(" ")
    brands = [("Chromium", version), (name, version), ("Not_A Brand", "99")]
    return BrowserHints(
        brands=[Brand(brand=one, version=number) for one, number in brands],
        mobile=mobile,
        model=model,
        platform=platform,
        formFactors=[form] if form else [],
    )


BROWSERS: list[tuple[str, str, BrowserHints | None, int, Device]] = [
    (
        "chrome win",
        WINDOWS,
        _hints("Windows", form="Desktop", brand="Google Chrome 156"),
        0,
        Device("Chrome 156", None, "desktop"),
    ),
    ("chrome win no hints", WINDOWS, None, 0, Device("Chrome 156", None, "desktop")),
    (
        "edge",
        f"{WINDOWS} Edg/156.0.0.0",
        _hints("Windows", brand="Microsoft Edge 156"),
        0,
        Device("Microsoft Edge 156", None, "desktop"),
    ),
    ("brave", WINDOWS, _hints("Windows", brand="Brave 156"), 0, Device("Brave 156", None, "desktop")),
    (
        "opera",
        f"{WINDOWS} OPR/125.0.0.0",
        _hints("Windows", brand="Opera 125"),
        0,
        Device("Opera 125", None, "desktop"),
    ),
    ("vivaldi", LINUX, _hints("Linux", brand="Vivaldi 7"), 0, Device("Vivaldi 7", None, "desktop")),
    (
        "headless",
        f"Mozilla/5.0 (X11; Linux x86_64) {CHROMIUM} HeadlessChrome/156.0.0.0 Safari/537.36",
        _hints("Linux", form="Desktop", brand="HeadlessChrome 156"),
        0,
        Device("Headless Chrome 156", None, "desktop"),
    ),
    (
        "mac chrome",
        f"{MAC} {CHROMIUM} Chrome/156.0.0.0 Safari/537.36",
        _hints("macOS", form="Desktop", brand="Google Chrome 156"),
        0,
        Device("Chrome 156", None, "desktop"),
    ),
    ("mac safari", f"{MAC} {WEBKIT} Version/26.0 Safari/605.1.15", None, 0, Device("Safari 26", None, "desktop")),
    (
        "ipad desktop safari",
        f"{MAC} {WEBKIT} Version/26.0 Safari/605.1.15",
        None,
        5,
        Device("Mobile Safari 26", "iPad", "tablet"),
    ),
    (
        "ipad chrome desktop",
        f"{MAC} {WEBKIT} CriOS/142.0.0.0 Version/11.1.1 Safari/605.1.15",
        None,
        5,
        Device("Chrome Mobile iOS 142", "iPad", "tablet"),
    ),
    (
        "ipad old",
        f"Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) {WEBKIT} Version/18.6 Mobile/15E148 Safari/604.1",
        None,
        5,
        Device("Mobile Safari 18", "iPad", "tablet"),
    ),
    (
        "iphone safari",
        f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) {WEBKIT} Version/26.0 Mobile/15E148 Safari/604.1",
        None,
        5,
        Device("Mobile Safari 26", "iPhone", "mobile"),
    ),
    (
        "iphone chrome",
        f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) {WEBKIT} CriOS/142.0.7444.77 Mobile/15E148 Safari/604.1",
        None,
        5,
        Device("Chrome Mobile iOS 142", "iPhone", "mobile"),
    ),
    (
        "iphone firefox",
        f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) {WEBKIT} FxiOS/145.0 Mobile/15E148 Safari/605.1.15",
        None,
        5,
        Device("Firefox Mobile iOS 145", "iPhone", "mobile"),
    ),
    (
        "iphone instagram",
        f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) {WEBKIT} Mobile/15E148 Instagram 403.0.0.30.81 (iPhone17,1; iOS 18_6; en_US; en; scale=3.00; 1206x2622; 804466124)",
        None,
        5,
        Device("Instagram 403", "iPhone 16 Pro", "mobile"),
    ),
    (
        "ff win",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
        None,
        0,
        Device("Firefox 145", None, "desktop"),
    ),
    (
        "ff linux",
        "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        None,
        0,
        Device("Firefox 145", None, "desktop"),
    ),
    (
        "ff android",
        "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0",
        None,
        5,
        Device("Firefox Mobile 145", None, "mobile"),
    ),
    (
        "ff android tablet",
        "Mozilla/5.0 (Android 15; Tablet; rv:145.0) Gecko/145.0 Firefox/145.0",
        None,
        5,
        Device("Firefox Mobile 145", None, "tablet"),
    ),
    (
        "pixel hints",
        PHONE,
        _hints("Android", model="Pixel 9", mobile=True, form="Mobile", brand="Google Chrome 156"),
        5,
        Device("Chrome Mobile 156", "Pixel 9", "mobile"),
    ),
    ("android reduced", PHONE, None, 5, Device("Chrome Mobile 156", None, "mobile")),
    (
        "pixel old ua",
        f"Mozilla/5.0 (Linux; Android 15; Pixel 9) {CHROMIUM} Chrome/142.0.0.0 Mobile Safari/537.36",
        None,
        5,
        Device("Chrome Mobile 142", "Pixel 9", "mobile"),
    ),
    (
        "samsung",
        f"Mozilla/5.0 (Linux; Android 10; K) {CHROMIUM} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36",
        _hints("Android", model="SM-S938B", mobile=True, form="Mobile", brand="Samsung Internet 29"),
        5,
        Device("Samsung Browser 29", "Galaxy S25 Ultra", "mobile"),
    ),
    (
        "fold",
        PHONE,
        _hints("Android", model="SM-F956B", mobile=True, form="Mobile", brand="Google Chrome 156"),
        5,
        Device("Chrome Mobile 156", "Galaxy Z Fold 6", "mobile"),
    ),
    (
        "tab",
        TABLET,
        _hints("Android", model="SM-X910", form="Tablet", brand="Google Chrome 156"),
        5,
        Device("Chrome 156", 'Galaxy Tab S9 Ultra 14.6" WiFi', "tablet"),
    ),
    (
        "tab desktop site",
        LINUX,
        _hints("Linux", model="SM-X910", form="Tablet", brand="Google Chrome 156"),
        5,
        Device("Chrome 156", 'Galaxy Tab S9 Ultra 14.6" WiFi', "tablet"),
    ),
    ("tab no hints", TABLET, None, 5, Device("Chrome 156", None, "tablet")),
    (
        "webview",
        f"Mozilla/5.0 (Linux; Android 15; Pixel 9 Build/AP4A.250105.002; wv) {CHROMIUM} Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36",
        _hints("Android", model="Pixel 9", mobile=True, form="Mobile", brand="Android WebView 142"),
        5,
        Device("Chrome Webview 142", "Pixel 9", "mobile"),
    ),
    (
        "chromeos",
        f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROMIUM} Chrome/156.0.0.0 Safari/537.36",
        _hints("Chrome OS", form="Desktop", brand="Google Chrome 156"),
        0,
        Device("Chrome 156", None, "desktop"),
    ),
    (
        "watch",
        PHONE,
        _hints("Android", model="SM-R960", mobile=True, form="Watch", brand="Google Chrome 156"),
        5,
        Device("Chrome Mobile 156", "SM-R960", "wearable"),
    ),
    (
        "auto",
        TABLET,
        _hints("Android", model="Polestar 2", form="Automotive", brand="Google Chrome 156"),
        5,
        Device("Chrome 156", "Polestar 2", "embedded"),
    ),
    (
        "quest",
        f"Mozilla/5.0 (X11; Linux x86_64; Quest 3) {CHROMIUM} OculusBrowser/40.0.0.0 Chrome/138.0.0.0 VR Safari/537.36",
        _hints("Android", model="Quest 3", form="XR", brand="Meta Quest Browser 40"),
        0,
        Device("Meta Quest Browser 40", "Quest 3", "wearable"),
    ),
    (
        "ps5",
        f"Mozilla/5.0 (PlayStation; PlayStation 5/6.50) {WEBKIT} Version/15.4 Safari/605.1.15",
        None,
        0,
        Device("NetFront", "PlayStation 5", "console"),
    ),
    (
        "xbox",
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) {CHROMIUM} Chrome/140.0.0.0 Safari/537.36 Edge/44.18363.8131",
        None,
        0,
        Device("Microsoft Edge 44", "Xbox One", "console"),
    ),
    (
        "switch",
        "Mozilla/5.0 (Nintendo Switch; WifiWebAuthApplet) AppleWebKit/609.4 (KHTML, like Gecko) NF/6.0.2.21.3 NintendoBrowser/5.1.0.22474",
        None,
        0,
        Device("Nintendo Browser 5", "Switch", "console"),
    ),
    (
        "steam deck",
        f"Mozilla/5.0 (X11; Linux x86_64) {CHROMIUM} Chrome/126.0.6478.183 Safari/537.36 Valve Steam GameOverlay/1726683523",
        None,
        0,
        Device("Steam In-Game Overlay", "Valve Corporation", "console"),
    ),
    (
        "lg tv",
        f"Mozilla/5.0 (Web0S; Linux/SmartTV) {CHROMIUM} Chrome/108.0.5359.211 Safari/537.36 WebAppManager",
        None,
        0,
        Device("Chrome 108", "LG", "smarttv"),
    ),
    (
        "samsung tv",
        f"Mozilla/5.0 (SMART-TV; LINUX; Tizen 7.0) {CHROMIUM} Version/7.0 TV Safari/537.36",
        None,
        0,
        Device("Tizen Browser 7", None, "smarttv"),
    ),
    (
        "fire tv",
        f"Mozilla/5.0 (Linux; Android 9; AFTKA) {CHROMIUM} Silk/121.4.1 like Chrome/121.0.6167.178 Safari/537.36",
        None,
        0,
        Device("Mobile Silk 121", "Fire TV Stick 4K Max", "smarttv"),
    ),
    (
        "chromecast",
        f"Mozilla/5.0 (Linux; Android 12.0; Build/STTL.240206.002) {CHROMIUM} Chrome/114.0.5735.196 Safari/537.36 CrKey/1.56.500000 DeviceType/AndroidTV",
        None,
        0,
        Device("Chrome 114", "Chromecast", "smarttv"),
    ),
    ("apple tv", "AppleTV14,1/18.0", None, 0, Device(None, "Apple TV 3 4K", "smarttv")),
    (
        "kindle fire",
        f"Mozilla/5.0 (Linux; Android 11; KFTRWI) {CHROMIUM} Silk/121.4.1 like Chrome/121.0.6167.178 Safari/537.36",
        None,
        5,
        Device("Mobile Silk 121", "Fire HD 10 (2021)", "tablet"),
    ),
    (
        "kindle eink",
        "Mozilla/5.0 (X11; U; Linux armv7l like Android; en-us) AppleWebKit/531.2+ (KHTML, like Gecko) Version/5.0 Safari/533.2+ Kindle/3.0+",
        None,
        0,
        Device("Kindle Browser 3", "Kindle", "tablet"),
    ),
    (
        "tesla",
        f"Mozilla/5.0 (X11; GNU/Linux) {CHROMIUM} Chromium/109.0.5414.119 Chrome/109.0.5414.119 Safari/537.36 Tesla/2023.44.30.4-06a0b7b5f1e5",
        None,
        0,
        Device("Chromium 109", "Tesla", "embedded"),
    ),
    (
        "nest hub",
        f"Mozilla/5.0 (X11; Linux aarch64) {CHROMIUM} Chrome/114.0.5735.196 Safari/537.36 CrKey/1.56.500000 DeviceType/SmartSpeaker",
        None,
        0,
        Device("Chrome 114", "Chromecast", "embedded"),
    ),
    (
        "echo show",
        f"Mozilla/5.0 (Linux; Android 9; AEOCN) {CHROMIUM} Silk/120.4.1 like Chrome/120.0.0.0 Safari/537.36",
        None,
        0,
        Device("Mobile Silk 120", "Echo", "embedded"),
    ),
    (
        "apple watch",
        f"Mozilla/5.0 (Watch; CPU Watch OS 10_0 like Mac OS X) {WEBKIT} Version/10.0 Mobile/21R355 Safari/604.1",
        None,
        0,
        Device("Mobile Safari 10", None, None),
    ),
    (
        "feature phone kaios",
        "Mozilla/5.0 (Mobile; Nokia_8110_4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5",
        None,
        0,
        Device("Firefox Mobile 48", "8110", "mobile"),
    ),
    (
        "ie11",
        "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; AS; rv:11.0) like Gecko",
        None,
        0,
        Device("Internet Explorer 11", None, "desktop"),
    ),
    (
        "googlebot",
        f"Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) {CHROMIUM} Chrome/141.0.7390.122 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        None,
        0,
        Device("Googlebot", None, None),
    ),
    (
        "bingbot",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
        None,
        0,
        Device("BingBot", None, None),
    ),
    ("curl", "curl/8.5.0", None, 0, Device("curl 8", None, None)),
    (
        "nothing but hints",
        "",
        _hints("Android", model="Pixel 9", mobile=True, form="Mobile", brand="Google Chrome 156"),
        5,
        Device(None, "Pixel 9", None),
    ),
    ("no user agent", "", None, 0, Device(None, None, None)),
    ("five thousand letters", "x" * 5000, None, 0, Device(None, None, None)),
    ("parentheses", "\x00(((((", None, 0, Device(None, None, None)),
    ("hints that say nothing", WINDOWS, BrowserHints.model_validate({}), 0, Device("Chrome 156", None, "desktop")),
]
"""Name, user agent, hints, fingers that the screen takes, and what is told of it."""


@pytest.mark.parametrize(
    ("user_agent", "hints", "touch", "device"),
    [pytest.param(*case, id=name) for name, *case in BROWSERS],
)
async def test_a_browser_is_what_it_says(
    devices: Devices, user_agent: str, hints: BrowserHints | None, touch: int, device: Device
) -> None:
    assert await devices.describe(Clues(user_agent, hints, touch)) == device


def test_the_table_has_every_kind_of_device() -> None:
    kinds = {device.device_type for *_, device in BROWSERS}
    assert kinds == {"desktop", "console", "mobile", "tablet", "smarttv", "wearable", "embedded", None}
    assert len(BROWSERS) >= 40


HOSTILE: list[dict[str, Any]] = [
    {"brands": [{"brand": 'Chro"mium", "x', "version": '1";v="2'}] * 500, "model": "\x00\x07<b>" * 500},
    {"platform": 'An"droid\r\nX-Evil: 1', "formFactors": ["<script>"] * 500, "mobile": True},
    {"model": "(" * 100, "brands": [{"brand": "(" * 100, "version": "9" * 100}]},
]


@pytest.mark.parametrize("hints", HOSTILE)
async def test_hints_that_a_stranger_wrote_are_cut_and_can_be_stored(devices: Devices, hints: dict[str, Any]) -> None:
    read = BrowserHints.model_validate(hints)
    assert len(read.model_dump_json()) < 10_000
    device = await devices.describe(Clues(PHONE, read, 2**40))
    for name in (device.browser_name, device.device_name):
        assert name is None or (name.isprintable() and len(name) <= LONGEST_NAME)


async def test_what_a_stranger_wrote_into_a_name_can_be_stored(devices: Devices) -> None:
    device = await devices.describe(Clues("Mozilla/5.0 (Linux; Android 9; \x00\x07Foo\x00 Build/1) Chrome/1.0 Mobile"))
    for name in (device.browser_name, device.device_name):
        assert name is None or name.isprintable()


async def test_the_second_answer_is_remembered_for_the_same_clues_only(devices: Devices) -> None:
    pixel = _hints("Android", brand="Google Chrome 156", model="Pixel 9", mobile=True)
    first = await devices.describe(Clues(PHONE, pixel, 5))
    assert await devices.describe(Clues(PHONE, pixel, 5)) is first
    assert devices.known(Clues(PHONE, pixel, 5)) is first
    other = await devices.describe(Clues(PHONE, None, 5))
    assert (first.device_name, other.device_name) == ("Pixel 9", None)


async def test_warming_up_and_closing_at_once_leaves_nothing_behind() -> None:
    made = Devices()
    made.warm()
    made.close()
