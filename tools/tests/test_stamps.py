"""A step is done again exactly when what it depends on has changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools.setup import stamps
from tools.setup.stamps import Stamp


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout that stamps are kept for."""
    monkeypatch.setattr(stamps, "ROOT", tmp_path)
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / ".tools" / "stamps")
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.ts").write_text("one")
    (tmp_path / "made").write_text("")
    return tmp_path


@pytest.fixture
def stamp(checkout: Path) -> Stamp:
    """A kept stamp over the folder `source`, whose output is the file `made`."""
    kept = Stamp("step", (checkout / "source",), (checkout / "made",), {"python": "3.11"})
    kept.keep(kept.state())
    return kept


def test_an_unknown_step_is_not_fresh(checkout: Path) -> None:
    assert not Stamp("other", (checkout / "source",)).is_fresh()


def test_a_kept_step_is_fresh(stamp: Stamp) -> None:
    assert stamp.is_fresh()


def test_a_changed_file_makes_it_stale(stamp: Stamp, checkout: Path) -> None:
    (checkout / "source" / "a.ts").write_text("two")
    assert not stamp.is_fresh()


def test_a_new_file_makes_it_stale(stamp: Stamp, checkout: Path) -> None:
    (checkout / "source" / "b.ts").write_text("")
    assert not stamp.is_fresh()


def test_a_removed_file_makes_it_stale(stamp: Stamp, checkout: Path) -> None:
    (checkout / "source" / "a.ts").unlink()
    assert not stamp.is_fresh()


def test_a_touched_file_with_the_same_content_stays_fresh(stamp: Stamp, checkout: Path) -> None:
    os.utime(checkout / "source" / "a.ts", (1, 1))
    assert stamp.is_fresh()


def test_what_is_built_installed_or_only_tested_is_no_input(stamp: Stamp, checkout: Path) -> None:
    for name in ("dist", "node_modules", "tests"):
        (checkout / "source" / name).mkdir()
        (checkout / "source" / name / "file").write_text("")
    assert stamp.is_fresh()


def test_a_missing_output_makes_it_stale(stamp: Stamp, checkout: Path) -> None:
    (checkout / "made").unlink()
    assert not stamp.is_fresh()


def test_another_fact_makes_it_stale(stamp: Stamp) -> None:
    assert not Stamp(stamp.name, stamp.inputs, stamp.outputs, {"python": "3.12"}).is_fresh()


def test_a_cleared_step_is_stale(stamp: Stamp) -> None:
    stamp.clear()
    assert not stamp.is_fresh()


def test_what_changes_during_the_work_is_done_again(stamp: Stamp, checkout: Path) -> None:
    before = stamp.state()
    (checkout / "source" / "a.ts").write_text("changed while building")
    stamp.keep(before)
    assert not stamp.is_fresh()


def test_a_damaged_stamp_is_stale(stamp: Stamp, checkout: Path) -> None:
    (checkout / ".tools" / "stamps" / "step.json").write_text("{")
    assert not stamp.is_fresh()
