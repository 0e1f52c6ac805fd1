"""The import rules bite: a copy of the package with forbidden imports in it is refused, each by the rule meant for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PLANTED = {
    "protocol": "import sqlalchemy",
    "realtime": "import asyncio",
    "ports": "import userview.adapters",
    "domains/teams": "import userview.domains.visitors",
    "domains/visitors": "import userview.domains.sessions",
    "domains/sessions": "import userview.domains.calls",
    "domains/assets": "import fastapi",
    "domains/calls": "import userview.domains.recordings",
    "domains/webhooks": "import userview.domains.sessions",
    "hosting": "import userview.adapters",
    "rest": "import userview.gateway",
    "gateway": "from userview.adapters import blobs",
    "worker": "import userview.rest",
    "rendering": "import userview.domains",
    "adapters": "import redis",
    "adapters/bus": "import userview.worker",
    "homeless": "import os",
    "domains/homeless": "import os",
}
"""Package and an import that nothing in it may do."""


def test_every_rule_bites(tmp_path: Path) -> None:
    package = tmp_path / "userview"
    shutil.copytree(ROOT / "server" / "userview", package, ignore=shutil.ignore_patterns("__pycache__"))
    for folder, statement in PLANTED.items():
        (package / folder).mkdir(exist_ok=True)
        (package / folder / "__init__.py").touch()
        (package / folder / "planted.py").write_text(statement + "\n")
    finished = _lint_imports(tmp_path)
    assert finished.returncode == 1, finished.stdout + finished.stderr
    unseen = [
        folder
        for folder in PLANTED
        if f"userview.{folder.replace('/', '.')}.planted imports " not in finished.stdout
        and f"userview.{folder.replace('/', '.')} has no rule" not in finished.stdout
    ]
    assert unseen == []


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    command = [program, "--no-cache", "--config", ROOT / ".importlinter"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)]), "COLUMNS": "300"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
