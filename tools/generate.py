"""`python -m tools.generate [--check]`: makes every generated file again, or tells which ones are stale.

A generator registers itself by its place: a module named `generate.py` anywhere in the server's package (run as
`python -m`), or a script named `generate` in the package.json of an npm workspace. Python's run first, since the others
read what they write; between them `tools.clients.generate`, which makes the API's clients. Each writes plain files into the checkout, always the same ones for the same source.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys

from tools.setup.paths import NPM, PYTHON, ROOT, environment
from tools.setup.stamps import files_below

SERVER = ROOT / "server"
PLACES = ("clients", "docs", "e2e", "examples", "packages", "protocol", "server")
"""Where generated files may lie."""


def commands() -> list[list[str]]:
    """Every generator's command, in the order in which they run."""
    modules = sorted((SERVER / "userview").rglob("generate.py"))
    names = [".".join(module.relative_to(SERVER).with_suffix("").parts) for module in modules]
    names.append("tools.clients.generate")
    return [*([str(PYTHON), "-m", name] for name in names), [str(NPM), "run", "--silent", "generate"]]


def generate() -> list[str]:
    """Run every generator; return the files that changed by it, relative to the checkout's root.

    Raises:
        SystemExit: a generator failed; it has said why.
    """
    before = _contents()
    for command in commands():
        finished = subprocess.run(command, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL, check=False)
        if finished.returncode != 0:
            print(f"The generator failed: {' '.join(command)}", file=sys.stderr)
            raise SystemExit(finished.returncode)
    after = _contents()
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _contents() -> dict[str, str]:
    files = (path for place in PLACES for path in files_below(ROOT / place))
    return {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def main() -> None:
    """Generate; with `--check` files that were stale are a failure (they are new then, and wait to be committed)."""
    parser = argparse.ArgumentParser(prog="python -m tools.generate", description=generate.__doc__)
    parser.add_argument("--check", action="store_true", help="exit with 1 when a file was stale")
    check: bool = parser.parse_args().check
    changed = generate()
    for name in changed:
        print(f"made again: {name}")
    if check and changed:
        print("Generated files did not fit their source. They are made again now: look at them and commit them.")
        raise SystemExit(1)


if __name__ == "__main__":
    main()
