"""What nobody should send, and the exact answer to each: over a socket, since the parser is part of it. One row each."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPResponse
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import httpx
import pytest

from tests.contract.conftest import Place
from tests.support.described import description

SECONDS: Final = 30.0
LONG: Final = "x" * 5_000
DEEP: Final = b'{"a":' * 50_000 + b"1" + b"}" * 50_000
TOO_LARGE: Final = b'{"name": "' + b"x" * 1_100_000 + b'"}'
WATCH: Final = "/v1/visitors/{online}/watch_url"
AGENT: Final = {"id": "b-1", "name": "Bob"}


@dataclass(frozen=True)
class Row:
    """A request, and the answer: status and code, None for no failure."""

    what: str
    method: str
    target: str
    status: int
    code: str | None
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Beside the good key, unless they bring one or say that there is none (`key: None`)."""
    keyless: bool = False
    chunked: bool = False


def _get(what: str, target: str, status: int, code: str | None, **more: Any) -> Row:
    return Row(what, "GET", target, status, code, **more)


def _body(what: str, target: str, status: int, code: str | None, body: Any, *, method: str = "POST") -> Row:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Row(what, method, target, status, code, sent, {"Content-Type": "application/json"})


def _watch(what: str, **more: Any) -> Row:
    return _body(f"watch link with {what}", WATCH, 422, "invalid_request", {"agent": AGENT, **more})


UNKNOWN_KEY: Final = "sk_" + "0" * 43
JSON: Final = {"Content-Type": "application/json"}

AUTHENTICATION = [
    _get("no key", "/v1/team", 401, "invalid_api_key", keyless=True),
    _get("empty key", "/v1/team", 401, "invalid_api_key", headers={"X-Api-Key": ""}),
    _get("unknown key", "/v1/team", 401, "invalid_api_key", headers={"X-Api-Key": UNKNOWN_KEY}),
    _get("revoked key", "/v1/team", 401, "invalid_api_key", headers={"X-Api-Key": "{revoked}"}),
    _get("the public key", "/v1/team", 401, "invalid_api_key", headers={"X-Api-Key": "{public_key}"}),
    _get("key of bytes", "/v1/team", 401, "invalid_api_key", headers={"X-Api-Key": "sk_\xff\xfe"}),
    _get("key of 5,000 characters", "/v1/team", 401, "invalid_api_key", headers={"X-Api-Key": LONG}),
    _get("key in the query", "/v1/team?api_key={secret}&key={secret}", 401, "invalid_api_key", keyless=True),
    _get("key as a password", "/v1/team", 401, "invalid_api_key", headers={"Authorization": "Basic {secret}"}),
    _get("bearer of nothing", "/v1/team", 401, "invalid_api_key", headers={"Authorization": "Bearer"}),
    _get(
        "bad X-Api-Key beside a good bearer",
        "/v1/team",
        401,
        "invalid_api_key",
        headers={"X-Api-Key": "nonsense", "Authorization": "Bearer {secret}"},
    ),
    _get("good X-Api-Key beside a bad bearer", "/v1/team", 200, None, headers={"Authorization": "Bearer nonsense"}),
    _get("a page's Origin", "/v1/team", 403, "secret_key_in_browser", headers={"Origin": "https://shop.example"}),
    _get("a browser's fetch", "/v1/team", 403, "secret_key_in_browser", headers={"Sec-Fetch-Site": "none"}),
    Row("a reader's key that writes", "PATCH", "/v1/team", 403, "insufficient_scope", b"{}", {**JSON, "X-Api-Key": "{reader}"}),
    Row("a reader's key that ends", "POST", "/v1/sessions/{ended}/end", 403, "insufficient_scope", headers={"X-Api-Key": "{reader}"}),
]  # fmt: skip

