"""Carries a person's pip settings over to uv and npm, which do not read them.

A machine that reaches packages through a mirror or behind a proxy's own certificate usually says so to pip alone.
"""

from __future__ import annotations

import os
import subprocess

from tools.setup.paths import BASE_PYTHON


def settings() -> dict[str, str]:
    """Environment variables for uv and npm that follow from pip's settings; what is already set is left as it is."""
    pip = _pip_settings()
    found: dict[str, str] = {}
    if "index-url" in pip and not {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & os.environ.keys():
        found["UV_DEFAULT_INDEX"] = pip["index-url"]
    if "cert" in pip:
        for name in ("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"):
            if name not in os.environ:
                found[name] = pip["cert"]
    return found


def _pip_settings() -> dict[str, str]:
    """`pip config list`: lines like `global.index-url='https://…'` and `:env:.cert='…'`; later ones win."""
    command = [BASE_PYTHON, "-m", "pip", "config", "list", "--disable-pip-version-check"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    found: dict[str, str] = {}
    for line in listed.stdout.splitlines():
        key, separator, value = line.partition("=")
        if separator and key.split(".")[0] in {"global", "install", "site", "user", ":env:"}:
            found[key.rsplit(".", 1)[-1]] = value.strip("'\"")
    return found
