"""What the benches in Chromium need: the packages that only they use, a browser, and Playwright to run them."""

import json
import subprocess
from collections.abc import Sequence

from tools.checks.runner import test_environment
from tools.setup import registry
from tools.setup.chromium import chromium_environment, find_chromium
from tools.setup.paths import NODE, NPM, ROOT, environment
from tools.setup.prepare import prepare
from tools.setup.stamps import Stamp

PAGES = ROOT / "e2e" / "fidelity" / "pages"


def install_packages() -> None:
    """The peer, and what the lab's pages are made of: too much for everybody's set-up, so it is done here, once."""
    lock = PAGES / "package-lock.json"
    stamp = Stamp("fidelity", (lock,), (PAGES / "node_modules" / ".package-lock.json",), {"root": str(ROOT)})
    if stamp.is_fresh():
        return
    packages = len(json.loads(lock.read_text())["packages"])
    print(f"Installing {packages} npm packages into {PAGES.relative_to(ROOT)} (about 2 GB).", flush=True)
    state = stamp.state()
    command = [NPM, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error"]
    subprocess.run(command, cwd=PAGES, env=environment(registry.settings()), check=True)
    stamp.keep(state)


def run_playwright(
    config: str, arguments: Sequence[str], extra: dict[str, str] | None = None, *, packages: bool = True
) -> int:
    """Set up, build and run a configuration of Playwright; its exit code. What it prints is shown as it comes.

    Without `packages` nothing is installed that only the lab's pages need.
    """
    prepare(dev=True)
    if packages:
        install_packages()
    command = [NODE, ROOT / "node_modules/@playwright/test/cli.js", "test", "--config", config, *arguments]
    env = test_environment() | chromium_environment(find_chromium()) | (extra or {})
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
