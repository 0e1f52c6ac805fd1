"""Only what is asked to be installed makes an installation stale."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.setup import manifests

PYPROJECT = '[project]\nname = "a"\ndependencies = ["b"]\n'
ROOT_PACKAGE: dict[str, Any] = {"name": "root", "workspaces": ["packages/a"], "devDependencies": {"x": "1.0.0"}}
PACKAGE: dict[str, Any] = {"name": "a", "scripts": {"build": "one"}, "dependencies": {"y": "1.0.0"}}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one workspace."""
    monkeypatch.setattr(manifests, "ROOT", tmp_path)
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    (tmp_path / "package.json").write_text(json.dumps(ROOT_PACKAGE))
    (tmp_path / "packages" / "a").mkdir(parents=True)
    (tmp_path / "packages" / "a" / "package.json").write_text(json.dumps(PACKAGE))
    return tmp_path


def test_a_linter_setting_asks_for_nothing(checkout: Path) -> None:
    before = manifests.python_manifest()
    (checkout / "pyproject.toml").write_text(PYPROJECT + "[tool.ruff]\nline-length = 100\n")
    assert manifests.python_manifest() == before


def test_a_python_dependency_is_asked_for(checkout: Path) -> None:
    before = manifests.python_manifest()
    (checkout / "pyproject.toml").write_text(PYPROJECT.replace('"b"', '"b", "c"'))
    assert manifests.python_manifest() != before


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        ({"scripts": {"build": "two"}}, False),
        ({"exports": {".": "./a.ts"}}, False),
        ({"dependencies": {"y": "1.0.1"}}, True),
        ({"peerDependencies": {"z": "1.0.0"}}, True),
    ],
)
def test_only_dependencies_of_a_workspace_are_asked_for(
    checkout: Path,
    change: dict[str, Any],
    asked: bool,  # noqa: FBT001 - named by the cases above
) -> None:
    before = manifests.npm_manifests()
    (checkout / "packages" / "a" / "package.json").write_text(json.dumps(PACKAGE | change))
    assert (manifests.npm_manifests() != before) is asked


def test_workspaces_are_found_by_their_scripts(checkout: Path) -> None:
    assert (checkout / "packages/a").exists()
    assert manifests.workspaces_with_script("build") == ["packages/a"]
    assert manifests.workspaces_with_script("generate") == []
