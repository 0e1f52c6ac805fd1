"""The lock files fit what is asked for, and say nothing about where packages come from."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.lock import LAB_PAGES
from tools.setup.paths import ROOT

REQUIREMENTS = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
SERVE = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["build"]]
DEV = PROJECT["dependency-groups"]["dev"]


def locked(name: str) -> dict[str, set[str]]:
    """Package and its locked versions (several where they differ by Python version)."""
    found: dict[str, set[str]] = {}
    for package, version in re.findall(
        r"^([A-Za-z0-9._-]+)==([^\s;]+)", (REQUIREMENTS / name).read_text(), re.MULTILINE
    ):
        found.setdefault(canonicalize_name(package), set()).add(version)
    return found


@pytest.mark.parametrize(("file", "asked"), [("serve.txt", SERVE), ("dev.txt", [*SERVE, *DEV])])
def test_every_python_dependency_is_locked_at_a_version_that_fits(file: str, asked: list[str]) -> None:
    versions = locked(file)
    for text in asked:
        wanted = Requirement(text)
        name = canonicalize_name(wanted.name)
        assert name in versions, f"{name} is not in requirements/{file}: run `make lock`"
        assert all(wanted.specifier.contains(version) for version in versions[name]), f"{text} against {versions[name]}"


def test_tests_run_with_the_versions_that_are_served() -> None:
    serve, dev = locked("serve.txt"), locked("dev.txt")
    assert {name: dev.get(name) for name in serve} == serve


@pytest.mark.parametrize("file", ["uv.txt", "serve.txt", "dev.txt"])
def test_python_locks_have_hashes_and_name_no_index(file: str) -> None:
    text = (REQUIREMENTS / file).read_text()
    assert "://" not in text
    assert "--index-url" not in text
    assert len(re.findall(r"^[^\s#].*==", text, re.MULTILINE)) == len(re.findall(r"==.*\\\n    --hash=", text))


@pytest.mark.parametrize("folder", [ROOT, *(ROOT / pages for pages in LAB_PAGES)])
def test_npm_lock_has_hashes_and_names_no_registry(folder: Path) -> None:
    packages = json.loads((folder / "package-lock.json").read_text())["packages"]
    installed = {
        name: package for name, package in packages.items() if "node_modules/" in name and not package.get("link")
    }
    assert [name for name, package in installed.items() if "resolved" in package] == []
    assert [
        name for name, package in installed.items() if "integrity" not in package and "inBundle" not in package
    ] == []