ADDRESSES = [
    _get("id of 5,000 characters", f"/v1/visitors/{LONG}", 404, "not_found"),
    _get("NUL in the path", "/v1/visitors/%00", 404, "not_found"),
    _get("lone surrogate in the path", "/v1/visitors/%ED%A0%80", 404, "not_found"),
    _get("bytes that are no UTF-8", "/v1/sessions/%F0%28%8C%28", 404, "not_found"),
    _get("..", "/v1/visitors/../team", 404, "not_found"),
    _get(".. encoded", "/v1/visitors/%2e%2e/team", 404, "not_found"),
    _get("slash encoded", "/v1/visitors/..%2fteam", 404, "not_found"),
    _get("encoded twice", "/v1/visitors/%252e%252e%252fteam", 404, "not_found"),
    _get("two slashes", "/v1//team", 404, "not_found"),
    _get("slashes at the end", "/v1/team//", 404, "not_found"),
    _get("another version", "/v1.5/team", 404, "not_found"),
    _get("a later version", "/v2/team", 404, "not_found"),
    _get("upper case", "/v1/Team", 404, "not_found"),
    _get("another format", "/v1/team.xml", 404, "not_found"),
    _get("the id in lower case", "/v1/visitors/aaaaaaaaaaaaaaaaaa", 404, "not_found"),
    _get("quotes", "/v1/visitors/'%3B%20DROP%20TABLE%20visitors%3B--", 404, "not_found"),
    Row("PUT", "PUT", "/v1/team", 405, "method_not_allowed", b"{}", JSON),
    Row("HEAD", "HEAD", "/v1/team", 405, "method_not_allowed"),
    Row("OPTIONS", "OPTIONS", "/v1/team", 405, "method_not_allowed"),
    Row("TRACE", "TRACE", "/v1/team", 405, "method_not_allowed"),
    Row("DELETE of a list", "DELETE", "/v1/sessions", 405, "method_not_allowed"),
    _get("another host", "/v1/team", 421, "misdirected_request", headers={"Host": "evil.example"}),
    _get("the host of mirrored pages", "/v1/team", 421, "misdirected_request", headers={"Host": "{replay_host}"}),
]

OTHERS = [
    _get("other team's visitor", "/v1/visitors/{their_online}", 404, "not_found"),
    _get("other team's session", "/v1/sessions/{their_running}", 404, "not_found"),
    Row("ending other team's session", "POST", "/v1/sessions/{their_running}/end", 404, "not_found"),
    Row("ending other team's visitor's session", "DELETE", "/v1/visitors/{their_online}/session", 404, "not_found"),
    Row("revoking other team's key", "DELETE", "/v1/keys/{their_key}", 404, "not_found"),
    _body("watching other team's visitor", "/v1/visitors/{their_online}/watch_url", 404, "not_found", {"agent": AGENT}),
    _body("naming other team's visitor", "/v1/visitors/{their_online}", 404, "not_found", {"tags": []}, method="PATCH"),
    _get("sessions of other team's visitor", "/v1/sessions?visitor_id={their_online}", 200, None),
    _get("other team's cursor", "/v1/visitors?cursor={their_visitors_cursor}", 400, "invalid_cursor"),
    _get("other team's cursor of sessions", "/v1/sessions?cursor={their_sessions_cursor}", 400, "invalid_cursor"),
    _get("cursor of another list", "/v1/sessions?cursor={visitors_cursor}", 400, "invalid_cursor"),
]

QUERIES = [
    _get("cursor of nonsense", "/v1/visitors?cursor=nonsense", 400, "invalid_cursor"),
    _get("cursor that is empty", "/v1/visitors?cursor=", 400, "invalid_cursor"),
    _get("cursor of 5,000 characters", f"/v1/visitors?cursor={LONG}", 422, "invalid_request"),
    _get("search of 5,000 characters", f"/v1/visitors?search={LONG}", 422, "invalid_request"),
    _get("NUL in a search", "/v1/visitors?search=a%00b", 422, "invalid_request"),
    _get("NUL in a parameter that nobody reads", "/v1/team?x=%00", 422, "invalid_request"),
    _get("lone surrogate in a search", "/v1/visitors?search=%ED%A0%80", 200, None),
    _get("SQL in a search", "/v1/visitors?search=%25'%20OR%201%3D1--", 200, None),
    _get("limit of nothing", "/v1/visitors?limit=0", 422, "invalid_request"),
    _get("limit below nothing", "/v1/visitors?limit=-1", 422, "invalid_request"),
    _get("limit too large", "/v1/visitors?limit=101", 422, "invalid_request"),
    _get("limit of 5,000 digits", f"/v1/visitors?limit={'9' * 5_000}", 422, "invalid_request"),
    _get("limit as a word", "/v1/visitors?limit=many", 422, "invalid_request"),
    _get("two limits", "/v1/visitors?limit=5&limit=many", 422, "invalid_request"),
    _get("time as a number", "/v1/sessions?started_after=1795332600", 422, "invalid_request"),
    _get("source that is none", "/v1/sessions?source=API", 422, "invalid_request"),
    _get("boolean that is none", "/v1/sessions?live=2", 422, "invalid_request"),
]

