"""Icons of events for everybody, pictures of page views for whoever has a link that is still good."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.hosting.site import PICTURES, SIGNER, Site, build, make_site
from userview.protocol.messages.history import EventIcon, EventKind


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    build(tmp_path)
    made = make_site(tmp_path)
    yield made
    await made.close()


@pytest.mark.parametrize("name", [*EventKind, *EventIcon, "session"])
async def test_every_kind_of_event_has_its_own_icon(site: Site, name: str) -> None:
    answer = await site.public.get(f"/icons/{name}.svg")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["cache-control"] == "public, max-age=86400"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert ET.fromstring(answer.text).tag == "{http://www.w3.org/2000/svg}svg"


async def test_icons_differ(site: Site) -> None:
    drawn = [(await site.public.get(f"/icons/{name}.svg")).text for name in [*EventKind, *EventIcon, "session"]]
    assert len(set(drawn)) == len(drawn)


@pytest.mark.parametrize("name", ["nothing", "CLICK", "../click", "click.svg", "click%00"])
async def test_there_are_no_other_icons(site: Site, name: str) -> None:
    answer = await site.public.get(f"/icons/{name}.svg")
    assert answer.status_code == 404
    assert (await site.public.post("/icons/click.svg")).status_code == 405


async def test_a_picture_is_shown_to_whoever_has_a_link_that_is_good(site: Site) -> None:
    def link(blob: str, seconds: float, purpose: str = "picture") -> str:
        return f"/pictures/{SIGNER.sign(purpose, {'b': blob}, time.time() + seconds)}.png"

    answer = await site.public.get(link("pictures/1.png", 60))
    assert (answer.status_code, answer.content) == (200, PICTURES["pictures/1.png"])
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "private, max-age=300"
    refused = [
        link("pictures/1.png", -1),
        link("pictures/gone.png", 60),
        link("pictures/1.png", 60, "asset-link"),
        link("pictures/1.png", 60)[:-6] + "AA.png",
        "/pictures/1.png",
        "/pictures/",
    ]
    for path in refused:
        assert (await site.public.get(path)).status_code == 404, path
    assert (await site.public.post(link("pictures/1.png", 60))).status_code == 405
