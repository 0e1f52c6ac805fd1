"""What a blob's key may look like, the same for every store."""

import re
from typing import Final

_KEY: Final = re.compile(r"[a-z0-9._/-]{1,512}")


def checked(key: str) -> str:
    """The key as it is.

    Raises:
        ValueError: it is not one that all stores take.
    """
    if not _KEY.fullmatch(key) or any(part in {"", ".", ".."} for part in key.split("/")):
        raise ValueError(f"expected a blob key of a-z, 0-9, '.', '_', '-' and '/', got {key[:100]!r}")
    return key