BODIES = [
    _body("no body", WATCH, 400, "invalid_json", b""),
    _body("half a body", WATCH, 400, "invalid_json", b'{"agent": {"id"'),
    _body("two bodies", WATCH, 400, "invalid_json", b"{} {}"),
    _body("deep JSON", WATCH, 400, "invalid_json", DEEP),
    _body("a name twice", "/v1/team", 400, "invalid_json", b'{"name": "a", "name": "b"}', method="PATCH"),
    _body("a name twice, further in", WATCH, 400, "invalid_json", b'{"agent": {"id": "1", "id": "2", "name": "B"}}'),
    _body("NaN", WATCH, 400, "invalid_json", b'{"expires_in": NaN}'),
    _body("Infinity", WATCH, 400, "invalid_json", b'{"expires_in": -Infinity}'),
    _body("number of 20,000 digits", WATCH, 400, "invalid_json", b'{"expires_in": ' + b"9" * 20_000 + b"}"),
    _body(
        "number beyond all", WATCH, 422, "invalid_request", b'{"agent": {"id": "1", "name": "B"}, "expires_in": 1e400}'
    ),
    _body("byte order mark", WATCH, 400, "invalid_json", b"\xef\xbb\xbf{}"),
    _body("UTF-16", WATCH, 400, "invalid_json", "{}".encode("utf-16")),
    _body("bytes that are no UTF-8 in a body", WATCH, 400, "invalid_json", b'{"agent": "\xff"}'),
    _body("lone surrogate in a body", WATCH, 400, "invalid_json", b'{"agent": {"id": "\\ud800", "name": "B"}}'),
    _body("NUL in a body", WATCH, 422, "invalid_request", {"agent": {"id": "a\0", "name": "B"}}),
    _body("null", WATCH, 422, "invalid_request", b"null"),
    _body("a list", WATCH, 422, "invalid_request", b"[]"),
    _body("no agent", WATCH, 422, "invalid_request", {}),
    _body("agent as a text", WATCH, 422, "invalid_request", {"agent": "Bob"}),
    _body("agent's id as a number", WATCH, 422, "invalid_request", {"agent": {"id": 7, "name": "Bob"}}),
    _body("agent's name of blanks", WATCH, 422, "invalid_request", {"agent": {"id": "7", "name": " \t"}}),
    _body("agent's id of 5,000 characters", WATCH, 422, "invalid_request", {"agent": {"id": LONG, "name": "Bob"}}),
    _watch("a permission that nobody knows", permissions={"allow_everything": True}),
    _watch("a permission as a text", permissions={"allow_click": "true"}),
    _watch("a script as its way back", branding={"retry_url": "javascript:alert(1)"}),
    _watch("a file as its webhook", webhook_url="file:///etc/passwd"),
    _watch("any site as its frame", allowed_origins=["*"]),
    _watch("metadata that is not flat", metadata={"a": {"b": 1}}),
    _watch("too much metadata", metadata={str(number): 1 for number in range(101)}),
    _watch("true seconds", expires_in=True),
    _watch("too few seconds", expires_in=9),
    _watch("a language of dots", language="../../etc"),
    _body(
        "unknown attribute of a visitor",
        "/v1/visitors/{online}",
        422,
        "invalid_request",
        {"colour": "red"},
        method="PATCH",
    ),
    _body(
        "a tag of two words", "/v1/visitors/{online}", 422, "invalid_request", {"tags": ["two words"]}, method="PATCH"
    ),
    _body("51 identities", "/v1/visitors/{online}", 422, "invalid_request", {"identities": ["a"] * 51}, method="PATCH"),
    _body("a key without a name", "/v1/keys", 422, "invalid_request", {}),
    _body("a key with a scope of its own", "/v1/keys", 422, "invalid_request", {"name": "a", "scopes": ["root"]}),
    Row(
        "a form",
        "POST",
        WATCH,
        415,
        "unsupported_media_type",
        b"a=b",
        {"Content-Type": "application/x-www-form-urlencoded"},
    ),
    Row(
        "JSON that calls itself text",
        "POST",
        WATCH,
        415,
        "unsupported_media_type",
        b"{}",
        {"Content-Type": "text/plain"},
    ),
    Row("JSON of nobody's type", "POST", WATCH, 422, "invalid_request", b"{}"),
    Row("too large", "PATCH", "/v1/team", 413, "body_too_large", TOO_LARGE, JSON),
    Row("too large in pieces", "PATCH", "/v1/team", 413, "body_too_large", TOO_LARGE, JSON, chunked=True),
    Row("too large for an operation without a body", "GET", "/v1/team", 413, "body_too_large", TOO_LARGE, JSON),
    Row("a body for an operation without one", "POST", "/v1/sessions/{ended}/end", 400, "invalid_json", b"{", JSON),
]

