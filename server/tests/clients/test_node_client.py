"""The official client for Node: packed as people get it, and used by a program of plain Node against a real server."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.contract.conftest import Place
from tools.setup.paths import NODE, NPM, ROOT

PROGRAM = """
import { UserView, UserViewError } from "@userview/client";
const [baseUrl, secretKey, shortId] = process.argv.slice(2);
const userview = new UserView({ baseUrl, secretKey });
console.log((await userview.getVisitor(shortId)).name);
const missing = await userview.getSession("0".repeat(16)).catch((error) => error);
console.log(missing instanceof UserViewError, missing.code);
"""
TYPED = """
import { UserView, type Schemas } from "@userview/client";
const userview = new UserView({ baseUrl: "https://userview.example.com", secretKey: "sk" });
export const visitor: Promise<Schemas["Visitor"]> = userview.getVisitor("short id");
// @ts-expect-error: an agent has a name
void userview.makeWatchUrl("short id", { agent: { id: "crm-42" } });
"""


def _run(*words: str | Path, folder: Path) -> str:
    # No settings of npm's from here, and no conditions with which sources stand in for what is packed.
    environment = {"PATH": f"{NODE.parent}:/usr/local/bin:/usr/bin:/bin", "HOME": str(folder)}
    run = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_the_package_works_in_plain_node_against_a_real_server(place: Place, tmp_path: Path) -> None:
    packed = _run(NPM, "pack", ROOT / "packages" / "client", "--json", "--pack-destination", tmp_path, folder=tmp_path)
    [package] = json.loads(packed)
    names = {file["path"] for file in package["files"]}
    assert {"README.md", "package.json", "dist/index.js", "dist/index.d.ts"} <= names
    assert {name.partition("/")[0] for name in names} == {"README.md", "package.json", "dist"}

    (tmp_path / "package.json").write_text('{"name": "crm", "private": true, "type": "module"}')
    _run(NPM, "install", "--offline", "--no-audit", "--no-fund", tmp_path / package["filename"], folder=tmp_path)
    assert {found.name for found in (tmp_path / "node_modules").glob("[!.]*")} == {"@userview"}
    (tmp_path / "program.js").write_text(PROGRAM)
    mine = place.mine
    told = _run(NODE, "program.js", mine.base_url, mine.secret, mine.online, folder=tmp_path)
    assert told == "Grace Hopper\ntrue not_found\n"

    (tmp_path / "typed.ts").write_text(TYPED)
    options = ("--noEmit", "--strict", "--module", "nodenext", "--lib", "es2023,dom")
    _run(NODE, ROOT / "node_modules" / "typescript" / "bin" / "tsc", *options, "typed.ts", folder=tmp_path)
