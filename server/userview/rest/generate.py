"""`python -m userview.rest.generate`: writes docs/reference/openapi.json, from which the dashboard's client is made."""

import json
from pathlib import Path
from typing import Final

from userview.rest.api import routes
from userview.rest.openapi import document

FILE: Final = Path(__file__).parents[3] / "docs" / "reference" / "openapi.json"


def main() -> None:
    """Write the file, always the same for the same operations."""
    text = json.dumps(document(routes()), indent=2, sort_keys=True, ensure_ascii=False)
    FILE.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
