"""Browsers from Debian's packages, where root may install them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tools.setup.command import run_logged
from tools.setup.console import StepLine, say
from tools.setup.failure import SetupFailed
from tools.setup.paths import environment


def install_with_apt(program: str, *more: str) -> str | None:
    """The path of `program` out of the package of that name, installed together with `more`.

    None where this is not Debian, not root, or apt-get fails (which is said). Ubuntu's packages of browsers only name a
    snap: Ubuntu is not asked.
    """
    if os.geteuid() != 0 or shutil.which("apt-get") is None or "ID=debian" not in _os_release():
        return None
    env = environment({"DEBIAN_FRONTEND": "noninteractive"})
    install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", program, *more]
    try:
        with StepLine(f"Installing Debian's {program} (apt-get, as root)"):
            run_logged("apt-update", ["apt-get", "update", "-q"], env=env)
            run_logged("apt-install", install, env=env)
    except SetupFailed as failure:
        say(f"Debian's {program} could not be installed: {failure.sentence}")
        return None
    return shutil.which(program)


def _os_release() -> list[str]:
    try:
        return Path("/etc/os-release").read_text().splitlines()
    except OSError:
        return []
