"""The example programs in `examples/rest`: run as people run them, against a real server, in every language."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.visiting import visit
from tests.contract.conftest import Place, Tenant
from tools.setup.paths import NODE, ROOT
from userview.domains.webhooks.signatures import new_secret, signed_headers

FOLDER = ROOT / "examples" / "rest"
GUIDE = ROOT / "docs" / "guide" / "rest.md"
LANGUAGES = {"sh": "sh", "py": "python", "mjs": "js"}
"""Ending of the file, and what the guide calls the language."""
TASKS = (
    "end_session",
    "erase_visitor",
    "find_visitor",
    "identify",
    "make_watch_link",
    "page_sessions",
    "verify_webhook",
)
BODY = json.dumps({"id": "evt_1", "type": "session.ended", "data": {"name": "Zoë"}}).encode()
COMMANDS = {"sh": ["sh"], "py": [sys.executable], "mjs": [str(NODE), "--conditions=userview-source"]}


@dataclass(frozen=True)
class Programs:
    """The examples in one language, a team, and a visitor of theirs alone."""

    ending: str
    team: Tenant
    short_id: str

    def run(self, task: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run one of them to its end."""
        return subprocess.run(
            [*COMMANDS[self.ending], FOLDER / f"{task}.{self.ending}", *arguments],
            env={
                "PATH": "/usr/local/bin:/usr/bin:/bin",
                "PYTHONPATH": str(ROOT / "clients" / "python" / "src"),
                "USERVIEW_URL": self.team.base_url,
                "SECRET_KEY": self.team.secret,
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def printed(self, task: str, *arguments: str) -> str:
        """What one of them prints when all goes well."""
        run = self.run(task, *arguments)
        assert run.returncode == 0, run.stderr
        return run.stdout

    def asked(self, path: str, **query: str) -> dict[str, Any]:
        """What the server says itself."""
        with self.team.client() as client:
            return client.get(path, params=query).raise_for_status().json()

    def make_session(self) -> str:
        """A session with the visitor; its id."""
        with self.team.client() as client:
            body = {"agent": {"id": "crm-42", "name": "Ada"}}
            answer = client.post(f"/v1/visitors/{self.short_id}/watch_url", json=body)
            return answer.raise_for_status().json()["session_id"]


@pytest.fixture(params=list(LANGUAGES))
def programs(place: Place, request: pytest.FixtureRequest) -> Generator[Programs]:
    """In each language, with a visitor who is online and is erased afterwards."""
    mine = place.mine
    with visit(mine.base_url, mine.public_key, identity={"unique_id": f"example-{request.param}"}) as (_, visitor):
        yield Programs(request.param, mine, visitor["short_id"])
        with mine.client() as client:
            client.delete(f"/v1/visitors/{visitor['short_id']}")


def test_finding_a_visitor(programs: Programs) -> None:
    found = programs.printed("find_visitor", f"id:example-{programs.ending}")
    assert programs.short_id in found
    assert programs.team.online not in found
    assert programs.short_id not in programs.printed("find_visitor", "nobody & nothing=%")


def test_making_a_watch_link(programs: Programs) -> None:
    printed = programs.printed("make_watch_link", programs.short_id)
    [session] = programs.asked("/v1/sessions", visitor_id=programs.short_id)["sessions"]
    assert f"{programs.team.base_url}/watch/{session['id']}#" in printed
    assert session["metadata"] == {"ticket": 4711}


def test_saying_who_a_visitor_is(programs: Programs) -> None:
    assert "Ada Byron" in programs.printed("identify", programs.short_id)
    visitor = programs.asked(f"/v1/visitors/{programs.short_id}")["visitor"]
    assert (visitor["email"], visitor["metadata"]) == ("ada.byron@example.com", {"plan": "business"})


def test_ending_a_session(programs: Programs) -> None:
    session_id = programs.make_session()
    programs.printed("end_session", session_id)
    session = programs.asked(f"/v1/sessions/{session_id}")["session"]
    assert (session["state"], session["end_reason"]) == ("ended", "api_stopped")


def test_going_through_all_sessions(programs: Programs) -> None:
    ids: list[str] = []
    for _ in range(3):
        ids.append(programs.make_session())
        with programs.team.client() as client:
            client.post(f"/v1/sessions/{ids[-1]}/end").raise_for_status()
    printed = programs.printed("page_sessions", programs.short_id)
    places = [printed.index(session_id) for session_id in reversed(ids)]
    assert (len(set(ids)), places) == (3, sorted(places))


def test_erasing_a_visitor(programs: Programs) -> None:
    programs.printed("erase_visitor", programs.short_id)
    with programs.team.client() as client:
        assert client.get(f"/v1/visitors/{programs.short_id}").status_code == 404


def test_a_failure_is_told_and_is_no_success(programs: Programs) -> None:
    run = programs.run("end_session", "0" * 16)
    assert run.returncode != 0
    assert "not_found" in run.stdout + run.stderr or "NotFound" in run.stderr


@pytest.mark.parametrize("ending", LANGUAGES)
def test_verifying_a_webhook(place: Place, tmp_path: Path, ending: str) -> None:
    programs = Programs(ending, place.mine, "")
    secret, now, file = new_secret(), int(time.time()), tmp_path / "body.json"

    def run(body: bytes, at: int, *secrets: str) -> subprocess.CompletedProcess[str]:
        headers = signed_headers("evt_1", at, BODY, secrets)
        file.write_bytes(body)
        given = {name.replace("-", "_").upper(): value for name, value in headers.items()}
        return programs.run("verify_webhook", str(file), WEBHOOK_SECRET=secret, **given)

    believed = run(BODY, now, secret)
    assert (believed.returncode, "session.ended" in believed.stdout) == (0, True), believed.stderr
    assert run(BODY, now, new_secret(), secret).returncode == 0
    for refused in (run(BODY + b" ", now, secret), run(BODY, now - 400, secret), run(BODY, now, new_secret())):
        assert (refused.returncode != 0, refused.stdout) == (True, "")


def test_every_task_is_there_in_every_language() -> None:
    files = {file.name for file in FOLDER.iterdir()}
    assert files == {"README.md", *(f"{task}.{ending}" for task in TASKS for ending in LANGUAGES)}


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("ending", LANGUAGES)
def test_the_guide_shows_the_same_file(task: str, ending: str) -> None:
    assert f"\n```{LANGUAGES[ending]}\n{(FOLDER / f'{task}.{ending}').read_text()}```\n" in GUIDE.read_text()
