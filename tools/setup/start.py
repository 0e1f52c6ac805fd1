"""What `./run` does: set up, then become the product's process."""

from __future__ import annotations

import os
from typing import NoReturn

from tools.setup.console import say
from tools.setup.paths import PYTHON, environment
from tools.setup.prepare import prepare, refuse_unsupported

HELP = """\
usage: ./run [options]

Sets up what is missing (Python packages and Node into .venv and .tools, npm packages into
node_modules, the built front end), then serves UserView. Nothing is installed outside this folder.

  ./run                    serve on http://localhost:8000, data in ./data
  ./test                   set up and run every check and test
  make                     list the developers' commands
"""


def run_product(arguments: list[str]) -> NoReturn:
    """Set up and exec `python -m userview serve` with `arguments`; signals then reach the product itself."""
    refuse_unsupported()
    if {"-h", "--help"} & set(arguments):
        print(HELP, flush=True)
        if not PYTHON.exists():
            say(
                "Options of the server (--host, --port, --data-dir, --ready-file ...) are listed here once it is set up."
            )
            raise SystemExit(0)
    else:
        prepare(dev=False)
    os.execve(PYTHON, [str(PYTHON), "-m", "userview", "serve", *arguments], environment())
