"""What the project's manifests ask to be installed, as short hashes: other changes to them repeat no step."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

from tools.setup.paths import ROOT

PYTHON_PARTS = ("project", "dependency-groups", "build-system")
NPM_PARTS = ("name", "version", "workspaces", "bin", "engines", "overrides")
"""Beside everything called dependencies. Scripts and exports are read where they are used."""


def python_manifest() -> str:
    """What `pyproject.toml` asks for; its settings of linters and tests are left out."""
    manifest = tomllib.loads((ROOT / "pyproject.toml").read_text())
    uv = manifest.get("tool", {}).get("uv")
    return _hash([manifest.get(part) for part in PYTHON_PARTS] + [uv])


def npm_manifests() -> str:
    """What the `package.json` of the root and of every workspace asks for.

    Raises:
        OSError, ValueError: one is missing or no JSON.
    """
    root = _json(ROOT / "package.json")
    manifests = [root, *(_json(ROOT / workspace / "package.json") for workspace in workspaces())]
    return _hash([{key: manifest[key] for key in sorted(manifest) if _is_asked(key)} for manifest in manifests])


def workspaces() -> list[str]:
    """The folders of the npm packages, in the order in which they are built."""
    found: list[str] = _json(ROOT / "package.json")["workspaces"]
    return found


def workspaces_with_script(name: str) -> list[str]:
    """Those workspaces that have this script, in order."""
    return [folder for folder in workspaces() if name in _json(ROOT / folder / "package.json").get("scripts", {})]


def _json(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def _is_asked(key: str) -> bool:
    return key in NPM_PARTS or key.lower().endswith("dependencies")


def _hash(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
