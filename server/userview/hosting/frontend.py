"""The built front end of the installation, by part, and what is wrong with it when something is missing."""

import json
from pathlib import Path
from typing import Final, Literal, cast
from urllib.parse import quote

from userview.hosting.files import BuiltFile, BuiltFolder
from userview.hosting.origins import Origins

NOT_BUILT: Final = "The front end is not built: run `./run` once, or `make build`, in the checkout of UserView."

SdkModule = Literal["session", "companion"]
"""What the loader fetches when it is needed: files whose names have a hash in them."""


class FrontEnd:
    """The `dist` folders of the packages, with the addresses of this installation written into their pages."""

    def __init__(self, folder: Path, origins: Origins) -> None:
        self._origins = origins
        self.sdk = BuiltFolder(folder / "packages/sdk/dist")
        self.viewer = BuiltFolder(folder / "packages/viewer/dist")
        self.dashboard = BuiltFolder(folder / "packages/dashboard/dist")
        self.shop = BuiltFolder(folder / "examples/shop/dist")

    def loader(self, public_key: str, scrubbing: str) -> BuiltFile | None:
        """The loader of one team; `scrubbing`: its own rules for URLs as JSON, which hold before anything is sent; "": none."""
        marks = {
            "__USERVIEW_KEY__": public_key,
            "__USERVIEW_SERVER__": self._origins.public.url,
            "__USERVIEW_SCRUBBING__": quote(scrubbing, safe=""),
        }
        return self.sdk.find("loader-rules.js" if scrubbing else "loader.js", marks)

    def viewer_page(self) -> BuiltFile | None:
        """The frame around mirrored pages."""
        return self.viewer.find("index.html", {"__USERVIEW_PUBLIC_ORIGIN__": self._origins.public.url})

    def shop_page(self, name: str, public_key: str) -> BuiltFile | None:
        """A page of the demo shop, with the install snippet's script."""
        return self.shop.find(name, {"__USERVIEW_SCRIPT__": f"{self._origins.public.url}/{public_key}.js"})

    def capture_url(self) -> str:
        """Where pages load the session module from, with capture in it; one that answers 404 while it is not built."""
        return self._module_url("session")

    def companion_url(self) -> str:
        """Where pages load the companion module from; one that answers 404 while it is not built."""
        return self._module_url("companion")

    def _module_url(self, module: SdkModule) -> str:
        return f"{self._origins.public.url}/sdk/{self.module_file(module) or f'{module}-not-built.js'}"

    def module_file(self, module: SdkModule) -> str | None:
        """The name of one of the SDK's modules, which changes with its content."""
        manifest = self.sdk.find("manifest.json")
        if manifest is None:
            return None
        try:
            read: object = json.loads(manifest.body)
        except ValueError:
            return None
        name = cast("dict[str, object]", read).get(module) if isinstance(read, dict) else None
        return name if isinstance(name, str) else None

    def missing(self) -> list[str]:
        """What is not there, by file, relative to its package; empty when all is built."""
        pages = {
            "packages/sdk/dist/loader.js": self.sdk.find("loader.js"),
            "packages/sdk/dist/loader-rules.js": self.sdk.find("loader-rules.js"),
            "packages/sdk/dist/manifest.json": self.module_file("session") and self.module_file("companion"),
            "packages/viewer/dist/index.html": self.viewer_page(),
            "packages/viewer/dist/viewer.js": self.viewer.find("viewer.js"),
            "packages/dashboard/dist/index.html": self.dashboard.find("index.html"),
            "examples/shop/dist/index.html": self.shop.find("index.html"),
        }
        return [name for name, found in pages.items() if found is None]
