"""`userview serve` as people and programs meet it."""

from __future__ import annotations

import json
import re
import signal
import socket
import sqlite3
import stat
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from tests.cli.processes import START_SECONDS, STOP_SECONDS, Server, command, fetch, program, serving
from tests.cli.visiting import visit


def test_a_first_start_says_what_a_person_needs_and_a_later_one_what_it_still_knows(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        ready = server.ready
        assert list(ready) == [
            "base_url",
            "replay_origin",
            "dashboard_url",
            "sign_in_url",
            "demo_url",
            "public_key",
            "secret_key",
            "agent_email",
            "agent_password",
        ]
        port = ready["base_url"].rpartition(":")[2]
        assert ready["base_url"] == f"http://localhost:{port}"
        assert ready["replay_origin"] == f"http://127.0.0.1:{port}"
        assert server.lines == [
            f"Demo shop    {ready['demo_url']}",
            f"Dashboard    {ready['sign_in_url']}  (signs you in, once)",
            f"Public key   {ready['public_key']}",
            f"Secret key   {ready['secret_key']}  (shown this once)",
        ]
        assert stat.S_IMODE((tmp_path / "ready.json").stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "data" / "master.key").stat().st_mode) == 0o600
        assert json.loads(server.get("/healthz")[1])["status"] == "ok"
        status, _ = server.get("/v1/visitors", headers={"X-Api-Key": ready["secret_key"]})
        assert status == 200
        assert fetch(f"{ready['replay_origin']}/")[0] == 421
        assert server.get(f"/{ready['public_key']}.js")[0] in {200, 503}, "503 where the front end is not built"
        stopped = server.press_ctrl_c()
        assert (stopped.code, stopped.out) == (0, "")
        assert "Traceback" not in stopped.err
    with serving(tmp_path) as again:
        later = again.ready
        assert (later["secret_key"], later["agent_password"]) == (None, None)
        assert (later["public_key"], later["agent_email"]) == (ready["public_key"], ready["agent_email"])
        assert later["sign_in_url"] != ready["sign_in_url"]
        assert "userview keys create" in again.lines[3]
        status, _ = again.get("/v1/visitors", headers={"X-Api-Key": ready["secret_key"]})
        assert status == 200
        assert again.stop(signal.SIGTERM).code == 0


def test_asked_to_stop_it_sends_everybody_away_and_to_come_back(tmp_path: Path) -> None:
    with serving(tmp_path) as server, visit(server.ready["base_url"], server.ready["public_key"]) as (tab, _):
        server.process.send_signal(signal.SIGTERM)
        assert closed_with(tab) == 4503
        assert server.finished().code == 0


def test_asked_twice_it_stops_at_once(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        host, _, port = server.ready["base_url"].removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=STOP_SECONDS) as caller:
            # A request whose body does not come, for which the first signal waits some seconds.
            caller.sendall(f"POST /desk/sign-in HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: 10\r\n\r\n".encode())
            caller.sendall(b"{")
            assert server.get("/healthz")[0] == 200
            with visit(server.ready["base_url"], server.ready["public_key"]) as (tab, _):
                server.process.send_signal(signal.SIGINT)
                assert closed_with(tab) == 4503
                server.process.send_signal(signal.SIGINT)
            assert server.finished().code == 130


def test_a_misspelt_setting_is_named_at_the_start(tmp_path: Path) -> None:
    with serving(tmp_path, env={"USERVIEW_DATABASE_ULR": "postgresql://host/name"}) as server:
        said = server.stop()
        assert said.code == 0
        assert "USERVIEW_DATABASE_ULR is no setting" in said.err
        assert "USERVIEW_DATABASE_URL" in said.err


