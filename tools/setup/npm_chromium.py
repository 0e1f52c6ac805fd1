"""The Chromium that comes as an npm package: for Linux machines (x86-64) with no browser and no right to install one.

The package (`@sparticuz/chromium`, locked like every other) holds Brotli files: the headless program, the libraries that a
bare machine lacks, a software renderer and one font. They are unpacked into `.tools/chromium`, beside a small script that
starts the program with them.
"""

from __future__ import annotations

import json
import platform
import shutil
import sys
import tarfile
from pathlib import Path

from tools.setup.command import run_logged
from tools.setup.lock import setup_lock
from tools.setup.paths import NODE, ROOT, TOOLS

PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
FOLDER = TOOLS / "chromium"
STARTER = FOLDER / "chromium"
ARCHIVES = {"al2023": "libraries", "fonts": "", "swiftshader": ""}
"""Archive in the package, and the folder below ours that it is unpacked to; the renderer must lie beside the program."""

FONTS_CONFIG = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{folder}/fontcache</cachedir>
</fontconfig>
"""
START_SCRIPT = """\
#!/bin/sh
export LD_LIBRARY_PATH="{folder}/libraries/lib${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"
export FONTCONFIG_FILE="{folder}/fonts.conf"
exec "{folder}/program" "$@"
"""


def npm_chromium() -> Path | None:
    """The unpacked browser's start script, unpacking it first if need be; None where the package has no build."""
    if sys.platform != "linux" or platform.machine() not in {"x86_64", "AMD64"}:
        return None
    with setup_lock():
        # The folder is moved into place when it is complete; its name tells which version it is and where it belongs.
        wanted = f"{json.loads((PACKAGE / 'package.json').read_text())['version']} in {FOLDER}"
        mark = FOLDER / "version"
        if not mark.exists() or mark.read_text() != wanted:
            _unpack(wanted)
    return STARTER


def _unpack(wanted: str) -> None:
    scratch = TOOLS / "chromium.new"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    pairs = [(PACKAGE / "bin" / "chromium.br", scratch / "program")]
    pairs += [(PACKAGE / "bin" / f"{name}.tar.br", scratch / f"{name}.tar") for name in ARCHIVES]
    script = Path(__file__).parent / "inflate.mjs"
    run_logged("chromium", [NODE, script, *(path for pair in pairs for path in pair)])
    for name, below in ARCHIVES.items():
        archive = scratch / f"{name}.tar"
        with tarfile.open(archive) as opened:
            if hasattr(tarfile, "data_filter"):
                opened.extractall(scratch / below, filter="data")
            else:  # Python before 3.11.4. The archives are locked by their hash, so nothing strange is in them.
                opened.extractall(scratch / below)  # noqa: S202 - see above
        archive.unlink()
    (scratch / "fonts.conf").write_text(FONTS_CONFIG.format(folder=FOLDER))
    (scratch / STARTER.name).write_text(START_SCRIPT.format(folder=FOLDER))
    for program in ("program", STARTER.name):
        (scratch / program).chmod(0o755)
    (scratch / "version").write_text(wanted)
    shutil.rmtree(FOLDER, ignore_errors=True)
    scratch.replace(FOLDER)
