"""The data folder is one server's, and its key is nobody else's."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from userview.errors import StartRefused
from userview.hosting.data_folder import hold_folder, master_key, node_id, prepare_folder, served_at
from userview.settings import read_settings


def test_a_folder_is_made_for_this_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "some" / "data"
    prepare_folder(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(folder.iterdir()) == []


def test_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(StartRefused, match=r"is a file: expected a folder\..*--data-dir"):
        prepare_folder(tmp_path / "data")
    with pytest.raises(StartRefused, match=r"cannot be made: .*--data-dir"):
        prepare_folder(tmp_path / "data" / "below")


def test_a_folder_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(StartRefused, match=r"cannot be (made|written): .*--data-dir"):
        prepare_folder(Path("/proc/self"))


def test_a_second_server_is_refused_while_the_first_lives(tmp_path: Path) -> None:
    with hold_folder(tmp_path) as hold:
        hold.note("http://localhost:8000")
        with (
            pytest.raises(StartRefused, match=rf"\(process {os.getpid()}\) already serves .*--data-dir"),
            hold_folder(tmp_path),
        ):
            pass
        assert served_at(tmp_path) == "http://localhost:8000"
    assert served_at(tmp_path) is None
    with hold_folder(tmp_path):
        assert served_at(tmp_path) is None


def test_a_server_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from userview.hosting.data_folder import hold_folder\n"
        f"with hold_folder(pathlib.Path({str(tmp_path)!r})): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(StartRefused, match=str(process.pid)), hold_folder(tmp_path):
            pass
        process.kill()
        process.wait()
    with hold_folder(tmp_path):
        pass


def test_the_key_is_made_once_and_for_this_user_alone(tmp_path: Path) -> None:
    settings = read_settings(data_dir=tmp_path)
    key = master_key(settings)
    assert len(key) == 32
    assert master_key(settings) == key
    file = tmp_path / "master.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["master.key"]


def test_a_key_from_the_settings_needs_no_file(tmp_path: Path) -> None:
    text = base64.b64encode(b"k" * 32).decode()
    assert master_key(read_settings(data_dir=tmp_path, master_key=text)) == b"k" * 32
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", "short", "x" * 44, base64.b64encode(b"k" * 31).decode()])
def test_a_damaged_key_is_refused_and_never_replaced(tmp_path: Path, content: str) -> None:
    (tmp_path / "master.key").write_text(content)
    with pytest.raises(StartRefused, match=r"master\.key: expected 32 random bytes in base64"):
        master_key(read_settings(data_dir=tmp_path))
    assert (tmp_path / "master.key").read_text() == content


def test_a_wrong_key_in_the_settings_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(StartRefused, match="USERVIEW_MASTER_KEY: expected 32") as caught:
        master_key(read_settings(data_dir=tmp_path, master_key="hunter2"))
    assert "hunter2" not in caught.value.message


def test_a_server_keeps_its_name(tmp_path: Path) -> None:
    assert node_id(tmp_path) == node_id(tmp_path)