def test_after_kill_9_everything_goes_on(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        first = server.ready
        server.stop(signal.SIGKILL)
    with serving(tmp_path) as again:
        assert again.ready["public_key"] == first["public_key"]
        status, _ = again.get("/v1/visitors", headers={"X-Api-Key": first["secret_key"]})
        assert status == 200
        assert again.stop().code == 0


QUIET = ("--log-level", "error")
PATIENT = {"USERVIEW_REQUESTS_PER_MINUTE_PER_KEY": "1000000"}
"""For a server that is asked again and again: nobody reads its log meanwhile."""


def test_an_erasure_that_kill_9_cuts_off_goes_on_at_the_next_start(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        key = {"X-Api-Key": server.ready["secret_key"]}
        with visit(server.ready["base_url"], server.ready["public_key"]):
            pass
        assert server.stop().code == 0
    _multiply(tmp_path / "data" / "userview.db", 800)
    with serving(tmp_path, *QUIET, env=PATIENT) as server:
        base_url = server.ready["base_url"]
        asked = Request(f"{base_url}/v1/visitors?all=true", headers=key, method="DELETE")
        with urlopen(asked, timeout=STOP_SECONDS) as answer:
            job = json.load(answer)["job"]
        cut = wait_for(server, job["id"], key, lambda now: now["done"] > 0)
        server.stop(signal.SIGKILL)
    assert (cut["state"], cut["total"]) == ("running", 801)
    assert cut["done"] < 801
    # A worker that is gone for half a minute has lost its job; here that half minute is over.
    with sqlite3.connect(tmp_path / "data" / "userview.db") as database:
        assert database.execute("SELECT count(*) FROM visitors").fetchone()[0] > 0
        database.execute("UPDATE jobs SET lease_until = '2026-01-01 00:00:00.000000' WHERE state = 'running'")
    with serving(tmp_path, *QUIET, env=PATIENT) as again:
        done = wait_for(again, job["id"], key, lambda now: now["state"] == "done")
        assert (done["done"], done["total"]) == (801, 801)
        assert json.loads(again.get("/v1/visitors", headers=key)[1])["visitors"] == []
        assert again.stop().code == 0


def _multiply(file: Path, times: int) -> None:
    """So many more visitors like the one who is there."""
    with sqlite3.connect(file) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(visitors)")]
        same = ", ".join(name for name in columns if name not in ("number", "short_id"))
        numbers = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
        database.execute(
            f"{numbers} INSERT INTO visitors (short_id, {same}) SELECT printf('%018d', i), {same} FROM visitors, n",
            (times,),
        )
        database.execute(
            "INSERT INTO visitor_activity (visitor_number, team_id, last_seen_at) "
            "SELECT v.number, v.team_id, a.last_seen_at FROM visitors v, visitor_activity a "
            "WHERE v.number <> a.visitor_number"
        )


def wait_for(
    server: Server, job: str, key: Mapping[str, str], reached: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """The job once it is that far."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        status, body = server.get(f"/v1/jobs/{job}", headers=key)
        assert status == 200
        if reached(now := json.loads(body)["job"]):
            return now
    raise AssertionError("the job did not get there")


def test_commands_work_beside_a_running_server(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        folder = ("--data-dir", tmp_path / "data")
        refused = command("serve", "--port", "0", *folder)
        assert refused.code == 2
        assert re.fullmatch(
            rf"userview: Another UserView \(process {server.process.pid}\) already serves .*\n", refused.err
        )

        made = command("keys", "create", "For the CRM", "--scope", "read", *folder)
        assert made.code == 0
        key, secret = made.out.split()[:2]
        assert server.get("/v1/visitors", headers={"X-Api-Key": secret})[0] == 200
        assert re.search(rf"{key}  sk_….{{4}}  For the CRM  \(read; ", command("keys", "list", *folder).out)
        assert command("keys", "revoke", key, *folder).code == 0
        assert server.get("/v1/visitors", headers={"X-Api-Key": secret})[0] == 401

        link = command("sign-in-link", *folder)
        assert link.out.startswith(f"{server.ready['base_url']}/sign-in#"), "the port of the server that runs"

        mistyped = command("teams", "create", "Acme", "--email", "ada", *folder)
        assert (mistyped.code, "expected an e-mail address, got 'ada'" in mistyped.err) == (1, True)
        assert "Acme" not in command("teams", "list", *folder).out
        team = command("teams", "create", "Acme", "--email", "ada@example.com", "--domain", "acme.example", *folder)
        assert team.code == 0
        public_key = re.search(r"Public key   (pk_\w+)", team.out)
        assert public_key is not None
        assert "knows no team" not in server.get(f"/{public_key[1]}.js")[1].decode()
        ambiguous = command("keys", "list", *folder)
        assert (ambiguous.code, ambiguous.err.count("\n")) == (1, 1)
        assert "name one by its id with --team" in ambiguous.err
        assert command("keys", "list", "--team", "Acme", *folder).out.count("sk_…") == 1
        assert "ada@example.com" in command("teams", "list", *folder).out

        assert f"answers at {server.ready['base_url']}" in command("doctor", *folder).out
        assert server.stop().code == 0


def test_an_erased_visitor_is_gone_and_the_browser_comes_back_as_somebody_new(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        folder = ("--data-dir", tmp_path / "data")
        key = {"X-Api-Key": str(server.ready["secret_key"])}
        with visit(server.ready["base_url"], server.ready["public_key"]) as (tab, first):
            wrong = command("visitors", "erase", "A" * 18, *folder)
            assert (wrong.code, "no visitor with the short id" in wrong.err) == (1, True)
            erased = command("visitors", "erase", first["short_id"], *folder)
            assert (erased.code, "is erased." in erased.out) == (0, True)
            assert closed_with(tab) == 1001
        assert server.get(f"/v1/visitors/{first['short_id']}", headers=key)[0] == 404
        with visit(
            server.ready["base_url"],
            server.ready["public_key"],
            {"short_id": first["short_id"], "secret": first["secret"]},
        ) as (_, second):
            assert second["short_id"] != first["short_id"]
            assert second["secret"] is not None
        assert server.stop().code == 0


def closed_with(tab: ClientConnection) -> int | None:
    """The code with which the server closes, whatever it says before."""
    try:
        while True:
            tab.recv(timeout=STOP_SECONDS)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


def test_a_port_in_use_is_one_sentence_and_nothing_is_left_behind(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = program("serve", "--port", str(port), "--data-dir", tmp_path / "data")
    assert refused.code == 2
    assert refused.err == (
        f"userview: Port {port} on localhost is in use by another program: stop that one, or choose another port with "
        "--port (USERVIEW_PORT; 0 takes a free one).\n"
    )
    assert not (tmp_path / "data" / "userview.db").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--data-dir", "/proc/self/data"], "The data folder /proc/self/data cannot be made"),
        (["--port", "eighty"], "--port: input should be a valid integer"),
        (["--database-url", "mysql://host/name"], "expected sqlite:///path/to/file or postgresql://"),
        (["--database-url", "postgresql://ada:hunter2@127.0.0.1:1/name"], "does not answer"),
        (["--bus-url", "redis://:hunter2@127.0.0.1:1"], "does not answer"),
        (["--blobs-url", "ftp://x"], "USERVIEW_BLOBS_URL: expected s3://"),
        (["--tls-cert", "/nowhere.pem"], "USERVIEW_TLS_KEY is missing"),
        (["--trusted-proxies", "everybody"], "USERVIEW_TRUSTED_PROXIES: expected addresses"),
        (["--public-url", "localhost"], "USERVIEW_PUBLIC_URL: expected an origin"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_sentence(tmp_path: Path, options: list[str], said: str) -> None:
    refused = command("serve", "--port", "0", "--data-dir", tmp_path / "data", *options)
    assert refused.code == 2
    assert said in refused.err
    last = refused.err.splitlines()[-1]
    assert last.startswith("userview: ")
    assert "Traceback" not in refused.err
    assert "hunter2" not in refused.err


def test_a_ready_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused = command(
        "serve", "--port", "0", "--data-dir", tmp_path / "data", "--ready-file", tmp_path / "file" / "ready.json"
    )
    assert (refused.code, refused.out) == (2, "")
    assert "ready.json cannot be written" in refused.err
    assert "Traceback" not in refused.err


def test_a_database_from_a_newer_version_is_refused_untouched(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert command("migrate", "--data-dir", data).code == 0
    with sqlite3.connect(data / "userview.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999_future'")
    database.close()
    for arguments in (("serve", "--port", "0"), ("migrate",)):
        refused = command(*arguments, "--data-dir", data)
        assert refused.code == 2
        assert refused.err.count("\n") == 1
        assert "newer UserView" in refused.err


def test_a_key_of_another_installation_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        server.stop()
    (tmp_path / "data" / "master.key").unlink()
    refused = command("serve", "--port", "0", "--data-dir", tmp_path / "data")
    assert refused.code == 2
    assert "bring back the file master.key" in refused.err


def test_a_worker_of_its_own_needs_stores_that_can_be_shared(tmp_path: Path) -> None:
    refused = command("worker", "--data-dir", tmp_path)
    assert refused.code == 2
    assert "needs a Postgres database (USERVIEW_DATABASE_URL) and a shared bus (USERVIEW_BUS_URL)" in refused.err


def test_commands_without_an_installation_say_where_they_looked(tmp_path: Path) -> None:
    for arguments in (("keys", "create"), ("keys", "list"), ("teams", "list"), ("sign-in-link",)):
        refused = command(*arguments, "--data-dir", tmp_path)
        assert refused.code == 2
        assert f"There is no installation in {tmp_path}" in refused.err
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_looks_at_everything_and_says_what_to_do(tmp_path: Path) -> None:
    well = command("doctor", "--port", "0", "--data-dir", tmp_path / "data")
    problems = [line for line in well.out.splitlines() if line.startswith("problem")]
    assert [line for line in problems if "front end" not in line] == []
    assert not (tmp_path / "data").exists()
    (tmp_path / "empty").mkdir()
    ill = command(
        "doctor",
        "--data-dir", "/proc/self/data",
        "--public-url", "http://cobrowse.example.com",
        "--database-url", "postgresql://ada:hunter2@127.0.0.1:1/name",
        "--bus-url", "redis://127.0.0.1:1",
        "--frontend-dir", tmp_path / "empty",
        "--tls-cert", "/nowhere.pem",
    )  # fmt: skip
    assert ill.code == 1
    spelt = command(
        "doctor", "--port", "0", "--data-dir", tmp_path / "data",
        env={"USERVIEW_PULIC_URL": "http://a", "USERVIEW_CHROMIUM": "npm", "USERVIEW_PORT": "0"},
    )  # fmt: skip
    assert [line for line in spelt.out.splitlines() if "settings" in line] == [
        "problem settings: USERVIEW_PULIC_URL is no setting, and changes nothing. The nearest one is USERVIEW_PUBLIC_URL."
    ]
    lines = {line[8:].partition(":")[0]: line for line in ill.out.splitlines()}
    for subject in ("public address", "database", "bus", "front end", "certificate"):
        assert lines[subject].startswith("problem"), subject
    assert "mixed content" in lines["public address"]
    assert "make build" in lines["front end"]
    assert "hunter2" not in ill.out
