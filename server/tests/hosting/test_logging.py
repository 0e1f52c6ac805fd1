"""Logs are for finding faults, and hold nothing that opens a door."""

from __future__ import annotations

import json
import logging
import subprocess
import sys

import pytest

from userview.observe.logging import leave_out_secrets, loggable_path

PROGRAM = """
import logging
from userview.observe.logging import logger, set_up_logging
from userview.settings import read_settings
set_up_logging(read_settings(log_format={format!r}, log_level={level!r}))
log = logger("test")
log.debug("quiet")
log.info("spoken", visitor="ABC", token="hunter2", sign_in_cookie="hunter2")
logging.getLogger("some.library").warning("a library says %s", "this")
logging.getLogger("sqlalchemy.engine").info("SELECT hunter2")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("failed")
"""


def logged(**settings: str) -> str:
    program = PROGRAM.format(**{"format": "json", "level": "info", **settings})
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stderr


def test_json_has_one_object_a_line() -> None:
    lines = [json.loads(line) for line in logged().splitlines()]
    assert [line["event"] for line in lines] == ["spoken", "a library says this", "failed"]
    assert lines[0]["visitor"] == "ABC"
    assert lines[0]["token"] == lines[0]["sign_in_cookie"] == "left out"
    assert lines[1]["logger"] == "some.library"
    assert "ZeroDivisionError" in lines[2]["exception"]


def test_people_get_lines_and_the_level_that_they_ask_for() -> None:
    text = logged(format="console", level="debug")
    assert "quiet" in text
    assert "hunter2" not in text.replace("SELECT hunter2", "")
    with pytest.raises(json.JSONDecodeError):
        json.loads(text.splitlines()[0])


@pytest.mark.parametrize(
    "name",
    ["token", "access_token", "Authorization", "cookie", "secret_key", "password", "seat", "ticket", "signature"],
)
def test_secrets_are_known_by_their_name(name: str) -> None:
    assert leave_out_secrets(logging.getLogger(), "info", {name: "hunter2", "event": "x"}) == {
        name: "left out",
        "event": "x",
    }


def test_the_signature_of_an_asset_link_is_not_logged() -> None:
    assert loggable_path("/assets/0123456789abcdef/eyJ4Ijp.abc/logo") == "/assets/0123456789abcdef/…/logo"
    assert loggable_path("/v1/visitors") == "/v1/visitors"
