"""Each host answers only what is its own, with the headers that keep it so."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, MutableMapping
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hosting.site import CALLS_PER_MINUTE, KEY, RULED_KEY, Site, build, make_site
from userview.hosting.calls import page_of


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    build(tmp_path)
    made = make_site(tmp_path)
    yield made
    await made.close()


def policy(answer: httpx.Response) -> dict[str, str]:
    directives = answer.headers["content-security-policy"].split("; ")
    return {name: sources for name, _, sources in (directive.partition(" ") for directive in directives)}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/visitors"),
        ("GET", "/v1"),
        ("GET", "/v1.4/list.json"),
        ("DELETE", "/v1/visitors/X/session"),
        ("GET", "/openapi.json"),
        ("POST", "/desk/sign-in"),
        ("POST", "/watch/0123456789abcdef/redeem"),
        ("GET", "/v1.9/x"),
        ("GET", "/v2/team"),
        ("PUT", "/sdk/assets/0123456789abcdef/1/logo"),
    ],
)
async def test_the_api_is_on_the_public_host(site: Site, method: str, path: str) -> None:
    assert (await site.public.request(method, path)).text == f"rest {method} {path} from 203.0.113.9"


@pytest.mark.parametrize("path", ["/", "/visitors/ABC", "/watch/0123456789abcdef", "/sign-in", "/install", "/v1x"])
async def test_every_other_path_is_a_page_of_the_dashboard(site: Site, path: str) -> None:
    answer = await site.public.get(path)
    assert (answer.status_code, answer.text) == (200, "<title>UserView</title>")
    assert answer.headers["cache-control"] == "no-cache"


async def test_the_reference_of_the_api_may_load_its_own_files_only(site: Site) -> None:
    answer = await site.public.get("/docs")
    assert (answer.status_code, answer.text) == (200, "docs of http://localhost:8000")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    found = policy(answer)
    assert (found["default-src"], found["script-src"], found["style-src"]) == ("'none'", "'self'", "'self'")
    assert (found["frame-ancestors"], answer.headers["x-frame-options"]) == ("'none'", "DENY")
    again = await site.public.get("/docs/", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.text) == (304, "")
    script = await site.public.get("/docs/reference.js")
    assert (script.text, script.headers["content-type"]) == ("search()", "text/javascript; charset=utf-8")


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/docs/x", 404), ("GET", "/docs/index.html", 404), ("POST", "/docs", 405)]
)
async def test_the_reference_is_one_page(site: Site, method: str, path: str, status: int) -> None:
    assert (await site.public.request(method, path)).status_code == status


async def test_nobody_frames_the_dashboard_and_it_frames_the_replay_host_alone(site: Site) -> None:
    answer = await site.public.get("/")
    found = policy(answer)
    assert found["default-src"] == "'self'"
    assert found["frame-src"] == "http://127.0.0.1:8000"
    assert found["connect-src"] == "'self' ws://localhost:8000"
    assert (found["frame-ancestors"], answer.headers["x-frame-options"]) == ("'none'", "DENY")
    assert (found["object-src"], found["base-uri"]) == ("'none'", "'none'")
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("session", "ancestors"),
    [("a" * 16, "*"), ("b" * 16, "'self' https://crm.example.com"), ("c" * 16, "'none'")],
)
async def test_a_watch_page_is_framed_by_whom_its_session_allows(site: Site, session: str, ancestors: str) -> None:
    answer = await site.public.get(f"/watch/{session}")
    assert policy(answer)["frame-ancestors"] == ancestors
    assert ("x-frame-options" in answer.headers) == (ancestors == "'none'")


async def test_mirrors_are_shown_on_the_replay_host_under_a_strict_policy(site: Site) -> None:
    answer = await site.replay.get("/view")
    assert answer.text == '<meta name="userview-public-origin" content="http://localhost:8000">'
    assert policy(answer) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "media-src": "'self' data: blob:",
        "connect-src": "'self' ws://127.0.0.1:8000",
        "frame-src": "'self' about:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    script = await site.replay.get("/view/viewer.js")
    assert (script.text, script.headers["cache-control"]) == ("viewer()", "no-cache")
    hashed = await site.replay.get("/view/part-1a2b3c4d.js")
    assert hashed.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/", "/v1/visitors", "/visitors", "/openapi.json", "/docs", "/docs/reference.js", f"/{KEY}.js", "/sdk/x.js", "/static/index-1a2b3c4d.js", "/viewer", "/ws/agent"])  # fmt: skip
async def test_the_replay_host_sends_everything_else_away(site: Site, path: str) -> None:
    answer = await site.replay.get(path)
    assert answer.status_code == 421
    assert "http://localhost:8000" in answer.text


@pytest.mark.parametrize("path", ["/view", "/view/viewer.js", "/assets/0123456789abcdef/x/y"])
async def test_the_public_host_sends_mirrors_away(site: Site, path: str) -> None:
    answer = await site.public.get(path)
    assert answer.status_code == 421
    assert "http://127.0.0.1:8000" in answer.text


async def test_programs_are_told_so_in_json(site: Site) -> None:
    answer = await site.replay.get("/v1/visitors")
    assert answer.json()["error"] == "misdirected_request"
    assert answer.json()["status"] == "error"


@pytest.mark.parametrize("path", ["/", "/view", "/v1/visitors", f"/{KEY}.js"])
async def test_a_name_that_is_not_ours_is_answered_with_the_one_that_is(site: Site, path: str) -> None:
    answer = await site.elsewhere.get(path)
    assert answer.status_code == 421
    assert "'rebound.example.com:8000'" in answer.text
    assert "it is http://localhost:8000" in answer.text
    assert "USERVIEW_PUBLIC_URL" in answer.text


@pytest.mark.parametrize("host", ["LOCALHOST:8000", " localhost:8000 "])
async def test_host_names_have_no_case(site: Site, host: str) -> None:
    assert (await site.public.get("/", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "host", ["", "localhost", "localhost:8000.", "localhost:80000", "user@localhost:8000", "[::1]:8000"]
)
async def test_other_hosts_are_not_guessed(site: Site, host: str) -> None:
    assert (await site.public.get("/", headers={"Host": host})).status_code == 421


async def test_the_loader_knows_its_key_and_server_and_is_for_everybody(site: Site) -> None:
    answer = await site.public.get(f"/{KEY}.js", headers={"Origin": "https://shop.test"})
    assert answer.text == f"load('{KEY}', 'http://localhost:8000', '')"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"] == "no-cache"


async def test_p5_a_team_with_rules_for_urls_has_them_in_its_loader(site: Site) -> None:
    answer = await site.public.get(f"/{RULED_KEY}.js")
    rules = "%7B%22parameters%22%3A%5B%22order%2A%22%5D%2C%22paths%22%3A%5B%5D%7D"
    assert answer.text == f"rules('{RULED_KEY}', 'http://localhost:8000', '{rules}')"


@pytest.mark.parametrize("key", ["pk_", "pk_short", "pk_" + "B" * 24])
async def test_an_unknown_key_says_so_in_the_pages_console(site: Site, key: str) -> None:
    answer = await site.public.get(f"/{key}.js")
    assert answer.status_code == 200, "browsers run no script that comes with 404"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "console.error" in answer.text


@pytest.mark.parametrize(
    "name",
    [
        "session-1a2b3c4d.js",
        "drawings-9c0d1e2f.js",
        "insets-0a1b2c3d.js",
        "companion-5e6f7a8b.js",
        "framed-4e5f6a7b.js",
        "tools-1a2b3c4d.js",
    ],
)
async def test_the_sdks_modules_are_kept_for_ever(site: Site, name: str) -> None:
    answer = await site.public.get(f"/sdk/{name}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


async def test_the_viewers_element_is_for_everybodys_pages(site: Site) -> None:
    answer = await site.public.get("/viewer.js", headers={"Origin": "https://crm.example.com"})
    assert (answer.status_code, answer.text) == (200, "viewer()")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    ["/sdk/manifest.json", "/sdk/loader.js", "/sdk/../manifest.json", "/sdk/session-gone1234.js", "/static/gone-1a2b3c4d.js", "/static/..%2findex.html", "/static/%2e%2e/index.html", "/static/", "/robots.txt", "/index.html", "/.env", "/view/index.html%00", "/static/a\\b"],
)  # fmt: skip
async def test_nothing_else_is_given_out(site: Site, path: str) -> None:
    answer = await site.public.get(path)
    assert answer.status_code in {404, 421}


@pytest.mark.parametrize(
    "path", ["/view/index.html", "/view/", "/view/../index.html", "/view/gone.js", "/view/%2e%2e/dist/index.html"]
)
async def test_the_replay_host_gives_out_its_files_alone(site: Site, path: str) -> None:
    assert (await site.replay.get(path)).status_code in {404, 421}


async def test_the_shop_has_the_snippet_of_the_first_team(site: Site) -> None:
    for path, text in (
        ("/", "home"),
        ("/cart", "cart"),
        ("/cart.html", "cart"),
        ("/cart/", "cart"),
    ):
        answer = await site.demo.get(path)
        assert answer.text == f'<script src="http://localhost:8000/{KEY}.js"></script>{text}'
    lost = await site.demo.get("/product/7")
    assert (lost.status_code, lost.text) == (404, f'<script src="http://localhost:8000/{KEY}.js"></script>lost')
    assert (await site.demo.get("/assets/shop.js")).text == "shop()"
    assert (await site.demo.get("/assets/gone.js")).status_code == 404
    assert (await site.demo.get("/v1/visitors.json")).status_code == 404, "the API is not there"


async def test_the_shop_waits_for_a_team(site: Site) -> None:
    site.state.has_team = False
    answer = await site.demo.get("/")
    assert answer.status_code == 503
    assert "userview teams create" in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_pages_and_files_are_only_read(site: Site, method: str) -> None:
    for client, path in ((site.public, "/"), (site.public, "/static/index-1a2b3c4d.js"), (site.replay, "/view"), (site.demo, "/"), (site.public, "/healthz"), (site.public, "/metrics")):  # fmt: skip
        answer = await client.request(method, path)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


async def test_websocket_addresses_say_what_they_speak(site: Site) -> None:
    assert (await site.public.get("/ws/visitor")).status_code == 426
    assert (await site.replay.get("/ws/view")).status_code == 426


async def test_health_is_told_under_any_name(site: Site) -> None:
    for client in (site.public, site.replay, site.demo, site.elsewhere):
        answer = await client.get("/healthz")
        assert answer.json() == {"status": "ok", "parts": {"database": "ok", "bus": "ok"}}
    site.state.health = {"database": "ok", "bus": "The bus does not answer"}
    answer = await site.public.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "error")


async def test_metrics_count_requests(site: Site) -> None:
    await site.public.get("/v1/visitors")
    answer = await site.same_machine.get("/metrics")
    assert 'userview_http_requests_total{area="rest",status="200"} 1.0' in answer.text


async def test_metrics_without_a_token_are_for_this_machine_alone(site: Site) -> None:
    for client in (site.public, site.replay, site.demo, site.elsewhere):
        answer = await client.get("/metrics")
        assert answer.status_code == 403
        assert "USERVIEW_METRICS_TOKEN" in answer.text
        assert "userview_http" not in answer.text
    # Whoever comes through a proxy of this machine comes from anywhere, whether the proxy is trusted or not.
    for name, value in (("X-Forwarded-For", "127.0.0.1"), ("Forwarded", "for=127.0.0.1"), ("Via", "1.1 proxy")):
        assert (await site.same_machine.get("/metrics", headers={name: value})).status_code == 403


async def test_metrics_may_ask_for_a_token(tmp_path: Path) -> None:
    site = make_site(tmp_path, metrics_token="hunter2")
    assert (await site.public.get("/metrics")).status_code == 401
    assert (await site.same_machine.get("/metrics")).status_code == 401
    assert (await site.public.get("/metrics", headers={"Authorization": "Bearer wrong"})).status_code == 401
    assert (await site.public.get("/metrics", headers={"Authorization": "Bearer hunter2"})).status_code == 200
    await site.close()


async def test_the_client_behind_a_trusted_proxy_is_the_one_it_names(tmp_path: Path) -> None:
    site = make_site(tmp_path, trusted=["203.0.113.0/24"])
    answer = await site.public.get("/v1/x", headers={"X-Forwarded-For": "198.51.100.1"})
    assert answer.text.endswith("from 198.51.100.1")
    await site.close()


async def test_what_nobody_foresaw_is_a_clear_500(site: Site) -> None:
    answer = await site.public.get("/v1/fault")
    assert answer.status_code == 500
    assert answer.json() == {
        "status": "error",
        "error": "internal_error",
        "message": "The server failed at this request; its log says why.",
        "request_id": answer.headers["x-request-id"],
    }


async def test_what_the_wrong_host_is_asked_has_an_id_to_quote_too(site: Site) -> None:
    answer = await site.replay.get("/v1/visitors")
    assert (answer.status_code, answer.json()["request_id"]) == (421, answer.headers["x-request-id"])


async def test_without_a_built_front_end_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    for client, path in ((site.public, "/"), (site.public, f"/{KEY}.js"), (site.replay, "/view"), (site.demo, "/")):
        answer = await client.get(path)
        assert answer.status_code == 503
        assert "make build" in answer.text
    await site.close()


async def test_a_page_that_was_built_anew_is_noticed(site: Site) -> None:
    before = await site.public.get("/")
    (site.folder / "packages/dashboard/dist/index.html").write_text("<title>Another</title>")
    after = await site.public.get("/", headers={"If-None-Match": before.headers["etag"]})
    assert (after.status_code, after.text) == (200, "<title>Another</title>")


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    path=TEXT,
    host=st.sampled_from(["localhost:8000", "127.0.0.1:8000", "x"]) | TEXT,
    port=st.sampled_from([8000, 8001]),
)
async def test_whatever_is_asked_there_is_an_answer(site: Site, path: str, host: str, port: int) -> None:
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, object]) -> None:
        sent.append(dict(message))

    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/{path}",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [(b"host", host.encode("utf-8", "replace"))],
        "client": ("203.0.113.9", 1),
        "server": ("127.0.0.1", port),
    }
    await site.app(scope, receive, send)
    assert sent[0]["status"] in {200, 404, 421, 426, 503}


@pytest.mark.parametrize("name", ["ada", "Ada", "ada/"])
async def test_q4_a_personal_link_leads_to_the_teams_page(site: Site, name: str) -> None:
    answer = await site.public.get(f"/call/team_1/{name}")
    assert answer.status_code == 302
    assert answer.headers["location"] == "https://shop.example/help#userview-call=ada"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/call/team_1/nobody", "This link leads nowhere"),
        ("/call/team_9/ada", "This link leads nowhere"),
        ("/call/team_2/ada", "This link is not ready yet"),
        ("/call/team_1/%3Cscript%3E", "This link leads nowhere"),
    ],
)
async def test_q4_a_link_that_leads_nowhere_says_so_in_words(site: Site, path: str, title: str) -> None:
    answer = await site.public.get(path)
    assert answer.status_code == 404
    assert f"<h1>{title}</h1>" in answer.text
    assert "script" not in answer.text
    assert policy(answer)["default-src"] == "'none'"


def test_q4_a_fragment_of_the_teams_page_is_kept() -> None:
    assert page_of("https://shop.example/#/help?a=1", "ada") == "https://shop.example/#/help?a=1&userview-call=ada"


async def test_q4_an_address_follows_only_so_many_personal_links_in_a_minute(tmp_path: Path) -> None:
    build(tmp_path)
    site = make_site(tmp_path, trusted=["127.0.0.1/32"])

    def follow(name: str, address: str) -> Awaitable[httpx.Response]:
        return site.same_machine.get(
            f"/call/team_1/{name}", headers={"Host": "localhost:8000", "X-Forwarded-For": address}
        )

    answers = [await follow("ada" if number % 2 else "nobody", "198.51.100.7") for number in range(CALLS_PER_MINUTE)]
    assert {answer.status_code for answer in answers} == {302, 404}
    refused = [await follow(name, "198.51.100.7") for name in ("ada", "nobody")]
    assert {(answer.status_code, answer.text) for answer in refused} == {(429, refused[0].text)}
    assert "One moment, please" in refused[0].text
    assert 1 <= int(refused[0].headers["retry-after"]) <= 60
    assert (await follow("ada", "198.51.100.8")).status_code == 302
    await site.close()
