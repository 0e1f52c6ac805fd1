"""Page views and events as objects of the API."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from userview.domains.visitors.history.model import PICTURE_SIZES, Event, Pageview, Picture
from userview.rest import schemas
from userview.signing import Signer

PICTURE_SECONDS: Final = 300.0
"""Links to pictures are good for five minutes; the dashboard asks for new ones."""


class HistoryPresenter:
    """Makes their URLs; changes nothing."""

    def __init__(self, signer: Signer, clock: Callable[[], float], public_url: str) -> None:
        self._signer = signer
        self._clock = clock
        self._public_url = public_url

    def pageviews(self, found: Sequence[Pageview]) -> list[schemas.Pageview]:
        """Page views as the API gives them, in the same order."""
        return [schemas.Pageview(**self._fields(pageview)) for pageview in found]

    def shown(self, found: Sequence[Pageview]) -> list[schemas.ShownPageview]:
        """Page views as the dashboard shows them, in the same order."""
        return [
            schemas.ShownPageview(
                **self._fields(pageview), title=pageview.title, seen_seconds=round(pageview.seen_seconds, 1)
            )
            for pageview in found
        ]

    def _fields(self, pageview: Pageview) -> dict[str, Any]:
        pictures = pageview.pictures
        sizes = None if pictures is None else {size: self._image(pictures[size]) for size in PICTURE_SIZES}
        return {
            "events": [self._event(event) for event in pageview.events],
            "pageview_id": pageview.pageview_id,
            "screenshot": None if sizes is None else schemas.Screenshot(**sizes),
            "ts": pageview.at,
            "url": pageview.url,
        }

    def _event(self, event: Event) -> schemas.Event:
        icon = f"{self._public_url}/icons/{event.icon}.svg"
        return schemas.Event(icon=icon, title=event.title, ts=event.at, uuid=event.uuid)

    def _image(self, picture: Picture) -> schemas.Image:
        token = self._signer.sign("picture", {"b": picture.blob}, self._clock() + PICTURE_SECONDS)
        return schemas.Image(url=f"{self._public_url}/pictures/{token}.png", height=picture.height, width=picture.width)
