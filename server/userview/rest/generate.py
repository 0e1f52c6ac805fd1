"""`python -m userview.rest.generate`: writes the descriptions of the API, from which the clients are made."""

import json
from pathlib import Path
from typing import Any, Final

from userview.rest.api import ROUTERS
from userview.rest.openapi import desk_document, document

ROOT: Final = Path(__file__).parents[3]
PUBLIC: Final = ROOT / "docs" / "reference" / "openapi.json"
DESK: Final = ROOT / "packages" / "dashboard" / "src" / "api" / "generated" / "desk.json"


def main() -> None:
    """Write the files, always the same for the same operations."""
    _write(PUBLIC, document(ROUTERS))
    _write(DESK, desk_document(ROUTERS))


def _write(file: Path, described: dict[str, Any]) -> None:
    text = json.dumps(described, indent=2, sort_keys=True, ensure_ascii=False)
    file.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
