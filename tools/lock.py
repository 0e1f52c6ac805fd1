"""`python -m tools.lock`: writes the lock files anew from `pyproject.toml`, `requirements/uv.in` and every `package.json`.

What is locked already stays at its version while it still fits; `--upgrade` takes the newest of everything. Package indexes are named in no lock file.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.setup import registry
from tools.setup.manifests import workspaces
from tools.setup.paths import NPM, ROOT, UV, environment

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = ("x86_64-manylinux_2_28", "aarch64-manylinux_2_28", "aarch64-apple-darwin")
"""Where the product is supported: setting up must find a ready-made build of everything there, for it compiles nothing."""
REQUIREMENTS = "requirements"
LAB_PAGES = ("e2e/fidelity/pages", "e2e/widgets/pages")
"""What pages that others wrote are made of: over a gigabyte, installed by the benches that use it alone."""


def lock_python(*, upgrade: bool) -> None:
    """Lock for every supported Python and platform at once, with hashes."""
    common = [
        "--universal",
        "--generate-hashes",
        "--no-emit-index-url",
        "--python-version",
        PYTHONS[0],
        "--quiet",
        "--no-header",
    ]
    if upgrade:
        common.append("--upgrade")
    serve, dev = f"{REQUIREMENTS}/serve.txt", f"{REQUIREMENTS}/dev.txt"
    _run([UV, "pip", "compile", f"{REQUIREMENTS}/uv.in", *common, "-o", f"{REQUIREMENTS}/uv.txt"])
    _run([UV, "pip", "compile", "pyproject.toml", "--group", "build", *common, "-o", serve])
    _run(
        [UV, "pip", "compile", "pyproject.toml", "--group", "build", "--group", "dev", "-c", serve, *common, "-o", dev]
    )
    for platform in PLATFORMS:
        for python in PYTHONS:
            _refuse_unbuilt(platform, python, dev)


def _refuse_unbuilt(platform: str, python: str, requirements: str) -> None:
    with tempfile.TemporaryDirectory() as nowhere:
        install = [
            UV,
            "pip",
            "install",
            "--dry-run",
            "--quiet",
            "--no-deps",
            "--only-binary",
            ":all:",
            "--target",
            nowhere,
        ]
        _run([*install, "--python-version", python, "--python-platform", platform, "-r", requirements])


def lock_npm(*, upgrade: bool) -> None:
    """Lock npm packages for every platform: the workspaces', and apart from them those of the labs' pages."""
    _lock_npm(ROOT, workspaces(), upgrade=upgrade)
    for pages in LAB_PAGES:
        _lock_npm(ROOT / pages, [], upgrade=upgrade)


def _lock_npm(folder: Path, members: list[str], *, upgrade: bool) -> None:
    """Lock one package and its members.

    Done in an empty folder: beside an installed `node_modules`, npm records only this machine's optional packages.
    """
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copy(ROOT / ".npmrc", scratch)
        names = ["package.json", *(f"{member}/package.json" for member in members)]
        for name in names if upgrade else [*names, "package-lock.json"]:
            target = Path(scratch) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if (folder / name).exists():
                shutil.copy(folder / name, target)
        _run([NPM, "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=Path(scratch))
        # A platform's package that the registry does not have is left out without a word, and `npm ci` then refuses the lock.
        _run(
            [NPM, "ci", "--dry-run", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"],
            cwd=Path(scratch),
        )
        shutil.copy(Path(scratch) / "package-lock.json", folder / "package-lock.json")


def _run(command: list[str | Path], *, cwd: Path = ROOT) -> None:
    finished = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=environment(registry.settings()), check=False
    )
    if finished.returncode != 0:
        raise SystemExit(finished.returncode)


if __name__ == "__main__":
    if not (UV.exists() and NPM.exists()):
        raise SystemExit("uv and npm are not set up yet: run `make setup` before you change what is to be locked.")
    lock_python(upgrade="--upgrade" in sys.argv)
    lock_npm(upgrade="--upgrade" in sys.argv)