TRICKS = [
    _get("another method in a header", "/v1/keys", 200, None, headers={"X-HTTP-Method-Override": "DELETE"}),
    _get("another path in a header", "/v1/team", 200, None, headers={"X-Original-URL": "/v1/keys"}),
    _get("another client in a header", "/v1/team", 200, None, headers={"X-Forwarded-For": "127.0.0.1, \xff"}),
    _get("another language", "/v1/team", 200, None, headers={"Accept": "text/html", "Accept-Language": "\xff"}),
]  # fmt: skip

ROWS = [*AUTHENTICATION, *ADDRESSES, *OTHERS, *QUERIES, *BODIES, *TRICKS]


@pytest.fixture(scope="module")
def words(place: Place) -> dict[str, str]:
    """What stands in the rows for things of the place."""
    mine, other = place.mine, place.other
    found = {
        name: getattr(mine, name)
        for name in ("online", "offline", "running", "ended", "key", "reader", "revoked", "secret", "public_key")
    }
    found |= {f"their_{name}": getattr(other, name) for name in ("online", "running", "key")}
    found["replay_host"] = f"127.0.0.1:{urlsplit(mine.base_url).port}"
    for whose, tenant in (("", mine), ("their_", other)):
        with tenant.client() as client:
            for what in ("visitors", "sessions"):
                found[f"{whose}{what}_cursor"] = client.get(f"/v1/{what}?limit=1").json()["next_cursor"]
    assert all(found.values())
    return found


def _sent(row: Row, words: Mapping[str, str], host: str) -> bytes:
    headers: dict[str, str] = {"Host": host, "Connection": "close", "X-Api-Key": words["secret"]}
    if row.keyless or (set(row.headers) == {"Authorization"} and row.status != 200):
        del headers["X-Api-Key"]
    headers |= {name: value.format_map(words) for name, value in row.headers.items()}
    body = row.body
    if row.chunked:
        headers["Transfer-Encoding"] = "chunked"
        body = b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in _pieces(body)) + b"0\r\n\r\n"
    elif body or row.method in {"POST", "PATCH"}:
        headers["Content-Length"] = str(len(body))
    target = row.target.format_map(words)
    lines = [f"{row.method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def _pieces(body: bytes) -> list[bytes]:
    return [body[start : start + 50_000] for start in range(0, len(body), 50_000)]


def _answer(base_url: str, method: str, request: bytes) -> tuple[int, httpx.Headers, bytes]:
    port = urlsplit(base_url).port
    with socket.create_connection(("127.0.0.1", port or 80), timeout=SECONDS) as connection:
        connection.sendall(request)
        answer = HTTPResponse(connection, method=method)
        answer.begin()
        body = answer.read()
    return answer.status, httpx.Headers(answer.getheaders()), body


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_what_nobody_should_send(place: Place, words: dict[str, str], row: Row) -> None:
    host = urlsplit(place.mine.base_url).netloc
    status, headers, body = _answer(place.mine.base_url, row.method, _sent(row, words, host))
    assert status == row.status, body[:1000]
    path = unquote(row.target.format_map(words).partition("?")[0])
    if row.method != "HEAD":
        described = json.loads(body)
        assert described.get("error") == row.code
        if row.code is not None:
            assert described["request_id"] == headers["X-Request-Id"]
            assert described["message"]
    description().check(row.method, path, status, headers, body)


def test_there_are_enough_of_them() -> None:
    assert len(ROWS) >= 40
    assert len({row.what for row in ROWS}) == len(ROWS)


def test_nothing_has_come_of_any_of_it(place: Place) -> None:
    with place.mine.client() as client:
        team = client.get("/v1/team").json()["team"]
        assert team["name"] != "a"
        assert {key["name"] for key in client.get("/v1/keys").json()["keys"]} >= {"Reader", "Revoked"}
    with place.other.client() as client:
        assert client.get(f"/v1/sessions/{place.other.running}").json()["session"]["ended_at"] is None
        assert client.get(f"/v1/visitors/{place.other.online}").json()["visitor"]["tags"] == ["#vip"]
