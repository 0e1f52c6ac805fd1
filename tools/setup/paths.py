"""Where setting up reads from and writes to. Everything it makes lies in `.tools` and `.venv`, never outside the checkout."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".tools"
STAMPS = TOOLS / "stamps"
LOGS = TOOLS / "logs"
BIN = TOOLS / "bin"
"""Our own `node`, `npm` and `npx`: first on the PATH of every command, so that a system Node is never used by accident."""
UV = TOOLS / "uv" / "bin" / "uv"
BASE_PYTHON = str(getattr(sys, "_base_executable", sys.executable))
"""The Python that a person has, with its pip: even when this runs in our own environment, which has none."""
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE = BIN / "node"
NPM = BIN / "npm"


def environment(extra: dict[str, str] | None = None) -> dict[str, str]:
    """The environment for every command that setup or a check starts: our tools come first on the PATH."""
    env = dict(os.environ)
    env.pop("VIRTUAL_ENV", None)
    env.pop("PYTHONHOME", None)
    env.pop("PYTHONPATH", None)
    env["PATH"] = os.pathsep.join([str(BIN), str(VENV / "bin"), env.get("PATH", os.defpath)])
    env["UV_PYTHON_DOWNLOADS"] = "never"
    env["PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD"] = "1"
    if not os.access(os.path.expanduser("~"), os.W_OK):  # noqa: PTH111 - `Path.home` fails without one
        # Without a home folder of one's own (a service's user, some containers) downloads are kept here.
        env.setdefault("UV_CACHE_DIR", str(TOOLS / "cache" / "uv"))
        env.setdefault("NPM_CONFIG_CACHE", str(TOOLS / "cache" / "npm"))
    return env | (extra or {})
