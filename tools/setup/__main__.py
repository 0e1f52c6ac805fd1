"""`python -m tools.setup [--no-build]`: everything for development, without starting anything."""

from __future__ import annotations

import argparse

from tools.setup.console import say
from tools.setup.prepare import prepare, refuse_unsupported

parser = argparse.ArgumentParser(prog="python -m tools.setup", description="Install everything for development.")
parser.add_argument("--no-build", action="store_true", help="do not build the front end")
without_build: bool = parser.parse_args().no_build
refuse_unsupported()
prepare(dev=True, build=not without_build)
if not without_build:
    say("Everything is set up. Next: ./run, ./test, or `make` for the developers' commands.")
