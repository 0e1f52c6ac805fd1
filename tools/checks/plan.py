"""Every check and test of the project, in the order in which they run: quick ones first."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from tools.setup.paths import NODE, PYTHON, ROOT

REPORTS = ROOT / "reports"
MOST_WORKERS = 4


@dataclass(frozen=True)
class Check:
    """One command that passes or fails.

    `stage` is the name to choose it by; `report` is the machine-readable list of its tests, if it runs tests;
    `live` shows its output as it comes (otherwise only a failing check's output is shown);
    `limit_seconds` ends it as hung; `quiet_arguments` are left out when the caller gives arguments of their own.
    """

    stage: str
    title: str
    command: tuple[str, ...]
    report: Path | None = None
    live: bool = False
    limit_seconds: float = 300.0
    quiet_arguments: tuple[str, ...] = ()
    needs_build: bool = False
    needs_chromium: bool = False
    needs_firefox: bool = False
    env: dict[str, str] = field(default_factory=dict)


def checks() -> list[Check]:
    """All checks, in order."""
    python = str(PYTHON)
    return [
        Check("lint", "ruff format", (python, "-m", "ruff", "format", "--check", ".")),
        Check("lint", "ruff check", (python, "-m", "ruff", "check", ".")),
        Check("lint", "Biome", (*_node("@biomejs/biome/bin/biome"), "ci", "--error-on-warnings", "--colors=off", ".")),
        Check("types", "basedpyright", (python, "-m", "basedpyright", "--warnings")),
        Check("types", "tsc", (*_node("typescript/bin/tsc"), "-b")),
        Check("arrows", "import rules, Python", (str(PYTHON.parent / "lint-imports"), "--no-cache")),
        Check("arrows", "import rules, TypeScript", _dependency_cruiser()),
        Check("generated", "generated files fresh", (python, "-m", "tools.generate", "--check")),
        Check("build", "front end", (python, "-m", "tools.setup")),
        Check(
            "server",
            "Python tests",
            (python, "-m", "pytest", f"--junit-xml={REPORTS / 'server.xml'}", "-o", "junit_family=xunit2"),
            report=REPORTS / "server.xml",
            live=True,
            limit_seconds=900.0,
            needs_build=True,
            quiet_arguments=("-q", "-n", str(min(os.cpu_count() or 1, MOST_WORKERS)), "--dist", "worksteal"),
        ),
        Check(
            "unit",
            "TypeScript tests",
            (
                *_node("vitest/vitest.mjs"),
                "run",
                "--reporter=default",
                "--reporter=json",
                f"--outputFile.json={REPORTS / 'unit.json'}",
            ),
            report=REPORTS / "unit.json",
            live=True,
            limit_seconds=300.0,
        ),
        Check(
            "e2e",
            "tests in Chromium",
            (*_node("@playwright/test/cli.js"), "test", "--config", "e2e/playwright.config.ts"),
            report=REPORTS / "e2e.json",
            live=True,
            limit_seconds=1200.0,
            needs_build=True,
            needs_chromium=True,
            # Playwright tells its workers about colours in a way that quarrels with NO_COLOR.
            env={"PLAYWRIGHT_JSON_OUTPUT_FILE": str(REPORTS / "e2e.json"), "NO_COLOR": ""},
        ),
        Check(
            "firefox",
            "smoke in Firefox",
            (*_node("@playwright/test/cli.js"), "test", "--config", "e2e/firefox.config.ts"),
            report=REPORTS / "firefox.json",
            live=True,
            limit_seconds=300.0,
            needs_build=True,
            needs_chromium=True,
            needs_firefox=True,
            env={"PLAYWRIGHT_JSON_OUTPUT_FILE": str(REPORTS / "firefox.json"), "NO_COLOR": ""},
        ),
    ]


def chosen_checks(wanted: list[str]) -> list[Check]:
    """The checks of these stages, and the build before those that need what it makes."""
    found = [check for check in checks() if check.stage in wanted]
    if any(check.needs_build for check in found):
        wanted = [*wanted, "build"]
    return [check for check in checks() if check.stage in wanted]


def stages() -> list[str]:
    """The names to choose checks by, in order."""
    return list(dict.fromkeys(check.stage for check in checks()))


def _node(entry: str) -> tuple[str, str]:
    """A program of an npm package, started by our own Node without npm in between."""
    return str(NODE), str(ROOT / "node_modules" / entry)


def _dependency_cruiser() -> tuple[str, ...]:
    program = _node("dependency-cruiser/bin/dependency-cruiser.mjs")
    return (*program, "--config", ".dependency-cruiser.mjs", "packages", "examples", "e2e")
