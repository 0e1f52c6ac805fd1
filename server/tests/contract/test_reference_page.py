"""The reference of the API, from a running server."""

from __future__ import annotations

import re

import httpx

from tests.contract.conftest import Place


def test_the_reference_has_every_operation_of_the_description(place: Place) -> None:
    with httpx.Client(base_url=place.mine.base_url) as anybody:
        page = anybody.get("/docs")
        paths = anybody.get("/openapi.json").json()["paths"]
        names = {operation["operationId"] for methods in paths.values() for operation in methods.values()}
        assert page.status_code == 200
        assert set(re.findall(r'<article class="operation" id="(\w+)"', page.text)) == names
        assert f"curl &quot;{place.mine.base_url}/v1/team&quot;" in page.text
        for file in re.findall(r'(?:src|href)="(/docs/[^"]+)"', page.text):
            assert anybody.get(file).status_code == 200
