"""Sending requests: what is the same for every operation. The methods are in `generated`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Final, Self, cast
from urllib.parse import quote

import httpx

from userview_client.errors import Unreachable, failure, retry_after

TIMEOUT_SECONDS: Final = 30.0
LONGEST_WAIT_SECONDS: Final = 60.0
"""A server that wants more patience than this gets its way: the error is raised."""
_VERSION: Final = "0.1.0"


class _Settings:
    """What both cores share: where to ask, as whom, and how often again."""

    def __init__(self, base_url: str, secret_key: str, retries: int) -> None:
        if not base_url.startswith(("http://", "https://")):
            raise ValueError(f"base_url: expected a URL such as https://userview.example.com, got {base_url!r}")
        if not secret_key:
            raise ValueError("secret_key: expected a secret key, got nothing")
        self.base_url = base_url.rstrip("/")
        self.headers = {"X-Api-Key": secret_key, "User-Agent": f"userview-client/{_VERSION} (Python)"}
        self._retries = retries

    def wait(self, attempt: int, answer: httpx.Response) -> float | None:
        """Seconds until the request is sent again; None: it is not."""
        if answer.status_code != 429 or attempt >= self._retries:
            return None
        seconds = retry_after(answer.headers)
        return seconds if seconds <= LONGEST_WAIT_SECONDS else None


class Core:
    """Sends requests and waits for the answers."""

    def __init__(
        self,
        base_url: str,
        secret_key: str,
        *,
        retries: int = 2,
        timeout_seconds: float = TIMEOUT_SECONDS,
        http: httpx.Client | None = None,
    ) -> None:
        """`retries`: how often a request is sent again that met a rate limit. `http`: a client of yours, which you close."""
        self._settings = _Settings(base_url, secret_key, retries)
        self._own = httpx.Client(timeout=timeout_seconds) if http is None else None
        self._http = http or cast("httpx.Client", self._own)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close connections; the client is of no use after that."""
        if self._own is not None:
            self._own.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        path_parameters: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Send a request, again when it met a rate limit; the answer's body.

        Raises:
            UserViewError: it failed; see `userview_client.errors`.
        """
        url, settings = self._settings.base_url + filled(path, path_parameters or {}), self._settings
        attempt = 0
        while True:
            try:
                answer = self._http.request(
                    method, url, params=written(query or {}), json=body, headers=settings.headers
                )
            except httpx.TransportError as error:
                raise Unreachable(str(error) or type(error).__name__) from error
            seconds = settings.wait(attempt, answer)
            if seconds is None:
                return read(answer)
            attempt += 1
            time.sleep(seconds)


class AsyncCore:
    """The same for asyncio."""

    def __init__(
        self,
        base_url: str,
        secret_key: str,
        *,
        retries: int = 2,
        timeout_seconds: float = TIMEOUT_SECONDS,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        """`retries`: how often a request is sent again that met a rate limit. `http`: a client of yours, which you close."""
        self._settings = _Settings(base_url, secret_key, retries)
        self._own = httpx.AsyncClient(timeout=timeout_seconds) if http is None else None
        self._http = http or cast("httpx.AsyncClient", self._own)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close connections; the client is of no use after that."""
        if self._own is not None:
            await self._own.aclose()

    async def send(
        self,
        method: str,
        path: str,
        *,
        path_parameters: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Send a request, again when it met a rate limit; the answer's body.

        Raises:
            UserViewError: it failed; see `userview_client.errors`.
        """
        url, settings = self._settings.base_url + filled(path, path_parameters or {}), self._settings
        attempt = 0
        while True:
            try:
                answer = await self._http.request(
                    method, url, params=written(query or {}), json=body, headers=settings.headers
                )
            except httpx.TransportError as error:
                raise Unreachable(str(error) or type(error).__name__) from error
            seconds = settings.wait(attempt, answer)
            if seconds is None:
                return read(answer)
            attempt += 1
            await asyncio.sleep(seconds)


def filled(path: str, parameters: Mapping[str, str]) -> str:
    """The path with these in it."""
    for name, value in parameters.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    return path


def written(query: Mapping[str, Any]) -> dict[str, str]:
    """A query as it is sent; what is None is left out."""
    return {name: _text(value) for name, value in query.items() if value is not None}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else str(value)


def read(answer: httpx.Response) -> dict[str, Any]:
    """The body of a success.

    Raises:
        UserViewError: it is a failure, or not what UserView answers.
    """
    try:
        body: Any = answer.json()
    except ValueError:
        body = None
    if not answer.is_success or not isinstance(body, dict):
        raise failure(answer.status_code, answer.headers, body)
    return cast("dict[str, Any]", body)
