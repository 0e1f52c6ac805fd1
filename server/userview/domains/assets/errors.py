"""Why an asset is not taken."""

from typing import ClassVar

from userview.errors import UserViewError


class AssetTooLarge(UserViewError):
    """More bytes than one asset may have; `limit_bytes` says how many those are (rule F2)."""

    code: ClassVar[str] = "body_too_large"


class AssetNotAllowed(UserViewError):
    """Neither a picture nor a font that browsers show (rule F2)."""

    code: ClassVar[str] = "unsupported_media_type"


class PageFull(UserViewError):
    """The page has as many assets, or as many bytes of them, as a page may have (rule F2)."""

    code: ClassVar[str] = "rate_limited"
