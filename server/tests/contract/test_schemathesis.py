"""Schemathesis plays the whole description against a real server: nothing undescribed, nothing refused that is valid, no 500."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.contract.conftest import Place, placed
from userview.rest.api import ROUTERS
from userview.rest.openapi import document

SEED = 20_261_122
CASES_PER_OPERATION = 8
"""Of the fuzzing phase, beside those that are found by looking at each schema; together they take about 30 s on a machine of its own."""
LIMIT_SECONDS = 400.0
"""Ends what hangs; a machine that does many other things takes four times as long."""

CONFIG = """
seed = {seed}
continue-on-failure = true

[generation]
max-examples = {cases}
# NUL characters are refused wherever they are (422), which no schema can say of all texts at once.
allow-x00 = false

[checks.positive_data_acceptance]
# 400 is what a cursor gets that was not given out: which those are, no schema can say.
# 409 and 410 are what good requests get at the wrong time.
expected-statuses = ["2xx", 400, 401, 403, 404, 409, 410, 429]

[dictionaries]
short_ids.values = {short_ids}
ids.values = {ids}

[parameters]
"path.short_id" = {{ dictionary = "short_ids", probability = 0.7 }}
"path.id" = {{ dictionary = "ids", probability = 0.7 }}

# Members and external agents have different attributes; which one it is, is for the server to know.
[[operations]]
include-operation-id = ["make_agent", "change_agent"]
checks.positive_data_acceptance.expected-statuses = ["2xx", 401, 403, 404, 409, 422, 429]

# Where a host name leads, and whether webhooks may go there, is for the server to know.
[[operations]]
include-operation-id = ["make_webhook", "change_webhook", "make_watch_url", "make_viewer_token"]
checks.positive_data_acceptance.expected-statuses = ["2xx", 401, 403, 404, 409, 410, 422, 429]

# What is a CSS selector, and whether a name without a dot can be a site, is for parsers to know.
[[operations]]
include-operation-id = "change_team"
checks.positive_data_acceptance.expected-statuses = ["2xx", 401, 403, 422, 429]

# The key that asks must not be revoked by what it finds in the list of keys.
[[operations]]
include-operation-id = "revoke_key"
phases.stateful.enabled = false
phases.coverage.extra-data-sources.responses = false
phases.fuzzing.extra-data-sources.responses = false
"""


def _config(place: Place) -> str:
    mine, other = place.mine, place.other
    return CONFIG.format(
        seed=SEED,
        cases=CASES_PER_OPERATION,
        short_ids=json.dumps([mine.online, mine.offline, other.online]),
        ids=json.dumps([mine.running, mine.ended, mine.key, other.running, other.key]),
    )


def test_the_server_does_what_its_description_says(tmp_path: Path) -> None:
    with ExitStack() as stack:
        place = placed(stack, tmp_path)
        (tmp_path / "schemathesis.toml").write_text(_config(place))
        run = subprocess.run(
            [
                *(
                    sys.executable,
                    "-m",
                    "schemathesis.cli",
                    "--config-file",
                    tmp_path / "schemathesis.toml",
                    "--no-color",
                ),
                *("run", f"{place.mine.base_url}/openapi.json", "--header", f"X-Api-Key: {place.mine.secret}"),
            ],
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
            cwd=tmp_path,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        assert run.returncode == 0, run.stdout[-20_000:] + run.stderr
        with place.mine.client() as client:
            assert client.get("/v1/keys").status_code == 200, "the key works to the end"
    operations = sum(len(operations) for operations in document(ROUTERS)["paths"].values())
    assert f"Tested: {operations}\n" in run.stdout, run.stdout
