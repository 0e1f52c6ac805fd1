"""A page names pictures and fonts by URL: which of them the server has fetched, and which the browser is to upload.

`POST /sdk/assets/<session>/<page>/` with `{"assets": [{"id", "url", "bytes"?}, ...]}`; answered line by line (JSON),
as soon as each is known: `{"id": ..., "kept": true}`, or false for what the browser is to upload.

With `{"sheet": url}`: a style sheet that no script of the page may read, answered by `{"url", "text"}`, or 204.

Source: protocol/SPEC.md, rules F4 and F5. Nothing of a URL is logged or answered.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from userview.domains.assets.fetching import AssetFetches
from userview.domains.assets.model import Named, Place
from userview.hosting.answers import sentence
from userview.protocol.ids import ASSET_ID_PATTERN

MOST_NAMED: Final = 100
MAX_URL: Final = 2048
BODY_BYTES: Final = 256 * 1024
"""A hundred of the longest URLs."""
BODY_SECONDS: Final = 10.0

ANSWER_SECONDS: Final = 6.0
"""What is not there by then the browser is to upload: a viewer waits for 10 s (F3)."""

ASKS_AT_ONCE: Final = 4
"""Of one page; the SDK has two on their way."""

Count = Callable[[str], None]
"""Counts one asset by what became of it: `kept` or `upload`."""


class NamedAsset(BaseModel):
    """One asset, as a page names it."""

    model_config = ConfigDict(strict=True, hide_input_in_errors=True)

    id: Annotated[str, Field(pattern=ASSET_ID_PATTERN)]
    url: Annotated[str, Field(max_length=MAX_URL, pattern=r"^https?://")]
    bytes: Annotated[int, Field(ge=0)] | None = None


class AssetsNamed(BaseModel):
    """The body of the request."""

    model_config = ConfigDict(strict=True, hide_input_in_errors=True)

    assets: Annotated[list[NamedAsset], Field(min_length=1, max_length=MOST_NAMED)]


class SheetNamed(BaseModel):
    """The body of the other question."""

    model_config = ConfigDict(strict=True, hide_input_in_errors=True)

    sheet: Annotated[str, Field(max_length=MAX_URL, pattern=r"^https?://")]


class AssetAsks:
    """Answers pages that name assets; who may ask has been decided."""

    def __init__(self, fetches: AssetFetches | None, count: Count, *, answer_seconds: float = ANSWER_SECONDS) -> None:
        """`fetches` None: this server fetches nothing, and says so."""
        self._answer_seconds = answer_seconds
        self._fetches = fetches
        self._count = count
        self._asking: Counter[tuple[str, int]] = Counter()

    async def answer(self, request: Request, team: str, session: str, page: int) -> Response:
        """What became of each."""
        scope = request.scope
        if self._fetches is None:
            # No error: browsers write those to the console of a page whose owner has done nothing wrong.
            return Response(status_code=204)
        try:
            body = await _body(request)
            named = _question(body) if body is not None else None
        except ClientDisconnect:
            return Response(status_code=499)
        except TimeoutError:
            return sentence(scope, 408, "timeout", f"Expected the whole body within {BODY_SECONDS:.0f} seconds.")
        except ValidationError as error:
            return sentence(scope, 422, "invalid_request", _problem(error))
        if named is None:
            return sentence(scope, 413, "body_too_large", f"Expected a body of at most {BODY_BYTES} bytes, got more.")
        if self._asking[session, page] >= ASKS_AT_ONCE:
            return sentence(scope, 429, "rate_limited", f"Expected at most {ASKS_AT_ONCE} questions of a page at once.")
        if isinstance(named, SheetNamed):
            return await self._sheet(self._fetches, named.sheet, (session, page))
        wishes = [Named(Place(session, page, one.id), team, one.url, one.bytes) for one in named.assets]
        # Each line is news: proxies are not to gather them.
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Accel-Buffering": "no"}
        lines = self._lines(self._fetches, wishes, (session, page))
        return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)

    async def _sheet(self, fetches: AssetFetches, url: str, page: tuple[str, int]) -> Response:
        self._asking[page] += 1
        try:
            async with asyncio.timeout(self._answer_seconds):
                found = await fetches.sheet(page[0], url)
        except TimeoutError:
            found = None
        finally:
            self._done(page)
        if found is None:
            return Response(status_code=204)
        body = json.dumps({"url": found.url, "text": found.text}, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return Response(body, media_type="application/json", headers=headers)

    def _done(self, page: tuple[str, int]) -> None:
        self._asking[page] -= 1
        if not self._asking[page]:
            del self._asking[page]

    async def _lines(self, fetches: AssetFetches, wishes: list[Named], page: tuple[str, int]) -> AsyncGenerator[bytes]:
        """One line for each, in the order in which they are known."""
        self._asking[page] += 1
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._answer_seconds
        tasks = {loop.create_task(fetches.bring(wish)): wish.place.asset for wish in wishes}
        waiting = set(tasks)
        try:
            while waiting:
                patience = max(0.0, deadline - loop.time())
                done, waiting = await asyncio.wait(waiting, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
                if not done:
                    break
                for task in done:
                    yield self._line(tasks[task], kept=task.result())
            for task in waiting:
                yield self._line(tasks[task], kept=False)
        finally:
            # Also when the page has gone, or the visitor has stopped sharing: then nothing more is fetched.
            self._done(page)
            for task in tasks:
                task.cancel()

    def _line(self, asset: str, *, kept: bool) -> bytes:
        self._count("kept" if kept else "upload")
        return json.dumps({"id": asset, "kept": kept}, separators=(",", ":")).encode() + b"\n"


async def _body(request: Request) -> bytes | None:
    """The body; None when it is too long."""
    read = bytearray()
    async with asyncio.timeout(BODY_SECONDS):
        async for chunk in request.stream():
            read += chunk
            if len(read) > BODY_BYTES:
                return None
    return bytes(read)


def _question(body: bytes) -> AssetsNamed | SheetNamed:
    """Which of the two it is.

    Raises:
        ValidationError: neither.
    """
    try:
        given = json.loads(body)
    except ValueError:
        given = None
    asks_sheet = isinstance(given, dict) and "sheet" in given
    return (SheetNamed if asks_sheet else AssetsNamed).model_validate_json(body)


def _problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(map(str, first["loc"])) or "body"
    return f"{place}: {first['msg'][:1].lower()}{first['msg'][1:]}."
