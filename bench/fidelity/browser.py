"""What the benches in Chromium need: the packages that only they use, a browser, and Playwright to run them."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tools.checks.runner import test_environment
from tools.setup import registry
from tools.setup.chromium import chromium_environment, find_chromium
from tools.setup.paths import NODE, NPM, ROOT, environment
from tools.setup.prepare import prepare
from tools.setup.stamps import Stamp

PAGES = ROOT / "e2e" / "fidelity" / "pages"


def install_packages(pages: Path) -> None:
    """What a lab's pages are made of (and the peer): too much for everybody's set-up, so it is done here, once."""
    lock = pages / "package-lock.json"
    name = pages.parent.name
    stamp = Stamp(name, (lock,), (pages / "node_modules" / ".package-lock.json",), {"root": str(ROOT)})
    if stamp.is_fresh():
        return
    packages = len(json.loads(lock.read_text())["packages"])
    print(f"Installing {packages} npm packages into {pages.relative_to(ROOT)} (up to 2 GB).", flush=True)
    state = stamp.state()
    command = [NPM, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error"]
    subprocess.run(command, cwd=pages, env=environment(registry.settings()), check=True)
    stamp.keep(state)


def run_playwright(
    config: str, arguments: Sequence[str], extra: dict[str, str] | None = None, *, pages: Path | None = PAGES
) -> int:
    """Set up, build and run a configuration of Playwright; its exit code. What it prints is shown as it comes.

    `pages` names the lab whose packages are needed; with None nothing is installed.
    """
    prepare(dev=True)
    if pages is not None:
        install_packages(pages)
    command = [NODE, ROOT / "node_modules/@playwright/test/cli.js", "test", "--config", config, *arguments]
    env = test_environment() | chromium_environment(find_chromium()) | (extra or {})
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
